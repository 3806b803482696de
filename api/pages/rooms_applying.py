"""An application for a season as pages take it: the form, the slip before it is sent, then sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi.responses import Response

from api.pages import rooms_sections, rooms_times, wishes
from api.pages.applicants import is_open
from api.pages.desk import Context, Desk, clerks_only
from api.pages.forms import Form
from api.pages.person import masked
from api.pages.rooms_asking import CATEGORIES, HAS, places_of
from api.pages.rooms_choosing import residents_only
from api.pages.slips import line_told
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict
from scheduler.usecases import applications, room_claims, room_slips, rounds
from scheduler.usecases.applications import Application

MOST = 8
"""Most rooms that a slip names."""


@dataclass(frozen=True, slots=True)
class Case:
    """Who applies in which round: `member_id` None is oneself, else whom a clerk serves."""

    round_id: UUID
    member_id: UUID | None = None

    @property
    def place(self) -> str:
        """The page of the form."""
        if self.member_id is None:
            return f"/mine/apply/{self.round_id}"
        return f"/counter/people/{self.member_id}/apply/{self.round_id}"

    @property
    def home(self) -> str:
        """Where to go back to."""
        return "/mine/rooms" if self.member_id is None else f"/counter/people/{self.member_id}"


def _check(session: Any, actor: Actor, case: Case) -> None:
    """Who asks for others is a clerk who may; who asks for themselves is somebody of the community."""
    if case.member_id is not None:
        clerks_only(actor)
    else:
        residents_only(actor)
    room_claims.person_of(session, actor, case.member_id)


def _application(session: Any, actor: Actor, case: Case, form: Form) -> Application:
    member_id = room_claims.person_of(session, actor, case.member_id)
    organisation = _organisation(session, actor, member_id) if form.value("organisation") else None
    own = None if organisation is None else organisation.id
    near = rooms_times.nearest(session, actor.community_id, member_id)
    return Application([rooms_sections.section_of(form, near)], case.member_id, own)


def _organisation(session: Any, actor: Actor, member_id: UUID) -> Any:
    member = queries.community.member(session, actor.community_id, member_id)
    known = None if member is None else member.organisation_id
    return None if known is None else queries.rooms.organisation(session, actor.community_id, known)


def _head(desk: Desk, session: Any, actor: Actor, case: Case) -> Context:
    _check(session, actor, case)
    round_ = rounds.seen(session, actor=actor, round_id=case.round_id)
    if round_.domain != "rooms":
        raise Conflict("round_of_other_domain", "round_id", round_.domain, "rooms")
    served = case.member_id is not None
    member = queries.community.member(session, actor.community_id, case.member_id) if case.member_id else None
    person = masked(desk, member) if member is not None else None
    return {"case": case, "round": round_, "served": served, "person": person, "back": case.place}


def form_page(desk: Desk, case: Case, form: Form, status: int = 200) -> Response:
    """The form as it stands."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        head = _head(desk, session, actor, case)
        member_id = room_claims.person_of(session, actor, case.member_id)
        round_ = head["round"]
        return {
            **head,
            "form": form,
            "is_open": is_open(round_, now),
            "organisation": _organisation(session, actor, member_id),
            **choices(session, actor, member_id, form),
        }

    return desk.show("apply", shown, status)


def choices(session: Any, actor: Actor, member_id: UUID | None, form: Form) -> Context:
    """What the form is made of; `exact` where it states ranges one by one, `more` where it says who comes."""
    return {
        "places": places_of(session, actor.community_id),
        "near": rooms_times.nearest(session, actor.community_id, member_id),
        "categories": CATEGORIES,
        "ages": rooms_sections.AGES,
        "lengths": rooms_sections.LENGTHS,
        "clocks": rooms_sections.CLOCKS,
        "days": rooms_times.DAYS,
        "parts_of_day": rooms_times.PARTS,
        "rows": rooms_sections.ROWS,
        "ranks": rooms_sections.WISHES,
        "channels": wishes.CHANNELS,
        "exact": bool(rooms_sections.rows_of(form)),
        "more": bool(form.value("leader") or form.value("members")),
    }


def slip_page(desk: Desk, case: Case, sent: Mapping[str, str]) -> Response:
    """What is met, what is missing, where it could be held; nothing is written."""
    form = Form(rooms_sections.FIELDS, sent)

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        head = _head(desk, session, actor, case)
        application = _application(session, actor, case, form)
        wanted: dict[str, Any] = {"round_id": case.round_id, "application": application}
        (found,) = rooms_sections.at_fields(form, lambda: room_slips.slips(session, actor=actor, now=now, **wanted))
        house = queries.rooms.house_of(session, actor.community_id)
        zone = queries.community.one(session, actor.community_id).zone
        return {
            **head,
            "slip": found,
            "section": application.sections[0].terms,
            "name": application.sections[0].title,
            "groups": {
                kind: [line_told(line, zone, desk.language) for line in getattr(found, kind)]
                for kind in ("missing", "met")
            },
            "reach": [(house.rooms_by_code[one.room], one) for one in found.rooms[:MOST]],
            "facilities": house.facilities_by_id,
            "more_rooms": max(0, len(found.rooms) - MOST),
            "carried": {name: text for name, text in sent.items() if text and _is_kept(name)},
        }

    return desk.attempt(
        form, lambda: desk.show("apply_slip", looked), lambda again, status: form_page(desk, case, again, status)
    )


def send(desk: Desk, case: Case, sent: Mapping[str, str], receipt: str) -> Response:
    """Send what the slip showed; `receipt` is the place of its receipt."""
    form = Form(rooms_sections.FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        _check(session, actor, case)
        channel = "web" if case.member_id is None else wishes.channel_of(form)
        wanted: dict[str, Any] = {"round_id": case.round_id, "channel": channel, "vault": desk.office.vault}
        application = _application(session, actor, case, form)
        rows = applications.apply(session, actor=actor, application=application, now=now, **wanted)
        return receipt.format(rows[0].id)

    def done() -> Response:
        return rooms_sections.at_fields(form, lambda: desk.make(sent, made))

    return desk.attempt(form, done, lambda again, status: form_page(desk, case, again, status))


def _is_kept(name: str) -> bool:
    return name in rooms_sections.FIELDS or name.startswith(HAS)

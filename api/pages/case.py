"""A dispute as a page shows it to those who may read it, and the steps that its forms take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi.responses import Response

from api.pages.desk import Context, Desk
from api.pages.forms import Form, read_as
from api.schemas.disputes import DisputeMove, NoteSent
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.errors import Refused, Rejected
from scheduler.states import DISPUTE_LIVING
from scheduler.usecases import dispute_choices, dispute_views, disputes
from scheduler.usecases.dispute_choices import Choice
from scheduler.usecases.dispute_effects import Effect
from scheduler.usecases.disputes import Verdict

FIELDS = ("reason", "text", "at", "upheld")
EFFECT_ROWS = (1, 2, 3)
EFFECT_FIELDS = tuple(f"{name}_{number}" for number in EFFECT_ROWS for name in ("effect", "place", "amount"))
SHOWN_AS = {"kind": "effect", "subject_id": "effect", "site_id": "place", "room_id": "place", "amount": "amount"}
"""Fields of an effect by those of the form."""
HEARD = ("mediation", "arbitration")
"""States in which both sides can be invited."""


def page(desk: Desk, case: UUID, home: str, form: Form | None = None, status: int = 200, sides: Any = ()) -> Response:
    """A case, with the forms of what its reader may do; `sides` where they were just looked up."""

    def shown(session: Any, actor: Actor, now: datetime) -> Context:
        told = dispute_views.told(session, actor=actor, vault=desk.office.vault, dispute_id=case)
        living = told.row.state in DISPUTE_LIVING
        matter = queries.dispute_matters.matter(session, told.row) if told.sight.text else None
        return {
            "told": told,
            "row": told.row,
            "home": home,
            "form": form or Form((*FIELDS, *EFFECT_FIELDS)),
            "late": dispute_views.days_late(told.row, now),
            "sides": sides,
            "matter": matter,
            "known": {} if matter is None else queries.dispute_matters.known_by(session, [matter]),
            "may_note": living and told.sight.text,
            "may_hear": told.row.state in HEARD and not {"settle", "decide"}.isdisjoint(told.actions),
            **_chosen_from(session, actor, told, now),
        }

    return desk.show("case", shown, status)


def act(desk: Desk, case: UUID, deed: str, sent: Mapping[str, str], home: str) -> Response:
    """Do what a form of a case asks for, and show the case again."""
    form = Form((*FIELDS, *EFFECT_FIELDS), sent)

    def acted(session: Any, actor: Actor, now: datetime) -> str:
        _done(session, actor, now, desk, case, deed, form)
        return f"{home}/{case}"

    def done() -> Response:
        try:
            return desk.make(sent, acted)
        except Refused as refused:
            refused.field = _field_of(refused.field, form)
            raise

    return desk.attempt(form, done, lambda again, status: page(desk, case, home, again, status))


def _field_of(field: str, form: Form) -> str:
    """Where a form shows what a refusal speaks of: effects are counted without the rows that are left empty."""
    rows = [number for number in EFFECT_ROWS if form.value(f"effect_{number}")]
    match field.split("."):
        case ["effects", number, name] if name in SHOWN_AS and int(number) < len(rows):
            return f"{SHOWN_AS[name]}_{rows[int(number)]}"
    return field


def _done(session: Any, actor: Actor, now: datetime, desk: Desk, case: UUID, deed: str, form: Form) -> None:
    wanted: dict[str, Any] = {"actor": actor, "vault": desk.office.vault, "dispute_id": case, "now": now}
    if deed == "note":
        body = read_as(NoteSent, {"inner": bool(form.value("inner")), **form.filled("text")})
        disputes.note(session, **wanted, **body.model_dump())
    elif deed == "hearing":
        zone = queries.community.one(session, actor.community_id).zone
        disputes.set_hearing(session, **wanted, version=form.number("version"), at=form.moment("at", zone))
    else:
        stated = {"action": deed, "upheld": _upheld(form, deed), "effects": _effects(form), **form.filled("reason")}
        move = read_as(DisputeMove, stated)
        verdict = Verdict(move.reason, move.upheld, [Effect(**one.model_dump()) for one in move.effects])
        disputes.move(session, **wanted, action=move.action, verdict=verdict)


def _upheld(form: Form, deed: str) -> bool | None:
    if deed != "decide" or not form.value("upheld"):
        return None
    return form.value("upheld") == "yes"


def _effects(form: Form) -> Sequence[Mapping[str, Any]]:
    """Effects that are chosen: ``kind:subject``, with a place ``site:id`` or ``room:id``, and points or yuan."""
    return [_effect(form, number) for number in EFFECT_ROWS if form.value(f"effect_{number}")]


def _effect(form: Form, number: int) -> Mapping[str, Any]:
    kind, _, subject = form.value(f"effect_{number}").partition(":")
    place, _, where = form.value(f"place_{number}").partition(":")
    if where and place not in ("site", "room"):
        raise Rejected("not_offered", f"place_{number}", place, "a site or a room")
    stated = {"kind": kind, "subject_id": subject, "amount": _amount(form, f"amount_{number}", kind)}
    return stated | ({f"{place}_id": where} if where else {})


def _amount(form: Form, name: str, kind: str) -> int | None:
    """Points as they are, yuan as fen."""
    text = form.value(name).strip()
    if not text:
        return None
    try:
        number = int(text)
    except ValueError:
        raise Rejected("wrong_type", name, text, "a whole number") from None
    return number * 100 if kind == "compensate" else number


def _chosen_from(session: Any, actor: Actor, told: Any, now: datetime) -> Context:
    """What the forms of those who end a case offer."""
    if {"settle", "decide"}.isdisjoint(told.actions):
        return {"choices": [], "others": {}, "sites": [], "rooms": [], "effect_rows": ()}
    found = dispute_choices.choices(session, told.row, now)
    return {
        "choices": found,
        "others": _others(session, actor, told.row, found),
        "sites": queries.supply.sites_of(session, actor.community_id),
        "rooms": queries.rooms.rooms_by_id(session, actor.community_id).values(),
        "effect_rows": EFFECT_ROWS,
    }


def _others(session: Any, actor: Actor, row: Any, found: Sequence[Choice]) -> Mapping[UUID, Context]:
    """Violations that a case is not about: kind and day, for those who hear it need to know no more of them."""
    waived = [one.subject_id for one in found if one.kind == "waive" and one.subject_id != row.subject_id]
    zone = queries.community.one(session, actor.community_id).zone
    violations = queries.dispute_matters.violations(session, waived)
    return {key: {"kind": one.kind, "day": calendar.date_of(one.at, zone)} for key, one in violations.items()}

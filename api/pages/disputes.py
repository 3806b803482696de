"""One's own disputes: opened, followed, answered; and opened at the counter for somebody who came or called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages import case
from api.pages.desk import AtDesk, Context, Desk, clerks_only
from api.pages.forms import Form, Sent, read_as
from api.pages.person import masked
from api.pages.wishes import CHANNELS
from api.schemas.disputes import DisputeSent
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.usecases import dispute_grounds, dispute_opening, dispute_parts, dispute_views
from scheduler.usecases.dispute_opening import Complaint

router = APIRouter(include_in_schema=False)
HOME = "/mine/disputes"
MOST = 100
FIELDS = ("ground", "statement", "plate", "site_id", "channel")
Deed = Literal["note", "refer", "withdraw"]


@router.get(HOME)
def own(desk: AtDesk) -> Response:
    """One's own cases, and those one wrote for somebody, newest first."""

    def listed(session: Any, actor: Actor, _now: datetime) -> Context:
        return {"cases": dispute_views.listed(session, actor=actor, own=True, limit=MOST)}

    return desk.show("disputes", listed)


@router.get(f"{HOME}/new")
def ask(desk: AtDesk) -> Response:
    """The form of a case."""
    return _form_page(desk, None, Form(FIELDS))


@router.post(f"{HOME}/new")
def begin(desk: AtDesk, sent: Sent) -> Response:
    """Open a case."""
    return _opened(desk, None, sent)


@router.get("/counter/people/{member_id}/disputes")
def ask_for(member_id: Id, desk: AtDesk) -> Response:
    """The form of a case for somebody who came or called."""
    return _form_page(desk, member_id, Form(FIELDS))


@router.post("/counter/people/{member_id}/disputes")
def begin_for(member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Open a case for somebody who came or called."""
    return _opened(desk, member_id, sent)


@router.get(f"{HOME}/{{dispute_id}}")
def read(dispute_id: Id, desk: AtDesk) -> Response:
    """A case of one's own."""
    _check_own(desk, dispute_id)
    return case.page(desk, dispute_id, HOME)


@router.post(f"{HOME}/{{dispute_id}}/{{deed}}")
def act(dispute_id: Id, deed: Deed, desk: AtDesk, sent: Sent) -> Response:
    """Say something in a case, ask for the council, or withdraw it."""
    _check_own(desk, dispute_id)
    return case.act(desk, dispute_id, deed, sent, HOME)


def _check_own(desk: Desk, dispute_id: UUID) -> None:
    """Let nobody in but the sides, and who wrote the case for one."""

    def found(session: Any, actor: Actor, _now: datetime) -> bool:
        row, _ = dispute_parts.seen(session, actor, dispute_id)
        return dispute_parts.is_party(actor, row) or dispute_parts.serves(session, actor, row)

    if not desk.read(found):
        raise NotFound()


def _form_page(desk: Desk, member_id: UUID | None, form: Form, status: int = 200) -> Response:
    def asked(session: Any, actor: Actor, now: datetime) -> Context:
        if member_id is not None:
            clerks_only(actor)
        elif actor.member_id is None:
            raise NotAllowed("not_for_this_role")
        grounds = dispute_grounds.own(session, actor=actor, now=now, member_id=member_id)
        return {
            "form": form,
            "grounds": grounds,
            "known": queries.dispute_matters.known_by(session, [one.row for one in grounds]),
            "sites": queries.supply.sites_of(session, actor.community_id),
            "member": member_id,
            "channels": CHANNELS,
            "person": None
            if member_id is None
            else masked(desk, queries.community.member(session, actor.community_id, member_id)),
            "place": f"{HOME}/new" if member_id is None else f"/counter/people/{member_id}/disputes",
        }

    return desk.show("dispute_new", asked, status)


def _opened(desk: Desk, member_id: UUID | None, sent: Mapping[str, str]) -> Response:
    form = Form(FIELDS, sent)

    def made() -> Response:
        body = read_as(DisputeSent, _stated(form, member_id))
        complaint = Complaint(**body.model_dump(exclude={"channel"}))
        wanted: dict[str, Any] = {"vault": desk.office.vault, "complaint": complaint, "channel": body.channel}
        return desk.make(
            sent,
            lambda session, actor, now: (
                f"{HOME}/{dispute_opening.open_case(session, actor=actor, now=now, **wanted).id}"
            ),
        )

    return desk.attempt(form, made, lambda again, status: _form_page(desk, member_id, again, status))


def _stated(form: Form, member_id: UUID | None) -> dict[str, Any]:
    """What a form says: a ground as ``about:subject``; who a neighbour is only where the case is on one."""
    about, _, subject = form.value("ground").partition(":")
    stated: dict[str, Any] = {"about": about, **form.filled("statement")}
    if about == dispute_opening.NEIGHBOUR:
        stated |= form.filled("plate", "site_id")
        stated |= {} if member_id is None else {"member_id": member_id}
    else:
        stated["subject_id"] = subject
    return stated | (form.filled("channel") if member_id is not None else {})

"""Agreements as pages: the paper to print and sign with its QR code, what is done to it, and the office's list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.coded import UNSEEN, qr_of
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.telling import clocks_of
from api.pages.wishes import CHANNELS
from api.pages.words import say
from api.schemas.agreements import AgreementChangeSent, AgreementsAsked, EndSent, SignatureSent, SuspensionSent
from api.schemas.base import next_of
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import NotAllowed
from scheduler.privacy import masked_plate
from scheduler.states import AGREEMENT_MOVES, AGREEMENT_STATES
from scheduler.usecases import agreement_changes, agreement_endings, agreement_steps, agreement_views, agreements
from scheduler.usecases.agreement_changes import Change
from scheduler.usecases.members import PARTIES

router = APIRouter(include_in_schema=False)
Deed = Literal["sign", "suspend", "resume", "end", "replace"]
FORMS = {
    "sign": SignatureSent,
    "suspend": SuspensionSent,
    "resume": None,
    "end": EndSent,
    "replace": AgreementChangeSent,
}
FIELDS = ("signed_on", "channel", "first", "last", "reason", "vehicle_id", "address", "party")
MOST = 50


@router.get("/agreements/verify/{agreement_code}")
def verify(agreement_code: str, desk: AtDesk) -> Response:
    """Whether a printed agreement is true: its number, state and dates, and a masked plate."""

    def looked(session: Any, now: datetime) -> Context:
        return {"found": agreement_views.verify(session, vault=desk.office.vault, code=agreement_code, now=now)}

    page = desk.show_public("agreement_verified", looked)
    page.headers.update(UNSEEN)
    return page


@router.get("/agreements/{agreement_id}")
def one(agreement_id: Id, desk: AtDesk) -> Response:
    """The paper, for whose it is and those who serve them; that somebody else read it is put on record."""
    return _page(desk, agreement_id, Form(FIELDS))


@router.post("/agreements/{agreement_id}/{move}")
def move(agreement_id: Id, move: Deed, desk: AtDesk, sent: Sent) -> Response:
    """Record a signature, suspend, resume, end, or replace by a new one."""
    form = Form(FIELDS, sent)

    def done() -> Response:
        wanted = _wanted(move, form) | {"agreement_id": agreement_id, "version": form.number("version")}
        if move == "replace":
            wanted["vault"] = desk.office.vault
        row = desk.write(lambda session, actor, now: _deed(move)(session, actor=actor, now=now, **wanted))
        return desk.go(f"/agreements/{row.id}")

    return desk.attempt(form, done, lambda again, status: _page(desk, agreement_id, again, status, move))


@router.get("/office/agreements")
def listed(desk: AtDesk, state: str = "", overdue: str = "", cursor: str = "") -> Response:
    """Agreements of the people and places that somebody serves, the newest first."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        if not actor.has(*STAFF, AUDITOR):
            raise NotAllowed("not_for_this_role")
        given = {"state": state, "overdue": overdue, "cursor": cursor, "limit": str(MOST)}
        asked = read_as(AgreementsAsked, {name: value for name, value in given.items() if value})
        states = () if asked.state is None else (asked.state,)
        wanted: dict[str, Any] = {"of_all": True, "overdue": asked.overdue, "states": states, **asked.part}
        rows = agreement_views.listed(session, actor=actor, now=now, **wanted)
        return {
            "rows": rows[:MOST],
            "reads": actor.has(*STAFF),
            "more": next_of(rows, MOST),
            "sites": {site.id: site for site in queries.supply.sites_of(session, actor.community_id)},
            "state": asked.state or "",
            "overdue": asked.overdue,
            "states": AGREEMENT_STATES,
            "now": now,
        }

    return desk.show("office_agreements", looked)


# ---- the paper


def _page(desk: Desk, agreement_id: Id, form: Form, status: int = 200, asked: str = "") -> Response:
    """The paper; what was refused is shown at the deed that was `asked` for."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        wanted: dict[str, Any] = {"agreement_id": agreement_id, "vault": desk.office.vault}
        row, terms = agreement_views.read(session, actor=actor, now=now, **wanted)
        covenant = queries.community.covenant(session, row.community_id, row.covenant_version)
        address = desk.address(f"/agreements/verify/{row.code}")
        return {
            "row": row,
            "terms": terms,
            "first": date.fromisoformat(terms["first"]),
            "last": date.fromisoformat(terms["last"]),
            "community": queries.community.one(session, row.community_id),
            "leave_by": clocks_of(terms["leave_by"], desk.language),
            "covenant_text": getattr(covenant, f"text_{desk.language}"),
            "fee": None if terms["fee"] is None else _fee(terms["fee"]),
            "qr": qr_of(address, say("agreement_qr", desk.language)),
            "address": address,
            "steps": queries.agreements.steps(session, row.id),
            **_doable(session, actor, row, desk, now),
            "form": form,
            "asked": asked,
            "untouched": Form(FIELDS),
        }

    return desk.show("agreement", looked, status, noted=True)


def _fee(fee: dict[str, Any]) -> dict[str, Any]:
    """The fee in fen, each line with its dates."""
    lines = [
        (date.fromisoformat(line["first"]), date.fromisoformat(line["last"]), line["fen"]) for line in fee["lines"]
    ]
    return {"total": fee["fen"], "lines": lines}


def _doable(session: Any, actor: Actor, row: Any, desk: Desk, now: datetime) -> Context:
    """What the reader may do to an agreement now, and what its forms offer."""
    parts = agreement_steps.parts(actor, row)
    open_moves = {name for name in FORMS if row.state in AGREEMENT_MOVES[name].before}
    if agreement_steps.may_be_signed(row):
        open_moves.add("sign")
    if agreement_endings.waits(session, row):
        open_moves.discard("suspend")
    moves = [name for name in FORMS if name in open_moves and parts & AGREEMENT_MOVES[name].actors]
    vault = desk.office.vault
    cars = queries.community.vehicles_of(session, row.member_id) if "replace" in moves else []
    plates = [(car.id, masked_plate(vault.open_sealed(car.plate_cipher, "vehicle.plate", car.id))) for car in cars]
    return {
        "moves": moves,
        "vehicles": [one for one in plates if one[0] != row.vehicle_id],
        "channels": CHANNELS,
        "parties": PARTIES,
        "today": calendar.date_of(now, queries.community.one(session, row.community_id).zone),
        "own": row.member_id == actor.member_id,
        "served": actor.has(*STAFF),
    }


def _wanted(move: Deed, form: Form) -> dict[str, Any]:
    """What a form asks for, checked.

    Raises
    ------
    Refused
        For the first field that is wrong.
    """
    model = FORMS[move]
    if model is None:
        return {}
    given = read_as(model, form.filled(*(name for name in FIELDS if name in model.model_fields))).model_dump()
    return {"change": Change(**given)} if move == "replace" else given


def _deed(move: Deed) -> Any:
    return agreement_changes.change if move == "replace" else getattr(agreements, move)

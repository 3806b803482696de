"""For the office: a share is paid out, money is carried from one place to another, and either is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.amounts import fen_of
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.ledger import HOME, transaction_page
from api.pages.ledger_told import held, names_of
from api.schemas.money import CarrySent, ReversalSent, SharePayoutSent
from api.schemas.trail import AccountAsked
from api.schemas.types import Id
from scheduler import queries
from scheduler.actors import OFFICE, Actor
from scheduler.amounts import yuan
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.usecases import money_shares, money_views
from scheduler.usecases.ledger import SHARES

router = APIRouter(include_in_schema=False)
PLACES = ("bank", "cash", "provider")
PAID = ("account", "fen", "place", "reason")
CARRIED = ("source", "target", "fen", "reason")
COMMON = ("fund", "operator", "platform")
"""Shares of sites and the community; those of owners are paid out from their own account's page."""
MOST = 1_000


@router.get(HOME + "/pay-out")
def ask_pay_out(desk: AtDesk, account: str = "") -> Response:
    """The form by which a share is paid out."""
    return _pay_out_page(desk, Form(PAID, {"account": account}))


@router.post(HOME + "/pay-out")
def pay_out(desk: AtDesk, sent: Sent) -> Response:
    """Pay out of a share what was decided; never more than there is."""
    form = Form(PAID, sent)

    def paid(session: Any, actor: Actor, now: datetime) -> str:
        row = _share(session, actor, form)
        subject = None if row.subject_id == actor.community_id else row.subject_id
        given = {"share": row.kind, "place": form.value("place"), "fen": fen_of(form), "reason": _reason(form)}
        body = read_as(SharePayoutSent, {**given, "subject_id": subject})
        return _page_of(lambda: money_shares.pay_out(session, actor=actor, now=now, **body.model_dump()))

    return desk.attempt(form, lambda: desk.make(sent, paid), lambda again, status: _pay_out_page(desk, again, status))


@router.get(HOME + "/carry")
def ask_carry(desk: AtDesk) -> Response:
    """The form by which it is noted that money was carried."""
    return _carry_page(desk, Form(CARRIED, {"source": "cash", "target": "bank"}))


@router.post(HOME + "/carry")
def carry(desk: AtDesk, sent: Sent) -> Response:
    """Note that money was carried from one place to another."""
    form = Form(CARRIED, sent)

    def carried(session: Any, actor: Actor, now: datetime) -> str:
        given = {"source": form.value("source"), "target": form.value("target"), "fen": fen_of(form)}
        body = read_as(CarrySent, {**given, "reason": _reason(form)})
        if body.source == body.target:
            raise Rejected("same_account", "target", body.target, "another place")
        return _page_of(lambda: money_shares.carry(session, actor=actor, now=now, **body.model_dump()))

    return desk.attempt(form, lambda: desk.make(sent, carried), lambda again, status: _carry_page(desk, again, status))


@router.post(HOME + "/transactions/{transaction_id}/take-back")
def take_back(transaction_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Take back a payout of a share, or what was carried, by its opposite."""
    form = Form(("reason",), sent)

    def taken(session: Any, actor: Actor, now: datetime) -> str:
        reason = read_as(ReversalSent, {"reason": _reason(form)}).reason
        money_shares.take_back(session, actor=actor, transaction_id=transaction_id, reason=reason, now=now)
        return f"{HOME}/transactions/{transaction_id}"

    return desk.attempt(
        form,
        lambda: desk.make(sent, taken),
        lambda again, status: transaction_page(desk, transaction_id, again, status),
    )


def _page_of(post: Callable[[], Any]) -> str:
    """The page of what was posted; where there is less, it is told in yuan, as amounts are written here.

    Raises
    ------
    Conflict
        ``less_there``.
    """
    try:
        return f"{HOME}/transactions/{post().id}"
    except Conflict as refused:
        if refused.code != "account_short":
            raise
        raise Conflict("less_there", "fen", yuan=yuan(int(refused.allowed))) from refused


def _reason(form: Form) -> str:
    reason = form.value("reason").strip()
    if not reason:
        raise Rejected("reason_missing", "reason", "", "a sentence")
    return reason


def _share(session: Any, actor: Actor, form: Form) -> Any:
    """The account that a form names, out of which a share can be paid."""
    chosen = read_as(AccountAsked, form.filled("account")).account
    if chosen is None:
        raise Rejected("missing_field", "account")
    row, _ = money_views.account(session, actor=actor, account_id=chosen, limit=1)
    if row.kind not in SHARES:
        raise NotFound()
    return row


def _pay_out_page(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        _office_only(actor)
        rows = money_views.accounts(session, actor=actor, limit=MOST, kinds=COMMON)
        chosen = _known(session, actor, form.value("account"))
        rows += [] if chosen is None or chosen.id in {row.id for row in rows} else [chosen]
        subjects = [(row.kind, row.subject_id) for row in rows]
        names = names_of(session, actor, desk.office.vault, subjects, desk.language)
        open_to = [row for row in rows if row.balance < 0]
        shown = sorted(open_to, key=lambda row: (SHARES.index(row.kind), names.of(row.kind, row.subject_id)))
        choices = [(row.id, names.of(row.kind, row.subject_id), held(row.kind, row.balance)) for row in shown]
        return {"form": form, "shares": choices, "places": _places(session, actor)}

    return desk.show("ledger_pay_out", found, status)


def _carry_page(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        _office_only(actor)
        return {"form": form, "places": _places(session, actor)}

    return desk.show("ledger_carry", found, status)


def _places(session: Any, actor: Actor) -> list[tuple[str, int]]:
    """Where money lies, with how much; where most is, first."""
    found = [(kind, queries.money.balance(session, actor.community_id, kind)) for kind in PLACES]
    return sorted(found, key=lambda one: -one[1])


def _known(session: Any, actor: Actor, text: str) -> Any | None:
    """The share of an owner that somebody came from, if the address names one."""
    try:
        chosen = UUID(text)
    except ValueError:
        return None
    row = queries.money.account(session, actor.community_id, chosen)
    return row if row is not None and row.kind == "owner" else None


def _office_only(actor: Actor) -> None:
    if not actor.has(*OFFICE):
        raise NotAllowed("not_for_this_role")

"""The ledger: accounts with what they hold, transactions with their transfers, and the export for the accountant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.downloads import sheet
from api.pages.forms import Form, Sent, read_as
from api.pages.ledger_told import OF_PEOPLE, PAPERS, held, names_of
from api.schemas.base import PageAsked, next_of
from api.schemas.hours import StatementAsked
from api.schemas.money import Kind, TransactionsAsked
from api.schemas.trail import PurposeAsked
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import OFFICE, Actor
from scheduler.queries.money_months import Told
from scheduler.statements import HELD
from scheduler.usecases import account_views, money_shares, money_views
from scheduler.usecases import ledger as books

router = APIRouter(include_in_schema=False)
HOME = "/office/ledger"
OWN = ("cash", "bank", "provider", "income", "platform", "fund", "operator")
"""Kinds of accounts that are the community's or a site's, in the order in which they are shown."""
TRANSACTIONS = get_args(Kind)
PURPOSES = ("bookkeeping", "audit", "council")
MOST = 50
MOST_OWN = 1_000


@router.get(HOME)
def overview(desk: AtDesk) -> Response:
    """What all accounts hold, and the form for the export of a month."""
    return _overview(desk, Form(("month", "purpose")))


@router.post(HOME + "/export")
def export(desk: AtDesk, sent: Sent) -> Response:
    """Every transfer of a month as a table, by ids only; what it is for is put on record."""
    form = Form(("month", "purpose"), sent)

    def taken(session: Any, actor: Actor, now: datetime) -> Response:
        month = read_as(StatementAsked, form.filled("month")).month
        purpose = read_as(PurposeAsked, form.filled("purpose")).purpose
        rows = money_views.export(session, actor=actor, month=month, purpose=purpose, now=now)
        return sheet(f"ledger-{month:%Y-%m}", Told._fields, rows)

    return desk.attempt(form, lambda: desk.door.write(taken), lambda again, status: _overview(desk, again, status))


@router.get(HOME + "/people/{sort}")
def people(sort: str, desk: AtDesk, cursor: str = "") -> Response:
    """Accounts of a kind that people have, by masked names."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        wanted = [sort] if sort in OF_PEOPLE else list(OF_PEOPLE)
        rows = money_views.accounts(session, actor=actor, last=_last(cursor), limit=MOST + 1, kinds=wanted)
        subjects = [(row.kind, row.subject_id) for row in rows]
        return {
            "kind": wanted[0],
            "lines": [(row, held(row.kind, row.balance)) for row in rows[:MOST]],
            "names": names_of(session, actor, desk.office.vault, subjects, desk.language),
            "next": next_of(rows, MOST),
            "cursor": cursor,
        }

    return desk.show("ledger_people", found)


@router.get(HOME + "/accounts/{account_id}")
def one_account(account_id: Id, desk: AtDesk, cursor: str = "") -> Response:
    """An account with what touched it, the newest first."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        wanted: dict[str, Any] = {"account_id": account_id, "last": _last(cursor), "limit": MOST + 1}
        row, lines = money_views.account(session, actor=actor, **wanted)
        names = names_of(session, actor, desk.office.vault, [(row.kind, row.subject_id)], desk.language)
        return {
            "row": row,
            "title": names.of(row.kind, row.subject_id),
            "holds": held(row.kind, row.balance),
            "lines": [(one, held(row.kind, fen)) for one, fen in lines[:MOST]],
            "next": next_of([one for one, _ in lines], MOST),
            "cursor": cursor,
            "pays": actor.has(*OFFICE) and row.kind in books.SHARES and row.balance < 0,
        }

    return desk.show("ledger_account", found)


@router.get(HOME + "/transactions")
def transactions(desk: AtDesk, month: str = "", kind: str = "", cursor: str = "") -> Response:
    """Transactions, the newest first, of a month or a kind where one is chosen."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        given = {name: value for name, value in (("month", month), ("cursor", cursor)) if value}
        asked = read_as(TransactionsAsked, given)
        chosen = kind if kind in TRANSACTIONS else None
        wanted: dict[str, Any] = {"month": asked.month, "last": asked.last, "limit": MOST + 1, "kind": chosen}
        rows = money_views.transactions(session, actor=actor, **wanted)
        sites = {site.id: site for site in queries.supply.sites_of(session, actor.community_id)}
        return {
            "lines": rows[:MOST],
            "totals": money_views.totals(session, actor=actor, transactions=[row.id for row in rows[:MOST]]),
            "sites": sites,
            "kinds": TRANSACTIONS,
            "kind": chosen,
            "month": month,
            "cursor": cursor,
            "chosen": urlencode({"month": month, "kind": chosen or ""}),
            "next": next_of(rows, MOST),
        }

    return desk.show("ledger_transactions", found)


@router.get(HOME + "/transactions/{transaction_id}")
def one_transaction(transaction_id: Id, desk: AtDesk) -> Response:
    """Why money moved, from where to where, by whom, and what took it back."""
    return transaction_page(desk, transaction_id, Form(("reason",)))


def transaction_page(desk: Desk, transaction_id: UUID, form: Form, status: int = 200) -> Response:
    """A transaction; for the office with the form that takes back what has no paper of its own."""

    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        seen = money_views.transaction(session, actor=actor, transaction_id=transaction_id)
        row, paper = seen.transaction, PAPERS.get(seen.transaction.cause)
        subjects = [(side.debit_kind, side.debit_subject) for side in seen.sides]
        subjects += [(side.credit_kind, side.credit_subject) for side in seen.sides]
        takes_back = row.cause in money_shares.CAUSES and row.reverses_id is None and seen.reversed_by is None
        return {
            "seen": seen,
            "row": row,
            "form": form,
            "names": names_of(session, actor, desk.office.vault, subjects, desk.language),
            "by": _login(session, actor, row.actor_id),
            "paper": None if paper is None else paper.format(row.cause_id),
            "site": None if row.site_id is None else queries.supply.site(session, actor.community_id, row.site_id),
            "takes_back": actor.has(*OFFICE) and takes_back,
        }

    return desk.show("ledger_transaction", found, status)


def _overview(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        rows = money_views.accounts(session, actor=actor, limit=MOST_OWN, kinds=OWN)
        rows.sort(key=lambda row: OWN.index(row.kind))
        zone = queries.community.one(session, actor.community_id).zone
        today = calendar.date_of(now, zone)
        balances = money_views.balances(session, actor=actor)
        names = names_of(session, actor, desk.office.vault, [], desk.language)
        return {
            "form": form,
            "lines": [(row, names.of(row.kind, row.subject_id), held(row.kind, row.balance)) for row in rows],
            "people": [(kind, *balances[kind]) for kind in OF_PEOPLE if kind in balances],
            "held": held,
            "lies": sum(fen for kind, (_, fen) in balances.items() if kind in HELD),
            "belongs": -sum(fen for kind, (_, fen) in balances.items() if kind not in HELD),
            "this_month": f"{today:%Y-%m}",
            "last_month": f"{date.fromordinal(today.replace(day=1).toordinal() - 1):%Y-%m}",
            "purposes": PURPOSES,
            "acts": actor.has(*OFFICE),
        }

    return desk.show("ledger", found, status)


def _last(cursor: str) -> UUID | None:
    """The place after which a list goes on."""
    return read_as(PageAsked, {"cursor": cursor}).last if cursor else None


def _login(session: Any, actor: Actor, account_id: UUID | None) -> str | None:
    """Who wrote a transaction; None for the clockwork."""
    if account_id is None:
        return None
    found = account_views.names_of(session, actor=actor, ids=[account_id])
    return found.get(account_id)

"""The ledger: public statements by the month, and for the office its transactions, accounts and months."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Public, Reading
from api.openapi import refusals
from api.routes.common import PREFIX, router_of
from api.schemas.base import Page, PageAsked, next_of
from api.schemas.hours import Month
from api.schemas.money import (
    AccountShown,
    AccountsShown,
    CarrySent,
    ClosedMonthShown,
    CommunityAsked,
    ExportAsked,
    MoneyTransactionShown,
    MonthShown,
    MonthsShown,
    OwnMonthsShown,
    ReversalSent,
    SharePayoutSent,
    StatementShown,
    TransactionsAsked,
    TransactionSeen,
    TransferShown,
)
from api.schemas.types import Id
from api.tables import csv_of
from scheduler.queries.money_months import Told
from scheduler.usecases import money_shares, money_views, months

router = router_of("money")
TRANSACTIONS = f"{PREFIX}/money/transactions"
CSV = "text/csv; charset=utf-8"
SHARED = {"Cache-Control": "public, max-age=300"}
Wanted = dict[str, Any]


@router.get("/public/money/months", response_model=MonthsShown, responses=refusals(404))
def list_public_months(asked: Annotated[CommunityAsked, Query()], door: Public) -> MonthsShown:
    """Months whose books are closed, the newest first; for everybody."""
    rows = door.read_public(lambda session, _now: months.published(session, slug=asked.community)[1])
    return MonthsShown(items=[MonthShown.model_validate(row) for row in rows])


@router.get("/public/money/months/{month}", response_model=ClosedMonthShown, responses=refusals(404))
def read_public_month(month: Month, asked: Annotated[CommunityAsked, Query()], door: Public) -> Response:
    """The public statement of a month: it sums exactly, names nobody and never changes."""
    _, row = door.read_public(lambda session, _now: months.published_month(session, slug=asked.community, month=month))
    shown = ClosedMonthShown.model_validate(row)
    return Response(shown.model_dump_json(), media_type="application/json", headers=SHARED)


@router.get("/money/months", response_model=OwnMonthsShown, responses=refusals(401, 403))
def list_months(door: Reading) -> OwnMonthsShown:
    """Months that are closed, and which is to be closed next; for the office and auditors."""

    def found(session: Any, actor: Any, now: Any) -> OwnMonthsShown:
        following = months.next_to_close(session, actor=actor, now=now)
        rows = months.closed(session, actor=actor)
        return OwnMonthsShown(items=[MonthShown.model_validate(row) for row in rows], next_to_close=following)

    return door.read(found)


@router.get("/money/months/{month}", response_model=StatementShown, responses=refusals(401, 403, 404))
def read_month(month: Month, door: Reading) -> StatementShown:
    """What a month came to, or comes to so far, with every site on its own; for the office and auditors."""
    return door.read(
        lambda session, actor, _now: StatementShown.model_validate(months.draft(session, actor=actor, month=month))
    )


@router.post(
    "/money/months/{month}/close", status_code=201, response_model=MonthShown, responses=refusals(401, 403, 404, 409)
)
def close_month(month: Month, door: Planning, key: IdempotencyKey = None) -> Response:
    """Close a month that is over, the oldest first; its statement is public from then on."""
    return door.create(
        lambda session, actor, now: MonthShown.model_validate(months.close(session, actor=actor, month=month, now=now)),
        key,
    )


@router.get(
    "/money/months/{month}/export",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **refusals(401, 403, 404)},
)
def export_month(month: Month, asked: Annotated[ExportAsked, Query()], door: Reading) -> Response:
    """Every transfer of a month as CSV, by ids only, for the accountant; what it is for is put on record."""
    wanted: Wanted = {"month": month, "purpose": asked.purpose}
    rows = door.write(lambda session, actor, now: money_views.export(session, actor=actor, now=now, **wanted))
    headers = {"Content-Disposition": f'attachment; filename="ledger-{month:%Y-%m}.csv"', "Cache-Control": "no-store"}
    return Response(csv_of(Told._fields, rows).encode(), media_type=CSV, headers=headers)


@router.get("/money/transactions", response_model=Page[MoneyTransactionShown], responses=refusals(401, 403))
def list_transactions(asked: Annotated[TransactionsAsked, Query()], door: Reading) -> Page[MoneyTransactionShown]:
    """Transactions, the newest first; for the office and auditors."""
    wanted: Wanted = {"month": asked.month, **asked.part}
    rows = door.read(lambda session, actor, _now: money_views.transactions(session, actor=actor, **wanted))
    shown = [MoneyTransactionShown.model_validate(row) for row in rows[: asked.limit]]
    return Page(items=shown, next=next_of(rows, asked.limit))


@router.get(
    "/money/transactions/{money_transaction_id}", response_model=TransactionSeen, responses=refusals(401, 403, 404)
)
def read_transaction(money_transaction_id: Id, door: Reading) -> TransactionSeen:
    """One transaction with its transfers."""
    wanted: Wanted = {"transaction_id": money_transaction_id}
    return door.read(lambda session, actor, _now: _seen(money_views.transaction(session, actor=actor, **wanted)))


@router.get("/money/accounts", response_model=AccountsShown, responses=refusals(401, 403))
def list_accounts(asked: Annotated[PageAsked, Query()], door: Reading) -> AccountsShown:
    """Accounts with their balances; for the office and auditors."""
    wanted: Wanted = {"last": asked.last, "limit": asked.limit + 1}
    rows = door.read(lambda session, actor, _now: money_views.accounts(session, actor=actor, **wanted))
    shown = [AccountShown.model_validate(row) for row in rows[: asked.limit]]
    return AccountsShown(items=shown, next=next_of(rows, asked.limit))


@router.post(
    "/money/share-payouts", status_code=201, response_model=MoneyTransactionShown, responses=refusals(401, 404, 409)
)
def pay_out_share(body: SharePayoutSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Pay out of a fund or somebody's share what was decided; never more than there is."""
    wanted: Wanted = body.model_dump()
    return door.create(
        lambda session, actor, now: MoneyTransactionShown.model_validate(
            money_shares.pay_out(session, actor=actor, now=now, **wanted)
        ),
        key,
        at=TRANSACTIONS,
    )


@router.post("/money/carries", status_code=201, response_model=MoneyTransactionShown, responses=refusals(401, 409))
def carry_money(body: CarrySent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Note that money was carried from one place to another, as from the till to the bank."""
    wanted: Wanted = body.model_dump()
    return door.create(
        lambda session, actor, now: MoneyTransactionShown.model_validate(
            money_shares.carry(session, actor=actor, now=now, **wanted)
        ),
        key,
        at=TRANSACTIONS,
    )


@router.post(
    "/money/transactions/{money_transaction_id}/reverse",
    response_model=MoneyTransactionShown,
    responses=refusals(401, 404, 409),
)
def reverse_transaction(money_transaction_id: Id, body: ReversalSent, door: Planning) -> MoneyTransactionShown:
    """Take back a payout of a share or what was carried; invoices, payments and refunds are taken back as such."""
    wanted: Wanted = {"transaction_id": money_transaction_id, **body.model_dump()}
    return door.write(
        lambda session, actor, now: MoneyTransactionShown.model_validate(
            money_shares.take_back(session, actor=actor, now=now, **wanted)
        )
    )


def _seen(found: money_views.Seen) -> TransactionSeen:
    shown = MoneyTransactionShown.model_validate(found.transaction).model_dump()
    sides = [TransferShown(**side._asdict()) for side in found.sides]
    return TransactionSeen(**shown, transfers=sides, reversed_by=found.reversed_by)

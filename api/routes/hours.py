"""The time bank: accounts and statements, hours given, redeemed and corrected, the record of service."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Booking, Door, IdempotencyKey, Planning, Public, Reading, Registering
from api.openapi import refusals
from api.routes.common import PREFIX, router_of
from api.schemas.base import next_of
from api.schemas.hours import (
    AccountsShown,
    CertificateAsked,
    CertificateShown,
    CommunityAsked,
    CommunityMonthShown,
    CorrectionSent,
    CorrectionShown,
    FiguresShown,
    HoursAsked,
    HoursLineShown,
    HoursShown,
    KindShown,
    MovedShown,
    RecordConfirmed,
    RecordSent,
    RecordShown,
    RedemptionSent,
    StatementAsked,
    StatementShown,
    TransactionShown,
    TransferSent,
)
from api.schemas.types import Id
from scheduler.usecases import hours_corrections, hours_statements, hours_transfers, service_records
from scheduler.usecases.hours_statements import shown

router = router_of("hours")
TRANSACTIONS = f"{PREFIX}/hours/transactions"
RECORDS = f"{PREFIX}/hours/records"
PRIVATE = {"Cache-Control": "no-store"}
MONTH = "%Y-%m"
Wanted = dict[str, Any]


@router.get("/hours", response_model=HoursShown, responses=refusals(401, 403, 404, 409))
def read_hours(asked: Annotated[HoursAsked, Query()], door: Reading) -> HoursShown:
    """One's own account in the time bank with what touched it; for the office and auditors that of a volunteer."""
    return door.read(lambda session, actor, now: _account(session, actor, asked, now))


@router.get("/hours/statement", response_model=StatementShown, responses=refusals(401, 403, 404, 409))
def read_statement(asked: Annotated[StatementAsked, Query()], door: Reading) -> StatementShown:
    """A month of an account; opening and lines sum to closing, to the minute."""
    wanted: Wanted = {"month": asked.month, "volunteer_id": asked.volunteer_id}
    return door.read(
        lambda session, actor, now: _statement(hours_statements.statement(session, actor=actor, now=now, **wanted))
    )


@router.get("/hours/certificate", response_model=CertificateShown, responses=refusals(401, 403, 404, 409))
def read_certificate(asked: Annotated[CertificateAsked, Query()], door: Registering) -> CertificateShown:
    """A record of service with the name on it; put on record where the office reads somebody's."""
    wanted: Wanted = {"vault": door.office.vault, **asked.model_dump()}
    return door.write(
        lambda session, actor, now: _certificate(hours_statements.certificate(session, actor=actor, now=now, **wanted))
    )


@router.post("/hours/records", status_code=201, response_model=RecordShown, responses=refusals(401, 403, 404, 409))
def issue_record(body: RecordSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Issue a record of service as it stands now, with a code by which anybody may check the paper."""
    wanted: Wanted = {"vault": door.office.vault, **body.model_dump()}

    def issued(session: Any, actor: Any, now: Any) -> RecordShown:
        row = service_records.issue(session, actor=actor, now=now, **wanted)
        return _record(door, row, service_records.printed(session, row, door.office.vault))

    return door.create(issued, key, at=RECORDS)


@router.get("/hours/records/{service_record_id}", response_model=RecordShown, responses=refusals(401, 403, 404))
def read_record(service_record_id: Id, door: Registering) -> RecordShown:
    """A record of service as it was issued; put on record where the office reads somebody's."""
    wanted: Wanted = {"vault": door.office.vault, "record_id": service_record_id}
    return door.write(
        lambda session, actor, now: _record(door, *service_records.read(session, actor=actor, now=now, **wanted))
    )


@router.get("/public/hours/records/{record_code}", response_model=RecordConfirmed, responses=refusals(404))
def confirm_record(record_code: str, door: Public) -> Response:
    """That a record of service was issued as it is printed, by the code on it, and what was corrected since."""
    wanted: Wanted = {"vault": door.office.vault, "code": record_code}
    confirmed = door.read_public(lambda session, _now: _confirmed(service_records.confirm(session, **wanted)))
    return Response(confirmed.model_dump_json(), media_type="application/json", headers=PRIVATE)


@router.get("/hours/community", response_model=CommunityMonthShown, responses=refusals(401, 403))
def read_community_month(asked: Annotated[CommunityAsked, Query()], door: Reading) -> CommunityMonthShown:
    """A month of the community's time bank by kind and evidence, for review by the office and auditors."""
    return door.read(
        lambda session, actor, _now: _community(
            hours_statements.community_month(session, actor=actor, month=asked.month)
        )
    )


@router.get(
    "/hours/transactions/{hours_transaction_id}", response_model=TransactionShown, responses=refusals(401, 403, 404)
)
def read_transaction(hours_transaction_id: Id, door: Reading) -> TransactionShown:
    """One transaction that touched one's own account; for the office and auditors any."""
    return door.read(
        lambda session, actor, _now: TransactionShown.model_validate(
            hours_statements.transaction_seen(session, actor=actor, transaction_id=hours_transaction_id)
        )
    )


@router.post("/hours/transfers", status_code=201, response_model=TransactionShown, responses=refusals(401, 404, 409))
def transfer_hours(body: TransferSent, door: Booking, key: IdempotencyKey = None) -> Response:
    """Give minutes to another volunteer, where the covenant allows it."""
    wanted: Wanted = {**body.model_dump(exclude={"to"}), "to_receipt": body.to}
    return door.create(
        lambda session, actor, now: TransactionShown.model_validate(
            hours_transfers.transfer(session, actor=actor, now=now, **wanted)
        ),
        key,
        at=TRANSACTIONS,
    )


@router.post("/hours/redemptions", status_code=201, response_model=TransactionShown, responses=refusals(401, 404, 409))
def redeem_hours(body: RedemptionSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Take minutes back for a service that a volunteer received."""
    wanted: Wanted = body.model_dump()
    return door.create(
        lambda session, actor, now: TransactionShown.model_validate(
            hours_transfers.redeem(session, actor=actor, now=now, **wanted)
        ),
        key,
        at=TRANSACTIONS,
    )


@router.post(
    "/hours/transactions/{hours_transaction_id}/correct",
    response_model=CorrectionShown,
    responses=refusals(401, 404, 409),
)
def correct_hours(hours_transaction_id: Id, body: CorrectionSent, door: Planning) -> CorrectionShown:
    """Take a transaction back by its opposite, and put other minutes in its place if there are any."""
    wanted: Wanted = {"transaction_id": hours_transaction_id, **body.model_dump()}
    return door.write(
        lambda session, actor, now: CorrectionShown.model_validate(
            hours_corrections.correct(session, actor=actor, now=now, **wanted)
        )
    )


def _account(session: Any, actor: Any, asked: HoursAsked, now: Any) -> HoursShown:
    found = hours_statements.account(session, actor=actor, volunteer_id=asked.volunteer_id, now=now)
    lines = hours_statements.lines(session, account=found, **asked.part)
    return HoursShown(
        items=[_line(line) for line in lines[: asked.limit]],
        next=next_of([line.transaction for line in lines], asked.limit),
        volunteer_id=found.volunteer.id,
        receipt=found.volunteer.receipt,
        minutes=found.minutes,
        shown_minutes=shown(found.minutes, found.rules),
        shown_to=found.rules.shown_to,
        deposit_cap=found.rules.deposit_cap,
        transfers=found.rules.transfers,
        given_this_month=found.given,
        transfer_month_cap=found.rules.transfer_month_cap,
    )


def _line(line: Any) -> HoursLineShown:
    row, shift = line.transaction, line.shift
    return HoursLineShown(
        **TransactionShown.model_validate(row).model_dump(),
        minutes=line.minutes,
        shift_zh=None if shift is None else shift.title_zh,
        shift_en=None if shift is None else shift.title_en,
        date=None if shift is None else shift.date,
    )


def _statement(found: Any) -> StatementShown:
    return StatementShown(
        volunteer_id=found.volunteer.id,
        receipt=found.volunteer.receipt,
        month=found.month.strftime(MONTH),
        opening=found.opening,
        lines=[_line(line) for line in found.lines],
        closing=found.closing,
        shown_to=found.rules.shown_to,
    )


def _community(found: Any) -> CommunityMonthShown:
    return CommunityMonthShown(
        month=found.month.strftime(MONTH),
        moved=[MovedShown.model_validate(one) for one in found.moved],
        accounts=AccountsShown(**found.accounts),
    )


def _certificate(found: Any) -> CertificateShown:
    return CertificateShown(**_told(found))


def _record(door: Door, row: Any, paper: Any) -> RecordShown:
    verify_at = door.address(f"/hours/verify/{row.code}")
    return RecordShown(id=row.id, code=row.code, issued_at=row.issued_at, verify_at=verify_at, **_told(paper))


def _told(found: Any) -> Wanted:
    return {
        "volunteer_id": found.volunteer.id,
        "receipt": found.volunteer.receipt,
        "name": found.name,
        "community_zh": found.community.name_zh,
        "community_en": found.community.name_en,
        "first": found.first,
        "last": found.last,
        "shifts": found.shifts,
        "minutes": found.minutes,
        "shown_minutes": shown(found.minutes, found.rules),
        "shown_to": found.rules.shown_to,
        "kinds": [KindShown.model_validate(one) for one in found.kinds],
        "evidence": found.evidence,
    }


def _confirmed(found: Any) -> RecordConfirmed:
    return RecordConfirmed(
        **_figures(found, found.rules).model_dump(),
        community_zh=found.community.name_zh,
        community_en=found.community.name_en,
        issued_on=found.issued_on,
        first=found.first,
        last=found.last,
        receipt=found.receipt,
        masked_name=found.masked_name,
        since=None if found.since is None else _figures(found.since, found.rules),
    )


def _figures(found: Any, rules: Any) -> FiguresShown:
    return FiguresShown(shifts=found.shifts, minutes=found.minutes, shown_minutes=shown(found.minutes, rules))

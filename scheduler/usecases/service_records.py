"""Records of service 服务记录证明: issued as they stand, read again, and confirmed to whoever holds the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import Actor
from scheduler.covenant import HoursRules
from scheduler.errors import Conflict, NotFound, Rejected
from scheduler.ids import new_id, new_receipt, read_receipt
from scheduler.models import Community, ServiceRecord, Volunteer
from scheduler.privacy import Vault, masked_name
from scheduler.usecases import hours_ledger as ledger
from scheduler.usecases import hours_statements
from scheduler.usecases.hours_statements import Certificate, Figures, Kind, shown

MOST = 20
"""Most records of somebody that are listed: the newest."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What everybody may know of a record of service whose code they have.

    `since` is what stands now for the same period, where shifts or time are others than on the paper. What kind they
    were of and what shows them is for the paper only.
    """

    community: Community
    issued_on: date
    first: date
    last: date
    shifts: int
    minutes: int
    shown_to: int
    receipt: str
    masked_name: str
    since: Figures | None

    @property
    def rules(self) -> HoursRules:
        """By what its minutes are rounded."""
        return HoursRules(shown_to=self.shown_to)


def issue(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    now: datetime,
    volunteer_id: UUID | None = None,
    first: date | None = None,
    last: date | None = None,
) -> ServiceRecord:
    """Issue a record of what somebody served, as it stands now, with a code by which anybody may check the paper.

    Raises
    ------
    NotFound, Rejected, Conflict
        No such volunteer for this person; ``inverted_dates``, ``in_the_future``; ``nothing_served`` in the period;
        ``no_covenant``.
    """
    person = ledger.account_of(session, actor, volunteer_id)
    made = hours_statements.certificate_of(session, person, vault, now, first, last)
    if not made.shifts:
        raise Conflict("nothing_served", "first")
    row_id = new_id()
    row = ServiceRecord(
        id=row_id,
        community_id=person.community_id,
        volunteer_id=person.id,
        code=new_receipt(),
        name_cipher=vault.seal(made.name, "service_record.name", row_id),
        first=made.first,
        last=made.last,
        shifts=made.shifts,
        minutes=made.minutes,
        kinds=[[one.kind, one.shifts, one.minutes] for one in made.kinds],
        evidence=dict(made.evidence),
        shown_to=made.rules.shown_to,
        issued_at=now,
        issued_by=actor.account_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, row.community_id, actor.name, "hours.issue", "volunteer", person.id, now)
    return row


def read(
    session: Session, *, actor: Actor, vault: Vault, record_id: UUID, now: datetime
) -> tuple[ServiceRecord, Certificate]:
    """A record with what the paper says; noted where the office looks.

    Raises
    ------
    NotFound
        No such record for this person.
    """
    row = queries.hours.record(session, actor.community_id, record_id)
    if row is None:
        raise NotFound()
    person = ledger.account_of(session, actor, row.volunteer_id)
    hours_statements.note_look(session, actor, person, now)
    return row, printed(session, row, vault)


def listed(session: Session, *, actor: Actor, volunteer_id: UUID | None = None) -> list[ServiceRecord]:
    """The newest records that were issued to somebody.

    Raises
    ------
    NotFound
        No such volunteer for this person.
    """
    return queries.hours.records(session, ledger.account_of(session, actor, volunteer_id).id, MOST)


def confirm(session: Session, *, vault: Vault, code: str) -> Confirmed:
    """Whether a record of service was issued as it is printed, and what was corrected since.

    Raises
    ------
    Rejected, NotFound
        ``code_mistyped`` where no record can have such a code; no record has it.
    """
    receipt = read_receipt(code)
    if receipt is None:
        raise Rejected("code_mistyped", "code")
    row = queries.hours.record_of_code(session, receipt)
    if row is None:
        raise NotFound()
    paper = printed(session, row, vault)
    stands = hours_statements.figures(session, paper.volunteer, row.first, row.last)
    return Confirmed(
        community=paper.community,
        issued_on=calendar.date_of(row.issued_at, paper.community.zone),
        first=row.first,
        last=row.last,
        shifts=row.shifts,
        minutes=row.minutes,
        shown_to=row.shown_to,
        receipt=paper.volunteer.receipt,
        masked_name=masked_name(paper.name),
        since=None if _told(paper, paper.rules) == _told(stands, paper.rules) else stands,
    )


def printed(session: Session, row: ServiceRecord, vault: Vault) -> Certificate:
    """What the paper of a record says."""
    person = session.get_one(Volunteer, row.volunteer_id)
    name = vault.open_sealed(row.name_cipher, "service_record.name", row.id)
    place = queries.community.one(session, row.community_id)
    kinds = [Kind(*one) for one in row.kinds]
    rules = HoursRules(shown_to=row.shown_to)
    figures = Figures(row.shifts, row.minutes, kinds, row.evidence)
    return Certificate(person, place, name, row.first, row.last, *figures, rules)


def _told(figures: Figures | Certificate, rules: HoursRules) -> tuple[int, int]:
    """What everybody may know of figures."""
    return figures.shifts, shown(figures.minutes, rules)

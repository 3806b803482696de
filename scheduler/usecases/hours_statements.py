"""What the time bank tells: a balance, a month of an account, a month of the community, a record of service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, OFFICE, Actor
from scheduler.covenant import HoursRules
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.models import Community, HoursTransaction, Member, Seat, Shift, Volunteer
from scheduler.privacy import Vault
from scheduler.queries.hours import Line, Moved
from scheduler.terms import shift_terms
from scheduler.usecases import hours_ledger as ledger
from scheduler.usecases.hours_transfers import given_this_month, month_of


@dataclass(frozen=True, slots=True)
class Account:
    """An account with what it holds; `given` are minutes given to others in this month."""

    volunteer: Volunteer
    minutes: int
    given: int
    rules: HoursRules


@dataclass(frozen=True, slots=True)
class Statement:
    """A month of an account: what it held before, what touched it, what it held after; to the minute."""

    volunteer: Volunteer
    month: date
    opening: int
    lines: Sequence[Line]
    closing: int
    rules: HoursRules


@dataclass(frozen=True, slots=True)
class CommunityMonth:
    """What moved in a month, and what stood in the accounts of each kind at its end."""

    month: date
    moved: Sequence[Moved]
    accounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """Shifts of a kind that somebody served, and the minutes of it."""

    kind: str
    shifts: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A record of service: minutes as they were served, by the kind of the shift and by what shows it."""

    volunteer: Volunteer
    community: Community
    name: str
    first: date
    last: date
    shifts: int
    minutes: int
    kinds: Sequence[Kind]
    evidence: Mapping[str, int]
    rules: HoursRules


def shown(minutes: int, rules: HoursRules) -> int:
    """Minutes as they are shown: towards nothing to a multiple of what the covenant rounds to."""
    rest = abs(minutes) % rules.shown_to
    return minutes - rest if minutes > 0 else minutes + rest


def account(session: Session, *, actor: Actor, now: datetime, volunteer_id: UUID | None = None) -> Account:
    """One's own account; for the office and auditors that of a volunteer.

    Raises
    ------
    NotFound, Conflict
        No such volunteer for this person; ``no_covenant``.
    """
    person = ledger.account_of(session, actor, volunteer_id, look=True)
    rules = ledger.rules_in_force(session, person.community_id, now)
    return Account(person, queries.hours.balance(session, person.id), given_this_month(session, person, now), rules)


def lines(session: Session, *, account: Account, last: UUID | None, limit: int, newest: bool = True) -> list[Line]:
    """A part of all that ever touched an account."""
    return queries.hours.listed(session, account.volunteer.id, last, limit, newest)


def transaction_seen(session: Session, *, actor: Actor, transaction_id: UUID) -> HoursTransaction:
    """A transaction that touched one's own account; for the office and auditors any of the community.

    Raises
    ------
    NotFound
        If there is none.
    """
    row = queries.hours.one(session, actor.community_id, transaction_id)
    if row is None or not (actor.has(*OFFICE, AUDITOR) or _is_own(session, actor, row)):
        raise NotFound()
    return row


def statement(
    session: Session, *, actor: Actor, month: date, now: datetime, volunteer_id: UUID | None = None
) -> Statement:
    """A month of an account, by the community's clock.

    Raises
    ------
    NotFound, Conflict
        No such volunteer for this person; ``no_covenant``.
    """
    person = ledger.account_of(session, actor, volunteer_id, look=True)
    rules = ledger.rules_in_force(session, person.community_id, now)
    since, until = month_of(month, queries.community.one(session, person.community_id).zone)
    return Statement(
        person,
        month.replace(day=1),
        queries.hours.balance(session, person.id, since),
        queries.hours.lines(session, person.id, since, until),
        queries.hours.balance(session, person.id, until),
        rules,
    )


def community_month(session: Session, *, actor: Actor, month: date) -> CommunityMonth:
    """A month of the community, for review.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*OFFICE, AUDITOR):
        raise NotAllowed("not_for_this_role")
    since, until = month_of(month, queries.community.one(session, actor.community_id).zone)
    return CommunityMonth(
        month.replace(day=1),
        queries.hours.moved(session, actor.community_id, since, until),
        queries.hours.accounts(session, actor.community_id, until),
    )


def certificate(
    session: Session,
    *,
    actor: Actor,
    vault: Vault,
    now: datetime,
    volunteer_id: UUID | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Certificate:
    """What somebody served from the first shift to today, or between two dates; noted where the office looks.

    Raises
    ------
    NotFound, Rejected, Conflict
        No such volunteer for this person; ``inverted_dates``; ``no_covenant``.
    """
    person = ledger.account_of(session, actor, volunteer_id)
    made = certificate_of(session, person, vault, now, first, last)
    note_look(session, actor, person, now)
    return made


def certificate_of(
    session: Session, person: Volunteer, vault: Vault, now: datetime, first: date | None, last: date | None
) -> Certificate:
    """The same of a volunteer whom it may be made of.

    Raises
    ------
    Rejected, Conflict
        ``inverted_dates``, ``in_the_future``; ``no_covenant``.
    """
    place = queries.community.one(session, person.community_id)
    today = calendar.date_of(now, place.zone)
    until = last or today
    since = first or _first_day(session, person, until)
    if until < since:
        raise Rejected("inverted_dates", "last", until.isoformat(), f"{since} or later")
    if until > today:
        raise Rejected("in_the_future", "last", until.isoformat(), f"{today} or earlier")
    served, rules = figures(session, person, since, until), ledger.rules_in_force(session, place.id, now)
    return Certificate(person, place, _name_of(session, person, vault), since, until, *served, rules)


class Figures(NamedTuple):
    """What was served in a period: shifts and minutes, by the kind of the shift and by what shows it."""

    shifts: int
    minutes: int
    kinds: Sequence[Kind]
    evidence: Mapping[str, int]


def figures(session: Session, person: Volunteer, first: date, last: date) -> Figures:
    """What somebody served between two dates, after all corrections."""
    done = [one for one in queries.hours.served(session, person.id) if first <= one[1].date <= last]
    return Figures(
        len(done),
        sum(row.worked_minutes for row, _ in done),
        _by_kind(done),
        {name: sum(row.worked_minutes for row, _ in done if row.evidence == name) for name in ("A", "B")},
    )


def note_look(session: Session, actor: Actor, person: Volunteer, now: datetime) -> None:
    """Put on record that somebody else read a record of service."""
    if person.member_id != actor.member_id:
        audit.record(session, person.community_id, actor.name, "hours.certify", "volunteer", person.id, now)


def _is_own(session: Session, actor: Actor, row: HoursTransaction) -> bool:
    if actor.member_id is None:
        return False
    own = queries.volunteers.of_member(session, actor.community_id, actor.member_id)
    touched = {side.volunteer_id for side in queries.hours.postings(session, row.id)}
    if row.seat_id is not None:
        touched.add(session.get_one(Seat, row.seat_id).volunteer_id)
    return own is not None and own.id in touched


def _name_of(session: Session, person: Volunteer, vault: Vault) -> str:
    member = session.get_one(Member, person.member_id)
    return vault.open_sealed(member.name_cipher, "member.name", member.id)


def _first_day(session: Session, person: Volunteer, until: date) -> date:
    done = queries.hours.served(session, person.id)
    return min(done[0][1].date, until) if done else until


def _by_kind(done: Sequence[tuple[HoursTransaction, Shift]]) -> list[Kind]:
    minutes: dict[str, list[int]] = {}
    for row, shift in done:
        minutes.setdefault(shift_terms(shift.terms).kind, []).append(row.worked_minutes)
    return [Kind(kind, len(each), sum(each)) for kind, each in sorted(minutes.items())]

"""Disputes as they are looked at: one's own, the desk of those who hear them, their numbers for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import audit, calendar, queries
from scheduler.actors import AUDITOR, STAFF, Actor
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import Community, Dispute, DisputeEffect, DisputeEvent
from scheduler.privacy import Vault, without_numbers
from scheduler.states import ABOUT, DISPUTE_LIVING, DISPUTE_MOVES
from scheduler.usecases import dispute_parts
from scheduler.usecases.dispute_opening import STATEMENT
from scheduler.usecases.dispute_parts import KNOWING, Sight
from scheduler.usecases.disputes import NOTE, OUTCOME

OUTCOMES = ("settled", "upheld", "rejected", "dismissed", "withdrawn")
FEWEST = 5
"""Below which a number of cases is not told: few cases of a street are known people."""


class Step(NamedTuple):
    """A step or note of a case, with what was said; the office's own account is not told to the sides."""

    event: DisputeEvent
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A case as somebody may read it; texts are empty where they are not for them. `actions` are open to them now."""

    row: Dispute
    sight: Sight
    statement: str
    outcome: str
    steps: Sequence[Step]
    effects: Sequence[DisputeEffect]
    actions: Sequence[str]


class Party(NamedTuple):
    """A side of a case: who opened it, or the other."""

    side: str
    name: str
    phone: str


class Tally(NamedTuple):
    """How many cases about something came out in one way; None for fewer than `FEWEST`, none included."""

    about: str
    outcome: str
    cases: int | None


class YearTold(NamedTuple):
    """A year of a community's cases as everybody sees it; `is_over` tells whether a later one can be asked for."""

    community: Community
    year: int
    is_over: bool
    lines: Sequence[Tally]


def listed(
    session: Session,
    *,
    actor: Actor,
    states: Sequence[str] = (),
    own: bool = False,
    last: UUID | None = None,
    limit: int = 50,
    newest: bool = True,
) -> list[Dispute]:
    """All cases for those who hear them, the office and auditors; else one's own, and those one wrote for somebody."""
    part = {"last": last, "limit": limit, "newest": newest}
    if actor.has(*KNOWING) and not own:
        return queries.disputes.listed(session, actor.community_id, states, **part)  # type: ignore[arg-type]
    writer = actor.account_id if actor.has(*STAFF) else None
    if actor.member_id is None and writer is None:
        return []
    whose = {"party": actor.member_id, "writer": writer}
    return queries.disputes.listed(session, actor.community_id, states, **whose, **part)  # type: ignore[arg-type]


def due_first(
    session: Session, *, actor: Actor, states: Sequence[str] = DISPUTE_LIVING, skip: int = 0, limit: int = 50
) -> list[Dispute]:
    """Cases for those who see all, the one that is due first before the others.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*KNOWING):
        raise NotAllowed("not_for_this_role")
    return queries.disputes.due_first(session, actor.community_id, states, skip, limit)


def told(session: Session, *, actor: Actor, vault: Vault, dispute_id: UUID) -> Told:
    """A case with what was said in it, as far as somebody may read it.

    Raises
    ------
    NotFound
        If there is none for this person.
    """
    row, sight = dispute_parts.seen(session, actor, dispute_id)
    events = [one for one in queries.disputes.events(session, row.id) if sight.inner or not one.inner]
    steps = [Step(one, _opened(vault, sight, one.note_cipher, NOTE, one.id)) for one in events]
    return Told(
        row,
        sight,
        _opened(vault, sight, row.statement_cipher, STATEMENT, row.id),
        _opened(vault, sight, row.outcome_cipher, OUTCOME, row.id),
        steps,
        queries.disputes.effects(session, row.id) if sight.text else [],
        open_to(session, actor, row, sight),
    )


def open_to(session: Session, actor: Actor, row: Dispute, sight: Sight) -> list[str]:
    """Steps that somebody may take with a case as it stands."""
    if actor.roles <= frozenset({AUDITOR}):
        return []
    return [
        name
        for name, known in DISPUTE_MOVES.items()
        if row.state in known.before and dispute_parts.may(session, actor, row, name, sight)
    ]


def parties(session: Session, *, actor: Actor, vault: Vault, dispute_id: UUID, now: datetime) -> list[Party]:
    """Who the sides are and how they are reached, for those who hear the case; that they looked is put on record.

    Raises
    ------
    NotFound, NotAllowed
        Not there for this person; not theirs to know.
    """
    row, sight = dispute_parts.seen(session, actor, dispute_id)
    if not sight.inner:
        raise NotAllowed("not_for_this_role")
    sides = {"opened": row.member_id, "other": row.other_id}
    found = [
        _party(session, vault, row.community_id, side, member) for side, member in sides.items() if member is not None
    ]
    audit.record(session, row.community_id, actor.name, "dispute.reveal", "dispute", row.id, now)
    return found


def days_late(row: Dispute, now: datetime) -> int:
    """By how many whole days the present step is late."""
    return 0 if row.answer_by is None or row.answer_by > now else (now - row.answer_by).days


def tallies(session: Session, *, slug: str, year: int | None, now: datetime) -> YearTold:
    """How cases came out that were closed in a year, the present one where none is named; for everybody.

    Raises
    ------
    NotFound
        No such community, or a year that has not begun.
    """
    community = queries.community.by_slug(session, slug)
    if community is None:
        raise NotFound()
    present = calendar.date_of(now, community.zone).year
    told_of = present if year is None else year
    if told_of > present:
        raise NotFound()
    since, until = (calendar.instant_of(date(one, 1, 1), 0, community.zone) for one in (told_of, told_of + 1))
    counts: Counter[tuple[str, str]] = Counter()
    for one in queries.disputes.outcomes(session, community.id, since, until):
        counts[one.about, _outcome(one.state, one.upheld)] += one.cases
    lines = [Tally(about, outcome, _blurred(counts[about, outcome])) for about, outcome in product(ABOUT, OUTCOMES)]
    return YearTold(community, told_of, told_of < present, lines)


def waiting(session: Session, *, actor: Actor) -> Mapping[str, int]:
    """How many cases are at which step, for those who see all.

    Raises
    ------
    NotAllowed
        Not for this person.
    """
    if not actor.has(*KNOWING):
        raise NotAllowed("not_for_this_role")
    found = queries.disputes.living(session, actor.community_id)
    return {state: found.get(state, 0) for state in DISPUTE_LIVING}


def _opened(vault: Vault, sight: Sight, sealed: bytes | None, column: str, row: UUID) -> str:
    if not sight.text or sealed is None:
        return ""
    text = vault.open_sealed(sealed, column, row)
    # Who hears the case may know everything; the sides are not told each other's numbers.
    return text if sight.inner else without_numbers(text)


def _party(session: Session, vault: Vault, community: UUID, side: str, member_id: UUID) -> Party:
    member = queries.community.member(session, community, member_id)
    if member is None:
        raise NotFound()
    phone = "" if member.phone_cipher is None else vault.open_sealed(member.phone_cipher, "member.phone", member.id)
    return Party(side, vault.open_sealed(member.name_cipher, "member.name", member.id), phone)


def _outcome(state: str, upheld: bool | None) -> str:
    if state != "decided":
        return state
    return "upheld" if upheld else "rejected"


def _blurred(count: int) -> int | None:
    return count if count >= FEWEST else None

"""Rounds lost in a row, and whom a covenant therefore guarantees a place.

A round counts as lost for a person, household or organisation that lost a request in it and got nothing at all. A round
in which they could not have been served, or did not take part, neither adds to the row nor ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.models import Registration, Round
from scheduler.queries.fairness import Past
from scheduler.translation.suited import suited_of


class Streaks:
    """Rounds lost in a row, now and at most ever, by whom; outcomes come in the order in which rounds settled."""

    def __init__(self, outcomes: Iterable[tuple[UUID, UUID, bool, int]]) -> None:
        """Count `(whom, round, lost, got)`."""
        rounds: dict[UUID, dict[UUID, tuple[bool, int]]] = {}
        for whom, round_id, lost, got in outcomes:
            own = rounds.setdefault(whom, {})
            before = own.get(round_id, (False, 0))
            own[round_id] = (before[0] or lost, before[1] + got)
        self.now: dict[UUID, int] = {}
        self.longest: dict[UUID, int] = {}
        for whom, own in rounds.items():
            self.now[whom], self.longest[whom] = _counted(own.values())


def _counted(rounds: Iterable[tuple[bool, int]]) -> tuple[int, int]:
    now = longest = 0
    for lost, got in rounds:
        now = 0 if got else now + lost
        longest = max(longest, now)
    return now, longest


def rounds_won(past: Iterable[Past]) -> int:
    """In how many rounds in a row up to now somebody got something; rounds without a chance do not count."""
    rounds: dict[UUID, tuple[bool, int]] = {}
    for one in past:
        lost, got = rounds.get(one.round_id, (False, 0))
        rounds[one.round_id] = (lost or one.lost, got + one.got)
    told = [got > 0 for lost, got in rounds.values() if lost or got]
    return next((at for at, won in enumerate(reversed(told)) if not won), len(told))


def party_of(row: Past | Registration) -> UUID:
    """Who counts as one in rooms: an organisation, else a person."""
    return row.organisation_id or row.member_id


def lost_in_row(session: Session, round_: Round) -> Mapping[UUID, int]:
    """Rounds of the domain that each organisation, else person, has lost in a row, the round itself left out."""
    past = queries.fairness.past(session, round_.community_id, round_.domain, round_.id)
    return Streaks((party_of(one), one.round_id, one.lost, one.got) for one in past).now


def guaranteed(session: Session, round_: Round) -> set[UUID]:
    """Registrations of a round to which the covenant guarantees a place, where any plan can give it.

    One for each person or organisation that has lost so many rounds in a row: the first received of those that some
    place would suit; and one for a household that has lost so many, where none of its people is guaranteed by
    themselves.
    """
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    return guaranteed_after(session, round_, settings_of(covenant.settings).fairness.most_lost_rounds)


def guaranteed_after(session: Session, round_: Round, most: int | None) -> set[UUID]:
    """The same, were so many rounds lost in a row enough; None guarantees nothing."""
    if most is None or round_.domain == "rosters":
        return set()
    past = queries.fairness.past(session, round_.community_id, round_.domain, round_.id)
    parties = _due(((party_of(one), one) for one in past), most)
    homes = set()
    if round_.domain == "parking":
        homes = _due(((one.household_id, one) for one in past if one.household_id), most)
    if not parties and not homes:
        return set()  # as in most rounds, whose registrations are many
    rows = queries.registrations.entered(session, round_.id)
    found = _one_of_each(session, round_, [(party_of(row), row) for row in rows if party_of(row) in parties])
    homes -= {row.household_id for row in rows if row.id in found and row.household_id is not None}
    of_homes = [(row.household_id, row) for row in rows if row.household_id is not None and row.household_id in homes]
    return found | _one_of_each(session, round_, of_homes)


def _due(past: Iterable[tuple[UUID, Past]], most: int) -> set[UUID]:
    """Who has lost so many rounds in a row, or more."""
    rounds = Streaks((whom, one.round_id, one.lost, one.got) for whom, one in past).now
    return {whom for whom, lost in rounds.items() if lost >= most}


def _one_of_each(session: Session, round_: Round, due: Iterable[tuple[UUID, Registration]]) -> set[UUID]:
    """Of each the first registration that some place would suit; the first of all where none would."""
    waiting: dict[UUID, list[Registration]] = {}
    for whom, row in due:
        waiting.setdefault(whom, []).append(row)
    # Whoever has one registration has no other to be guaranteed.
    suited = suited_of(session, round_, [row for own in waiting.values() if len(own) > 1 for row in own])
    return {next((row.id for row in own if row.id in suited), own[0].id) for own in waiting.values()}

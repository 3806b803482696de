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

    One for each person or organisation that has lost so many rounds in a row, the first that was received; and one for
    a household that has lost so many, where none of its people is guaranteed by themselves.
    """
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    most = settings_of(covenant.settings).fairness.most_lost_rounds
    if most is None or round_.domain == "rosters":
        return set()
    past = queries.fairness.past(session, round_.community_id, round_.domain, round_.id)
    rows = queries.registrations.entered(session, round_.id)
    parties = Streaks((party_of(one), one.round_id, one.lost, one.got) for one in past).now
    found: dict[UUID, UUID] = {}
    for row in rows:
        if parties.get(party_of(row), 0) >= most:
            found.setdefault(party_of(row), row.id)
    if round_.domain == "parking":
        _add_households(found, rows, past, most)
    return set(found.values())


def _add_households(found: dict[UUID, UUID], rows: list[Registration], past: Iterable[Past], most: int) -> None:
    homes = Streaks((one.household_id, one.round_id, one.lost, one.got) for one in past if one.household_id).now
    served = {row.household_id for row in rows if row.id in set(found.values())}
    for row in rows:
        home = row.household_id
        if home is not None and home not in served and homes.get(home, 0) >= most:
            found.setdefault(home, row.id)

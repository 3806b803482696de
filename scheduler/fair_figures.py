"""Figures of fairness over rounds, worked out from what rounds brought to whom; docs/fairness.md defines each.

References
----------
Gini, C. (1912). Variabilità e mutabilità. Bologna.
Foley, D. K. (1967). Resource allocation and the public sector. Yale Economic Essays 7, 45-98: envy.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from scheduler.queries.fairness import Past
from scheduler.shares import gini
from scheduler.translation.streaks import Streaks

FEW = 5
"""Of fewer parties nothing is told, for it would tell about single people, nor what gives it away by subtraction."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What somebody asked for and got over rounds, in the unit of the domain; rounds lost, in all and in a row now."""

    rounds: int
    asked: int
    got: int
    used: int
    wasted: int
    lost: int
    losing_streak: int

    @property
    def share(self) -> float:
        """What was got of what was asked for, from 0 to 1."""
        return self.got / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """The share of a class or a compound; neither share nor number where they tell of fewer than `FEW` parties."""

    name: str
    parties: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Overall:
    """How evenly all parties of a domain were served over its rounds; of fewer than `FEW` only the rounds are told."""

    domain: str
    rounds: int
    parties: int | None
    asked: int | None
    got: int | None
    smallest_share: float | None
    gini: float | None
    envious: int | None
    longest_losing_streak: int | None
    by_class: Sequence[Group]
    by_compound: Sequence[Group]


def sums_of(past: Sequence[Past], key: Callable[[Past], UUID | None]) -> dict[UUID, Sums]:
    """Sums by whom; outcomes come in the order in which rounds settled."""
    own: dict[UUID, list[Past]] = defaultdict(list)
    for one in past:
        whom = key(one)
        if whom is not None:
            own[whom].append(one)
    streaks = Streaks((whom, one.round_id, one.lost, one.got) for whom, rows in own.items() for one in rows)
    return {whom: _sums(rows, streaks.now[whom]) for whom, rows in own.items()}


def _sums(rows: Sequence[Past], streak: int) -> Sums:
    rounds: dict[UUID, tuple[bool, int]] = {}
    for one in rows:
        lost, got = rounds.get(one.round_id, (False, 0))
        rounds[one.round_id] = (lost or one.lost, got + one.got)
    return Sums(
        rounds=len(rounds),
        asked=sum(one.asked for one in rows),
        got=sum(one.got for one in rows),
        used=sum(one.used for one in rows),
        wasted=sum(one.wasted for one in rows),
        lost=sum(lost and not got for lost, got in rounds.values()),
        losing_streak=streak,
    )


def party_of(one: Past) -> UUID:
    """Who counts as one: in parking a household, in rooms an organisation, else a person."""
    if one.domain == "parking":
        return one.household_id or one.member_id
    if one.domain == "rooms":
        return one.organisation_id or one.member_id
    return one.member_id


def overall(domain: str, past: Sequence[Past], compounds: Mapping[UUID, str]) -> Overall:
    """Figures of all outcomes of one domain; `compounds` names home sites."""
    sums = sums_of(past, party_of)
    rounds = len({one.round_id for one in past})
    by_class = groups(past, lambda one: one.person_class)
    by_compound = groups(past, lambda one: compounds.get(one.home_site_id) if one.home_site_id else None)
    if len(sums) < FEW:
        return Overall(domain, rounds, *(None,) * 7, by_class, by_compound)
    shares = [one.share for one in sums.values() if one.asked]
    streaks = Streaks((party_of(one), one.round_id, one.lost, one.got) for one in past)
    return Overall(
        domain=domain,
        rounds=rounds,
        parties=len(sums),
        asked=sum(one.asked for one in past),
        got=sum(one.got for one in past),
        smallest_share=min(shares, default=None),
        gini=gini(shares) if shares else None,
        envious=envious(past),
        longest_losing_streak=max(streaks.longest.values(), default=0),
        by_class=by_class,
        by_compound=by_compound,
    )


def envious(past: Iterable[Past]) -> int:
    """How many requests were served worse than one that had no better claim.

    A request envies another of its round and class that had no more points, asked for no less, and got a greater share
    of what it asked for. Sorted by points, with the greatest share so far by what was asked: O(n log n).
    """
    rounds: dict[tuple[UUID, str], list[Past]] = defaultdict(list)
    for one in past:
        if one.asked:
            rounds[one.round_id, one.person_class].append(one)
    return sum(map(_envious_in, rounds.values()))


def _envious_in(rows: list[Past]) -> int:
    rows.sort(key=lambda one: one.points)
    amounts = sorted({-one.asked for one in rows})
    best, count = _Greatest(len(amounts)), 0
    for _, found in groupby(rows, key=lambda one: one.points):
        equal = [(bisect_left(amounts, -one.asked), one.got / one.asked) for one in found]
        for place, share in equal:
            best.add(place, share)
        count += sum(best.upto(place) > share for place, share in equal)
    return count


class _Greatest:
    """The greatest value at places up to one, as values come: a Fenwick tree."""

    def __init__(self, places: int) -> None:
        self._tree = [0.0] * (places + 1)

    def add(self, place: int, value: float) -> None:
        at = place + 1
        while at < len(self._tree):
            self._tree[at] = max(self._tree[at], value)
            at += at & -at

    def upto(self, place: int) -> float:
        at, found = place + 1, 0.0
        while at:
            found = max(found, self._tree[at])
            at -= at & -at
        return found


def groups(past: Iterable[Past], name: Callable[[Past], str | None]) -> list[Group]:
    """Shares by a name, in the order of names; small groups are not told apart."""
    asked: dict[str, int] = defaultdict(int)
    got: dict[str, int] = defaultdict(int)
    parties: dict[str, set[UUID]] = defaultdict(set)
    nameless: set[UUID] = set()
    for one in past:
        own = name(one)
        if own is None:
            nameless.add(party_of(one))
            continue
        asked[own] += one.asked
        got[own] += one.got
        parties[own].add(party_of(one))
    hidden = _hidden(parties, nameless)
    return [
        Group(own, None, None)
        if own in hidden
        else Group(own, len(parties[own]), got[own] / asked[own] if asked[own] else 0.0)
        for own in sorted(parties)
    ]


def _hidden(parties: Mapping[str, Set[UUID]], nameless: Set[UUID]) -> set[str]:
    """Groups that are not told: the small ones, and others, smallest first, until what all that is told leaves of the
    totals belongs to nobody or to `FEW` parties.
    """
    hidden: set[str] = set()
    rest = set(nameless)
    for own in sorted(parties, key=lambda group: (len(parties[group]), group)):
        if len(parties[own]) < FEW or 0 < len(rest) < FEW:
            hidden.add(own)
            rest |= parties[own]
    return hidden

"""Equal spaces carry what they can, and no more."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.parking import packing
from solvers.parking.case import ParkingCase
from solvers.parking.packing import Right, bundled, configurations, twins
from solvers.parking.problem import Pattern
from solvers.timetable import WindowRule
from tests.solvers.rounds import asks, cycle, week

RING = ParkingCase(cycle())
NAMES = [request.id for request in RING.problem.requests]


def rights_of(case: ParkingCase) -> list[Right]:
    return [Right(request, 0, parts[0]) for request, parts in enumerate(case.parts_at)]


def meets(case: ParkingCase, a: int, b: int) -> bool:
    return bool(case.segments.kept_bits[a] & case.segments.kept_bits[b])


def names(case: ParkingCase, parts: tuple[int, ...]) -> tuple[str, ...]:
    by_part = {part: case.problem.requests[request].id for request, (part,) in enumerate(case.parts_at)}
    return tuple(sorted(by_part[part] for part in parts))


def test_five_patterns_in_a_ring_need_three_spaces() -> None:
    two, left = bundled(RING, rights_of(RING), 2)
    assert (len(two), len(left)) == (2, 1)
    three, none = bundled(RING, rights_of(RING), 3)
    assert (sorted(map(len, three)), none) == ([1, 2, 2], [])


def test_one_space_carries_two_of_five_patterns_in_a_ring() -> None:
    found = configurations(RING, range(len(RING.parts)), 10)
    assert found is not None
    pairs = {("r12", "r34"), ("r12", "r45"), ("r23", "r45"), ("r23", "r51"), ("r34", "r51")}
    assert {names(RING, parts) for parts in found} == pairs


def test_configurations_give_up_beyond_what_was_allowed() -> None:
    assert configurations(RING, range(len(RING.parts)), 4) is None
    assert configurations(RING, [], 0) == []


def test_patterns_that_meet_the_same_others_are_twins() -> None:
    patterns = (
        Pattern("early", (WindowRule(start="08:00", end="12:00"),)),
        Pattern("earlier", (WindowRule(start="07:00", end="12:00"),)),
        Pattern("late", (WindowRule(start="14:00", end="18:00"),)),
    )
    requests = tuple(asks(found.id, found.id, walk={"ring": 100}) for found in patterns)
    case = ParkingCase(cycle(patterns=patterns, requests=requests))
    early, earlier, late = (parts[0] for parts in case.parts_at)
    assert dict(twins(case, [early, earlier, late])) == {early: early, earlier: early, late: late}


def test_a_pattern_without_a_date_is_nobodys_twin() -> None:
    patterns = (Pattern("never", (WindowRule("no such day"),)),)
    case = ParkingCase(cycle(patterns=patterns, requests=(asks("r", "never", walk={"ring": 100}),)))
    assert dict(twins(case, [0])) == {}


def test_a_search_finds_what_first_fit_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    case = _puzzle()
    rights = rights_of(case)
    bundles, left = bundled(case, rights, 2)
    assert (sum(map(len, bundles)), left) == (len(rights), [])
    monkeypatch.setattr(packing, "MOST_STEPS", 0)
    assert bundled(case, rights, 2)[1] != []


def _puzzle() -> ParkingCase:
    """Six users of weekdays; first fit, longest first, needs three spaces where two are enough."""
    days = {"a": (1, 2, 3), "b": (4, 5), "c": (4, 6), "d": (1, 2), "e": (5, 7), "f": (3, 6)}
    patterns = tuple(
        Pattern(name, (WindowRule(weekdays=found, start="08:00", end="18:00"),)) for name, found in days.items()
    )
    requests = tuple(asks(name, name, walk={"ring": 100}) for name in days)
    return ParkingCase(cycle(horizon=week(7), patterns=patterns, requests=requests))


@given(st.lists(st.sets(st.integers(1, 7), min_size=1, max_size=4), min_size=1, max_size=6), st.integers(1, 3))
def test_rights_are_packed_exactly_when_some_assignment_exists(days: list[set[int]], spaces: int) -> None:
    patterns = tuple(
        Pattern(f"p{at}", (WindowRule(weekdays=tuple(sorted(found)), start="08:00", end="18:00"),))
        for at, found in enumerate(days)
    )
    requests = tuple(asks(f"r{at}", f"p{at}", walk={"ring": 100}) for at in range(len(days)))
    case = ParkingCase(cycle(patterns=patterns, requests=requests))
    rights = rights_of(case)
    bundles, left = bundled(case, rights, spaces)
    fits = any(
        all(not days[a] & days[b] for a, b in combinations(range(len(days)), 2) if chosen[a] == chosen[b])
        for chosen in product(range(spaces), repeat=len(days))
    )
    assert (left == []) == fits
    assert len(bundles) <= spaces
    assert sorted(
        [right.request for bundle in bundles for right in bundle] + [right.request for right in left]
    ) == list(range(len(days)))
    assert not any(meets(case, a.part, b.part) for bundle in bundles for a, b in combinations(bundle, 2))

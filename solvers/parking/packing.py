"""Rights onto single spaces: which of several equal spaces carries which rights, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solvers.parking.case import ParkingCase

MOST_STEPS = 4_000


@dataclass(frozen=True, slots=True)
class Right:
    """Part `position` of a request, with its timetable (position in the case's parts)."""

    request: int
    position: int
    part: int


Bundle = list[Right]


def bundled(case: ParkingCase, rights: Sequence[Right], spaces: int) -> tuple[list[Bundle], list[Right]]:
    """Put rights on `spaces` equal spaces without conflicts.

    First fit over the longest first; if that needs too many spaces, a depth-first search of bounded length.

    Returns
    -------
    (bundles, left)
        At most `spaces` bundles, and the rights that found no place.
    """
    order = sorted(rights, key=lambda right: (-len(case.segments.used[right.part]), right.part, right.request))
    bundles, left = _first_fit(case, order, spaces)
    if left:
        searched = _searched(case, order, spaces)
        if searched is not None:
            return searched, []
    return bundles, left


def _first_fit(case: ParkingCase, order: Sequence[Right], spaces: int) -> tuple[list[Bundle], list[Right]]:
    bits = case.segments.kept_bits
    taken: list[int] = []
    bundles: list[Bundle] = []
    left = []
    for right in order:
        at = next((at for at, used in enumerate(taken) if not used & bits[right.part]), None)
        if at is not None:
            taken[at] |= bits[right.part]
            bundles[at].append(right)
        elif len(taken) < spaces:
            taken.append(bits[right.part])
            bundles.append([right])
        else:
            left.append(right)
    return bundles, left


def _searched(case: ParkingCase, order: Sequence[Right], spaces: int) -> list[Bundle] | None:
    """Depth first, equal spaces tried once; None when it gives up."""
    bits = [case.segments.kept_bits[right.part] for right in order]
    taken = [0] * spaces
    chosen: list[int] = []
    start = 0
    for _ in range(MOST_STEPS):
        if len(chosen) == len(order):
            bundles: list[Bundle] = [[] for _ in range(spaces)]
            for right, space in zip(order, chosen, strict=True):
                bundles[space].append(right)
            return [bundle for bundle in bundles if bundle]
        depth = len(chosen)
        at = _next_space(taken, bits[depth], start)
        if at is not None:
            taken[at] |= bits[depth]
            chosen.append(at)
            start = 0
        elif chosen:
            last = chosen.pop()
            taken[last] &= ~bits[len(chosen)]
            start = last + 1
        else:
            return None
    return None


def _next_space(taken: Sequence[int], bits: int, start: int) -> int | None:
    seen = set(taken[:start])
    for at in range(start, len(taken)):
        if not taken[at] & bits and taken[at] not in seen:
            return at
        seen.add(taken[at])
    return None


def configurations(case: ParkingCase, parts: Sequence[int], most: int) -> list[tuple[int, ...]] | None:
    """Maximal sets of timetables that one space can carry together (Bron & Kerbosch 1973); None if more than `most`."""
    bits = [case.segments.kept_bits[part] for part in parts]
    fits = [sum(1 << b for b in range(len(parts)) if b != a and not bits[a] & bits[b]) for a in range(len(parts))]
    found: list[tuple[int, ...]] = []

    def extend(chosen: int, open_: int, done: int) -> bool:
        if not open_ and not done:
            found.append(tuple(parts[at] for at in range(len(parts)) if chosen >> at & 1))
            return len(found) <= most
        pivot = max(_members(open_ | done), key=lambda at: (open_ & fits[at]).bit_count())
        for at in _members(open_ & ~fits[pivot]):
            if not extend(chosen | 1 << at, open_ & fits[at], done & fits[at]):
                return False
            open_ &= ~(1 << at)
            done |= 1 << at
        return True

    complete = extend(0, (1 << len(parts)) - 1, 0) if parts else True
    return found if complete else None


def _members(bits: int) -> list[int]:
    out = []
    while bits:
        low = bits & -bits
        out.append(low.bit_length() - 1)
        bits ^= low
    return out


def configured(
    case: ParkingCase, rights: Sequence[Right], parts: Sequence[int], chosen: Sequence[tuple[int, ...]]
) -> list[Bundle]:
    """Rights into the chosen configurations, one for each space; there must be enough of every class of `parts`."""
    classes = twins(case, parts)
    bundles: list[Bundle] = [[] for _ in chosen]
    free: dict[int, list[int]] = {}
    for at, configuration in enumerate(chosen):
        for name in configuration:
            free.setdefault(name, []).append(at)
    for right in rights:
        bundles[free[classes[right.part]].pop(0)].append(right)
    return [bundle for bundle in bundles if bundle]


def twins(case: ParkingCase, parts: Sequence[int]) -> Mapping[int, int]:
    """For each timetable that is not empty the first one that conflicts with just the same others (and with it)."""
    parts = [part for part in parts if case.segments.kept_bits[part]]
    bits = [case.segments.kept_bits[part] for part in parts]
    rows: dict[tuple[bool, ...], int] = {}
    return {
        part: rows.setdefault(tuple(bool(own & other) for other in bits), part)
        for part, own in zip(parts, bits, strict=True)
    }

"""What a site bears: its owners' reserve, its cap on outside vehicles, its gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from solvers.audit.finding import Finding
from solvers.audit.parking.rights import Right
from solvers.audit.parking.scene import Scene
from solvers.audit.times import Minutes, spans_of

QUARTER = 15
"""Minutes in which a gate counts."""


def changes_of(counted: Iterable[tuple[Minutes, int]]) -> Counter[int]:
    """By how much the count of sets of minutes changes at each minute."""
    changes: Counter[int] = Counter()
    for minutes, count in counted:
        for start, end in spans_of(minutes):
            changes[start] += count
            changes[end] -= count
    return changes


def crowds(scene: Scene, rights: Sequence[Right]) -> Iterator[Finding]:
    """At every minute owners keep their reserve, and outside vehicles stay within their cap."""
    by_site: dict[str, list[Right]] = {}
    for right in rights:
        by_site.setdefault(right.site, []).append(right)
    for site, found in by_site.items():
        opened = changes_of(_counted((kind.hours.open, kind.size) for kind in scene.at_site[site]))
        yield from _excess("owner_reserve", scene, site, found, opened)
        strangers = [right for right in found if right.request.get("party", "tenant") == "outside"]
        yield from _excess("outside_cap", scene, site, strangers, None)


def _counted(sets: Iterable[tuple[Minutes, int]]) -> Iterable[tuple[Minutes, int]]:
    found: Counter[Minutes] = Counter()
    for minutes, count in sets:
        found[minutes] += count
    return found.items()


def _excess(
    rule: str, scene: Scene, site: str, rights: Sequence[Right], opened: Mapping[int, int] | None
) -> Iterator[Finding]:
    """The first minute at which too many stand: more than the open spaces less the reserve, or than the cap."""
    standing = changes_of(_counted((stay.minutes, 1) for right in rights for stay in right.stays))
    cap = scene.outside_cap(site)
    count = open_spaces = 0
    for minute in sorted(standing.keys() | (opened.keys() if opened is not None else ())):
        count += standing[minute]
        if opened is not None:
            open_spaces += opened.get(minute, 0)
            cap = scene.left_for_rights(open_spaces)
        if count > cap:
            numbers: dict[str, int | str] = {"place": site, "minute": minute, "standing": count, "allowed": cap}
            yield Finding(rule, "plan.assignments", numbers)
            return


def gates(scene: Scene, rights: Sequence[Right]) -> Iterator[Finding]:
    """Entries and exits of each quarter of an hour of the clock pass the gate."""
    passing: dict[str, Counter[int]] = {}
    for right in rights:
        if scene.sites[right.site].get("gate_limit") is not None:
            counter = passing.setdefault(right.site, Counter())
            counter.update(minute // QUARTER for stay in right.stays for minute in stay.passings)
    for site, counter in passing.items():
        limit = scene.sites[site]["gate_limit"]
        for quarter, count in sorted(counter.items()):
            if count > limit:
                numbers = {"place": site, "minute": quarter * QUARTER, "passing": count, "allowed": limit}
                yield Finding("gate_throughput", "plan.assignments", numbers)

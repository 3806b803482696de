"""What a plan's sessions take, and what of it speaks against one more session of a section, rule by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import Session, Use, uses_of
from solvers.rooms.rules import counts_for, holder

NOBODY: frozenset[int] = frozenset()
Numbers = dict[str, int | str]
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Taken:
    """Minutes of a day that a session takes, and how many of what it borrows."""

    start: int
    end: int
    session: int
    count: int = 0


class Standing:
    """The dated uses of a plan by what rules look at; sessions are known by their number in the plan."""

    def __init__(self, case: RoomsCase, sessions: Sequence[Session]) -> None:
        self.case, self.sessions = case, tuple(sessions)
        self.served = Counter(one.request for one in sessions)
        self.uses: list[list[Use]] = [[] for _ in sessions]
        self._rooms: dict[tuple[int, int], list[_Taken]] = {}
        self._loud: dict[tuple[int, int], list[_Taken]] = {}
        self._lent: dict[tuple[int, str, int], list[_Taken]] = {}
        self._of: dict[tuple[int, int], list[Use]] = {}
        self._there: dict[tuple[int, int], set[int]] = {}
        self._counts: dict[Key, dict[int, tuple[int, int]]] = {}
        self._totals: dict[Key, tuple[int, int]] = {}
        self._known: dict[tuple[int, int], list[Key]] = {}
        self._people: dict[int, dict[int, str]] = {}
        self._near = _neighbours(case)
        for a, b, kind in case.conflicts:
            self._people.setdefault(a, {})[b] = self._people.setdefault(b, {})[a] = f"same_{kind}"
        for use in uses_of(case.rooms, sessions)[0]:
            self._note(use)

    def _note(self, use: Use) -> None:
        rooms, request = self.case.rooms, self.case.rooms.requests[use.section]
        setup, clear = rooms.buffers(use.room)
        self.uses[use.session].append(use)
        self._of.setdefault((use.section, use.day), []).append(use)
        self._there.setdefault((rooms.facility_of[use.room], use.day), set()).add(use.session)
        for atom in rooms.atoms[use.room]:
            taken = _Taken(use.start - setup, use.end + clear, use.session)
            self._rooms.setdefault((atom, use.day), []).append(taken)
            if request.noisy:
                self._loud.setdefault((atom, use.day), []).append(_Taken(use.start, use.end, use.session))
        for name, count in self._borrowed(use):
            taken = _Taken(use.start, use.end, use.session, count)
            self._lent.setdefault((rooms.facility_of[use.room], name, use.day), []).append(taken)
        for key in self._quotas_of(use):
            minutes, number = self._counts.setdefault(key, {}).get(use.session, (0, 0))
            self._counts[key][use.session] = minutes + use.end - use.start, number + 1
            minutes, number = self._totals.get(key, (0, 0))
            self._totals[key] = minutes + use.end - use.start, number + 1

    def _borrowed(self, use: Use) -> Iterator[tuple[str, int]]:
        features = self.case.rooms.rooms[use.room].features
        needs = self.case.rooms.requests[use.section].equipment or {}
        return ((name, count) for name, count in needs.items() if name not in features)

    def _quotas_of(self, use: Use) -> Sequence[Key]:
        known = self._known.get((use.section, use.room))
        if known is None:
            known = self._known[use.section, use.room] = [
                (at, holder(self.case, quota, use.section))
                for at, quota in enumerate(self.case.rooms.quotas)
                if counts_for(self.case, quota, use.section, use.room)
            ]
        return known

    def takers(self, uses: Sequence[Use]) -> frozenset[int]:
        """Sessions that take the room, or leave too little time to set up or clear, on one of the dates or more."""
        if not uses:
            return NOBODY
        (setup, clear), found = self.case.rooms.buffers(uses[0].room), set[int]()
        atoms = self.case.rooms.atoms[uses[0].room]
        start, end = uses[0].start - setup, uses[0].end + clear
        for use in uses:
            for atom in atoms:
                for taken in self._rooms.get((atom, use.day), ()):
                    if start < taken.end and taken.start < end:
                        found.add(taken.session)
        return frozenset(found)

    def limits(self, uses: Sequence[Use], gone: Collection[int] = NOBODY) -> Mapping[str, Numbers]:
        """Rules that link sections, and would be broken if these uses of one section were added and some sessions gone.

        By code, with what is counted and allowed, or the number of dates on which a rule speaks.
        """
        found = dict(self.over_quotas(uses, gone))
        for use in uses:
            for rule, numbers in self.on_date(use, gone):
                told = found.setdefault(rule, {**numbers, "dates": 0})
                told["dates"] = int(told["dates"]) + 1
        return found

    def on_date(self, use: Use, gone: Collection[int] = NOBODY) -> Iterator[tuple[str, Numbers]]:
        """Rules, but quotas, that would be broken on one date."""
        if any(one.session not in gone for one in self._of.get((use.section, use.day), ())):
            yield "one_slot_a_day", {}
        if self.case.rooms.requests[use.section].noisy and self._noisy(use, gone):
            yield "noisy_neighbours", {}
        for rule in {kind for other, kind in self._people.get(use.section, {}).items() if self._meet(use, other, gone)}:
            yield rule, {}
        yield from self._short(use, gone)

    def _noisy(self, use: Use, gone: Collection[int]) -> bool:
        near = {other for atom in self.case.rooms.atoms[use.room] for other in self._near.get(atom, ())}
        return any(
            use.start < taken.end and taken.start < use.end and taken.session not in gone
            for atom in near
            for taken in self._loud.get((atom, use.day), ())
        )

    def _meet(self, use: Use, other: int, gone: Collection[int]) -> bool:
        houses, travel = self.case.rooms.facility_of, self.case.rooms.policy.travel
        for one in self._of.get((other, use.day), ()):
            guard = travel if houses[one.room] != houses[use.room] else 0
            if one.session not in gone and use.start < one.end + guard and one.start < use.end + guard:
                return True
        return False

    def _short(self, use: Use, gone: Collection[int]) -> Iterator[tuple[str, Numbers]]:
        house = self.case.rooms.facility_of[use.room]
        for name, count in self._borrowed(use):
            pool = (self.case.rooms.facilities[house].equipment or {}).get(name, 0)
            others = [one for one in self._lent.get((house, name, use.day), ()) if one.session not in gone]
            moments = [use.start, *(one.start for one in others if use.start < one.start < use.end)]
            lent = count + max(sum(one.count for one in others if one.start <= at < one.end) for at in moments)
            if lent > pool:
                yield "equipment_short", {"name": name, "lent": lent, "allowed": pool}
                return

    def over_quotas(self, uses: Sequence[Use], gone: Collection[int] = NOBODY) -> Mapping[str, Numbers]:
        """Quotas that would be exceeded, added up over all dates."""
        more: dict[Key, tuple[int, int]] = {}
        for use in uses:
            for key in self._quotas_of(use):
                minutes, count = more.get(key, (0, 0))
                more[key] = minutes + use.end - use.start, count + 1
        found: dict[str, Numbers] = {}
        for key, (minutes, count) in more.items():
            quota = self.case.rooms.quotas[key[0]]
            freed = [both for one in gone if (both := self._counts.get(key, {}).get(one))]
            known = self._totals.get(key, (0, 0))
            minutes += known[0] - sum(one for one, _ in freed)
            count += known[1] - sum(one for _, one in freed)
            for rule, total, allowed in (("minutes", minutes, quota.minutes), ("sessions", count, quota.sessions)):
                if allowed is not None and total > allowed:
                    numbers: Numbers = {"counted": total, "allowed": allowed, "scope": quota.scope}
                    found.setdefault(f"quota_{rule}", numbers)
        return found

    def beside(self, uses: Sequence[Use]) -> list[int]:
        """Sessions about which a rule could speak together with these uses of one section, and maybe others."""
        found = {session for key in {key for use in uses for key in self._quotas_of(use)}
                 for session in self._counts.get(key, ())}  # fmt: skip
        for use in uses:
            home = self.case.rooms.facility_of[use.room]
            near = {self.case.rooms.facility_of[other] for atom in self.case.rooms.atoms[use.room]
                    for other in self._near.get(atom, ())}  # fmt: skip
            for house in {home, *near}:
                found |= self._there.get((house, use.day), set())
            for section in (use.section, *self._people.get(use.section, ())):
                found |= {one.session for one in self._of.get((section, use.day), ())}
        own = uses[0].section if uses else -1
        return sorted(
            found | {one.session for (section, _), mine in self._of.items() if section == own for one in mine}
        )


def _neighbours(case: RoomsCase) -> Mapping[int, set[int]]:
    """For each undivided room those that must not be noisy at the same time."""
    found: dict[int, set[int]] = {}
    for a, b in case.noisy_pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found

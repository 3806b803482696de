"""The removal test of a cause: the verifier's rules, asked of every slot of every room, and nothing that found it.

Without all removals of a cause one more session of the section breaks no rule; with any one of them back in place it
breaks one wherever it might be held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from solvers.causes import Cause, Removal
from solvers.rooms.case import RoomsCase
from solvers.rooms.plan import Session, Use, uses_of
from solvers.rooms.problem import Section
from solvers.rooms.rules import (
    Rule,
    banned,
    counts_for,
    equipment,
    no_overlap,
    noise,
    open_on_every_date,
    people,
    quotas,
    sessions_a_week,
    suitable_room,
    wished_time,
)
from solvers.window import DAY, covers

TOGETHER: tuple[Rule, ...] = (noise, equipment, people, sessions_a_week)
NO_RULES: frozenset[str] = frozenset()


class RemovalTest:
    """The test of the causes that are told of one plan."""

    def __init__(self, case: RoomsCase, sessions: Sequence[Session]) -> None:
        self.case, self.sessions = case, tuple(sessions)
        self.uses = uses_of(case.rooms, sessions)[0]
        self._days: dict[int, list[Use]] = {}
        self._counted: dict[tuple[int, int], Sequence[Use]] = {}
        self._known: dict[tuple[str, int | None, frozenset[int]], bool] = {}
        self._times: dict[tuple[int, int, int, int], frozenset[str]] = {}
        for use in self.uses:
            self._days.setdefault(use.day, []).append(use)

    def passes(self, cause: Cause) -> bool:
        """Whether the removals suffice and none of them can be spared."""
        whole = cause.removals
        self._times.clear()
        parts = (whole[:at] + whole[at + 1 :] for at in range(len(whole)))
        return self.placeable(cause, whole) and not any(self.placeable(cause, part) for part in parts)

    def placeable(self, cause: Cause, removals: Sequence[Removal]) -> bool:
        """Whether one more session could be held without some removals."""
        section = self.case.rooms.requests[self.case.rooms.request_index[cause.request]]
        numbers = range(len(self.sessions)) if any(removal.requests for removal in removals) else ()
        gone = frozenset(at for at in numbers if any(_is(removal, self.sessions[at]) for removal in removals))
        waived = frozenset(removal.rule for removal in removals if not removal.requests)
        if "room_equipment" in waived:
            waived |= {"equipment_short"}
        place = self.case.rooms.room_index.get(cause.place)
        here = place is not None and self._anywhere(section, [place], waived, gone)
        return here or self._elsewhere(section, place, gone)

    def _anywhere(self, section: Section, rooms: Iterable[int], waived: frozenset[str], gone: frozenset[int]) -> bool:
        every = (uses for room in rooms for uses in self._every(section, room, waived))
        return any(self._fits(section, uses, waived, gone) for uses in every)

    def _elsewhere(self, section: Section, place: int | None, gone: frozenset[int]) -> bool:
        """The same in all other rooms, where only the rivals that go make a difference."""
        key = (section.id, place, gone)
        if key not in self._known:
            others = (room for room in range(len(self.case.rooms.rooms)) if room != place)
            self._known[key] = self._anywhere(section, others, NO_RULES, gone)
        return self._known[key]

    def _every(self, section: Section, room: int, waived: frozenset[str]) -> Iterator[list[Use]]:
        """Dated uses of every slot of a room that breaks no rule by itself."""
        grid, at = self.case.rooms.policy.grid, self.case.rooms.request_index[section.id]
        lengths = {*range(section.longest, section.shortest - 1, -grid), section.shortest}
        first = Use(at, -1, room, 0, 0, section.shortest)
        if {one.rule for one in suitable_room(self.case, [first])} - waived:
            return
        for weekday in range(1, 8):
            days = self._dates(section, weekday, waived)
            for start in range(0, DAY, grid):
                for length in lengths:
                    end = start + length
                    if days and self._alone(Use(at, -1, room, days[0], start, end), waived):
                        slot = [Use(at, -1, room, day, start, end) for day in days]
                        yield from self._opened(section, slot, waived)

    def _alone(self, use: Use, waived: frozenset[str]) -> bool:
        """Whether nothing that is the same on every date speaks against a slot of a room that suits."""
        slot = (use.section, use.day, use.start, use.end)
        if slot not in self._times:
            # The same in every room: it is asked of the verifier once.
            self._times[slot] = frozenset(one.rule for one in wished_time(self.case, [use]))
        return self._times[slot] <= waived and all(one.rule in waived for one in banned(self.case, [use]))

    def _dates(self, section: Section, weekday: int, waived: frozenset[str]) -> list[int]:
        monday = self.case.rooms.horizon.first.isoweekday() - 1
        every = [day for day in range(self.case.rooms.horizon.length) if (monday + day) % 7 + 1 == weekday]
        days = [day for day in every if day in self.case.dates(section, weekday)]
        return days or (every if "date_not_wished" in waived else [])

    def _opened(self, section: Section, slot: list[Use], waived: frozenset[str]) -> Iterator[list[Use]]:
        """The uses that are held, as long as few enough are not."""
        guest = replace(section, age_group="senior") if "seniors_hours" in waived else section
        held = [use for use in slot if "room_closed" in waived or self._open(guest, use)]
        if held and (len(slot) - len(held)) * 100 <= len(slot) * self.case.rooms.policy.blocked_percent:
            faults = {one.rule for one in open_on_every_date(self.case, held)} - waived
            if not faults - ({"room_closed"} if "seniors_hours" in waived else set()):
                yield held

    def _open(self, guest: Section, use: Use) -> bool:
        return covers(self.case.openings.of(use.room, guest), (use.day * DAY + use.start, use.day * DAY + use.end))

    def _fits(self, section: Section, uses: list[Use], waived: frozenset[str], gone: frozenset[int]) -> bool:
        house = self.case.rooms.facility_of
        standing = [one for use in uses for one in self._days.get(use.day, ()) if one.session not in gone]
        atoms = set(self.case.rooms.atoms[uses[0].room])
        same_room = [one for one in standing if not atoms.isdisjoint(self.case.rooms.atoms[one.room])]
        if any(self._faults((no_overlap,), section, [*uses, *same_room])):
            return False
        near = [one for one in standing if one.section in self._people[uses[0].section] or
                house[one.room] in self._earshot[house[uses[0].room]]]  # fmt: skip
        if any(rule not in waived for rule in self._faults(TOGETHER, section, [*uses, *near])):
            return False
        return self._within_quotas(uses, waived, gone)

    def _faults(self, rules: Iterable[Rule], section: Section, uses: list[Use]) -> Iterator[str]:
        return (one.rule for rule in rules for one in rule(self.case, uses) if section.id in one.requests)

    def _within_quotas(self, uses: list[Use], waived: frozenset[str], gone: frozenset[int]) -> bool:
        key = (uses[0].section, self.case.rooms.facility_of[uses[0].room])
        if key not in self._counted:
            self._counted[key] = self._counting(uses[0])
        counted = [one for one in self._counted[key] if one.session not in gone]
        return all(one.rule in waived for one in quotas(self.case, [*uses, *counted]))

    def _counting(self, use: Use) -> Sequence[Use]:
        """What counts for a quota for which a use counts, too."""
        binding = [one for one in self.case.rooms.quotas if counts_for(self.case, one, use.section, use.room)]
        places = {(one.section, one.room) for one in self.uses}
        kept = {place for place in places if any(counts_for(self.case, quota, *place) for quota in binding)}
        return [one for one in self.uses if (one.section, one.room) in kept]

    @cached_property
    def _people(self) -> Mapping[int, set[int]]:
        """Each section with those of the same people."""
        found = {at: {at} for at in range(len(self.case.rooms.requests))}
        for a, b, _ in self.case.conflicts:
            found[a].add(b)
            found[b].add(a)
        return found

    @cached_property
    def _earshot(self) -> Mapping[int, set[int]]:
        """Each facility with those that have a room next to one of its own."""
        house = self.case.rooms.facility_of
        found = {at: {at} for at in range(len(self.case.rooms.facilities))}
        for a, b in self.case.noisy_pairs:
            found[house[a]].add(house[b])
            found[house[b]].add(house[a])
        return found


def _is(removal: Removal, session: Session) -> bool:
    """Whether a removal takes a session away."""
    slot = (removal.numbers.get("weekday"), removal.numbers.get("start"))
    return session.request in removal.requests and (session.room, session.weekday, session.start) == (
        removal.place,
        *slot,
    )

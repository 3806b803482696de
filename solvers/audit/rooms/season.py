"""A season round as the checker reads it: problem.json with its defaults filled in, by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from solvers.audit.rooms.demand import (
    Lock,
    Party,
    Quota,
    Section,
    read_lock,
    read_party,
    read_quota,
    read_section,
)
from solvers.audit.rooms.reading import Record, by_id, counts, records, text, whole
from solvers.audit.rooms.shape import PROBLEM, check_names
from solvers.audit.rooms.supply import Supply, read_supply
from solvers.audit.times import Calendar


@dataclass
class Season:
    """The round; `policy` holds its whole numbers by name, `weights` those by category."""

    supply: Supply
    policy: Mapping[str, int]
    weights: Mapping[str, int]
    parties: Mapping[str, Party]
    sections: Mapping[str, Section]
    quotas: tuple[Quota, ...]
    links: tuple[tuple[str, str, str], ...]
    locks: tuple[Lock, ...]
    _dates: dict[object, tuple[int, ...]] = field(default_factory=dict)
    _subjects: dict[tuple[str, str | None], list[Section]] = field(default_factory=dict)

    def weight(self, section: Section) -> int:
        """What a dated session of the section counts."""
        return self.weights.get(section.category, 1)

    def weekday(self, day: int) -> int:
        """Weekday of a date, 1 Monday to 7."""
        return (self.supply.calendar.first.isoweekday() - 1 + day) % 7 + 1

    def dates(self, section: Section, weekday: int) -> tuple[int, ...]:
        """The dates on which a section would meet on a weekday, whatever is open then."""
        key = (section.first, section.last, section.excluded, section.every_weeks, weekday)
        if key not in self._dates:
            self._dates[key] = tuple(self._counted(section, weekday))
        return self._dates[key]

    def _counted(self, section: Section, weekday: int) -> list[int]:
        """Weeks begin on Mondays and are counted from that of the section's first date."""
        before = self.supply.calendar.first.isoweekday() - 1
        origin = (section.first + before) // 7
        return [
            day
            for day in range(section.first, section.last + 1)
            if self.weekday(day) == weekday
            and ((day + before) // 7 - origin) % section.every_weeks == 0
            and day not in section.excluded
        ]

    def speaks(self, lock: Lock, room: str, weekday: int, start: int) -> bool:
        """Whether a lock is about a session there and then."""
        return (
            lock.room in (None, room)
            and lock.facility in (None, self.supply.house_of[room])
            and lock.weekday in (None, weekday)
            and lock.start in (None, start)
        )

    def under(self, quota: Quota) -> Iterable[Section]:
        """Sections for whose sessions a quota may count; at a facility that depends on the room."""
        if not self._subjects:
            for section in self.sections.values():
                party = self.parties[section.party]
                for subject in (("party", party.id), ("household", party.household), ("category", section.category)):
                    self._subjects.setdefault(subject, []).append(section)
        return self.sections.values() if quota.scope == "facility" else self._subjects.get((quota.scope, quota.of), ())

    def counts_for(self, quota: Quota, section: Section, room: str) -> bool:
        """Whether a session of the section in a room counts for a quota."""
        party = self.parties[section.party]
        subject = {
            "party": party.id,
            "household": party.household,
            "category": section.category,
            "facility": self.supply.house_of[room],
        }
        return subject[quota.scope] == quota.of

    def same_people(self) -> dict[tuple[str, str], str]:
        """Pairs of sections that one person leads ("leader"), or that share too many members ("members")."""
        found: dict[tuple[str, str], str] = {}
        for kind in ("members", "leader"):
            by_name: dict[str, list[Section]] = {}
            for one in self.sections.values():
                for name in one.members if kind == "members" else filter(None, (one.leader,)):
                    by_name.setdefault(name, []).append(one)
            for mine in by_name.values():
                for a, b in combinations(mine, 2):
                    if kind == "leader" or self._too_alike(a, b):
                        found[a.id, b.id] = kind
        return found

    def _too_alike(self, a: Section, b: Section) -> bool:
        smaller = min(len(a.members), len(b.members))
        return len(a.members & b.members) * 100 >= smaller * self.policy["shared_percent"]


POLICY = {"partial_percent": 80, "grid": 30, "blocked_percent": 25, "shared_percent": 50, "travel": 30, "setup": 0}


def read_season(problem: Record) -> Season:
    """The round in problem.json.

    Raises
    ------
    Malformed, KeyError, TypeError, ValueError
        Where it has another shape.
    """
    PROBLEM(problem, "problem")
    check_names(problem)
    calendar, policy = Calendar(problem["horizon"]), problem["policy"]
    numbers = {name: whole(policy.get(name, default)) for name, default in {**POLICY, "clear": 15}.items()}
    return Season(
        read_supply(problem, policy, calendar),
        {**numbers, "grid": whole(numbers["grid"], 5)},
        counts(policy["weights"]),
        by_id(read_party(one) for one in records(problem["parties"])),
        by_id(read_section(one, calendar) for one in records(problem["requests"])),
        tuple(read_quota(one) for one in records(problem.get("quotas", []))),
        tuple((text(one["a"]), text(one["b"]), text(one["kind"])) for one in records(problem.get("links", []))),
        tuple(read_lock(one) for one in records(problem.get("locks", []))),
    )

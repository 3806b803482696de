"""Numbers instead of the names of a month: none of them follows a receipt, a code or the order in which people came.

Places and elders are counted as the shifts name them, whose codes are public. Volunteers are counted in the order of
what the public month says of them anyway. What is still alike is ordered by a digest over the whole full month, which
nobody can work out who does not have it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from scheduler.certificates.roster_people import PublicPeople
from scheduler.certificates.roster_ways import on_grid
from scheduler.files import dump_problem, plain_value
from solvers.rosters.people import Volunteer
from solvers.rosters.problem import RosterProblem

NOBODY = "v"
"""Id of volunteers before they have a number."""


@dataclass
class Numbers:
    """Public names by the full month's own."""

    full: RosterProblem

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Places, those of shifts first."""
        named = dict.fromkeys(shift.place for shift in self.full.shifts)
        rest = {place.id for place in self.full.places} - named.keys()
        return _numbered("p", (*named, *sorted(rest, key=self._hidden)))

    @cached_property
    def elders(self) -> Mapping[str, str]:
        """Elders who are visited."""
        return _numbered("e", dict.fromkeys(shift.elder for shift in self.full.shifts if shift.elder is not None))

    @cached_property
    def records(self) -> Mapping[str, Volunteer]:
        """What is told of each volunteer, still without a number."""
        people, grid = PublicPeople(self.full, self.places), on_grid(self.full)
        found: dict[str, Volunteer] = {}
        for one in self.full.volunteers:
            x, y = grid.of(one) if people.travels else (0, 0)
            found[one.id] = people.volunteer(one, NOBODY, (x, y))
        return found

    @cached_property
    def people(self) -> Mapping[str, str]:
        """Volunteers, in the order of the public month."""
        told = {name: json.dumps(plain_value(one), sort_keys=True) for name, one in self.records.items()}
        return _numbered("v", sorted(told, key=lambda name: (told[name], self._hidden(name))))

    @cached_property
    def _hidden(self) -> Callable[[str], bytes]:
        # The month comes after words of our own: its digest is public, and continuing a digest is no art.
        month = sha256(b"numbers of the public month\n" + dump_problem(self.full)).digest()
        return lambda name: sha256(month + name.encode()).digest()


def _numbered(letter: str, names: Iterable[str]) -> Mapping[str, str]:
    """A number for each name, in their order."""
    return {name: f"{letter}{at}" for at, name in enumerate(names, start=1)}

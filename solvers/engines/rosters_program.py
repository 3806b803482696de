"""A roster's choices as a whole-number program: rules post rows and prices, engines solve it.

Only the options set free are columns; seats that stay count as one, and only keys that a free option touches are
posted. Each column that a rule adds is told by the others, so a roster gives a complete start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from solvers.rosters.case import RosterCase
from solvers.rosters.check import touched_keys
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules import RULES
from solvers.rosters.rules.protocol import ALWAYS, NEVER, Held, Terms, begun


@dataclass
class Row:
    """``low <= sum of terms <= high``."""

    columns: list[int]
    coefficients: list[int]
    low: int | None
    high: int | None


@dataclass
class Program:
    """Columns with their upper bounds, prices and values at the start; rows; what is paid anyway."""

    case: RosterCase
    roster: Roster
    free: Sequence[int]
    upper: list[int] = field(default_factory=list)
    price: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    paid: int = 0

    def __post_init__(self) -> None:
        self._flags: dict[tuple[int, ...], int] = {}
        self._peaks: dict[str, tuple[int, int]] = {}
        self._floors: dict[int, int] = {}
        self._timetables: dict[int, list[Held]] = {}
        self._on: dict[int, list[tuple[int, int]]] = {}
        self._place()
        self._people = frozenset(self._timetables)
        self._post()

    def _place(self) -> None:
        """Columns for the free options, in their order, at their seats' prices."""
        case, freed = self.case, set[Seat]()
        for option in self.free:
            seat = case.seats[option]
            freed.add(seat)
            column = self.column(1, case.price(option), int(self.roster.holds(seat)))
            self._timetables.setdefault(seat.volunteer, []).append(Held(case.blocks[seat.post], column))
            self._on.setdefault(seat.post, []).append((seat.volunteer, column))
        self.touched = touched_keys(case, freed)
        for one, held in self._timetables.items():
            fixed = (block for block in self.roster.of(one) if Seat(one, block.post) not in freed)
            held += (Held(block, ALWAYS) for block in (*case.past[one], *fixed))
            held.sort()
        for post, choices in self._on.items():
            choices += ((one, ALWAYS) for one in self.roster.on(post) if Seat(one, post) not in freed)

    def _post(self) -> None:
        for rule in RULES:
            if self.case.on(rule.id):
                for key in self.touched[rule.scope] if rule.scope != "community" else (0,):
                    rule.post(self.case, self, key)
        self.rows += (Row([column], [1], floor, None) for column, floor in self._floors.items())

    def column(self, upper: int, price: int, start: int) -> int:
        """Add a column."""
        self.upper.append(upper)
        self.price.append(price)
        self.start.append(start)
        return len(self.upper) - 1

    def decides(self, volunteer: int) -> bool:
        return volunteer in self._people

    def timetable(self, volunteer: int) -> Sequence[Held]:
        if volunteer not in self._timetables:
            held = (Held(block, ALWAYS) for block in self.roster.timetable(volunteer))
            self._timetables[volunteer] = list(held)
        return self._timetables[volunteer]

    def on(self, post: int) -> Sequence[tuple[int, int]]:
        if post not in self._on:
            self._on[post] = [(one, ALWAYS) for one in self.roster.on(post)]
        return self._on[post]

    def require(self, rule: str, terms: Terms, low: int | None, high: int | None) -> None:
        del rule
        columns, coefficients, fixed = split(terms)
        if columns:
            self.rows.append(Row(columns, coefficients, _less(low, fixed), _less(high, fixed)))

    def pay(self, rule: str, terms: Terms) -> None:
        del rule
        for var, worth in terms:
            if var >= 0:
                self.price[var] += worth
            elif var == ALWAYS:
                self.paid += worth

    def excess(self, rule: str, terms: Terms, above: int, unit: int, weight: int) -> None:
        del rule
        columns, coefficients, fixed = split(terms)
        most = begun(fixed - above + sum(worth for worth in coefficients if worth > 0), unit)
        if not most or not weight:
            return
        if not columns:
            self.paid += weight * most
            return
        column = self.column(most, weight, begun(fixed - above + self._started(columns, coefficients), unit))
        self.rows.append(Row([*columns, column], [*coefficients, -unit], None, above - fixed))

    def peak(self, rule: str, terms: Terms, above: int, unit: int, weight: int) -> None:
        columns, coefficients, fixed = split(terms)
        most = begun(fixed - above + sum(worth for worth in coefficients if worth > 0), unit)
        if not most or not weight:
            return
        if rule not in self._peaks:
            self._peaks[rule] = self.column(0, weight, 0), unit
        column, unit = self._peaks[rule]
        self.upper[column] = max(self.upper[column], most)
        if not columns:
            self._floors[column] = max(self._floors.get(column, 0), most)
            self.start[column] = max(self.start[column], most)
            return
        self.start[column] = max(self.start[column], begun(fixed - above + self._started(columns, coefficients), unit))
        self.rows.append(Row([*columns, column], [*coefficients, -unit], None, above - fixed))

    def some(self, variables: Sequence[int]) -> int:
        if ALWAYS in variables:
            return ALWAYS
        found = tuple(dict.fromkeys(var for var in variables if var != NEVER))
        if len(found) < 2:
            return found[0] if found else NEVER
        if found not in self._flags:
            flag = self.column(1, 0, max(self.start[var] for var in found))
            self.rows += (Row([flag, var], [1, -1], 0, None) for var in found)
            self.rows.append(Row([flag, *found], [1] + [-1] * len(found), None, 0))
            self._flags[found] = flag
        return self._flags[found]

    def _started(self, columns: Iterable[int], coefficients: Iterable[int]) -> int:
        return sum(self.start[at] * worth for at, worth in zip(columns, coefficients, strict=True))

    def started_cost(self) -> int:
        """Cost of the start."""
        return self.paid + self._started(range(len(self.price)), self.price)


def split(terms: Terms) -> tuple[list[int], list[int], int]:
    """Columns with their coefficients, each once, and what is fixed."""
    found: dict[int, int] = {}
    fixed = 0
    for var, worth in terms:
        if var >= 0:
            found[var] = found.get(var, 0) + worth
        elif var == ALWAYS:
            fixed += worth
    return list(found), list(found.values()), fixed


def _less(limit: int | None, fixed: int) -> int | None:
    return None if limit is None else limit - fixed

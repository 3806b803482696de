"""A roster audited: what it breaks, what it costs, what it serves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from solvers.audit.finding import Finding
from solvers.audit.protocol import Part
from solvers.audit.rosters.costs import Costs
from solvers.audit.rosters.crews import Crews
from solvers.audit.rosters.filters import Filters, age_on
from solvers.audit.rosters.forms import roster_shape
from solvers.audit.rosters.limits import Fault, Limits
from solvers.audit.rosters.month import Month
from solvers.audit.rosters.multipliers import Multipliers
from solvers.audit.rosters.pins import PINNED, Pins
from solvers.audit.rosters.seats import Seats

GOAL = "cost"
MAXIMISED = False


@dataclass
class Rules:
    """Every rule of a month."""

    month: Month

    @cached_property
    def filters(self) -> Filters:
        """Who may take a seat at all."""
        return Filters(self.month)

    @cached_property
    def limits(self) -> Limits:
        """What one person may do."""
        first = self.month.calendar.first
        return Limits(self.month, [age_on(born, first) for born in self.filters.born])

    @cached_property
    def crews(self) -> Crews:
        """Who may serve together."""
        return Crews(self.month, self.filters.born)

    @cached_property
    def pins(self) -> Pins:
        """Which seats stay."""
        return Pins(self.month, (self.filters, self.limits, self.crews))

    @cached_property
    def costs(self) -> Costs:
        """What a roster costs."""
        return Costs(self.month, self.filters, self.crews)

    def faults(self, seats: Seats) -> Iterator[Fault]:
        """Everything that a roster breaks."""
        month = self.month
        for person, post in seats:
            if not self.filters.lets_in(person, post):
                for code in self.filters.refusals(person, post):
                    numbers = tuple(self.filters.numbers(code, person, post).items())
                    yield Fault(code, month.posts[post].shift, (person,), numbers)
        for person in range(len(month.people)):
            yield from self.limits.faults(person, seats.of(person))
        for shift in month.judged:
            yield from self.crews.faults(seats, shift)
        for pair in range(len(month.pairs)):
            yield from self.crews.pair_faults(seats, pair)
        for person, post in self.pins.seats if month.on("H24") else ():
            if (person, post) not in seats:
                yield Fault(PINNED, month.posts[post].shift, (person,), (("role", month.posts[post].name),))


def check(problem: Part, plan: Part, bound: Part) -> Sequence[Finding]:
    """Every rule that the roster breaks, names that the problem does not know, and prices that are none."""
    month = Month(problem)
    rules, reader = Rules(month), _Reader(month, plan)
    findings = list(reader.unknown())
    findings += (reader.finding(fault) for fault in rules.faults(reader.seats))
    findings += reader.unheld(rules.pins)
    findings += Multipliers(bound).unreadable(month)
    return findings


def values(problem: Part, plan: Part) -> Mapping[str, int]:
    """The cost and each of its parts."""
    month = Month(problem)
    parts = Rules(month).costs.parts(_Reader(month, plan).seats)
    return {GOAL: sum(parts.values()), **parts}


def tier_names(problem: Part, plan: Part) -> Sequence[str]:
    """Names of the tiers that a plan states, in their order: the cost, then its parts that are not nothing by name."""
    found = values(problem, plan)
    return [GOAL, *sorted(name for name, value in found.items() if value and name != GOAL)]


def counts(problem: Part, plan: Part) -> Mapping[str, int]:
    """Shifts, people, seats wished and taken, standby seats left out."""
    month = Month(problem)
    seats = _Reader(month, plan).seats
    cover = [at for at, post in enumerate(month.posts) if not post.standby]
    return {
        "shifts": len(month.shifts),
        "volunteers": len(month.people),
        "seats": sum(month.posts[at].target for at in cover),
        "filled": sum(min(month.posts[at].target, len(seats.at(at))) for at in cover),
        "assigned": sum(1 for _ in seats),
    }


class _Reader:
    """A plan by position, and findings by name."""

    def __init__(self, month: Month, plan: Part) -> None:
        roster_shape(plan, "plan")
        self.month, self.plan = month, plan
        self.assignments: Sequence[Part] = plan["assignments"]
        self.found = [self._seat(duty) for duty in self.assignments]
        self.seats = Seats(month, (seat for seat in self.found if seat is not None))

    def _seat(self, duty: Part) -> tuple[int, int] | None:
        person, shift = self.month.person_at.get(duty["volunteer"]), self.month.shift_at.get(duty["shift"])
        post = None if shift is None else self.month.post_named(shift, duty["role"])
        return None if person is None or post is None else (person, post)

    def unknown(self) -> Iterator[Finding]:
        """Seats that the problem does not know, and seats that stand twice."""
        times = Counter(self.found)
        for at, (seat, duty) in enumerate(zip(self.found, self.assignments, strict=True)):
            if seat is None or times[seat] > 1:
                code = "unknown_id" if seat is None else "h01_no_overlap"
                yield Finding(code, f"plan.assignments[{at}]", _told(duty))

    def finding(self, fault: Fault) -> Finding:
        """A fault at the first assignment concerned, or at the shift where there is none."""
        people, shift = set(fault.people), self.month.shifts[fault.shift]["id"]
        concerned = (
            at
            for at, seat in enumerate(self.found)
            if seat is not None and seat[0] in people and self.month.posts[seat[1]].shift == fault.shift
        )
        at = next(concerned, None)
        field = f"problem.shifts[{fault.shift}]" if at is None else f"plan.assignments[{at}]"
        names = ", ".join(self.month.people[one]["id"] for one in dict.fromkeys(fault.people))
        numbers = {name: self._other(value) if name == "other" else value for name, value in fault.numbers}
        told = {"requests": names, "place": shift, "minute": self.month.spans[fault.shift][0], **numbers}
        return Finding(fault.code, field, told)

    def _other(self, shift: int | str) -> str:
        return str(self.month.shifts[shift]["id"]) if isinstance(shift, int) and shift >= 0 else ""

    def unheld(self, pins: Pins) -> Iterator[Finding]:
        """Pins of which the plan says, or does not say, that they cannot hold."""
        people, shifts = self.month.people, self.month.shifts
        counted = Counter((people[one.person]["id"], shifts[one.shift]["id"], one.rule) for one in pins.unheld)
        claimed = Counter((one["volunteer"], one["shift"], one["rule"]) for one in self.plan.get("unheld", ()))
        for key in sorted(counted.keys() | claimed.keys()):
            if counted[key] != claimed[key]:
                numbers = {"requests": key[0], "place": key[1], "counted": counted[key], "claimed": claimed[key]}
                yield Finding(key[2], "plan.unheld", numbers)


def _told(duty: Part) -> dict[str, int | str]:
    """A line of the plan in words; nothing in it is known to be true."""
    person, shift, role = (str(duty[name])[:64] for name in ("volunteer", "shift", "role"))
    told = {"requests": person, "place": shift, "other": shift}
    return {**told, "value": f"{person}, {shift}, {role}", "allowed": "ids of this problem"}

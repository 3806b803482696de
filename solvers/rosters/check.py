"""The verifier: what a roster breaks and what it costs, and whether seats may change as it stands; no solver needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from solvers.plan import Violation
from solvers.rosters.case import RosterCase
from solvers.rosters.problem import OVERRIDABLE as OVERRIDABLE
from solvers.rosters.roster import Roster, Seat
from solvers.rosters.rules import DECIDED, FILTERS, RULES, SEAT_RULES
from solvers.rosters.rules.protocol import Rule

EVERY: tuple[Rule, ...] = (*RULES, *SEAT_RULES)


def violations(case: RosterCase, roster: Roster) -> Iterator[Violation]:
    """Everything that a roster breaks."""
    for seat in roster.seats():
        yield from refusals(case, seat)
    for rule in in_force(case):
        for key in rule.keys(case):
            yield from rule.violations(case, roster, key)


def refusals(case: RosterCase, seat: Seat) -> Iterator[Violation]:
    """What speaks against a seat whoever else sits anywhere."""
    given = case.rosters.shifts[case.posts[seat.post].shift].given
    for rule in (DECIDED,) if given else FILTERS:
        if given or case.on(rule.id):
            found = rule.against(case, *seat)
            if found is not None:
                yield found


def costs(case: RosterCase, roster: Roster) -> Mapping[str, int]:
    """Parts of the weighted sum by rule, without those that are zero."""
    parts: Counter[str] = Counter()
    for rule in in_force(case):
        parts[rule.rule] += sum(rule.cost(case, roster, key) for key in rule.keys(case))
    return {name: cost for name, cost in parts.items() if cost}


def in_force(case: RosterCase) -> Sequence[Rule]:
    """Rules about seats together that the community has not switched off."""
    return [rule for rule in EVERY if case.on(rule.id)]


def may(case: RosterCase, roster: Roster, seat: Seat, *, pins: bool = True) -> list[Violation]:
    """What speaks against a volunteer taking a seat of a roster as it stands; what others can still mend does not.

    Without `pins` those are not looked at: that is how they are found.
    """
    rules = [rule for rule in in_force(case) if not rule.mendable and (pins or rule.id != "H24")]
    return list(refusals(case, seat)) + faults(case, roster, (), (seat,), rules)


def override_of(fault: Violation) -> str | None:
    """The rule's id if a coordinator may override the fault: what a pin of the seat then has to waive."""
    rule = fault.rule.split("_")[0].upper()
    return rule if rule in OVERRIDABLE else None


def faults(
    case: RosterCase, roster: Roster, gone: Sequence[Seat], new: Sequence[Seat], rules: Sequence[Rule]
) -> list[Violation]:
    """What a roster would break of some rules, and does not break now, if seats were given up and others taken."""
    touched = touched_keys(case, (*gone, *new))
    before = list(broken_at(case, roster, touched, rules))
    change(roster, gone, new)
    after = list(broken_at(case, roster, touched, rules))
    change(roster, new, gone)
    return [fault for fault in after if fault not in before]


def change(roster: Roster, gone: Iterable[Seat], new: Iterable[Seat]) -> None:
    """Give seats up, then take others."""
    for seat in gone:
        roster.remove(seat)
    for seat in new:
        roster.add(seat)


def short_of(case: RosterCase, roster: Roster) -> list[tuple[str, str, int, int]]:
    """Shifts within the freeze window that begin with too few in a safety role: shift, role, seats taken, seats needed.

    Nobody is planned to them any more and nobody is sent home, so people have to look.
    """
    found = []
    for post, seats in enumerate(case.posts):
        role, until = seats.role, case.frozen_before
        soon = until is not None and case.minute_of_now <= case.blocks[post].start < until
        if soon and role.safety and not seats.standby and len(roster.on(post)) < role.least:
            found.append((case.rosters.shifts[seats.shift].id, role.id, len(roster.on(post)), role.least))
    return found


Touched = Mapping[str, Iterable[int]]


def touched_keys(case: RosterCase, seats: Iterable[Seat]) -> Touched:
    """Keys, by scope, at which a rule may speak differently once these seats change."""
    people = sorted({seat.volunteer for seat in seats})
    shifts = sorted({case.posts[seat.post].shift for seat in seats})
    judged = [shift for shift in shifts if not case.rosters.shifts[shift].given]
    elders = {elder for shift in shifts if (elder := case.elder_of(shift)) is not None}
    pairs = {pair for one in people for pair in case.pairs_of.get(one, ())}
    return {"volunteer": people, "shift": judged, "elder": sorted(elders), "pair": sorted(pairs), "community": ()}


def broken_at(case: RosterCase, roster: Roster, touched: Touched, rules: Iterable[Rule]) -> Iterator[Violation]:
    """Violations of some rules at some keys."""
    for rule in rules:
        if not rule.limits:
            continue
        for key in touched[rule.scope]:
            yield from rule.violations(case, roster, key)


def cost_at(case: RosterCase, roster: Roster, touched: Touched) -> int:
    """Cost at some keys, without what concerns the community as a whole."""
    return sum(rule.cost(case, roster, key) for rule in in_force(case) for key in touched[rule.scope])

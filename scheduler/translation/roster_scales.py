"""What of a plan may still be done to the roster in force: changes since are left alone, the rest keeps the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from scheduler.files import plain_value
from scheduler.models import Seat, Shift, Volunteer
from scheduler.translation.rosters import BY_HAND, SETTLED, Month
from solvers.plan import Violation
from solvers.rosters.case import RosterCase
from solvers.rosters.check import faults, in_force, refusals
from solvers.rosters.plan import roster_of, seat_of
from solvers.rosters.problem import Duty
from solvers.rosters.roster import Roster
from solvers.rosters.roster import Seat as CoreSeat

CHANGED = "changed_since_planned"
LOOKS = 20
"""So often at most is looked again after something was left out; then all that is still in question is left out."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A seat that a plan gives and nobody has yet."""

    shift: Shift
    volunteer: Volunteer
    role: str


@dataclass(frozen=True, slots=True)
class Going:
    """A seat in force that a plan does not keep."""

    shift: Shift
    volunteer: Volunteer
    seat: Seat


class Scales:
    """A month as it stands now beside the problem file that a plan was made for."""

    def __init__(self, month: Month, snapshot: Mapping[str, Any]) -> None:
        self.month, self.case = month, RosterCase(month.problem())
        planned = {one["id"]: one for one in snapshot["shifts"]}
        now = {one.id: one for one in self.case.rosters.shifts if not one.given}
        amended = {name for name, one in now.items() if plain_value(one) != planned.get(name)}
        before = {(one["volunteer"], one["shift"]) for one in snapshot.get("published", ())}
        moved = before ^ {(one.volunteer, one.shift) for one in self.case.rosters.published}
        self.moved_people = {one for one, _ in moved}
        self.moved_shifts = amended | {shift for _, shift in moved}
        freeze = month.scene.settings.rosters.freeze_minutes
        self.frozen_until = month.now + timedelta(minutes=freeze)

    def against(self, shift: Shift | None, volunteer: Volunteer | None, role: str) -> str | None:
        """Why a planned seat cannot be given any more: a code."""
        if shift is None:
            return "shift_cancelled"
        if shift.starts_at <= self.month.now:
            return "shift_begun"
        if volunteer is None or volunteer.state != "active":
            return "volunteer_not_active"
        if volunteer.receipt in self.moved_people or shift.code in self.moved_shifts:
            return CHANGED
        seat = self._seat(volunteer, shift, role)
        return CHANGED if seat is None or next(self._refusals(seat), None) is not None else None

    def may_go(self, shift: Shift, volunteer: Volunteer, seat: Seat) -> bool:
        """Whether a seat in force may be taken back by a plan: not soon, not what was agreed, not after a change."""
        touched = volunteer.receipt in self.moved_people or shift.code in self.moved_shifts
        agreed = seat.source in BY_HAND or seat.state in SETTLED
        return shift.starts_at >= self.frozen_until and not touched and not agreed

    def settled(self, coming: Sequence[Coming], going: Sequence[Going]) -> tuple[list[Coming], list[Going]]:
        """The changes of a plan that break nothing together: who or what a fault concerns is left as it is."""
        new, gone = list(coming), list(going)
        for _ in range(LOOKS):
            found = self._faults(new, gone)
            if not found or not (new or gone):
                return new, gone
            people = {name for fault in found for name in fault.requests}
            places = {fault.place for fault in found}
            # A crew that does not come together gives back whom it was to replace, and takes nobody.
            new = [one for one in new if one.shift.code not in places and one.volunteer.receipt not in people]
            gone = [one for one in gone if one.shift.code not in places]
        return [], []

    def _faults(self, new: Sequence[Coming], gone: Sequence[Going]) -> list[Violation]:
        come = [seat for one in new if (seat := self._seat(one.volunteer, one.shift, one.role)) is not None]
        go = [seat for one in gone if (seat := self._seat(one.volunteer, one.shift, one.seat.role)) is not None]
        held = [seat for seat in go if self._standing.holds(seat)]
        return faults(self.case, self._standing, held, come, self._rules)

    @cached_property
    def _rules(self) -> Sequence[Any]:
        # What is pinned was kept by the plan; whatever was pinned since is a change that is left alone.
        return [rule for rule in in_force(self.case) if rule.id != "H24"]

    @cached_property
    def _standing(self) -> Roster:
        return roster_of(self.case, self.case.rosters.published)[0]

    def _refusals(self, seat: CoreSeat) -> Iterator[Violation]:
        # Within the freeze window a person publishes, and may.
        return (fault for fault in refusals(self.case, seat) if not fault.rule.startswith("h25"))

    def _seat(self, volunteer: Volunteer, shift: Shift, role: str) -> CoreSeat | None:
        return seat_of(self.case, Duty(volunteer.receipt, shift.code, role))

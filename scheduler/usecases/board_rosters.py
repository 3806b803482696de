"""The board of a roster: places with their shifts, a lane for each seat beside another, and who sits in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scheduler import queries
from scheduler.models import MeetingPoint
from scheduler.queries.boards import Held
from scheduler.usecases.board_parts import Bar, Choice, Drawn, Lane, Place, Scene

WHOLE = True
"""All meeting points may be drawn at once."""
VISITS = Choice("visits", "", "")
"""Home visits, of which no board tells where they are; readers are told so in their own words."""


@dataclass(frozen=True, slots=True)
class _Seat:
    shift: Held
    role: str
    receipt: str
    state: str
    who: UUID | None = None


def choices(scene: Scene) -> Sequence[Choice]:
    """All meeting points, and home visits."""
    points = queries.rosters.points(scene.session, scene.plan.community_id)
    return [*(Choice(str(row.id), row.name_zh, row.name_en) for row in points), VISITS]


def drawn(scene: Scene, choice: Choice | None) -> Drawn:
    """Shifts of a place, or of all places, seat by seat."""
    points = {row.id: row for row in queries.rosters.points(scene.session, scene.plan.community_id)}
    found = queries.boards.shifts_on(scene.session, scene.round.id, scene.first, scene.last)
    shifts = {row.id: row for row in found if choice is None or choice.key in (str(row.point_id), _visits(row))}
    lanes: dict[str, Lane] = {}
    bars = []
    for lane, seat in _laid(_seats(scene, shifts), points):
        lanes[lane.key] = lane
        shift, state = seat.shift, seat.state
        times = shift.starts_at, shift.ends_at
        bars.append(Bar(lane.key, shift.id, seat.receipt, *times, state, open=True, role=seat.role, who=seat.who))
    return sorted(lanes.values(), key=lambda lane: (lane.group is VISITS, lane.group.name_zh, lane.key)), bars


def _visits(shift: Held) -> str:
    return VISITS.key if shift.point_id is None else ""


def _seats(scene: Scene, shifts: dict[UUID, Held]) -> list[_Seat]:
    """Seats that a plan fills or leaves empty, in the order of their shifts."""
    session, plan = scene.session, scene.plan.id
    pinned = {(one.volunteer_id, one.shift_id) for one in queries.rosters.locks(session, shifts) if one.kind == "pin"}
    found: dict[UUID, list[_Seat]] = defaultdict(list)
    for seat in queries.boards.seated(session, plan, shifts):
        shift, volunteer = shifts[seat.shift_id], seat.volunteer_id
        state = "decided" if (volunteer, shift.id) in pinned else _state(scene, volunteer, shift, seat.role)
        found[shift.id].append(_Seat(shift, seat.role, seat.receipt, state, volunteer))
    for gap in queries.boards.empty(session, plan, shifts):
        found[gap.shift_id] += [_Seat(shifts[gap.shift_id], gap.role, "", "vacant")] * gap.empty
    return [seat for shift_id in shifts for seat in found[shift_id]]


def _state(scene: Scene, volunteer: UUID, shift: Held, role: str) -> str:
    if scene.had is None or f"{shift.code} {role}" in scene.had.get(volunteer, ()):
        return "given"
    on_it = any(told.startswith(f"{shift.code} ") for told in scene.had.get(volunteer, ()))
    return "moved" if on_it else "new"


def _laid(seats: Sequence[_Seat], points: dict[UUID, MeetingPoint]) -> Iterator[tuple[Lane, _Seat]]:
    """Seats in lanes of the place and name of their shifts, so that none lie on one another."""
    ends: dict[tuple[UUID | None, str], list[datetime]] = defaultdict(list)
    made: dict[tuple[UUID | None, str, str, int], Lane] = {}
    for seat in seats:
        shift = seat.shift
        taken = ends[shift.point_id, shift.title_zh]
        at = next((number for number, end in enumerate(taken) if end <= shift.starts_at), len(taken))
        taken[at : at + 1] = [shift.ends_at]
        key = shift.point_id, shift.title_zh, shift.title_en, at
        if key not in made:
            made[key] = _lane(shift, points, at)
        yield made[key], seat


def _lane(shift: Held, points: dict[UUID, MeetingPoint], at: int) -> Lane:
    group: Place = VISITS if shift.point_id is None else points[shift.point_id]
    names = (f"{shift.title_zh} {at + 1}", f"{shift.title_en} {at + 1}")
    return Lane(f"{shift.point_id}/{shift.title_zh}/{at:03}", group, *names)

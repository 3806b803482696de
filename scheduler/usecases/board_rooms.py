"""The board of a season of rooms: rooms of the facilities, and who meets in each of them in a week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from scheduler import queries
from scheduler.queries.boards import Met
from scheduler.translation.sessions import span_of_meeting
from scheduler.usecases.board_parts import Bar, Choice, Drawn, Lane, Scene
from scheduler.usecases.serving import may_see

WHOLE = True
"""All facilities of a community may be drawn at once."""


def choices(scene: Scene) -> Sequence[Choice]:
    """All facilities."""
    rows = queries.rooms.facilities_of(scene.session, scene.plan.community_id)
    return [Choice(str(row.id), row.name_zh, row.name_en) for row in rows]


def drawn(scene: Scene, choice: Choice | None) -> Drawn:
    """Rooms with their meetings: of one facility, or of all."""
    house = queries.rooms.house_of(scene.session, scene.plan.community_id)
    lanes = [
        Lane(str(room.id), facility, room.name_zh, room.name_en)
        for facility in house.facilities
        if choice is None or str(facility.id) == choice.key
        for room in house.rooms_of.get(facility.id, ())
    ]
    codes = {str(room.id): code for code, room in house.rooms_by_code.items()}
    rooms = {codes[lane.key]: lane.key for lane in lanes}
    bars = []
    first, last = scene.first.isoformat(), scene.last.isoformat()
    for row in queries.boards.met(scene.session, scene.plan.id):
        state, is_open = scene.state_of(row.id), may_see(scene.actor, row)
        for day, code, start, end in _meetings(row, codes[str(row.room_id)]):
            if first <= day <= last and code in rooms:
                span = span_of_meeting(date.fromisoformat(day), start, end, scene.zone)
                bars.append(Bar(rooms[code], row.id, row.receipt, *span, state, is_open))
    return lanes, bars


def _meetings(slot: Met, room: str) -> Iterator[tuple[str, str, str, str]]:
    """Date, room, start and end of every meeting of a weekly slot."""
    for day in slot.dates:
        yield day, room, slot.start_clock, slot.end_clock
    for other in slot.substitutes:
        yield other["date"], other["room"], other["start"], other["end"]

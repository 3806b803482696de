"""What becomes of a registration that takes a way: its right, what it asks for from now on, its steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.actors import Actor, clockwork
from scheduler.models import Alternative, Registration
from scheduler.planning.ways import Way, as_taken, section_taken
from scheduler.translation.waitlist import Place
from scheduler.usecases import messages, registration
from scheduler.usecases.rights import Made
from scheduler.usecases.standing_round import Line, right_to


def right_to_way(session: Session, line: Line, row: Registration, way: Way, now: datetime) -> Made | None:
    """The right that a way gives from now on, asleep, with its dated rows; None where no use is left."""
    place = Place(row.receipt, way["site"], tuple(way["spaces"]), tuple(way["sessions"]))
    return right_to(session, replace(line, problem=as_taken(line.problem, row.receipt, way)), row, place, now)


def change(row: Registration, way: Way) -> None:
    """Have a registration ask for what it took: a later plan keeps it like any other right."""
    if way["sessions"]:
        row.section = section_taken(row.section or {}, way)
    else:
        row.uses, row.longest_walk = list(way["uses"]), max(row.longest_walk, way["walk"])


def move_ahead(session: Session, row: Registration, way: Alternative, actor: Actor, now: datetime) -> None:
    """Have a registration that took a way be accepted, with its steps and a message."""
    registration.note_step(session, row, "take_alternative", actor, now, way.kind)
    registration.move_on(session, row, "allocate", clockwork(row.community_id), now)
    registration.move_on(session, row, "accept", actor, now)
    messages.tell(session, row=row, code="way_taken", key=str(way.id), now=now)

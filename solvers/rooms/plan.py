"""A rooms plan as it is kept and published: weekly sessions, each with the very dates on which it is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal

from solvers.document import Digest, TierLine
from solvers.plan import Status, Violation
from solvers.ranges import Identifier, Range
from solvers.rooms.case import Option, RoomsCase
from solvers.rooms.problem import RoomsProblem
from solvers.timetable import STRICT, Clock
from solvers.window import minute_of


@dataclass(frozen=True, slots=True)
class Substitute:
    """Another room or time for one blocked date of a series."""

    __pydantic_config__: ClassVar[Any] = STRICT

    date: Date
    room: Identifier
    start: Clock
    end: Clock


@dataclass(frozen=True, slots=True)
class Session:
    """A weekly slot of a section: the dates it is held on, substitutes for blocked ones, and those left out."""

    __pydantic_config__: ClassVar[Any] = STRICT

    request: Identifier
    room: Identifier
    weekday: Annotated[int, Range(1, 7)]
    start: Clock
    end: Clock
    dates: tuple[Date, ...]
    substitutes: tuple[Substitute, ...] = ()
    left_out: tuple[Date, ...] = ()


@dataclass(frozen=True, slots=True)
class UnheldRoomLock:
    """A pin of the staff that cannot hold, and the rule that speaks against it."""

    __pydantic_config__: ClassVar[Any] = STRICT

    request: Identifier
    room: Identifier | None
    rule: Identifier


@dataclass(frozen=True)
class RoomsPlan:
    """A whole plan; digests as in `solvers.document.PlanDocument`."""

    __pydantic_config__: ClassVar[Any] = STRICT

    problem_digest: Digest
    plan_digest: Digest
    engine: Identifier
    status: Status
    seed: int
    reproducible: bool
    tiers: tuple[TierLine, ...]
    assignments: tuple[Session, ...]
    unheld: tuple[UnheldRoomLock, ...] = ()
    domain: Literal["rooms"] = "rooms"
    format: Literal["commontide/rooms-plan/1"] = "commontide/rooms-plan/1"


@dataclass(frozen=True, slots=True)
class Use:
    """A section in a room on one date, minutes of the day; `session` numbers its weekly slots, `moved` substitutes."""

    section: int
    session: int
    room: int
    day: int
    start: int
    end: int
    moved: bool = False


def clock(minute: int) -> str:
    """Write HH:MM of a minute of the day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def session_of(
    problem: RoomsProblem, option: Option, moved: Iterable[Use] = (), held: Iterable[int] | None = None
) -> Session:
    """An option by name; `moved` are the substitutes found for its blocked dates."""
    substitutes = sorted(moved, key=lambda use: use.day)
    found = {use.day for use in substitutes}
    dates = option.held if held is None else tuple(held)
    return Session(
        problem.requests[option.section].id,
        problem.rooms[option.room].id,
        option.weekday,
        clock(option.start),
        clock(option.end),
        tuple(date_of(problem, day) for day in dates),
        tuple(
            Substitute(date_of(problem, use.day), problem.rooms[use.room].id, clock(use.start), clock(use.end))
            for use in substitutes
        ),
        tuple(date_of(problem, day) for day in option.blocked if day not in found),
    )


def date_of(problem: RoomsProblem, number: int) -> Date:
    """The date of a number of the horizon."""
    return problem.horizon.first + timedelta(days=number)


def uses_of(problem: RoomsProblem, sessions: Iterable[Session]) -> tuple[list[Use], list[Violation]]:
    """Dated uses by position, and a violation for every name that the problem does not know."""
    uses: list[Use] = []
    unknown: list[Violation] = []
    for at, session in enumerate(sessions):
        rooms = {session.room, *(one.room for one in session.substitutes)}
        wrong = sorted(rooms - problem.room_index.keys())
        if session.request not in problem.request_index or wrong:
            unknown.append(Violation("unknown_id", ", ".join(wrong), (session.request,)))
        else:
            uses += _uses(problem, at, session)
    return uses, unknown


def _uses(problem: RoomsProblem, at: int, session: Session) -> Iterator[Use]:
    section, rooms, number = problem.request_index[session.request], problem.room_index, problem.horizon.number_of
    start, end = minute_of(session.start), minute_of(session.end)
    for day in session.dates:
        yield Use(section, at, rooms[session.room], number(day), start, end)
    for one in session.substitutes:
        yield Use(section, at, rooms[one.room], number(one.date), minute_of(one.start), minute_of(one.end), True)


def options_of(case: RoomsCase, sessions: Iterable[Session]) -> list[Option]:
    """Options of a plan file, as far as the round knows them; its goals are counted on these."""
    index = case.rooms.request_index
    known = {(o.section, o.room, o.weekday, o.start, o.end): o for o in case.options}
    found = []
    for one in sessions:
        if one.request in index and one.room in case.rooms.room_index:
            slot = (one.weekday, minute_of(one.start), minute_of(one.end))
            option = known.get((index[one.request], case.rooms.room_index[one.room], *slot))
            if option is not None:
                found.append(option)
    return found

"""Files to problems and plans."""

from __future__ import annotations

import codecs
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from scheduler import calendar
from scheduler.files.canonical import problem_digest
from scheduler.files.disk import read_bytes
from scheduler.files.faults import most_telling, not_utf8, refusal
from scheduler.files.kinds import Document, Problem
from solvers.document import PlanDocument
from solvers.parking.problem import ParkingProblem
from solvers.rooms.plan import RoomsPlan
from solvers.rooms.problem import RoomsProblem, Section
from solvers.rosters.plan import RosterPlan
from solvers.rosters.problem import RosterProblem
from solvers.timetable import Horizon

Kind = Literal["problem", "plan", "rooms-problem", "rooms-plan", "roster-problem", "roster-plan"]
KINDS: Mapping[Kind, type[Any]] = {
    "problem": ParkingProblem,
    "plan": PlanDocument,
    "rooms-problem": RoomsProblem,
    "rooms-plan": RoomsPlan,
    "roster-problem": RosterProblem,
    "roster-plan": RosterPlan,
}
TITLES: Mapping[Kind, str] = {
    "problem": "Commontide parking problem",
    "plan": "Commontide plan",
    "rooms-problem": "Commontide rooms problem",
    "rooms-plan": "Commontide rooms plan",
    "roster-problem": "Commontide roster problem",
    "roster-plan": "Commontide roster plan",
}
ROOMS = re.compile(rb'"(?:domain"\s*:\s*"rooms|format"\s*:\s*"commontide/rooms-)')
ROSTERS = re.compile(rb'"(?:domain"\s*:\s*"rosters|format"\s*:\s*"commontide/roster-)')
DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader of a file should know and that refuses nothing: a code with its numbers."""

    code: str
    numbers: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadedProblem:
    """A problem, the digest of its canonical text, and what is worth a warning."""

    problem: ParkingProblem
    digest: str
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class LoadedRooms:
    """A rooms problem, the digest of its canonical text, and what is worth a warning."""

    problem: RoomsProblem
    digest: str
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class LoadedRosters:
    """A roster problem, the digest of its canonical text, and what is worth a warning."""

    problem: RosterProblem
    digest: str
    warnings: tuple[Notice, ...]


def is_rosters(path: str | Path) -> bool:
    """Whether the file at `path` says that it is about volunteers.

    Raises
    ------
    FileRejected
        If it cannot be read.
    """
    return speaks_of_rosters(read_bytes(Path(path)))


def speaks_of_rosters(content: bytes) -> bool:
    """Whether the text of a file says that it is about volunteers."""
    return ROSTERS.search(content) is not None


def read_rosters(path: str | Path) -> LoadedRosters:
    """Roster problem in the file at `path`.

    Raises
    ------
    FileRejected
        For the most telling thing that is wrong with the file.
    """
    problem: RosterProblem = _read(Path(path), "roster-problem")
    return LoadedRosters(problem, problem_digest(problem), notices_of(problem.horizon))


def read_roster_plan(path: str | Path) -> RosterPlan:
    """Roster in the file at `path`; whether it keeps the rules is for a verifier.

    Raises
    ------
    FileRejected
        For the most telling thing that is wrong with the file.
    """
    document: RosterPlan = _read(Path(path), "roster-plan")
    return document


def is_rooms(path: str | Path) -> bool:
    """Whether the file at `path` says that it is about rooms.

    Raises
    ------
    FileRejected
        If it cannot be read.
    """
    return speaks_of_rooms(read_bytes(Path(path)))


def speaks_of_rooms(content: bytes) -> bool:
    """Whether the text of a file says that it is about rooms."""
    return ROOMS.search(content) is not None


def read_rooms(path: str | Path) -> LoadedRooms:
    """Rooms problem in the file at `path`.

    Raises
    ------
    FileRejected
        For the most telling thing that is wrong with the file.
    """
    problem: RoomsProblem = _read(Path(path), "rooms-problem")
    return LoadedRooms(problem, problem_digest(problem), notices_of(problem.horizon))


def read_rooms_plan(path: str | Path) -> RoomsPlan:
    """Rooms plan in the file at `path`; whether it keeps the rules is for a verifier.

    Raises
    ------
    FileRejected
        For the most telling thing that is wrong with the file.
    """
    document: RoomsPlan = _read(Path(path), "rooms-plan")
    return document


def read_problem(path: str | Path) -> LoadedProblem:
    """Problem in the file at `path`.

    Raises
    ------
    FileRejected
        For the most telling thing that is wrong with the file.
    """
    problem: ParkingProblem = _read(Path(path), "problem")
    return LoadedProblem(problem, problem_digest(problem), notices_of(problem.horizon))


def problem_from(content: bytes) -> ParkingProblem:
    """Problem in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    problem: ParkingProblem = _parsed(content, "problem", "")
    return problem


def rooms_problem_from(content: bytes) -> RoomsProblem:
    """Rooms problem in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    problem: RoomsProblem = _parsed(content, "rooms-problem", "")
    return problem


def rooms_plan_from(content: bytes) -> RoomsPlan:
    """Rooms plan in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    document: RoomsPlan = _parsed(content, "rooms-plan", "")
    return document


def any_problem_from(content: bytes) -> Problem:
    """Problem of whatever domain in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    if speaks_of_rosters(content):
        return roster_problem_from(content)
    return rooms_problem_from(content) if speaks_of_rooms(content) else problem_from(content)


def roster_problem_from(content: bytes) -> RosterProblem:
    """Roster problem in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    problem: RosterProblem = _parsed(content, "roster-problem", "")
    return problem


def roster_plan_from(content: bytes) -> RosterPlan:
    """Roster in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    document: RosterPlan = _parsed(content, "roster-plan", "")
    return document


def plan_from(content: bytes) -> PlanDocument:
    """Plan in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    document: PlanDocument = _parsed(content, "plan", "")
    return document


def any_plan_from(content: bytes) -> Document:
    """Plan of whatever domain in a text that this program wrote itself.

    Raises
    ------
    FileRejected
        If it is none any more.
    """
    if speaks_of_rosters(content):
        return roster_plan_from(content)
    return rooms_plan_from(content) if speaks_of_rooms(content) else plan_from(content)


def read_plan(path: str | Path) -> PlanDocument:
    """Plan in the file at `path`; whether it keeps the rules, and whether its digests hold, is for a verifier.

    Raises
    ------
    FileRejected
        For the most telling thing that is wrong with the file.
    """
    document: PlanDocument = _read(Path(path), "plan")
    return document


def section_from(content: bytes) -> Section:
    """Section of a season in a JSON text.

    Raises
    ------
    FileRejected
        For the most telling thing that is wrong with it.
    """
    try:
        return _sections().validate_json(content)
    except ValidationError as error:
        raise most_telling(error, Section, content, "") from None


@cache
def _sections() -> TypeAdapter[Section]:
    return TypeAdapter(Section)


def schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema of a kind of file."""
    return {"$schema": DIALECT} | TypeAdapter(KINDS[kind]).json_schema() | {"title": TITLES[kind]}


def notices_of(horizon: Horizon) -> tuple[Notice, ...]:
    """Where the dates of a horizon go beyond the official calendar, or differ from it."""
    undecreed = calendar.undecreed_years(day.date for day in horizon.days)
    found = [Notice("calendar_not_decreed", {"year": year}) for year in undecreed]
    overrides = [
        day.date
        for day in horizon.days
        if day.date.year not in undecreed and day.day_type != calendar.day_type(day.date)
    ]
    if overrides:
        found.append(Notice("day_override", {"count": len(overrides), "date": overrides[0].isoformat()}))
    return tuple(found)


def _read(path: Path, kind: Kind) -> Any:
    return _parsed(read_bytes(path).removeprefix(codecs.BOM_UTF8), kind, str(path))


def _parsed(content: bytes, kind: Kind, path: str) -> Any:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise not_utf8(content, error, path) from None
    try:
        value = _validator(kind).validate_json(content)
    except ValidationError as error:
        raise most_telling(error, KINDS[kind], content, path) from None
    _refuse_duplicate_keys(text, path)
    return value


@cache
def _validator(kind: Kind) -> SchemaValidator:
    return SchemaValidator(_stopping_early(TypeAdapter(KINDS[kind]).core_schema))


def _stopping_early(core_schema: Any) -> Any:
    """A schema whose lists and mappings stop at their first fault: those of a large file would fill the memory."""
    if isinstance(core_schema, list):
        return [_stopping_early(part) for part in core_schema]
    if not isinstance(core_schema, dict):
        return core_schema
    copied = {key: _stopping_early(part) for key, part in core_schema.items()}
    return copied | {"fail_fast": True} if core_schema.get("type") in ("tuple", "dict") else copied


# ---- keys that stand twice in one object, of which parsers keep the last


class _Twice(Exception):
    """A key that stands twice, with the path to it."""

    def __init__(self, *path: str) -> None:
        super().__init__(*path)
        self.path = path


def _refuse_duplicate_keys(text: str, path: str) -> None:
    """Look at every object without keeping any: half the time of a read, and no memory."""
    try:
        json.loads(text, object_pairs_hook=_check_pairs)
    except _Twice as twice:
        found = json.loads(text, object_pairs_hook=_trace_pairs)
        raise refusal("duplicate_key", ".".join(found.path), twice.path[-1], "each key once", path) from None


def _check_pairs(pairs: list[tuple[str, object]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise _Twice(_first_twice(pairs))


def _first_twice(pairs: list[tuple[str, object]]) -> str:
    return next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)


def _trace_pairs(pairs: list[tuple[str, object]]) -> _Twice | None:
    """The same check, with the path of the key handed up from object to object."""
    if len(dict(pairs)) != len(pairs):
        return _Twice(_first_twice(pairs))
    for key, value in pairs:
        if isinstance(value, _Twice):
            return _Twice(key, *value.path)
        for at, item in enumerate(value) if isinstance(value, list) else ():
            if isinstance(item, _Twice):
                return _Twice(key, str(at), *item.path)
    return None

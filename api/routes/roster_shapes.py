"""Bodies and answers of volunteers, shifts and teams, as use cases take and give them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from api.schemas.shifts import MakingShown, RosterLockShown, ShiftMade, ShiftShown, TeamShown
from api.schemas.volunteers import ElderMade, ElderShown, NoticeShown, PairMade, VolunteerShown
from api.sentences import sentence

SHIFT = (
    "id",
    "round_id",
    "template_id",
    "code",
    "title_zh",
    "title_en",
    "date",
    "starts_at",
    "ends_at",
    "point_id",
    "terms",
    "changed",
    "state",
    "opens_at",
    "draw_at",
    "drawn_at",
    "coordinator_id",
)
TEAM = ("id", "shift_id", "organisation_id", "role", "seats", "state", "answer_by", "asked_by", "created_at")
LOCK = ("id", "shift_id", "volunteer_id", "kind", "role", "waives", "created_by", "created_at")


def changes_of(body: BaseModel, emptied: Iterable[str] = ()) -> dict[str, Any]:
    """What a body changes; None counts only for what may be taken away. Parts stay as they were sent."""
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    return {name: value for name, value in sent.items() if value is not None or name in emptied}


def fields_of(body: BaseModel, but: Iterable[str] = ()) -> dict[str, Any]:
    """All fields of a body; parts stay as they were sent."""
    return {name: getattr(body, name) for name in type(body).model_fields if name not in but}


def placed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of a place: who names an elder takes the point away, and the other way round."""
    found = dict(changes)
    if found.get("elder_id") is not None:
        found.setdefault("point_id", None)
    if found.get("point_id") is not None:
        found.setdefault("elder_id", None)
    return found


def volunteer_shown(seen: Any) -> VolunteerShown:
    """A volunteer as it is answered."""
    return VolunteerShown.model_validate(seen)


def elder_shown(seen: Any) -> ElderShown:
    """An elder as it is answered."""
    return ElderShown.model_validate(seen)


def elder_made(made: Any, language: str) -> ElderMade:
    """An elder with what should be known."""
    seen, notices = made
    return ElderMade(**elder_shown(seen).model_dump(), warnings=notices_shown(notices, language))


def pair_made(made: Any, language: str) -> PairMade:
    """A pair with what should be known."""
    row, notices = made
    return PairMade(id=row.id, a_id=row.a_id, b_id=row.b_id, kind=row.kind, warnings=notices_shown(notices, language))


def shift_shown(seen: Any) -> ShiftShown:
    """A shift as it is answered."""
    return ShiftShown(**_shift(seen))


def shift_made(seen: Any, notices: Any, language: str) -> ShiftMade:
    """A shift with what should be known."""
    return ShiftMade(**_shift(seen), warnings=notices_shown(notices, language))


def making_shown(made: Any, language: str) -> MakingShown:
    """What came of making shifts."""
    warnings = notices_shown(made.notices, language)
    return MakingShown(made=made.made, there=made.there, past=made.past, warnings=warnings)


def lock_shown(row: Any, reason: str) -> RosterLockShown:
    """A decision as it is answered."""
    rest = {"removed_by": row.removed_by, "removed_at": row.removed_at, "reason": reason}
    return RosterLockShown(**{name: getattr(row, name) for name in LOCK}, **rest)


def team_shown(seen: Any) -> TeamShown:
    """A team as it is answered."""
    row = seen.row
    rest = {"version": row.row_version, "named": seen.named, "answered_at": row.answered_at}
    return TeamShown(**{name: getattr(row, name) for name in TEAM}, **rest)


def notices_shown(notices: Iterable[Any], language: str) -> list[NoticeShown]:
    """What should be known, in the reader's words."""
    return [
        NoticeShown(code=one.code, numbers=dict(one.numbers), message=sentence(one.code, language, **one.numbers))
        for one in notices
    ]


def _shift(seen: Any) -> dict[str, Any]:
    row = seen.row
    found = {name: getattr(row, name) for name in SHIFT}
    posts = [{name: getattr(one, name) for name in one.__slots__} for one in seen.posts]
    told = {"version": row.row_version, "elder_id": seen.elder_id, "reason": seen.reason}
    return {**found, **told, "posts": posts}

"""The menu of changes that a scenario may make, as files and calls bring them.

Each change names what it touches by the ids of the problem; what it puts there is read as strictly as the problem
itself once all changes are made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from scheduler.errors import Rejected

Id = Annotated[str, Field(min_length=1, max_length=80)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Few = Annotated[int, Field(ge=1, le=10_000)]
Many = Annotated[int, Field(ge=0, le=100_000_000)]
Domain = Literal["parking", "rooms", "rosters"]
MOST_CHANGES = 50


class _Change(BaseModel):
    """What all changes share: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SetPolicy(_Change):
    """Another value of a setting: the draft of a covenant, or one number of it; `field` may name a part by dots."""

    kind: Literal["set_policy"]
    field: Id
    value: bool | int | list[int] | list[str] | None


class AddPlace(_Change):
    """A site, a room or a shift more, like one that is there.

    A site has `spaces` spaces and lies `metres` farther than the one it is like; a shift may be on another `date`.
    """

    kind: Literal["add_place"]
    like: Id
    id: Id
    spaces: Few | None = None
    metres: Annotated[int, Field(ge=0, le=10_000)] = 0
    date: Day | None = None


class AddSpaces(_Change):
    """Spaces more at a site, with the site's own hours."""

    kind: Literal["add_spaces"]
    site: Id
    count: Few


class ClosePlace(_Change):
    """A site, space, facility or room closed, daily from `start` to `end`, on all dates or those named."""

    kind: Literal["close_place"]
    place: Id
    first: Day | None = None
    last: Day | None = None
    start: Clock = "00:00"
    end: Clock = "24:00"


class OpenHours(_Change):
    """Hours more at a site, facility or room, on days of a kind or on weekdays (1 Monday to 7)."""

    kind: Literal["open_hours"]
    place: Id
    start: Clock
    end: Clock
    days: Annotated[str, Field(min_length=1, max_length=64)] = "every"
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7)] = []


class SetCap(_Change):
    """Another limit of a place.

    ``outside_cap`` or ``gate_limit`` of a site, ``capacity`` of a room or meeting point; None for none of its own.
    """

    kind: Literal["set_cap"]
    place: Id
    field: Literal["outside_cap", "gate_limit", "capacity"]
    value: Many | None


class SetQuota(_Change):
    """Another quota of a season; both None take it away."""

    kind: Literal["set_quota"]
    scope: Literal["party", "household", "category", "facility"]
    of: Id
    minutes: Many | None = None
    sessions: Many | None = None


class AddPeople(_Change):
    """People more, like somebody who is there: vehicles, groups or volunteers; their ids end in -2, -3 and so on."""

    kind: Literal["add_people"]
    like: Id
    count: Annotated[int, Field(ge=1, le=500)] = 1


class RemovePeople(_Change):
    """A registration, a section or a volunteer less."""

    kind: Literal["remove_people"]
    id: Id


class SetLock(_Change):
    """A decision of the staff more: a registration, section or volunteer pinned to, or kept from, a place."""

    kind: Literal["set_lock"]
    request: Id
    lock: Literal["pin", "ban"]
    place: Id | None = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    start: Clock | None = None
    role: Id | None = None


class Unlock(_Change):
    """All decisions of the staff about a registration, section or volunteer taken back."""

    kind: Literal["unlock"]
    request: Id


class SetCovenant(_Change):
    """A whole covenant in the place of the one `in_force`: its settings, and everybody's points counted anew.

    `lost` and `won` are rounds in a row by receipt, `guaranteed` receipts with a guarantee under the new settings;
    `hours` are those shared of one's own space and `violations` those that count, where the covenant in force counts
    none. Over a round they are filled in, in files they are read from the points where nothing is stated.
    """

    kind: Literal["set_covenant"]
    settings: dict[str, Any]
    in_force: dict[str, Any] = {}
    lost: dict[Id, Annotated[int, Field(ge=0, le=10_000)]] = {}
    won: dict[Id, Annotated[int, Field(ge=0, le=10_000)]] = {}
    hours: dict[Id, Annotated[int, Field(ge=0, le=10_000)]] = {}
    violations: dict[Id, Annotated[int, Field(ge=0, le=10_000)]] = {}
    guaranteed: list[Id] | None = None


Change = (
    SetPolicy
    | SetCovenant
    | AddPlace
    | AddSpaces
    | ClosePlace
    | OpenHours
    | SetCap
    | SetQuota
    | AddPeople
    | RemovePeople
    | SetLock
    | Unlock
)
Changes = Annotated[list[Annotated[Change, Field(discriminator="kind")]], Field(min_length=1, max_length=MOST_CHANGES)]
_READER: TypeAdapter[list[Change]] = TypeAdapter(Changes)


def changes_from(told: Sequence[Mapping[str, Any]]) -> list[Change]:
    """Changes as a file, a call or a row tells them.

    Raises
    ------
    Rejected
        ``not_a_change``, for the first that is none, with its field.
    """
    try:
        return _READER.validate_python(list(told))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(map(str, ("changes", *first["loc"])))
        value = first.get("input")
        shown = value if isinstance(value, str | int | None) else ""
        raise Rejected("not_a_change", at, shown, str(first["msg"])) from error

"""What staff state of rooms and their hours, held to what the core allows."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.errors import Rejected
from scheduler.models import FacilityClosure, FacilityWindow, Room
from scheduler.translation.values import closure_of, rule_of
from solvers.errors import InvalidProblem
from solvers.rooms import problem as core


def check_window(row: FacilityWindow, field: str) -> None:
    """Refuse a window that no problem may carry.

    Raises
    ------
    Rejected
        With the core's own code, the field below `field`, and what is allowed.
    """
    try:
        rule_of(row)
    except InvalidProblem as error:
        raise Rejected(error.code, f"{field}.{error.field}", error.value, error.allowed) from error


def check_closure(row: FacilityClosure) -> None:
    """Refuse a closure that no problem may carry.

    Raises
    ------
    Rejected
        With the core's own code, the field, and what is allowed.
    """
    try:
        closure_of(row)
    except InvalidProblem as error:
        raise Rejected(error.code, error.field, error.value, error.allowed) from error


def check_room(row: Room) -> None:
    """Refuse a room that no problem may carry.

    Raises
    ------
    Rejected
        With the core's own code, the field, and what is allowed.
    """
    try:
        core.Room(
            id=row.code,
            facility=row.code,
            capacity=row.capacity,
            features=tuple(row.features),
            noisy_next_to=tuple(row.noisy_next_to),
            setup=row.setup,
            clear=row.clear,
        )
    except InvalidProblem as error:
        raise Rejected(error.code, error.field, error.value, error.allowed) from error


def check_names(field: str, names: Sequence[str]) -> None:
    """Refuse names of features or equipment that no problem may carry.

    Raises
    ------
    Rejected
        ``out_of_range`` or ``bad_character``.
    """
    try:
        core.Room(id="room", facility="room", capacity=1, features=tuple(names))
    except InvalidProblem as error:
        raise Rejected(error.code, field, error.value, error.allowed) from error

"""Seats of one kind on one shift, and stretches of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from solvers.audit.protocol import Part

STANDBY = "standby"


class Stretch(NamedTuple):
    """A stretch of somebody's time; `post` is -1 for what lies before the horizon. Sorted by time."""

    start: int
    end: int
    day: int
    post: int = -1
    shift: int = -1
    demanding: bool = False

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Post:
    """Seats of one kind on one shift: a role, or the standby beside the first role."""

    shift: int
    name: str
    least: int
    target: int
    most: int
    priority: int
    safety: bool
    demanding: bool
    standby: bool
    age: int
    skills: tuple[tuple[tuple[str, int], ...], ...]
    training: str | None
    role: str


def seats_of(role: Part) -> tuple[int, int, int]:
    """Least, target and most seats of a role."""
    return role["least"], role["target"], role["most"]


def post_of(shift: int, role: Part, seats: tuple[int, int, int], *, standby: bool = False) -> Post:
    """A post of a role, or its standby, with least, target and most seats."""
    alternatives = (tuple((need["skill"], need.get("level", 1)) for need in needs) for needs in role.get("skills", ()))
    return Post(
        shift,
        STANDBY if standby else role["id"],
        *seats,
        priority=role.get("priority", 3),
        safety=role.get("safety", False),
        demanding=role.get("demanding", False),
        standby=standby,
        age=role.get("age", 0),
        skills=tuple(alternatives),
        training=role.get("training"),
        role=role["id"],
    )

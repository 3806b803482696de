"""What the town's people ask for, and how a refusal is expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from scheduler.actors import Actor
from scheduler.errors import Refused
from scheduler.models import Registration
from scheduler.usecases import registration
from scheduler.usecases.registration import Wish
from tests.communities import NIGHT
from tests.town import Town

NEWCOMER, OTHER = 7, 8
"""People who have a vehicle and ask for nothing yet."""


def refused(kind: type[Refused], code: str, field: str = "") -> Any:
    """Expects a refusal of a kind with a code, and the field that it speaks of."""
    return pytest.raises(kind, match=rf"^{code}(: {field})?$" if field else rf"^{code}\b")


def wish(town: Town, person: int = NEWCOMER, uses: Sequence[Mapping[str, Any]] = NIGHT, **more: Any) -> Wish:
    """A person's wish for the vehicle that they keep."""
    return Wish(vehicle_id=town.vehicles[person], uses=uses, **more)


def register(
    town: Town, person: int = NEWCOMER, by: Actor | None = None, channel: str = "web", submit: bool = True, **more: Any
) -> Registration:
    """A person's registration, written by themselves or by somebody else."""
    return town.do(
        registration.register,
        actor=by or town.people[person],
        vault=town.vault,
        round_id=town.round_id,
        wish=wish(town, person, **more),
        channel=channel,
        submit=submit,
    )


def act(town: Town, row: Registration, action: str, by: Actor, reason: str = "") -> Registration:
    """A step of a registration's path."""
    return town.do(registration.act, actor=by, registration_id=row.id, action=action, reason=reason)

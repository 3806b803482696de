"""The space that somebody had in the round before: a plan keeps them there where it can, until it is drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.covenant import settings_of
from scheduler.models import Registration, Round


def note_spaces(session: Session, round_: Round) -> None:
    """State of the registrations of a round which space their vehicle had last, where the covenant lets that count.

    What is stated already stays. A vehicle that got nothing in the last round that it took part in has none.
    """
    if round_.domain != "parking":
        return
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    most = settings_of(covenant.settings).parking.redraw_rounds
    had = queries.continuity.spaces_had(session, round_)
    for row in queries.continuity.without_space(session, round_.id, sorted(had)):
        row.previous_space_id = counting(had[_vehicle(row)], most)


def counting(rounds: Sequence[Sequence[str]], most: int | None) -> UUID | None:
    """The space that counts: that of the last round, unless it was the same for `most` rounds in a row.

    Rounds come with the last first, each with the spaces that a vehicle had in it.
    """
    if not rounds or not rounds[0]:
        return None
    last = rounds[0][0]
    in_a_row = next((at for at, spaces in enumerate(rounds) if last not in spaces), len(rounds))
    return None if most is not None and in_a_row >= most else UUID(last)


def _vehicle(row: Registration) -> UUID:
    assert row.vehicle_id is not None
    return row.vehicle_id

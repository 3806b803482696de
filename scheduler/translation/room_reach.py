"""Where a section could be held at all, before it competes: the options of a plan, asked for one section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from scheduler import calendar, queries
from scheduler.covenant import settings_of
from scheduler.models import Registration, Round
from scheduler.translation.houses import facility_of, policy_of, room_of
from scheduler.translation.sections import ASKED, section_of
from solvers.rooms import problem as core
from solvers.rooms.case import RoomsCase


@dataclass(frozen=True, slots=True)
class RoomReach:
    """A room that could hold a section, by code, with how many weekly slots in it suit."""

    facility: str
    room: str
    slots: int


def reach_of(session: Session, round_: Round, stored: Mapping[str, Any]) -> list[RoomReach]:
    """Rooms that could hold a section, most slots first; `stored` as `sections.checked_section` returns it."""
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    overrides = queries.community.overrides(session, round_.community_id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, overrides)
    house = queries.rooms.house_of(session, round_.community_id)
    member = round_.community_id  # any number will do for a section that nobody is told of
    row = Registration(receipt=ASKED, member_id=member, section=dict(stored))
    asked = section_of(row, round_.use_first, round_.use_last)
    problem = core.RoomsProblem(
        horizon=horizon,
        policy=policy_of(settings_of(covenant.settings).rooms),
        facilities=tuple(facility_of(one, house, horizon) for one in house.facilities),
        rooms=tuple(room_of(room, house, horizon) for room in house.rooms),
        parties=(core.Party(asked.party),),
        requests=(asked,),
    )
    case = RoomsCase(problem)
    slots = Counter(option.room for option in case.options)
    found = [RoomReach(problem.rooms[at].facility, problem.rooms[at].id, count) for at, count in slots.items()]
    return sorted(found, key=lambda one: (-one.slots, one.room))

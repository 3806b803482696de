"""Where a section could be held at all, before it competes: the options of a plan, asked for one section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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


def reaches_of(session: Session, round_: Round, stored: Sequence[Mapping[str, Any]]) -> list[list[RoomReach]]:
    """For each section the rooms that could hold it, most slots first; `stored` by `sections.checked_section`."""
    covenant = queries.community.covenant(session, round_.community_id, round_.covenant_version)
    overrides = queries.community.overrides(session, round_.community_id)
    horizon = calendar.horizon(round_.use_first, round_.use_last, overrides)
    house = queries.rooms.house_of(session, round_.community_id)
    member = round_.community_id  # any number will do for sections that nobody is told of
    rows = [Registration(receipt=f"{ASKED}{at}", member_id=member, section=dict(one)) for at, one in enumerate(stored)]
    requests = tuple(section_of(row, round_.use_first, round_.use_last) for row in rows)
    problem = core.RoomsProblem(
        horizon=horizon,
        policy=policy_of(settings_of(covenant.settings).rooms),
        facilities=tuple(facility_of(one, house, horizon) for one in house.facilities),
        rooms=tuple(room_of(room, house, horizon) for room in house.rooms),
        parties=(core.Party(member.hex),),
        requests=requests,
    )
    case = RoomsCase(problem)
    slots: list[Counter[int]] = [Counter() for _ in requests]
    for option in case.options:
        slots[option.section][option.room] += 1
    return [_reach(problem, found) for found in slots]


def _reach(problem: core.RoomsProblem, slots: Mapping[int, int]) -> list[RoomReach]:
    found = [RoomReach(problem.rooms[at].facility, problem.rooms[at].id, count) for at, count in slots.items()]
    return sorted(found, key=lambda one: (-one.slots, one.room))

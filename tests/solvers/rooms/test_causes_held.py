"""Sessions that more points do not move: those of guaranteed sections, and those that were given before."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from solvers.causes import Cause
from solvers.rooms.case import RoomsCase
from solvers.rooms.causes import causes_of
from solvers.rooms.explain import explain_section
from solvers.rooms.goals import Base
from solvers.rooms.plan import Session
from solvers.rooms.problem import RoomsProblem
from solvers.rooms.refusals import refusals_of
from solvers.rooms.removal_test import RemovalTest
from tests.solvers.rooms.small import monday, round_of, section
from tests.solvers.rooms.test_causes import planned

TEN: dict[str, Any] = {"people": 12, "category": "culture"}


def rivals(first: bool = False, second: bool = False, **more: object) -> RoomsProblem:
    """Two sections that both need the one room for twelve, in the same hours."""
    wishes = (monday("09:00", "10:00"),)
    return round_of(
        section("promised", *wishes, **TEN, guaranteed=first, rooms=("C",)),
        section("me", *wishes, **TEN, guaranteed=second, party="chess", rooms=("C",)),
        **more,
    )


def of(case: RoomsCase, sessions: tuple[Session, ...], base: Base | None = None, name: str = "me") -> Cause:
    """The cause of one section, which passes the removal test; told alike with all other refusals."""
    at = case.rooms.request_index[name]
    cause = causes_of(case, sessions, base)[at]
    assert RemovalTest(case, sessions).passes(cause)
    served = {one.request for one in sessions}
    assert name in served or refusals_of(case, sessions, base)[at].cause == cause
    return cause


def test_points_that_a_guarantee_outranks_are_not_told_as_missing() -> None:
    case = RoomsCase(rivals(first=True))
    sessions = planned(case, "options")
    cause = of(case, sessions)

    assert (cause.rivals, cause.outranked, cause.missing) == (("promised",), "guaranteed", None)
    assert explain_section(case, sessions, "me").cause == cause


@pytest.mark.parametrize("guarantees", [(True, True), (False, False)])
def test_where_both_are_guaranteed_or_neither_points_decide(guarantees: tuple[bool, bool]) -> None:
    case = RoomsCase(rivals(*guarantees))
    refused = {"promised", "me"} - {one.request for one in planned(case, "options")}
    cause = of(case, planned(case, "options"), name=refused.pop())

    assert (cause.outranked, cause.missing) == ("", 1)


def test_a_guaranteed_section_may_lose_all_sessions_but_one() -> None:
    twice = section("promised", monday(), monday(weekday=2), **TEN, guaranteed=True, sessions=2, rooms=("C",))
    asker = section("me", monday(weekday=2), **TEN, party="chess", rooms=("C",))
    case = RoomsCase(round_of(twice, replace(asker, ranges=(monday("09:00", "10:00", 2),))))
    sessions = planned(case, "options")
    both = tuple(one for one in sessions if one.request == "promised")
    assert len(both) == 2

    assert of(case, both).outranked == ""


def test_who_had_sessions_in_the_plan_before_keeps_them_in_a_re_plan_whatever_the_points() -> None:
    case = RoomsCase(rivals())
    sessions = tuple(one for one in planned(case, "options"))
    served = sessions[0].request
    refused = ({"promised", "me"} - {served}).pop()
    base = {case.rooms.request_index[served]: ((case.rooms.room_index["C"], 1, 540, 60),)}

    cause = of(case, sessions, base, refused)
    assert (cause.rivals, cause.outranked, cause.missing) == ((served,), "kept", None)
    assert of(case, sessions, {}, refused).missing == 1

"""The covenant's settings for rosters, and how they reach the core."""

from __future__ import annotations

from dataclasses import fields

import pytest
from pydantic import ValidationError

from scheduler.covenant import CovenantSettings, RosterRules, settings_of
from scheduler.translation.roster_parts import policy_of
from solvers.rosters.policy import WEIGHTS, RosterPolicy


def test_what_a_community_does_not_set_is_as_the_catalogue_has_it() -> None:
    assert policy_of(RosterRules()) == RosterPolicy()


def test_every_setting_of_the_core_is_a_setting_of_the_covenant() -> None:
    assert {one.name for one in fields(RosterPolicy)} <= RosterRules.model_fields.keys()


def test_what_a_community_sets_reaches_the_core() -> None:
    stored = {"rosters": {"week_minutes": [600, 300, 300], "weights": {"travel": 3}, "off": ["S22"]}}

    policy = policy_of(settings_of(stored).rosters)

    assert (policy.week_minutes, policy.weight("travel"), policy.off) == ((600, 300, 300), 3, ("S22",))
    assert policy.weight("gaps") == WEIGHTS["gaps"]


@pytest.mark.parametrize("wrong", [{"week_minute": [1, 1, 1]}, {"day_minutes": [1, 1]}, {"absences": 0}])
def test_a_misspelt_or_impossible_setting_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CovenantSettings.model_validate({"rosters": wrong})

"""Settings of a covenant as they are stated, and what of them cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.covenant import CovenantSettings, settings_of
from scheduler.covenant.difference import Differing, difference
from scheduler.covenant.reading import read_settings, whole
from scheduler.errors import Rejected
from scheduler.translation.covenants import INCOMES, Known, check_settings

KNOWN = Known(["H", "T"], ["C"])
FUND = {"to": "fund", "share": 10_000}


def fault(told: Any) -> tuple[str, str]:
    with pytest.raises(Rejected) as refused:
        check_settings(read_settings(told), KNOWN)
    return refused.value.code, refused.value.field


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ([], "wrong_type", ""),
        ({"parkin": {}}, "unknown_field", ".parkin"),
        ({"parking": {"reserve": 5}}, "unknown_field", ".parking.reserve"),
        ({"parking": {"reserve_percent": 101}}, "out_of_range", ".parking.reserve_percent"),
        ({"parking": {"reserve_percent": True}}, "wrong_type", ".parking.reserve_percent"),
        ({"parking": {"reserve_percent": "5"}}, "wrong_type", ".parking.reserve_percent"),
        ({"parking": {"class_points": {"tourist": 5}}}, "out_of_range", ".parking.class_points.tourist.?"),
        ({"parking": {"criteria": {"a\u0000": 1}}}, "bad_character", ".parking.criteria"),
        ({"fees": {"tariffs": [{"window": "night"}]}}, "missing_field", ".fees.tariffs.0.fen"),
        ({"fees": {"tariffs": [{"fen": -1}]}}, "out_of_range", ".fees.tariffs.0.fen"),
        ({"fees": {"tariffs": [{"fen": 1}, {"fen": 2}]}}, "tariff_twice", ".fees"),
        ({"fees": {"tariffs": [{"fen": 1, "site": "H"}]}}, "tariff_without_reason", ".fees.tariffs.0"),
        (
            {"fees": {"tariffs": [{"fen": 1, "site": "X", "reason_zh": "近", "reason_en": "near"}]}},
            "unknown_id",
            ".fees.tariffs.0.site",
        ),
        ({"fees": {"splits": [{"income": "own", "parts": [FUND, FUND]}]}}, "split_not_whole", ".fees.splits.0"),
        (
            {"fees": {"splits": [{"income": "shared", "parts": [{"to": "fund", "share": 9_999}]}]}},
            "split_not_whole",
            ".fees.splits.0",
        ),
        ({"fees": {"splits": [{"income": "shared", "parts": [FUND]}]}}, "split_missing", ".fees.splits"),
        ({"rooms": {"facility_quotas": {"Z": {"minutes": 60}}}}, "unknown_id", ".rooms.facility_quotas.Z"),
        ({"rosters": {"off": ["H99"]}}, "unknown_id", ".rosters.off.0"),
        ({"rosters": {"lead_from": 9, "lead_for": 8}}, "out_of_range", ".rosters.lead_from"),
        ({"rosters": {"weights": {"kindness": 1}}}, "unknown_id", ".rosters.weights.kindness"),
        ({"booking": {"shortest_minutes": 60, "longest_minutes": 30}}, "inverted_lengths", ".booking.longest_minutes"),
        ({"parking": {"criteria": {}}}, "points_sum_nowhere", ".parking.class_points.owner"),
        ({"parking": {"criteria": {"waiting": 1}}}, "points_sum_nowhere", ".parking.class_points.owner"),
        (
            {
                "parking": {
                    "class_points": {"owner": 60, "tenant": 1, "partner": 1, "outside": 0},
                    "need_points": 0,
                }
            },
            "points_sum_nowhere",
            ".parking.class_points.outside",
        ),
        (
            {"parking": {"class_points": {"owner": 60}, "need_points": 0}},
            "points_sum_nowhere",
            ".parking.class_points.tenant",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_path(told: Any, code: str, field: str) -> None:
    assert fault(told) == (code, f"settings{field}")


def test_the_usual_settings_can_be() -> None:
    check_settings(CovenantSettings(), KNOWN)


def test_points_that_lists_from_paper_bring_are_enough() -> None:
    check_settings(read_settings({"parking": {"criteria": {"years in the street": 1}}}), KNOWN)


def test_every_income_has_a_split() -> None:
    assert {split.income for split in CovenantSettings().fees.splits} == set(INCOMES)


def test_settings_are_kept_with_their_defaults_and_read_again() -> None:
    settings = read_settings({"fees": {"tariffs": [{"window": "night", "fen": 8_000}]}})

    assert whole(settings)["parking"]["reserve_percent"] == 5
    assert settings_of(whole(settings)) == settings


def test_the_difference_is_told_setting_by_setting() -> None:
    after = read_settings({"parking": {"reserve_percent": 8}, "most_vehicles_per_member": 2})

    assert difference(CovenantSettings(), after) == [
        Differing("parking.reserve_percent", 5, 8),
        Differing("most_vehicles_per_member", 3, 2),
    ]

"""Figures of a round of two dates whose arithmetic fits in the head.

Friday 6 March is a workday, Saturday 7 March a rest day. Compound `c` shares 4 spaces on workdays 08:00-18:00, tower
`t` 2 spaces on workdays 18:00-08:00 and all rest day. `day` (09:00-17:00, 250 m) and `outside` (09:15-12:00, 0 m) stand
at `c` on Friday, `night` (19:00-07:00, 100 m) at `t` from Friday to Saturday; `refused` stands nowhere.
"""

from dataclasses import replace
from datetime import date

import pytest

from solvers.parking.figures import Exchange, Score, Tally, WalkStep, figures_of
from solvers.parking.problem import ParkingProblem, Partnership, Pattern, Policy, Registration, Site, Space
from solvers.parking.recipe import formulate
from solvers.problem import Assignment
from solvers.timetable import Day, Horizon, WindowRule

HORIZON = Horizon(
    date(2026, 3, 6),
    date(2026, 3, 7),
    (
        Day(date(2026, 3, 5), "workday"),
        Day(date(2026, 3, 6), "workday"),
        Day(date(2026, 3, 7), "rest_day"),
        Day(date(2026, 3, 8), "rest_day"),
    ),
)
ROUND = ParkingProblem(
    horizon=HORIZON,
    policy=Policy(criteria={"class": 1}, reserve_percent=25),
    sites=(
        Site("c", "compound", (WindowRule("workday", start="08:00", end="18:00"),)),
        Site("t", "tower", (WindowRule("workday", start="18:00", end="08:00"), WindowRule("rest_day"))),
    ),
    spaces=(Space("c-", "c", count=4), Space("t-", "t", count=2)),
    patterns=(
        Pattern("day", (WindowRule("workday", start="09:00", end="17:00"),)),
        Pattern("morning", (WindowRule("workday", start="09:15", end="12:00"),)),
        Pattern("night", (WindowRule("workday", start="19:00", end="07:00"),)),
    ),
    requests=(
        Registration("day", "v1", "day", {"class": 10}, {"c": 250}, home_site="t"),
        Registration("outside", "v2", "morning", {"class": 4}, {"c": 0}, party="outside"),
        Registration("night", "v3", "night", {"class": 7}, {"t": 100}, party="owner", home_site="c"),
        Registration("refused", "v4", "day", {"class": 5}, {"c": 400}, size="compact", party="partner", home_site="t"),
    ),
    partners=(Partnership("c", "t", 2),),
)
PLAN = (Assignment(0, (0,)), Assignment(1, (1,)), Assignment(2, (4,)))
NINE, NOON, SEVEN_PM = 18, 24, 38


RECIPE = formulate(ROUND)
FIGURES = figures_of(RECIPE, PLAN, baseline=PLAN[1:2], greedy=PLAN[:2])


def test_the_plan_of_the_example_keeps_every_rule() -> None:
    assert RECIPE.formulation.verify(PLAN) == []


def test_served_and_points_are_counted_by_class_and_by_size() -> None:
    assert FIGURES.whole == Tally("all", asked=4, served=3, points_asked=26, points_served=21)
    assert FIGURES.by_party == (
        Tally("owner", 1, 1, 7, 7),
        Tally("tenant", 1, 1, 10, 10),
        Tally("partner", 1, 0, 5, 0),
        Tally("outside", 1, 1, 4, 4),
    )
    assert FIGURES.by_size == (
        Tally("compact", 1, 0, 5, 0),
        Tally("standard", 3, 3, 21, 21),
        Tally("large", 0, 0, 0, 0),
    )


def test_other_plans_of_the_round_are_scored_beside_it() -> None:
    assert (FIGURES.baseline, FIGURES.greedy) == (Score(1, 4), Score(2, 14))
    assert figures_of(RECIPE, PLAN).baseline is None


def test_mean_use_is_occupied_over_open_space_minutes_of_the_planned_dates() -> None:
    compound, tower = FIGURES.sites

    # 8 h and 2 h 45 min on 4 spaces open 10 h; 5 h before and 7 h after midnight on 2 spaces open 14 h and 24 h.
    assert compound.mean_share == pytest.approx((480 + 165) / (4 * 600))
    assert tower.mean_share == pytest.approx((300 + 420) / (2 * (840 + 1440)))


def test_peak_reserve_and_outside_vehicles_are_those_of_the_fullest_moment() -> None:
    compound, tower = FIGURES.sites

    assert (compound.peak_share, compound.spare, compound.spare_due) == (0.5, 2, 1)
    assert (compound.outside_peak, compound.outside_cap) == (1, 1)
    assert (tower.peak_share, tower.spare, tower.spare_due) == (0.5, 1, 1)
    assert (tower.outside_peak, tower.outside_cap) == (0, 0)


def test_sites_count_their_rights_and_the_people_who_come_from_them() -> None:
    assert [(site.id, site.spaces, site.rights) for site in FIGURES.sites] == [("c", 4, 2), ("t", 2, 1)]
    assert [(site.origin_asked, site.origin_served) for site in FIGURES.sites] == [(1, 1), (2, 1)]


def test_partner_sites_state_what_they_received_and_gave() -> None:
    assert FIGURES.exchanges == (Exchange("c", "t", received=1, given=1, tolerance=2),)


def test_a_half_hour_holds_the_mean_of_its_minutes() -> None:
    compound, tower = FIGURES.rows

    # `outside` comes at 09:15, so it fills half of the half hour from 09:00.
    assert compound.workday.occupied[NINE - 1 : NINE + 2] == pytest.approx((0, 1.5, 2))
    assert compound.workday.occupied[NOON - 1 : NOON + 1] == pytest.approx((2, 1))
    assert compound.workday.open[15:17] == pytest.approx((0, 4))
    assert tower.workday.occupied[SEVEN_PM - 1 : SEVEN_PM + 1] == pytest.approx((0, 1))


def test_a_night_counts_on_both_of_its_dates() -> None:
    tower = FIGURES.rows[1]

    assert tower.rest_day.occupied == pytest.approx([1] * 14 + [0] * 34)
    assert tower.rest_day.open == pytest.approx([2] * 48)


def test_totals_add_up_the_sites_of_a_kind() -> None:
    assert [(total.id, total.spaces) for total in FIGURES.totals] == [("compound", 4), ("tower", 2)]
    assert [total.workday for total in FIGURES.totals] == [row.workday for row in FIGURES.rows]


def test_a_date_holds_the_mean_of_its_day() -> None:
    friday, saturday = FIGURES.dates

    assert [friday.day_type, saturday.day_type] == ["workday", "rest_day"]
    assert friday.occupied == pytest.approx((480 + 165 + 300) / 1440)
    assert friday.open == pytest.approx((4 * 600 + 2 * 840) / 1440)
    assert saturday.occupied == pytest.approx(420 / 1440)
    assert saturday.open == pytest.approx(2)
    assert (FIGURES.workdays, FIGURES.rest_days) == (1, 1)


def test_walks_are_counted_in_steps_of_100_metres_with_none_left_out() -> None:
    assert FIGURES.walks == (WalkStep(100, 2), WalkStep(200, 0), WalkStep(300, 1))


def test_an_empty_plan_has_figures() -> None:
    empty = figures_of(RECIPE, ())

    assert (empty.whole.served, empty.walks) == (0, ())
    assert [(site.mean_share, site.spare, site.spare_due) for site in empty.sites] == [(0.0, None, None)] * 2


def test_a_round_without_supply_has_figures() -> None:
    barren = replace(ROUND, sites=(), spaces=(), requests=(), partners=())

    figures = figures_of(formulate(barren), ())

    assert (figures.sites, figures.rows) == ((), ())
    assert [date.open for date in figures.dates] == [0, 0]


def test_sites_without_spaces_are_empty_not_full() -> None:
    figures = figures_of(formulate(replace(ROUND, spaces=())), ())

    assert [(site.spaces, site.mean_share, site.peak_share) for site in figures.sites] == [(0, 0.0, 0.0)] * 2


def test_of_many_sites_the_largest_are_shown_in_their_order() -> None:
    sites = tuple(replace(ROUND.sites[0], id=f"s{at}") for at in range(42))
    spaces = tuple(Space(f"p{at}", site.id, count=1 if at in (0, 20) else 3) for at, site in enumerate(sites))
    many = replace(ROUND, sites=sites, spaces=spaces, requests=(), partners=())

    figures = figures_of(formulate(many), ())

    assert [row.id for row in figures.rows] == [site.id for at, site in enumerate(sites) if at not in (0, 20)]
    assert figures.totals[0].spaces == 122

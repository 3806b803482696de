"""A draft tried on the last round: who gains, who loses, the income; and points counted anew."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler import queries
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.covenant.reading import read_settings, whole
from scheduler.errors import Conflict, NotAllowed, Refused
from scheduler.models import CovenantDraft, Registration, Round
from scheduler.planning.outcome import Outcome
from scheduler.planning.protocol import FIGURES_FILE, PLAN_FILE, ChildOrder
from scheduler.planning.solving import Watcher
from scheduler.planning.studying import study
from scheduler.scenarios.covenants import Asked, rescored
from scheduler.usecases import covenant_previews, covenants, planning, runs, what_ifs
from scheduler.worker.solver import document_in
from tests.scheduler.covenant.test_drafts import council, draft
from tests.scheduler.usecases.use_acts import see_violation
from tests.town import Town

ORDER = planning.Order(work_limit=2.0)
USUAL = CovenantSettings()


def in_force(town: Town) -> dict[str, Any]:
    """Settings of the town's covenant, whole."""
    with town.database.reading() as session:
        row = queries.covenants.last(session, town.community_id)
        assert row is not None
        return whole(settings_of(row.settings))


def tried(town: Town, row: CovenantDraft, folder: Path) -> dict[str, Any]:
    """Order a preview and solve it as the worker's child would; the figures that readers are shown."""
    run = town.do(covenant_previews.order, actor=town.coordinator, draft_id=row.id, domain="parking", wanted=ORDER)
    planning.freeze(town.database, run.id)
    taken = town.do(runs.take, run_id=run.id, worker="test")
    assert taken is not None
    assert taken.base is not None
    assert taken.before is not None
    for name, content in (("problem", taken.problem), ("base", taken.base), ("before", taken.before)):
        (folder / f"{name}.json").write_bytes(content)
    paths: dict[str, Any] = {name: str(folder / f"{name}.json") for name in ("problem", "base", "before")}
    more: dict[str, Any] = {"scenario": True, "work": taken.work_limit, "workers": 1, "fees": taken.fees}
    assert study(ChildOrder(folder=str(folder), **paths, **more), Watcher()) is not None
    outcome = Outcome(document_in(folder / PLAN_FILE), (), json.loads((folder / FIGURES_FILE).read_text()))
    town.do(runs.finish, run_id=run.id, lease=taken.lease, outcome=outcome)
    shown = town.see(covenant_previews.previews, actor=council(town), draft_id=row.id)
    assert [one.domain for one in shown] == ["parking"]
    assert shown[0].figures is not None
    return dict(shown[0].figures)


def test_a_draft_tells_who_gains_who_loses_and_what_comes_in(published: Town, tmp_path: Path) -> None:
    settings = in_force(published)
    settings["parking"]["reserve_percent"] = 60
    settings["fees"]["tariffs"] = [{"window": "night", "fen": 3_100}]

    figures = tried(published, draft(published, settings), tmp_path)

    before, after = figures["before"], figures["after"]
    assert (before["served"], after["served"]) == (5, 1)
    assert (figures["people"]["gained"], figures["people"]["lost"]) == (0, 4)
    # 28 of the 31 days of May, of one vehicle.
    assert (before["income_fen"], after["income_fen"]) == (0, 2_800)
    assert figures.keys() == {"before", "after", "people"}


def test_a_draft_that_changes_nothing_about_rounds_leaves_the_problem_as_it_was(published: Town) -> None:
    change = [{"kind": "set_covenant", "settings": in_force(published)}]
    with published.database.reading() as session:
        round_ = session.get_one(Round, published.round_id)
        ground = what_ifs.ground_of(session, round_).problem
        assert what_ifs.problem_with(ground, what_ifs.known_past(session, round_, change)) == ground


def test_criteria_that_the_covenant_in_force_lacks_are_counted_from_what_is_known(published: Town) -> None:
    settings = in_force(published)
    assert "violations" not in settings["parking"]["criteria"]
    settings["parking"]["criteria"] = {"class": 1, "violations": -1}
    with published.database.writing() as session:
        round_ = session.get_one(Round, published.round_id)
        published.clock.now = round_.apply_until - timedelta(hours=1)
    see_violation(published, 0)
    with published.database.reading() as session:
        round_ = session.get_one(Round, published.round_id)
        told = what_ifs.known_past(session, round_, [{"kind": "set_covenant", "settings": settings}])
        ground: Any = what_ifs.ground_of(session, round_).problem
        tried: Any = what_ifs.problem_with(ground, told)
        receipt = session.get_one(Registration, published.registrations[0]).receipt
    before, after = ({one.id: one.points for one in problem.requests}[receipt] for problem in (ground, tried))
    assert told[0]["violations"] == {receipt: 1}
    assert dict(after) == {**before, "violations": 5}


def test_figures_of_a_draft_that_was_amended_are_not_shown(published: Town, tmp_path: Path) -> None:
    settings = in_force(published)
    settings["parking"]["reserve_percent"] = 60
    row = draft(published, settings)
    tried(published, row, tmp_path)
    settings["parking"]["reserve_percent"] = 10
    given: dict[str, Any] = {"draft_id": row.id, "version": 1, "wanted": covenants.Wanted("Less", settings)}
    published.do(covenants.amend, actor=published.coordinator, **given)

    shown = published.see(covenant_previews.previews, actor=published.auditor, draft_id=row.id)
    assert [one.figures for one in shown] == [None]
    again = tried(published, row, tmp_path)
    assert again["people"]["lost"] == 2


@pytest.mark.parametrize(
    ("domain", "by", "expected"),
    [
        ("rooms", "coordinator", (Conflict, "nothing_to_preview")),
        ("parking", "coordinator", (Conflict, "nothing_to_preview")),
        ("parking", "staff", (NotAllowed, "not_for_this_role")),
    ],
)
def test_what_cannot_be_tried(town: Town, domain: str, by: str, expected: Any) -> None:
    row = draft(town)
    given: dict[str, Any] = {"draft_id": row.id, "domain": domain, "wanted": ORDER}

    with pytest.raises(Refused) as refused:
        town.do(covenant_previews.order, actor=getattr(town, by), **given)
    assert (type(refused.value), refused.value.code) == expected


LOSER = Asked("tenant", False, {"H": 200}, lost=2, won=0, hours=0, violations=0)


@pytest.mark.parametrize(
    ("stated", "settings", "expected"),
    [
        ({"class": 45, "waiting": 20}, {}, {"class": 45, "waiting": 20}),
        (
            {"class": 45, "waiting": 20},
            {"parking": {"class_points": {"tenant": 50}, "points_per_lost_round": 12}},
            {"class": 50, "waiting": 24},
        ),
        # What was stated on paper stays.
        ({"class": 70, "waiting": 20}, {"parking": {"class_points": {"tenant": 50}}}, {"class": 70, "waiting": 20}),
        # A criterion that the covenant no longer has counts nothing.
        ({"class": 45, "waiting": 20, "paper": 3}, {}, {"class": 45, "waiting": 20}),
        (
            {"class": 45, "waiting": 20, "decision": 7},
            {"parking": {"criteria": {"class": 1, "near": 1, "decision": 1}, "near_points": 9}},
            {"class": 45, "near": 9, "decision": 7},
        ),
    ],
)
def test_points_are_counted_anew_criterion_by_criterion(stated: Any, settings: Any, expected: Any) -> None:
    assert rescored(stated, LOSER, USUAL, read_settings(settings)) == expected


def test_what_takes_points_off_leaves_one() -> None:
    winner = Asked("outside", False, {}, lost=0, won=9, hours=0, violations=0)
    new = read_settings({"parking": {"criteria": {"class": 1, "won": -2}, "most_won_points": 90}})

    points = rescored({"class": 15, "waiting": 0}, winner, USUAL, new)

    assert (points, new.parking.weighted(points)) == ({"class": 15, "won": 7}, 1)

"""Scenarios over a round: written down, solved beside it, compared, shown to the council, never published."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Refused
from scheduler.ids import new_id
from scheduler.models import Assignment, AuditEntry, Plan, Refusal, Run, Scenario
from scheduler.planning.outcome import Outcome
from scheduler.planning.protocol import FIGURES_FILE, PLAN_FILE, ChildOrder
from scheduler.planning.solving import Watcher
from scheduler.planning.studying import study
from scheduler.usecases import looking, planning, publication, runs, scenarios
from scheduler.usecases.scenarios import Wanted
from scheduler.worker.solver import document_in
from tests.town import Town

SHUT: list[dict[str, Any]] = [{"kind": "close_place", "place": "T"}]
ORDER = planning.Order(work_limit=2.0)


@pytest.fixture
def closed(town: Town) -> Town:
    """A round that is planned."""
    town.close()
    town.plan()
    return town


def make(town: Town, name: str = "tower shut", changes: Any = SHUT, **more: Any) -> Scenario:
    given = {"actor": town.coordinator, "round_id": town.round_id, "wanted": Wanted(name, changes), **more}
    return town.do(scenarios.make, **given)


def refused(town: Town, work: Any, **given: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as found:
        town.do(work, **{"actor": town.coordinator, **given})
    return found.value.code, found.value.field


def solve(town: Town, scenario_id: UUID, folder: Path) -> UUID:
    """Queue a run of a scenario and solve it as the worker's child would; the plan."""
    run = town.do(scenarios.queue_run, actor=town.coordinator, scenario_id=scenario_id, order=ORDER)
    planning.freeze(town.database, run.id)
    taken = town.do(runs.take, run_id=run.id, worker="test")
    assert taken is not None
    files = {"problem": taken.problem, "base": taken.base, "before": taken.before}
    paths = {name: str(folder / f"{name}.json") for name, content in files.items() if content is not None}
    for name, path in paths.items():
        Path(path).write_bytes(files[name] or b"")
    order = ChildOrder(
        paths["problem"],
        str(folder),
        paths["base"],
        work=taken.work_limit,
        workers=1,
        scenario=True,
        before=paths["before"],
    )
    assert study(order, Watcher()) is not None
    outcome = Outcome(document_in(folder / PLAN_FILE), (), json.loads((folder / FIGURES_FILE).read_text()))
    return town.do(runs.finish, run_id=run.id, lease=taken.lease, outcome=outcome).id


def seen(town: Town, scenario_id: UUID, actor: Actor | None = None) -> tuple[Scenario, Run | None, Plan | None]:
    return town.see(scenarios.seen, actor=actor or town.coordinator, scenario_id=scenario_id)


def test_a_scenario_is_solved_and_compared_with_the_plan_of_its_round(closed: Town, tmp_path: Path) -> None:
    row = make(closed)
    plan_id = solve(closed, row.id, tmp_path)
    found, run, plan = seen(closed, row.id)
    assert run is not None
    assert plan is not None
    assert (plan.id, run.state, plan.scenario_id, run.replan) == (plan_id, "done", row.id, False)
    figures = found.figures or {}
    before, after = figures["before"], figures["after"]
    with closed.database.reading() as session:
        known = session.get_one(Plan, closed.newest_plan())
    assert [tier["value"] for tier in before["tiers"]] == [tier["value"] for tier in known.tiers]
    assert (before["asked"], before["served"]) == (known.requests, known.assigned)
    assert (
        after["served"] == plan.assigned == before["served"] - figures["people"]["lost"] + figures["people"]["gained"]
    )
    assert len(figures["changes"]) == sum(figures["people"].values())


def test_its_plan_is_none_of_the_round_and_leaves_no_row_of_anybody(closed: Town, tmp_path: Path) -> None:
    newest, before = closed.newest_plan(), closed.states()
    plan_id = solve(closed, make(closed).id, tmp_path)
    assert (closed.newest_plan(), closed.states()) == (newest, before)
    with closed.database.reading() as session:
        made = [
            len(queries.plans.of_round(session, closed.round_id)),
            len(queries.runs.of_round(session, closed.round_id)),
        ]
        assert (made, queries.plans.runs_made(session, closed.round_id)) == ([1, 1], 1)
        for rows in (Assignment, Refusal):
            count = select(func.count()).select_from(rows).where(rows.plan_id == plan_id)
            assert session.execute(count).scalar_one() == 0


def test_its_plan_is_never_published(closed: Town, tmp_path: Path) -> None:
    plan_id = solve(closed, make(closed).id, tmp_path)
    assert refused(closed, publication.request, plan_id=plan_id) == ("plan_of_a_scenario", "plan_id")
    closed.publish(closed.newest_plan())


def test_over_a_published_round_it_starts_from_what_is_in_force_and_touches_none_of_it(
    closed: Town, tmp_path: Path
) -> None:
    closed.publish(closed.newest_plan())
    before = closed.states()
    solve(closed, make(closed).id, tmp_path)
    assert closed.states() == before
    figures = seen(closed, closed.see(scenarios.of_round, actor=closed.coordinator, round_id=closed.round_id)[0].id)
    assert (figures[0].figures or {})["before"]["served"] == closed.states().count("allocated")


def test_a_round_without_a_plan_has_nothing_to_start_from_and_nothing_to_compare_with(town: Town) -> None:
    wanted = Wanted("early", SHUT)
    for state in ("open", "closed"):
        if state == "closed":
            town.close()
        for work in (scenarios.check, scenarios.make):
            assert refused(town, work, round_id=town.round_id, wanted=wanted) == ("round_not_ready", "state")


def test_a_scenario_has_no_rows_of_anybody_to_be_listed_or_compared(closed: Town, tmp_path: Path) -> None:
    plan_id = solve(closed, make(closed).id, tmp_path)
    with pytest.raises(Refused) as found:
        closed.see(planning.compare, actor=closed.coordinator, before=closed.newest_plan(), after=plan_id)
    assert found.value.code == "no_such_thing"


def test_what_came_of_other_changes_is_not_shown_as_the_scenarios_own(closed: Town, tmp_path: Path) -> None:
    row = make(closed)
    solve(closed, row.id, tmp_path)
    wanted = Wanted("n", [*SHUT, {"kind": "set_policy", "field": "reserve_percent", "value": 0}])
    closed.clock.advance(minutes=1)
    closed.do(scenarios.amend, actor=closed.coordinator, scenario_id=row.id, version=1, wanted=wanted)
    assert seen(closed, row.id)[1:] == (None, None)


def test_changes_are_tried_before_anything_is_written(closed: Town) -> None:
    wanted = Wanted("x", [{"kind": "close_place", "place": "nowhere"}])
    found = refused(closed, scenarios.check, round_id=closed.round_id, wanted=wanted)
    assert found == ("unknown_id", "changes.0.place")
    wanted = Wanted("x", [{"kind": "explode"}])
    assert refused(closed, scenarios.make, round_id=closed.round_id, wanted=wanted) == ("not_a_change", "changes.0")
    assert closed.see(scenarios.of_round, actor=closed.coordinator, round_id=closed.round_id) == []


def test_two_scenarios_of_a_round_are_not_called_alike_until_one_is_removed(closed: Town) -> None:
    row = make(closed)
    wanted = Wanted(row.name, SHUT)
    again = {"round_id": closed.round_id, "wanted": wanted}
    assert refused(closed, scenarios.make, **again) == ("scenario_name_taken", "name")
    closed.do(scenarios.remove, actor=closed.coordinator, scenario_id=row.id)
    assert refused(closed, scenarios.remove, scenario_id=row.id) == ("no_such_thing", "")
    assert make(closed).name == row.name


def test_other_changes_forget_what_came_of_those_before_and_a_new_name_does_not(closed: Town, tmp_path: Path) -> None:
    row = make(closed)
    solve(closed, row.id, tmp_path)
    named = closed.do(
        scenarios.amend, actor=closed.coordinator, scenario_id=row.id, version=1, wanted=Wanted("n", SHUT)
    )
    assert (named.name, named.figures is None, named.row_version) == ("n", False, 2)
    stale = {"scenario_id": row.id, "version": 1, "wanted": Wanted("n", SHUT)}
    assert refused(closed, scenarios.amend, **stale) == ("changed_meanwhile", "If-Match")
    more = [*SHUT, {"kind": "set_policy", "field": "reserve_percent", "value": 0}]
    other = closed.do(
        scenarios.amend, actor=closed.coordinator, scenario_id=row.id, version=2, wanted=Wanted("n", more)
    )
    assert (other.changes, other.figures) == (more, None)


def test_one_run_of_a_scenario_is_under_way_at_a_time_and_none_of_the_round_waits_for_it(closed: Town) -> None:
    row = make(closed)
    closed.do(scenarios.queue_run, actor=closed.coordinator, scenario_id=row.id, order=ORDER)
    for work, more in ((scenarios.queue_run, {"order": ORDER}), (scenarios.remove, {})):
        assert refused(closed, work, scenario_id=row.id, **more) == ("run_under_way", "scenario_id")
    closed.plan()


def test_changes_that_cannot_be_made_any_more_end_the_run_with_their_code(closed: Town) -> None:
    row = make(closed)
    with closed.database.writing() as session:
        session.get_one(Scenario, row.id).changes = [{"kind": "close_place", "place": "gone"}]
    run = closed.do(scenarios.queue_run, actor=closed.coordinator, scenario_id=row.id, order=ORDER)
    with pytest.raises(Refused) as found:
        planning.freeze(closed.database, run.id)
    assert found.value.code == "unknown_id"


def test_the_council_looks_by_a_secret_address_until_its_days_are_over_or_it_is_ended(closed: Town) -> None:
    row = make(closed, changes=[*SHUT, {"kind": "set_lock", "request": receipt_of(closed), "lock": "ban"}])
    _, secret = closed.do(scenarios.share, actor=closed.coordinator, scenario_id=row.id, days=7)
    found, round_ = closed.see(scenarios.shown, secret=secret, now=closed.clock.now)
    assert (found.id, round_.id) == (row.id, closed.round_id)
    assert scenarios.changes_without_people(found) == [*SHUT, {"kind": "set_lock", "lock": "ban"}]
    _, newer = closed.do(scenarios.share, actor=closed.coordinator, scenario_id=row.id, days=7)
    assert refused_to_see(closed, secret) == "no_such_thing"
    closed.clock.advance(days=7, minutes=1)
    assert refused_to_see(closed, newer) == "no_such_thing"
    closed.clock.now -= timedelta(days=1)
    assert closed.see(scenarios.shown, secret=newer, now=closed.clock.now)[0].id == row.id
    closed.do(scenarios.unshare, actor=closed.coordinator, scenario_id=row.id)
    assert refused_to_see(closed, newer) == "no_such_thing"
    assert refused(closed, scenarios.share, scenario_id=row.id, days=91) == ("out_of_range", "days")


def receipt_of(town: Town) -> str:
    with town.database.reading() as session:
        return looking.registrations_of(session, actor=town.coordinator, round_id=town.round_id)[0].receipt


def refused_to_see(town: Town, secret: str) -> str:
    with pytest.raises(Refused) as found:
        town.see(scenarios.shown, secret=secret, now=town.clock.now)
    return found.value.code


def test_residents_make_none_and_auditors_only_look(closed: Town) -> None:
    row = make(closed)
    resident = closed.people[0]
    wanted = {"round_id": closed.round_id, "wanted": Wanted("mine", SHUT)}
    assert refused(closed, scenarios.make, actor=resident, **wanted) == ("not_for_this_role", "")
    assert refused(closed, scenarios.make, actor=closed.auditor, **wanted) == ("not_for_this_role", "")
    assert seen(closed, row.id, closed.auditor)[0].id == row.id
    with pytest.raises(Refused) as found:
        seen(closed, row.id, resident)
    assert found.value.code == "no_such_thing"


def test_what_another_community_or_nobody_has_is_not_found(closed: Town) -> None:
    row = make(closed)
    for actor, scenario_id in ((closed.stranger, row.id), (closed.coordinator, new_id())):
        given = {"actor": actor, "scenario_id": scenario_id}
        assert refused(closed, scenarios.queue_run, order=ORDER, **given) == ("no_such_thing", "")
        assert refused(closed, scenarios.remove, **given) == ("no_such_thing", "")


def test_every_step_stands_in_the_chain(closed: Town) -> None:
    row = make(closed)
    closed.do(scenarios.share, actor=closed.coordinator, scenario_id=row.id, days=1)
    closed.do(scenarios.unshare, actor=closed.coordinator, scenario_id=row.id)
    closed.do(scenarios.remove, actor=closed.coordinator, scenario_id=row.id)
    with closed.database.reading() as session:
        wanted = select(AuditEntry.action).where(AuditEntry.action.startswith("scenario.")).order_by(AuditEntry.seq)
        steps = ["scenario.make", "scenario.share", "scenario.unshare", "scenario.remove"]
        assert list(session.execute(wanted).scalars()) == steps

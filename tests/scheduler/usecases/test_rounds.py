"""Rounds: set up, amended, moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.models import Round
from scheduler.usecases import rounds
from tests.communities import FIRST, LAST
from tests.scheduler.usecases.wishes import refused
from tests.town import START, Town

TERMS = rounds.RoundTerms("2026-06", "六月", "June", START, START + timedelta(days=3), FIRST, LAST)


def set_up(town: Town, by: Actor | None = None, **changed: Any) -> Round:
    return town.do(rounds.set_up, actor=by or town.coordinator, terms=replace(TERMS, **changed))


def move(town: Town, action: str, by: Actor | None = None, reason: str = "") -> Round:
    return town.do(rounds.move, actor=by or town.coordinator, round_id=town.round_id, action=action, reason=reason)


def amend(town: Town, by: Actor | None = None, version: int = 2, **changes: Any) -> Round:
    return town.do(rounds.amend, actor=by or town.coordinator, round_id=town.round_id, version=version, changes=changes)


def current(town: Town) -> Round:
    return town.see(rounds.seen, actor=town.coordinator, round_id=town.round_id)


def test_a_new_round_is_a_draft_under_the_covenant_in_force(town: Town) -> None:
    made = set_up(town)
    assert (made.state, made.covenant_version, made.row_version, made.accept_days) == ("draft", 1, 1, 7)
    with town.database.reading() as session:
        entry = list(queries.audit.entries(session, town.community_id))[-1]
        assert (entry.action, entry.subject_id, entry.actor) == ("round.set_up", str(made.id), town.coordinator.name)


def test_a_round_is_refused_to_others_under_a_used_code_or_without_a_covenant(town: Town) -> None:
    for by in (town.people[0], town.staff, town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            set_up(town, by)
    set_up(town)
    with refused(Conflict, "code_in_use", "code"):
        set_up(town)
    with refused(Conflict, "no_covenant"):
        set_up(town, town.stranger)


WRONG_DATES: list[tuple[dict[str, Any], str, str]] = [
    ({"apply_until": START}, "inverted_dates", "apply_until"),
    ({"apply_until": START + timedelta(days=401)}, "period_too_long", "apply_until"),
    ({"use_last": FIRST - timedelta(days=1)}, "inverted_dates", "use_last"),
    ({"use_last": FIRST + timedelta(days=400)}, "horizon_too_long", "use_last"),
    ({"use_first": date(2026, 4, 1), "use_last": date(2026, 4, 30)}, "used_before_applied", "use_last"),
]


def test_dates_that_cannot_be_are_named(town: Town) -> None:
    for changed, code, field in WRONG_DATES:
        with refused(Rejected, code, field):
            set_up(town, **changed)


def test_terms_are_changed_from_the_version_that_was_read(town: Town) -> None:
    version = current(town).row_version
    changed = amend(town, version=version, title_en="May, once more", accept_days=3)

    assert (changed.title_en, changed.accept_days, changed.row_version) == ("May, once more", 3, version + 1)
    with refused(Stale, "changed_meanwhile"):
        amend(town, version=version, title_en="May")


def test_terms_are_refused_to_others_with_bad_dates_and_after_the_plan(planned: Town) -> None:
    version = current(planned).row_version
    with refused(NotAllowed, "not_for_this_role"):
        amend(planned, planned.staff, version)
    with refused(NotFound, "no_such_thing"):
        amend(planned, planned.stranger, version)
    with refused(Rejected, "inverted_dates", "apply_until"):
        amend(planned, version=version, apply_until=START - timedelta(days=9))
    with refused(Conflict, "round_is_planned", "use_first"):
        amend(planned, version=version, use_last=LAST - timedelta(days=1))
    assert amend(planned, version=version, display_days=9).display_days == 9
    planned.publish(planned.newest_plan())
    with refused(Conflict, "round_is_settled", "state"):
        amend(planned, version=current(planned).row_version, display_days=8)


def test_a_round_goes_its_way(published: Town) -> None:
    before = current(published).row_version
    assert move(published, "settle").state == "settled"
    assert current(published).row_version == before + 1


def test_a_closed_round_is_opened_again_with_a_reason_while_there_is_time(town: Town) -> None:
    move(town, "close")
    with refused(Rejected, "reason_missing", "reason"):
        move(town, "reopen", reason=" ")
    assert move(town, "reopen", reason="系统故障").state == "open"
    move(town, "close")
    town.clock.advance(days=31)
    with refused(Conflict, "application_period_over", "apply_until"):
        move(town, "reopen", reason="系统故障")
    assert current(town).state == "closed"


def test_a_cancelled_round_stays_cancelled(planned: Town) -> None:
    assert move(planned, "cancel", reason="车库施工").state == "cancelled"
    for action in rounds.MOVES:
        with refused(Conflict, "round_not_ready", "state"):
            move(planned, action, reason="x")


def test_moves_are_refused_to_those_who_may_not(town: Town) -> None:
    for by in (town.people[0], town.staff, town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            move(town, "close", by)
    with refused(NotFound, "no_such_thing"):
        move(town, "close", town.stranger)


NO_MOVES: list[str] = ["publish", "plan", "bribe", ""]


def test_a_round_is_planned_and_published_by_no_mere_move(planned: Town) -> None:
    for action in NO_MOVES:
        with refused(Rejected, "no_such_action", "action"):
            move(planned, action)
        assert current(planned).state == "planned"


def test_a_step_that_no_table_knows_is_refused(town: Town) -> None:
    def odd(session: Any, now: Any) -> None:
        rounds.step(session, session.get_one(Round, town.round_id), "bribe", town.coordinator, now)

    with refused(Rejected, "no_such_action", "action"):
        town.do(odd)


def test_a_draft_is_seen_by_staff_and_auditors_only(town: Town) -> None:
    made = set_up(town)
    for by in (town.staff, town.auditor, town.admin):
        assert town.see(rounds.seen, actor=by, round_id=made.id).code == "2026-06"
    for by in (town.people[0], town.stranger):
        with refused(NotFound, "no_such_thing"):
            town.see(rounds.seen, actor=by, round_id=made.id)
    assert town.see(rounds.seen, actor=town.people[0], round_id=town.round_id).state == "open"


def test_the_tally_is_for_staff(published: Town) -> None:
    whole = published.see(rounds.tally, actor=published.coordinator, round_id=published.round_id)
    own = published.see(rounds.tally, actor=published.staff, round_id=published.round_id)
    assert (whole, own) == ({"allocated": 5, "waitlisted": 2}, {"allocated": 5})
    with refused(NotAllowed, "not_for_this_role"):
        published.see(rounds.tally, actor=published.people[0], round_id=published.round_id)
    with refused(NotFound, "no_such_thing"):
        published.see(rounds.tally, actor=published.stranger, round_id=published.round_id)

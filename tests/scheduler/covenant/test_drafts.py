"""Drafts of the covenant from the first word to the version in force, and every way in which that is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected, Stale
from scheduler.models import CovenantDraft
from scheduler.usecases import covenant_views, covenant_votes, covenants
from scheduler.usecases.covenant_votes import Resolution, Vote
from scheduler.usecases.covenants import Wanted
from tests.town import START, Town

SETTINGS = {"parking": {"criteria": {"class": 1}, "reserve_percent": 8}}
VOTE = Vote(21, 2, 1, date(2026, 5, 1), "2026-7")
LATER = START + timedelta(days=30)


def council(town: Town) -> Actor:
    return replace(town.coordinator, roles=frozenset({"council"}))


def draft(town: Town, settings: Any = SETTINGS, text: str = "") -> CovenantDraft:
    return town.do(covenants.make, actor=town.coordinator, wanted=Wanted("A reserve", settings, text_zh=text))


def move(town: Town, row: CovenantDraft, action: str, actor: Actor | None = None, **resolution: Any) -> CovenantDraft:
    given: dict[str, Any] = {"draft_id": row.id, "action": action, "resolution": Resolution(**resolution)}
    return town.do(covenant_votes.move, actor=actor or town.coordinator, **given)


def adopt(town: Town, row: CovenantDraft, vote: Vote | None = VOTE, since: Any = LATER) -> CovenantDraft:
    move(town, row, "propose")
    return move(town, row, "adopt", council(town), vote=vote, in_force_from=since)


def code(work: Callable[[], Any]) -> tuple[type, str, str]:
    with pytest.raises(Refused) as refused:
        work()
    return type(refused.value), refused.value.code, refused.value.field


def test_an_adopted_draft_is_the_next_version_from_its_day_on(town: Town) -> None:
    adopted = adopt(town, draft(town, text="公约"))

    assert (adopted.state, adopted.version, adopted.in_force_from) == ("adopted", 2, LATER)
    with town.database.reading() as session:
        known = covenant_views.versions(session, slug="tangqiao")
        assert [(row.version, row.votes_for, row.voted_on) for row in known] == [
            (2, 21, date(2026, 5, 1)),
            (1, None, None),
        ]
        before = covenant_views.in_force(session, slug="tangqiao", now=LATER - timedelta(seconds=1))
        after = covenant_views.in_force(session, slug="tangqiao", now=LATER)
        assert (before.version, after.version, after.text_zh) == (1, 2, "公约")
        changed = covenant_views.changes_between(session, slug="tangqiao", since=1, number=2)
        assert ("parking.reserve_percent", 8) in [(one.path, one.after) for one in changed]
        actions = [row.action for row in queries.audit.entries(session, town.community_id, 0, 10_000)]
        assert [one for one in actions if one.startswith("covenant_draft")] == [
            "covenant_draft.make",
            "covenant_draft.propose",
            "covenant_draft.adopt",
        ]


@pytest.mark.parametrize(
    ("vote", "since", "expected"),
    [
        (None, LATER, (Rejected, "vote_missing", "vote")),
        (replace(VOTE, votes_for=2, votes_against=2), LATER, (Rejected, "vote_not_carried", "vote.votes_for")),
        (replace(VOTE, votes_for=-1, votes_against=-2), LATER, (Rejected, "out_of_range", "vote.votes_for")),
        (replace(VOTE, minutes=" "), LATER, (Rejected, "missing_field", "vote.minutes")),
        (replace(VOTE, voted_on=date(2026, 5, 2)), LATER, (Rejected, "out_of_range", "vote.voted_on")),
        (replace(VOTE, voted_on=date(2026, 4, 30)), LATER, (Rejected, "out_of_range", "vote.voted_on")),
        (VOTE, None, (Rejected, "missing_field", "in_force_from")),
        (VOTE, START - timedelta(minutes=1), (Rejected, "covenant_in_the_past", "in_force_from")),
        (VOTE, START + timedelta(days=731), (Rejected, "covenant_too_far", "in_force_from")),
    ],
)
def test_nothing_is_adopted_without_a_vote_for_a_time_to_come(
    town: Town, vote: Vote | None, since: Any, expected: Any
) -> None:
    row = draft(town)

    assert code(lambda: adopt(town, row, vote, since)) == expected
    assert town.see(covenants.seen, actor=town.auditor, draft_id=row.id).state == "proposed"


def test_versions_do_not_overlap(town: Town) -> None:
    adopt(town, draft(town))
    second = draft(town, {"parking": {"criteria": {"class": 1}, "reserve_percent": 9}})

    assert code(lambda: adopt(town, second, since=LATER)) == (Rejected, "covenant_overlaps", "in_force_from")
    adopted = move(town, second, "adopt", council(town), vote=VOTE, in_force_from=LATER + timedelta(minutes=1))
    assert adopted.version == 3


def test_a_version_whose_day_has_not_come_is_annulled_by_the_next(town: Town) -> None:
    adopt(town, draft(town), since=START + timedelta(days=700))
    second = draft(town, {"parking": {"criteria": {"class": 1}, "reserve_percent": 9}})
    move(town, second, "propose")
    adopted = move(town, second, "adopt", council(town), vote=VOTE, in_force_from=LATER, annuls=True)

    assert adopted.version == 3
    with town.database.reading() as session:
        for days, version in ((0, 1), (30, 3), (701, 3)):
            now = START + timedelta(days=days)
            assert covenant_views.in_force(session, slug="tangqiao", now=now).version == version
        span = (START + timedelta(days=700), START + timedelta(days=720))
        assert [row.version for row in queries.money_months.covenants(session, town.community_id, *span)] == [3]
    # What is in force is replaced from a day to come, not annulled.
    town.clock.now = LATER
    third = draft(town, {"parking": {"criteria": {"class": 1}, "reserve_percent": 7}})
    vote = replace(VOTE, voted_on=date(2026, 5, 31))
    move(town, third, "propose")
    assert code(lambda: move(town, third, "adopt", council(town), vote=vote, in_force_from=LATER, annuls=True)) == (
        Rejected,
        "covenant_overlaps",
        "in_force_from",
    )


def test_a_draft_that_another_version_overtook_is_written_anew(town: Town) -> None:
    late, first = draft(town, {"parking": {"reserve_percent": 20}}), draft(town)
    move(town, late, "propose")
    adopt(town, first)

    assert code(
        lambda: move(town, late, "adopt", council(town), vote=VOTE, in_force_from=LATER + timedelta(days=1))
    ) == (
        Conflict,
        "draft_outdated",
        "based_on",
    )
    back = move(town, late, "take_back", reason="Another version came.")
    wanted = Wanted("A reserve", {"parking": {"reserve_percent": 20}})
    again = town.do(covenants.amend, actor=town.coordinator, draft_id=late.id, version=back.row_version, wanted=wanted)
    assert (again.state, again.based_on) == ("draft", 2)


def test_what_is_before_the_council_stands_still(town: Town) -> None:
    row = draft(town)
    given: dict[str, Any] = {"actor": town.coordinator, "draft_id": row.id, "wanted": Wanted("Other", SETTINGS)}
    assert code(lambda: town.do(covenants.amend, version=7, **given))[:2] == (Stale, "changed_meanwhile")
    move(town, row, "propose")

    assert code(lambda: town.do(covenants.amend, version=2, **given))[:2] == (Conflict, "draft_not_ready")
    assert code(lambda: move(town, row, "propose"))[:2] == (Conflict, "draft_not_ready")
    assert code(lambda: move(town, row, "take_back"))[:2] == (Rejected, "reason_missing")
    assert code(lambda: move(town, row, "reject", council(town), vote=VOTE))[:2] == (Rejected, "vote_carried")
    assert move(town, row, "reject", council(town), vote=replace(VOTE, votes_for=1)).state == "rejected"
    assert code(lambda: move(town, row, "withdraw"))[:2] == (Conflict, "draft_not_ready")


def test_a_draft_that_changes_nothing_is_not_put_to_anybody(town: Town) -> None:
    with town.database.reading() as session:
        settings = queries.covenants.last(session, town.community_id)
        assert settings is not None
        wanted = Wanted("Nothing", settings.settings, settings.text_zh, settings.text_en)
    row = town.do(covenants.make, actor=town.coordinator, wanted=wanted)

    assert code(lambda: move(town, row, "propose"))[:2] == (Conflict, "draft_changes_nothing")


def test_who_may_read_write_and_decide(town: Town) -> None:
    row = draft(town)
    residents, others = town.people[0], town.stranger

    assert code(lambda: town.see(covenants.seen, actor=residents, draft_id=row.id))[:2] == (NotFound, "no_such_thing")
    assert code(lambda: town.see(covenants.seen, actor=others, draft_id=row.id))[:2] == (NotFound, "no_such_thing")
    assert town.see(covenants.seen, actor=council(town), draft_id=row.id).id == row.id
    wanted = Wanted("Mine", SETTINGS)
    for actor in (residents, town.staff, council(town), town.auditor):
        assert code(lambda actor=actor: town.do(covenants.make, actor=actor, wanted=wanted))[:2] == (  # type: ignore[misc]
            NotAllowed,
            "not_for_this_role",
        )
    assert code(lambda: move(town, row, "propose", council(town)))[:2] == (NotAllowed, "not_for_this_role")
    move(town, row, "propose")
    assert code(lambda: move(town, row, "adopt", town.staff, vote=VOTE))[:2] == (NotAllowed, "not_for_this_role")

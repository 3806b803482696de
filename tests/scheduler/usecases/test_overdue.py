"""Nothing is stuck: whoever is to act is known for every state, reminded, and listed once they are late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.actors import Actor
from scheduler.covenant import PathRules
from scheduler.deadlines import deadline_of
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.models import InboxMessage, Round
from scheduler.states import REGISTRATION_MOVES, REGISTRATION_STATES
from scheduler.usecases import clockwork, messages, overdue, path_messages, ranking
from tests.communities import LAST
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, act, refused, register
from tests.town import START, Town

ENDS = {"refused", "declined", "lapsed", "ended", "withdrawn"}
DAY = timedelta(days=1)


def late(town: Town, by: Actor | None = None, **asked: Any) -> list[tuple[Any, str, int]]:
    """What is late of those that tests registered; the town's own are approved and wait for a plan."""
    found = town.do(overdue.listed, actor=by or town.coordinator, **asked)
    return [(one.id, one.deadline.who, one.days) for one in found if one.id not in town.registrations]


def told(town: Town, person: int) -> list[str]:
    """Codes of the messages of somebody, the first first."""
    path_messages.remind(town.office)
    messages.to_inboxes(town.office)
    with town.database.reading() as session:
        wanted = select(InboxMessage.code).where(InboxMessage.member_id == town.people[person].member_id)
        return list(session.execute(wanted.order_by(InboxMessage.id)).scalars())


@pytest.mark.parametrize("state", REGISTRATION_STATES)
def test_every_state_is_the_end_or_has_somebody_who_acts_by_a_date(town: Town, state: str) -> None:
    with town.database.reading() as session:
        round_ = session.get_one(Round, town.round_id)
    due = deadline_of(state, START, START + DAY, round_, PathRules(), "Asia/Shanghai")
    if due is None:
        assert state in ENDS
        return
    assert START < due.by <= datetime.combine(LAST + 2 * DAY, START.timetz())
    moves = [move for move in REGISTRATION_MOVES.values() if state in move.before]
    assert any(due.who in move.actors for move in moves) or (due.who, state) == ("coordinator", "competing")
    assert any(move.after != state for move in moves)


def test_each_step_is_late_after_the_days_that_the_covenant_gives_it(town: Town) -> None:
    row, other = register(town), register(town, OTHER, home_site_id=town.sites["T"])
    assert late(town) == []
    town.clock.advance(days=3)
    assert late(town) == [(row.id, "property_staff", 0), (other.id, "property_staff", 0)]
    assert late(town, by=town.staff) == [(row.id, "property_staff", 0)]
    act(town, row, "endorse", town.staff)
    act(town, other, "request_information", town.coordinator, "缺租赁合同")
    assert late(town) == []
    town.clock.advance(days=6)
    assert late(town) == [(row.id, "coordinator", 1)]
    town.clock.advance(days=3)
    assert late(town) == [(row.id, "coordinator", 4), (other.id, "owner", 2)]
    assert late(town, state="needs_information", round_id=town.round_id) == [(other.id, "owner", 2)]
    assert late(town, last=row.id, limit=1) == [(other.id, "owner", 2)]


def test_what_is_not_planned_by_its_first_date_is_late_with_the_office(town: Town) -> None:
    town.clock.now = START + 4 * DAY
    found = town.do(overdue.listed, actor=town.auditor, state="approved")
    assert [(one.id, one.deadline.who, one.days) for one in found] == [
        (row, "coordinator", 1) for row in town.registrations
    ]
    assert town.do(overdue.listed, actor=town.auditor, state="competing") == []


def test_only_staff_and_auditors_see_what_is_late(town: Town) -> None:
    register(town)
    town.clock.advance(days=4)
    assert late(town, by=town.auditor) == late(town)
    with refused(NotAllowed, "not_for_this_role"):
        late(town, by=town.people[0])
    with refused(Rejected, "not_offered", "state"):
        late(town, state="waitlisted")


def test_the_housing_office_returns_what_the_property_company_has_to_look_at_again(town: Town) -> None:
    row = register(town)
    act(town, row, "endorse", town.staff)
    with refused(Rejected, "reason_missing", "reason"):
        act(town, row, "return", town.coordinator)
    with refused(NotAllowed, "not_for_this_role"):
        act(town, row, "return", town.staff, "再看看")
    assert act(town, row, "return", town.coordinator, "房号不符").state == "submitted"
    town.clock.advance(days=3)
    assert late(town) == [(row.id, "property_staff", 0)]
    act(town, row, "endorse", town.staff)
    assert act(town, row, "approve", town.coordinator).state == "approved"


def test_applicants_are_told_what_is_asked_of_them_and_reminded_once(town: Town) -> None:
    row = register(town)
    act(town, row, "request_information", town.staff, "缺租赁合同")
    assert told(town, NEWCOMER) == ["information_wanted"]
    town.clock.advance(days=6)
    assert [told(town, NEWCOMER) for _ in range(2)] == [["information_wanted", "information_due"]] * 2
    act(town, row, "submit", town.people[NEWCOMER])
    act(town, row, "reject", town.coordinator, "不是本小区车辆")
    assert told(town, NEWCOMER)[2:] == ["registration_rejected"]


def test_who_was_given_a_place_is_reminded_before_it_lapses(published: Town) -> None:
    assert "answer_due" not in told(published, 0)
    published.clock.advance(days=6)
    assert told(published, 0)[-1] == "answer_due"
    published.clock.advance(minutes=30)
    assert told(published, 0).count("answer_due") == 1


def test_a_waitlist_ends_some_days_after_the_last_date_of_use(published: Town) -> None:
    published.clock.advance(days=8)
    published.do(clockwork.lapse)
    clockwork.nightly(published.office)
    waiting = [row for row in published.registrations if published.state_of(row) == "waitlisted"]
    published.clock.now = datetime.combine(LAST + 2 * DAY, START.timetz())
    clockwork.nightly(published.office)
    assert [published.state_of(row) for row in waiting] == ["waitlisted"] * len(waiting)
    published.clock.advance(days=1)
    clockwork.nightly(published.office)
    assert [published.state_of(row) for row in waiting] == ["refused"] * len(waiting)


# ---- where one stands


def test_an_applicant_sees_points_by_criterion_rank_and_queue(town: Town) -> None:
    row = register(town)
    found = town.see(ranking.standing, actor=town.people[NEWCOMER], registration_id=row.id)

    assert [one for one in found.criteria if one.points] == [("class", 45, 1)]
    # Of the others two have more: 70, 60, 50 of the imported ones count more than 45.
    assert (found.total, found.place) == (45, ranking.Place(4, 8, 0))
    assert found.deadline == ("property_staff", START + 3 * DAY)
    twin = register(town, OTHER)
    again = town.see(ranking.standing, actor=town.staff, registration_id=twin.id)
    assert again.place == ranking.Place(4, 9, 1)
    with refused(NotFound, "no_such_thing"):
        town.see(ranking.standing, actor=town.people[OTHER], registration_id=row.id)


def test_who_waits_sees_their_place_in_the_line_and_who_was_served_none(published: Town) -> None:
    places = [
        published.see(ranking.standing, actor=published.coordinator, registration_id=row).place
        for row in published.registrations
    ]
    assert places == [None] * 5 + [ranking.Place(1, 2, 0), ranking.Place(2, 2, 0)]

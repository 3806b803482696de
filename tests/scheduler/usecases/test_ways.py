"""Ways forward in parking: found, held, taken, declined, gone; on both databases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.errors import NotAllowed, NotFound
from scheduler.models import Allocation, Alternative, AuditEntry, Occupation, OutboxMessage, Registration
from scheduler.usecases import (
    bookings,
    clockwork,
    offers,
    planning,
    publication,
    registration,
    way_prices,
    way_taking,
    ways,
)
from tests.scheduler.usecases.agreement_acts import MONTHLY, rule
from tests.scheduler.usecases.billing_acts import quote_of
from tests.scheduler.usecases.wishes import NEWCOMER
from tests.town import START, Town
from tests.ways_town import As, find_all, give_up, of, offered, open_of, refused, search_of, searched, state_of

FIRST, SECOND = 5, 6
"""The two who wait."""
NO_TUESDAYS = [{"days": "every", "weekdays": [1, 3, 4, 5, 6, 7], "start": "18:30", "end": "07:30"}]


def places_of(town: Town, person: int) -> list[str]:
    """Codes of the spaces that a person holds."""
    codes = {str(space): code for code, space in town.spaces.items()}
    with town.database.reading() as session:
        held = queries.publications.held(session, [town.registrations[person]])
        return [codes[space] for right in held if right.state == "held" for space in right.space_ids]


def booked(town: Town, place: str, day: int = 4) -> None:
    """A newcomer books for an hour of an evening, the first Tuesday's unless told otherwise."""
    span = bookings.Span(START + timedelta(days=day, hours=8), START + timedelta(days=day, hours=9))
    town.do(
        bookings.book,
        actor=town.people[NEWCOMER],
        vehicle_id=town.vehicles[NEWCOMER],
        space_id=town.spaces[place],
        span=span,
        channel="web",
    )


def active_rows(town: Town, person: int) -> int:
    """How many dated rows stand for a registration."""
    wanted = (
        select(func.count())
        .select_from(Occupation)
        .join(Allocation, Occupation.allocation_id == Allocation.id)
        .where(Allocation.registration_id == town.registrations[person], Occupation.active)
    )
    with town.database.reading() as session:
        return session.execute(wanted).scalar_one()


def told(town: Town, person: int) -> list[str]:
    """Codes of what somebody was told of ways."""
    with town.database.reading() as session:
        member = session.get_one(Registration, town.registrations[person]).member_id
        wanted = select(OutboxMessage.code).where(OutboxMessage.member_id == member).order_by(OutboxMessage.id)
        return [code for code in session.execute(wanted).scalars() if code.startswith("way_")]


def audited(town: Town) -> list[str]:
    with town.database.reading() as session:
        rows = session.execute(select(AuditEntry.action).order_by(AuditEntry.seq)).scalars()
        return [action for action in rows if action.startswith(("alternative.", "ways."))]


# ---- what it costs


def test_a_way_tells_its_price_which_is_kept_to_when_it_is_taken(published: Town) -> None:
    rule(published, fees=MONTHLY)
    give_up(published, 0)
    way, *_ = searched(published, SECOND).ways
    published.clock.advance(days=9)
    told_before = published.do(_price, way_id=way.id)
    way_taking.take(of(published, SECOND), way.id)
    rule(published, fees={"tariffs": [{"fen": 999_999}]})

    assert told_before is not None
    assert (told_before.fen, told_before.first, told_before.accepted_at) == (22_000, date(2026, 5, 10), None)
    assert quote_of(published, SECOND).lines == told_before.lines
    kept = published.do(_price, way_id=way.id)
    assert (kept.fen, kept.accepted_at) == (22_000, published.clock())


def _price(session: Session, *, way_id: UUID, now: datetime) -> Any:
    return way_prices.price_of(session, session.get_one(Alternative, way_id), now)


# ---- found


def test_where_all_is_taken_it_is_told_what_was_searched(published: Town) -> None:
    found = searched(published, FIRST)

    assert (found.ways, open_of(published, published.registrations[FIRST])) == ([], [])
    assert found.searched is not None
    assert found.searched["code"] == "no_alternative"
    assert found.searched["numbers"] == {"sites_near": 2, "farther_sites": 0, "shorter": 10, "other_hours": 16}


def test_the_job_finds_ways_for_all_who_were_not_served_and_again_when_the_office_asks(published: Town) -> None:
    asked = search_of(published)
    assert asked is not None
    assert asked.done_at is None
    give_up(published, 0)

    find_all(published)
    find_all(published)

    asked = search_of(published)
    assert asked is not None
    assert (asked.done_at, asked.found) == (published.clock.now, 6)
    for person in (FIRST, SECOND):
        found = open_of(published, published.registrations[person])
        assert [(way.kind, way.rank, way.state) for way in found] == [
            ("as_asked", 1, "found"),
            ("shorter", 2, "found"),
            ("other_hours", 3, "found"),
        ]
    published.do(ways.order, actor=published.coordinator, round_id=published.round_id)
    asked = search_of(published)
    assert asked is not None
    assert asked.done_at is None
    find_all(published)
    assert [len(open_of(published, published.registrations[person])) for person in (FIRST, SECOND)] == [3, 3]
    assert audited(published) == ["ways.find", "ways.order", "ways.find"]


def test_nothing_is_looked_for_while_a_plan_is_under_way(published: Town) -> None:
    give_up(published, 0)
    queue(published)

    find_all(published)

    asked = search_of(published)
    assert asked is not None
    assert asked.done_at is None
    assert refused(searched, published, FIRST)[0] == "run_under_way"


# ---- taken


def test_what_is_taken_is_a_right_and_leaves_the_waitlist(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way, *_ = searched(published, SECOND).ways

    taken = way_taking.take(of(published, SECOND), way.id)
    again = way_taking.take(of(published, SECOND), way.id)

    assert (taken.way.state, taken.right.state, again.right.id) == ("taken", "held", taken.right.id)
    assert (places_of(published, SECOND), published.states()[5:]) == ([place], ["waitlisted", "accepted"])
    with published.database.reading() as session:
        row = session.get_one(Registration, published.registrations[SECOND])
        steps = {step.action: step.reason for step in queries.registrations.steps(session, row.id)}
        assert (row.waitlist_rank, row.answer_by) == (None, None)
    assert steps.keys() >= {"allocate", "accept"}
    assert steps["take_alternative"] == "as_asked"
    assert (told(published, SECOND), audited(published)) == (["way_taken"], ["alternative.take"])


def test_two_who_take_the_same_place_at_once_do_not_both_get_it(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    found = {person: offered(published, person, place).id for person in (FIRST, SECOND)}
    gate, came = Barrier(2), {}

    def take(person: int) -> None:
        gate.wait()
        came[person] = refused(way_taking.take, of(published, person), found[person])

    threads = [Thread(target=take, args=(person,)) for person in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(came.values()) == [("", ""), ("alternative_gone", "")]
    assert sorted(published.states()[5:]) == ["accepted", "waitlisted"]
    assert sorted(state_of(published, way) for way in found.values()) == ["gone", "taken"]
    with published.database.reading() as session:
        assert queries.occupation.overlaps(session, published.community_id) == 0


def test_a_shorter_use_is_what_the_registration_asks_for_from_then_on(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    booked(published, place)
    way, *_ = searched(published, FIRST).ways
    assert (way.kind, way.numbers["change"]) == ("shorter", "without_weekday")

    way_taking.take(of(published, FIRST), way.id)

    with published.database.reading() as session:
        row = session.get_one(Registration, published.registrations[FIRST])
        assert row.uses == way.uses != [{"days": "every", "start": "18:30", "end": "07:30"}]
    plan = published.plan()
    published.publish(plan)
    assert (places_of(published, FIRST), published.states()[FIRST]) == ([place], "accepted")


def test_one_that_was_booked_meanwhile_is_gone_and_the_next_is_named(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    whole, shorter, _ = searched(published, FIRST).ways
    assert (whole.kind, shorter.numbers["weekday"]) == ("as_asked", 1)
    booked(published, place, day=3)

    code, left = refused(way_taking.take, of(published, FIRST), whole.id)

    assert (code, UUID(left)) == ("alternative_gone", shorter.id)
    assert [state_of(published, way.id) for way in (whole, shorter)] == ["gone", "found"]
    assert refused(way_taking.take, of(published, FIRST), whole.id) == ("alternative_not_open", left)


# ---- held


def test_what_is_held_is_nobody_elses_until_it_lapses(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way, other = offered(published, SECOND, place), offered(published, FIRST, place)
    held = way_taking.hold(As(published, published.coordinator), way.id)

    assert (held.state, held.held_until) == ("held", published.clock.now + timedelta(minutes=60))
    assert (published.states()[5:], places_of(published, SECOND)) == (["waitlisted"] * 2, [])
    assert refused(way_taking.take, of(published, FIRST), other.id) == ("alternative_gone", "")
    assert offers.offer_next(published.office, published.round_id) == 0
    published.clock.advance(minutes=59)
    clockwork.tick(published.office)
    assert state_of(published, way.id) == "held"
    published.clock.advance(minutes=1)
    clockwork.tick(published.office)
    assert (state_of(published, way.id), told(published, SECOND)) == ("lapsed", ["way_held", "way_lapsed"])
    assert (published.states()[5:], places_of(published, FIRST)) == (["allocated", "waitlisted"], [place])
    assert audited(published) == ["alternative.hold", "alternative.lapse"]


def test_what_is_held_is_taken_even_where_the_first_in_line_would_have_it(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way = offered(published, SECOND, place)
    way_taking.hold(of(published, SECOND), way.id)
    published.clock.advance(minutes=30)

    way_taking.take(of(published, SECOND), way.id)

    assert (places_of(published, SECOND), published.states()[5:]) == ([place], ["waitlisted", "accepted"])
    published.clock.advance(hours=2)
    clockwork.tick(published.office)
    assert (state_of(published, way.id), places_of(published, SECOND)) == ("taken", [place])


def test_who_declines_what_is_held_leaves_it_to_others(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way = offered(published, SECOND, place)
    way_taking.hold(of(published, SECOND), way.id)

    published.do(way_taking.decline, actor=published.people[SECOND], alternative_id=way.id)

    assert (state_of(published, way.id), published.states()[6]) == ("declined", "waitlisted")
    assert active_rows(published, SECOND) == 0


def test_a_second_hold_lets_the_first_go(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    whole, shorter = offered(published, FIRST, place), offered(published, FIRST, place, 2, NO_TUESDAYS)
    way_taking.hold(of(published, FIRST), whole.id)

    way_taking.hold(of(published, FIRST), shorter.id)

    assert [state_of(published, way.id) for way in (whole, shorter)] == ["found", "held"]


def queue(town: Town) -> UUID:
    order = planning.Order(engine="greedy", work_limit=5.0)
    return town.do(planning.queue_run, actor=town.coordinator, round_id=town.round_id, order=order).id


def test_a_plan_that_is_made_meanwhile_leaves_what_is_held_and_no_time_runs(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way = offered(published, SECOND, place)
    way_taking.hold(of(published, SECOND), way.id)
    run = queue(published)
    published.clock.advance(minutes=61)
    clockwork.tick(published.office)

    assert (state_of(published, way.id), refused(way_taking.take, of(published, SECOND), way.id)[0]) == (
        "held",
        "run_under_way",
    )
    version = published.prepare(published.solve(run))
    published.do(publication.publish, actor=published.coordinator, publication_id=version)
    assert (published.states()[5:], state_of(published, way.id)) == (["waitlisted"] * 2, "held")
    way_taking.take(of(published, SECOND), way.id)
    assert (places_of(published, SECOND), published.states()[6]) == ([place], "accepted")


def test_a_version_that_gives_somebody_a_place_comes_instead_of_what_was_held(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way = offered(published, FIRST, place)
    way_taking.hold(of(published, FIRST), way.id)
    give_up(published, 1)

    published.publish(published.plan())

    assert (published.states()[FIRST], state_of(published, way.id)) == ("allocated", "gone")
    with published.database.reading() as session:
        assert queries.occupation.overlaps(session, published.community_id) == 0


def test_an_offer_of_what_was_asked_for_comes_instead_of_what_was_held(published: Town) -> None:
    (one,), (two,) = places_of(published, 0), places_of(published, 1)
    give_up(published, 0)
    booked(published, one)
    way = offered(published, FIRST, one, 1, NO_TUESDAYS)
    way_taking.hold(of(published, FIRST), way.id)
    give_up(published, 1)

    assert offers.offer_next(published.office, published.round_id) == 1
    assert (places_of(published, FIRST), state_of(published, way.id)) == ([two], "gone")


def test_who_withdraws_gives_back_what_was_held(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way = offered(published, SECOND, place)
    way_taking.hold(of(published, SECOND), way.id)

    published.do(
        registration.act,
        actor=published.people[SECOND],
        registration_id=published.registrations[SECOND],
        action="withdraw",
    )

    assert state_of(published, way.id) == "gone"
    assert active_rows(published, SECOND) == 0


# ---- whose


def test_others_know_nothing_of_it_and_who_looks_on_takes_nothing(published: Town) -> None:
    (place,) = places_of(published, 0)
    give_up(published, 0)
    way = offered(published, SECOND, place)

    for actor in (published.people[FIRST], published.stranger, published.staff):
        with pytest.raises(NotFound):
            way_taking.take(As(published, actor), way.id)
        with pytest.raises(NotFound):
            ways.search(As(published, actor), published.registrations[SECOND])
    for actor in (published.auditor, published.admin):
        with pytest.raises(NotAllowed):
            way_taking.take(As(published, actor), way.id)


def test_who_has_a_place_looks_for_no_other(published: Town) -> None:
    assert refused(searched, published, 0)[0] == "registration_not_ready"

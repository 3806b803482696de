"""Offers: a place that came free goes to the next in line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.contextvars import bound_contextvars

from scheduler import queries
from scheduler.ids import new_id
from scheduler.models import Occupation, OutboxMessage, Registration
from scheduler.usecases import bookings, clockwork, offers, registration
from tests.pages.asked import Asked, asking
from tests.scheduler.usecases.wishes import NEWCOMER
from tests.town import START, Town


def give_up(town: Town, *persons: int) -> None:
    for person in persons:
        town.do(
            registration.act,
            actor=town.people[person],
            registration_id=town.registrations[person],
            action="decline",
        )


def offer(town: Town) -> int:
    return offers.offer_next(town.office, town.round_id)


def held_by(town: Town, person: int) -> list[str]:
    """Codes of the spaces that a person holds."""
    codes = {str(space): code for code, space in town.spaces.items()}
    with town.database.reading() as session:
        held = queries.publications.held(session, [town.registrations[person]])
        return [codes[space] for right in held for space in right.space_ids]


def test_the_first_in_line_is_offered_the_place_that_came_free(published: Town) -> None:
    (place,) = held_by(published, 2)
    give_up(published, 2)
    published.clock.advance(hours=2)

    assert offer(published) == 1
    assert published.states()[5:] == ["allocated", "waitlisted"]
    assert held_by(published, 5) == [place]
    with published.database.reading() as session:
        row = session.get_one(Registration, published.registrations[5])
        told = session.execute(select(OutboxMessage).where(OutboxMessage.code == "offer_made")).scalar_one()
        assert (row.answer_by, row.waitlist_rank) == (published.clock.now + timedelta(days=7), None)
        assert (told.member_id, told.numbers["receipt"]) == (row.member_id, row.receipt)
        assert queries.registrations.steps(session, row.id)[-1].action == "allocate"


def test_each_place_is_offered_once_and_nobody_without_a_place(published: Town) -> None:
    assert offer(published) == 0
    give_up(published, 0)
    assert (offer(published), offer(published)) == (1, 0)
    give_up(published, 1)
    assert offer(published) == 1
    give_up(published, 3)
    assert offer(published) == 0
    assert published.states() == ["declined", "declined", "allocated", "declined"] + ["allocated"] * 3


def test_looking_for_places_reads_nothing_of_cars_elsewhere_while_none_is_free(published: Town) -> None:
    with bound_contextvars(request=""), asking(published.office) as asked:
        assert offer(published) == 0
    assert (asked.about("round") > 0, of_cars_elsewhere(asked)) == (True, 0)

    with bound_contextvars(request=""), asking(published.office) as asked:  # the control
        published.see(
            queries.occupation.busy_vehicles,
            community=published.community_id,
            round_id=published.round_id,
            since=published.clock.now,
        )
    assert of_cars_elsewhere(asked) == 1


def of_cars_elsewhere(asked: Asked) -> int:
    """How many statements read when cars are taken otherwise."""
    return sum("resource.kind" in text for text, _ in asked.statements)


def test_before_publication_nothing_is_offered(planned: Town) -> None:
    assert offer(planned) == 0


def test_a_place_that_somebody_booked_meanwhile_is_not_offered(published: Town) -> None:
    (place,) = held_by(published, 0)
    give_up(published, 0)
    span = bookings.Span(START + timedelta(days=4, hours=8), START + timedelta(days=4, hours=9))
    made = published.do(
        bookings.book,
        actor=published.people[NEWCOMER],
        vehicle_id=published.vehicles[NEWCOMER],
        space_id=published.spaces[place],
        span=span,
        channel="web",
    )

    assert offer(published) == 0
    assert (published.states()[5:], held_by(published, 5)) == (["waitlisted"] * 2, [])
    published.do(bookings.cancel, actor=published.people[NEWCOMER], booking_id=made.id, version=1)
    assert offer(published) == 1


def test_a_place_is_offered_to_somebody_whose_car_is_booked_elsewhere_on_a_date(published: Town) -> None:
    (first,), (second,) = held_by(published, 0), held_by(published, 1)
    give_up(published, 0, 1)
    span = bookings.Span(START + timedelta(days=4, hours=8), START + timedelta(days=4, hours=9))
    published.do(
        bookings.book,
        actor=published.people[5],
        vehicle_id=published.vehicles[5],
        space_id=published.spaces[second],
        span=span,
        channel="web",
    )

    assert (offer(published), held_by(published, 5)) == (1, [first])
    with published.database.reading() as session:
        vehicle = queries.community.resource_of(session, "vehicle", published.vehicles[5]) or 0
        taken = select(Occupation.starts_at).where(Occupation.resource_id == vehicle, Occupation.active)
        on_the_date = [at for at in session.execute(taken).scalars() if span.starts_at <= at < span.ends_at]
        elsewhere = queries.occupation.busy_vehicle(session, vehicle, published.round_id, START)
        anywhere = queries.occupation.busy_vehicle(session, vehicle, new_id(), START)
    assert (on_the_date, elsewhere, len(anywhere)) == ([span.starts_at], [(span.starts_at, span.ends_at)], 28)


@pytest.mark.parametrize("rounds", [1, 2])
def test_an_offer_that_lapses_goes_on_down_the_line(published: Town, rounds: int) -> None:
    give_up(published, 0)
    assert offer(published) == 1
    for person in (1, 2, 3, 4):
        published.do(
            registration.act,
            actor=published.people[person],
            registration_id=published.registrations[person],
            action="accept",
        )
    for _ in range(rounds):
        published.clock.advance(days=7)
        clockwork.tick(published.office)

    assert published.states()[5:] == (["lapsed", "allocated"] if rounds == 1 else ["lapsed", "lapsed"])


def test_a_place_offered_in_mid_period_is_had_from_then_on(published: Town) -> None:
    published.clock.advance(days=10)
    give_up(published, 0)
    offer(published)

    with published.database.reading() as session:
        vehicle = queries.community.resource_of(session, "vehicle", published.vehicles[5])
        starts = session.execute(select(Occupation.starts_at).where(Occupation.resource_id == vehicle)).scalars().all()
    assert min(starts) > published.clock.now
    assert len(starts) == 28 - 7

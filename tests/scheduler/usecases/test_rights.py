"""Rights over time: given back in mid-period, moved while in use, planned around what people booked meanwhile."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import queries
from scheduler.errors import Conflict
from scheduler.models import Allocation, DayOverride, Occupation, Publication, Space
from scheduler.usecases import bookings, clockwork, locks, offers, publication, registration
from tests.town import START, Town

NEWCOMER = 7
EVENING = bookings.Span(START + timedelta(days=4, hours=8), START + timedelta(days=4, hours=9))
"""20:00 to 21:00 on the Tuesday of the first week."""


def version_of(town: Town, version: UUID) -> tuple[str, str | None]:
    with town.database.reading() as session:
        row = session.get_one(Publication, version)
        return row.state, row.error


def dated(town: Town, registration_id: UUID, kind: str = "space") -> list[Occupation]:
    """Dated rows of a registration's right on spaces, in order."""
    spaces = select(Occupation).join(Allocation, Allocation.id == Occupation.allocation_id)
    with town.database.reading() as session:
        rows = session.execute(
            spaces.where(Allocation.registration_id == registration_id).order_by(Occupation.starts_at)
        ).scalars()
        vehicle = queries.community.resource_of(
            session, "vehicle", town.vehicles[town.registrations.index(registration_id)]
        )
        return [row for row in rows if (row.resource_id == vehicle) == (kind == "vehicle")]


def ask_for_all_day(town: Town) -> UUID:
    """A newcomer who wants a place round the clock, and gets it."""
    wish = registration.Wish(
        vehicle_id=town.vehicles[NEWCOMER],
        uses=[{"start": "00:00", "end": "24:00"}],
        walk={"H": 20, "T": 150},
        home_site_id=town.sites["H"],
        points={"class": 90},
    )
    row = town.do(
        registration.register,
        actor=town.coordinator,
        vault=town.vault,
        round_id=town.round_id,
        wish=wish,
        channel="import",
    )
    for action in ("endorse", "approve"):
        town.do(registration.act, actor=town.coordinator, registration_id=row.id, action=action)
    return row.id


def give_up(town: Town, person: int, action: str = "decline") -> None:
    town.do(registration.act, actor=town.people[person], registration_id=town.registrations[person], action=action)


def place_of(town: Town, registration_id: UUID) -> UUID:
    with town.database.reading() as session:
        (right,) = queries.publications.held(session, [registration_id])
        return UUID(right.space_ids[0])


def resource_of(town: Town, space: UUID) -> int:
    with town.database.reading() as session:
        return session.get_one(Space, space).resource_id


def test_a_person_who_booked_an_evening_elsewhere_does_not_stop_the_publication(town: Town) -> None:
    booked = town.do(
        bookings.book,
        actor=town.people[0],
        vehicle_id=town.vehicles[0],
        space_id=town.spaces["T3"],
        span=EVENING,
        channel="web",
    )
    town.close()

    version = town.publish(town.plan())

    assert version_of(town, version) == ("published", None)
    assert town.states()[0] == "allocated"
    nights, drives = dated(town, town.registrations[0]), dated(town, town.registrations[0], "vehicle")
    missing = {row.starts_at for row in nights} - {row.starts_at for row in drives}
    assert [start <= booked.starts_at < start + timedelta(hours=13) for start in missing] == [True]


def test_a_right_round_the_clock_is_given_back_from_the_moment_on(town: Town) -> None:
    row = ask_for_all_day(town)
    town.close()
    town.publish(town.plan())
    town.do(registration.act, actor=town.coordinator, registration_id=row, action="accept")
    space = place_of(town, row)
    town.clock.advance(days=9)

    town.do(registration.act, actor=town.coordinator, registration_id=row, action="withdraw")

    span = bookings.Span(town.clock.now + timedelta(minutes=30), town.clock.now + timedelta(minutes=60))
    given = {"space_id": space, "span": span, "channel": "web"}
    town.do(bookings.book, actor=town.people[8], vehicle_id=town.vehicles[8], **given)


def test_a_right_given_in_mid_period_by_a_later_version_holds_from_then_on(town: Town) -> None:
    row = ask_for_all_day(town)
    town.close()
    barred = {"actor": town.coordinator, "registration_id": row, "reason": "while the yard is repaired"}
    lock = town.do(locks.lock, kind="forbid", **barred)
    town.publish(town.plan())
    assert town.state_of(row) != "allocated"
    town.do(locks.unlock, actor=town.coordinator, lock_id=lock.id)
    town.do(locks.lock, kind="fix", space_id=town.spaces["H1"], **barred)
    town.clock.advance(days=9)

    town.publish(town.plan())

    assert town.state_of(row) == "allocated"
    span = bookings.Span(town.clock.now + timedelta(minutes=30), town.clock.now + timedelta(minutes=60))
    with pytest.raises(Conflict, match="space_taken"):
        town.do(
            bookings.book,
            actor=town.people[8],
            vehicle_id=town.vehicles[8],
            space_id=town.spaces["H1"],
            span=span,
            channel="web",
        )


def test_a_place_given_since_the_plan_was_made_is_not_taken_back_by_it(published: Town) -> None:
    give_up(published, 0)
    plan = published.plan()
    published.clock.advance(minutes=1)
    assert offers.offer_next(published.office, published.round_id) == 1

    with pytest.raises(Conflict, match="publication_stale"):
        published.prepare(plan)
    fresh = published.plan()
    published.publish(fresh)

    assert published.states()[5] == "allocated"


def test_nobody_is_offered_a_place_while_a_version_is_coming(published: Town) -> None:
    give_up(published, 0)
    version = published.prepare(published.plan())

    assert offers.offer_next(published.office, published.round_id) == 0
    published.do(publication.abandon, actor=published.coordinator, publication_id=version)
    clockwork.tick(published.office)
    assert published.states()[5] == "allocated"


def test_only_the_newest_plan_is_published(planned: Town) -> None:
    old, new = planned.newest_plan(), planned.plan()

    with pytest.raises(Conflict, match="publication_stale"):
        planned.prepare(old)
    assert version_of(planned, planned.publish(new)) == ("published", None)


def test_a_place_blocked_by_a_booking_is_offered_once_the_booking_is_gone(published: Town) -> None:
    space = place_of(published, published.registrations[0])
    give_up(published, 0)
    booked = published.do(
        bookings.book,
        actor=published.people[NEWCOMER],
        vehicle_id=published.vehicles[NEWCOMER],
        space_id=space,
        span=EVENING,
        channel="web",
    )
    clockwork.tick(published.office)
    assert published.states()[5] == "waitlisted"

    published.do(bookings.cancel, actor=published.people[NEWCOMER], booking_id=booked.id, version=1)
    published.clock.advance(hours=2)
    clockwork.tick(published.office)
    assert published.states()[5] == "allocated"


def test_somebody_moved_at_night_stays_till_morning_and_who_comes_starts_with_the_next(published: Town) -> None:
    mover = published.registrations[0]
    old = place_of(published, mover)
    given = {"actor": published.coordinator, "reason": "after mediation"}
    other = next(space for name, space in published.spaces.items() if name.startswith("T") and space != old)
    published.do(locks.lock, registration_id=mover, kind="fix", space_id=other, **given)
    published.do(locks.lock, registration_id=published.registrations[5], kind="fix", space_id=old, **given)
    published.clock.advance(days=4, hours=8)  # 20:00 on a Tuesday: everybody stands

    published.publish(published.plan())

    assert place_of(published, published.registrations[5]) == old
    with published.database.reading() as session:
        assert queries.occupation.overlaps(session, published.community_id) == 0
    tonight = [row for row in dated(published, mover) if row.starts_at <= published.clock.now < row.ends_at]
    assert [row.resource_id for row in tonight if row.active] == [resource_of(published, old)]
    later = [
        row
        for row in dated(published, published.registrations[5])
        if row.starts_at > max(use.ends_at for use in tonight)
    ]
    assert all(row.active for row in later)


def test_a_date_whose_day_type_was_overridden_is_written_anew(town: Town) -> None:
    wish = registration.Wish(
        vehicle_id=town.vehicles[NEWCOMER],
        uses=[{"days": "workday", "start": "09:00", "end": "17:00"}],
        walk={"H": 20, "T": 150},
        home_site_id=town.sites["H"],
        points={"class": 90},
    )
    register = {"actor": town.coordinator, "vault": town.vault, "round_id": town.round_id, "channel": "import"}
    row = town.do(registration.register, wish=wish, **register)
    for action in ("endorse", "approve"):
        town.do(registration.act, actor=town.coordinator, registration_id=row.id, action=action)
    town.close()
    town.publish(town.plan())
    saturday = (START + timedelta(days=15)).date()  # 9 May is a make-up workday
    assert not [use for use in _active(town, row.id) if use.starts_at.date() == saturday]

    with town.database.writing() as session:
        session.add(DayOverride(community_id=town.community_id, date=saturday, day_type="workday", names=[]))
    town.publish(town.plan())

    assert len([use for use in _active(town, row.id) if use.starts_at.date() == saturday]) == 1


def _active(town: Town, registration_id: UUID) -> list[Occupation]:
    """Space rows that count, of any registration."""
    wanted = (
        select(Occupation)
        .join(Allocation, Allocation.id == Occupation.allocation_id)
        .where(Allocation.registration_id == registration_id, Occupation.active)
    )
    with town.database.reading() as session:
        spaces = {space.resource_id for space in queries.supply.spaces_by_code(session, town.community_id).values()}
        return [row for row in session.execute(wanted).scalars() if row.resource_id in spaces]


def test_who_withdraws_after_the_preparation_is_not_in_the_notice(planned: Town) -> None:
    version = planned.prepare(planned.newest_plan())
    give_up(planned, 1, "withdraw")

    planned.do(publication.publish, actor=planned.coordinator, publication_id=version)

    with planned.database.reading() as session:
        lines = queries.publications.rows(session, version)
        row = session.get_one(Publication, version)
    assert planned.registrations[1] not in {line.registration_id for line in lines}
    assert [line.position for line in lines] == list(range(1, 7))
    assert row.content_digest != ""
    clockwork.tick(planned.office)
    assert planned.states()[5] == "allocated"

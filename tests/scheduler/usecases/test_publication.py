"""Publications: requested, prepared by the worker, made public by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from scheduler import notice, queries
from scheduler.errors import Conflict, NotAllowed, NotFound
from scheduler.models import Allocation, Occupation, OutboxMessage, Publication, PublicationRow, Registration
from scheduler.usecases import bookings, locks, publication, registration, rounds
from tests.scheduler.usecases.wishes import NEWCOMER, refused
from tests.town import START, Town

NIGHTS = 28


def version_of(town: Town, version: UUID) -> Publication:
    with town.database.reading() as session:
        return session.get_one(Publication, version)


def rights(town: Town, state: str) -> int:
    with town.database.reading() as session:
        wanted = select(func.count()).select_from(Allocation).where(Allocation.state == state)
        return session.execute(wanted).scalar_one()


def dated(town: Town, active: bool = True) -> int:
    with town.database.reading() as session:
        wanted = select(func.count()).select_from(Occupation).where(Occupation.active.is_(active))
        return session.execute(wanted).scalar_one()


def request(town: Town, plan_id: UUID | None = None) -> UUID:
    return town.do(publication.request, actor=town.coordinator, plan_id=plan_id or town.newest_plan()).id


def publish(town: Town, version: UUID, **by: Any) -> Publication:
    return town.do(publication.publish, **{"actor": town.coordinator, "publication_id": version, **by})


def book_by_night(town: Town, space: str) -> None:
    """A newcomer takes a space on the second evening."""
    span = bookings.Span(START + timedelta(days=4, hours=8), START + timedelta(days=4, hours=9))
    by = town.people[NEWCOMER]
    town.do(
        bookings.book,
        actor=by,
        vehicle_id=town.vehicles[NEWCOMER],
        space_id=town.spaces[space],
        span=span,
        channel="web",
    )


@contextmanager
def before_transaction(engine: Any, number: int, work: Callable[[], object]) -> Iterator[None]:
    """Something that happens just before the n-th transaction of an engine begins."""
    begun: list[None] = []

    def hook(_: object) -> None:
        begun.append(None)
        if len(begun) == number:
            work()

    event.listen(engine, "begin", hook, insert=True)
    try:
        yield
    finally:
        event.remove(engine, "begin", hook)


# ---- asking for a version


def test_a_version_is_asked_for_by_the_office(planned: Town) -> None:
    for by in (planned.people[0], planned.staff, planned.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            planned.do(publication.request, actor=by, plan_id=planned.newest_plan())
    with refused(NotFound, "no_such_thing"):
        planned.do(publication.request, actor=planned.stranger, plan_id=planned.newest_plan())
    made = version_of(planned, request(planned))
    assert (made.version, made.state, made.runs_made, made.requested_by) == (
        1, "preparing", 1, planned.coordinator.account_id,
    )  # fmt: skip


def test_one_version_at_a_time_and_no_plan_twice(planned: Town) -> None:
    version = request(planned)
    with refused(Conflict, "publication_under_way", "plan_id"):
        request(planned)
    publication.prepare(planned.office, version)
    publish(planned, version)
    with refused(Conflict, "published_already", "plan_id"):
        request(planned)


def test_a_round_that_is_over_publishes_nothing(planned: Town) -> None:
    move = {"round_id": planned.round_id, "action": "cancel", "reason": "车库施工"}
    planned.do(rounds.move, actor=planned.coordinator, **move)
    with refused(Conflict, "round_not_ready", "state"):
        request(planned)


# ---- preparing it


def test_a_prepared_version_holds_every_dated_row_and_its_digest(planned: Town) -> None:
    version = request(planned)
    publication.prepare(planned.office, version)

    made = version_of(planned, version)
    with planned.database.reading() as session:
        lines = queries.publications.rows(session, version)
        assert queries.publications.current(session, planned.round_id) is None
    assert (made.state, made.share, made.content_digest) == ("prepared", 1.0, notice.content_digest(lines))
    assert (made.prepared_rows, dated(planned), rights(planned, "prepared")) == (5 * 2 * NIGHTS, 5 * 2 * NIGHTS, 5)
    assert sorted(line.outcome for line in lines) == ["allocated"] * 5 + ["waitlisted"] * 2
    assert sorted(line.rank for line in lines if line.rank) == [1, 2]
    assert set(planned.states()) == {"competing"}


def test_a_preparation_that_broke_off_starts_afresh(planned: Town) -> None:
    version = request(planned)

    def fails() -> None:
        raise KeyError

    last = 3 if planned.database.embedded else 4
    with pytest.raises(KeyError), before_transaction(planned.database.writer, last, fails):
        publication.prepare(planned.office, version)
    assert (version_of(planned, version).state, dated(planned) > 0) == ("preparing", True)

    publication.prepare(planned.office, version)
    publication.prepare(planned.office, version)
    assert (version_of(planned, version).state, dated(planned)) == ("prepared", 5 * 2 * NIGHTS)


def test_a_booking_that_came_first_makes_the_version_abandoned(planned: Town) -> None:
    book_by_night(planned, "H1")
    version = request(planned)
    publication.prepare(planned.office, version)

    made = version_of(planned, version)
    assert (made.state, made.error) == ("abandoned", "space_taken")
    assert (rights(planned, "prepared"), dated(planned)) == (0, 2)
    assert planned.publish(planned.plan()) != version


def test_who_withdraws_while_the_version_is_prepared_gets_nothing(planned: Town) -> None:
    version = request(planned)
    leaver = {"actor": planned.people[0], "registration_id": planned.registrations[0], "action": "withdraw"}

    # After the transaction that reads who takes part, before the one that writes their rights.
    number = 1 if planned.database.embedded else 2
    with before_transaction(planned.database.reader, number, lambda: planned.do(registration.act, **leaver)):
        publication.prepare(planned.office, version)
    assert planned.state_of(planned.registrations[0]) == "withdrawn"
    publish(planned, version)

    assert (rights(planned, "held"), dated(planned)) == (4, 4 * 2 * NIGHTS)
    with planned.database.reading() as session:
        assert queries.publications.row_of(session, version, planned.registrations[0]) is None


# ---- making it public


def test_a_publication_does_all_that_follows_from_it(planned: Town) -> None:
    version = planned.prepare(planned.newest_plan())
    planned.clock.advance(hours=1)
    made = publish(planned, version)

    assert (made.state, made.published_by, made.published_at) == (
        "published", planned.coordinator.account_id, planned.clock.now,
    )  # fmt: skip
    assert planned.states() == ["allocated"] * 5 + ["waitlisted"] * 2
    assert (rights(planned, "held"), rights(planned, "prepared")) == (5, 0)
    with planned.database.reading() as session:
        current = queries.publications.current(session, planned.round_id)
        rows = [session.get_one(Registration, row) for row in planned.registrations]
        told = session.execute(select(OutboxMessage.code)).scalars().all()
        assert current is not None
        assert current.id == version
        assert [row.answer_by for row in rows] == [planned.clock.now + timedelta(days=7)] * 5 + [None] * 2
        assert [row.waitlist_rank for row in rows] == [None] * 5 + [1, 2]
        assert told == ["published"]
        steps = queries.registrations.steps(session, planned.registrations[0])
        assert (steps[-1].action, steps[-1].before, steps[-1].actor_id) == (
            "allocate", "competing", planned.coordinator.account_id,
        )  # fmt: skip


def test_a_publication_is_refused_to_others_unprepared_and_twice(planned: Town) -> None:
    version = request(planned)
    with refused(Conflict, "publication_not_prepared", "state"):
        publish(planned, version)
    publication.prepare(planned.office, version)
    for by in (planned.people[0], planned.staff, planned.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            publish(planned, version, actor=by)
    with refused(NotFound, "no_such_thing"):
        publish(planned, version, actor=planned.stranger)
    publish(planned, version)
    with refused(Conflict, "published_already"):
        publish(planned, version)


def test_a_version_may_be_given_up_before_it_is_public(planned: Town) -> None:
    version = planned.prepare(planned.newest_plan())
    given_up = {"publication_id": version}
    with refused(NotAllowed, "not_for_this_role"):
        planned.do(publication.abandon, actor=planned.staff, **given_up)
    with refused(NotFound, "no_such_thing"):
        planned.do(publication.abandon, actor=planned.stranger, **given_up)
    made = planned.do(publication.abandon, actor=planned.coordinator, **given_up)

    assert (made.state, made.error, rights(planned, "prepared"), dated(planned)) == ("abandoned", "given_up", 0, 0)
    with refused(Conflict, "publication_not_prepared"):
        planned.do(publication.abandon, actor=planned.coordinator, **given_up)
    assert version_of(planned, planned.publish(planned.newest_plan())).version == 2


# ---- a later version


def forbid(town: Town, person: int) -> None:
    town.do(
        locks.lock, actor=town.coordinator, registration_id=town.registrations[person], kind="forbid", reason="欠费"
    )


def test_a_later_version_moves_only_those_who_differ(published: Town) -> None:
    with published.database.reading() as session:
        held = {right.registration_id: right.id for right in queries.publications.held_in(session, published.round_id)}
    forbid(published, 0)
    version = published.publish(published.plan("direct"))

    assert published.states() == ["refused"] + ["allocated"] * 5 + ["waitlisted"]
    with published.database.reading() as session:
        now_held = {row.registration_id: row.id for row in queries.publications.held_in(session, published.round_id)}
        kept = [row for row in published.registrations[1:5] if now_held[row] == held[row]]
        assert kept == list(published.registrations[1:5])
        assert queries.occupation.overlaps(session, published.community_id) == 0
        assert session.execute(select(func.count()).select_from(PublicationRow)).scalar_one() == 14
    assert (version_of(published, version).version, dated(published)) == (2, 5 * 2 * NIGHTS)


def test_a_booking_in_the_way_of_a_moved_right_stops_the_flip_and_changes_nothing(published: Town) -> None:
    with published.database.reading() as session:
        space = session.get_one(Allocation, queries.publications.held_in(session, published.round_id)[0].id)
        first = space.registration_id
        code = {str(value): key for key, value in published.spaces.items()}[space.space_ids[0]]
    person = published.registrations.index(first)
    forbid(published, person)
    version = published.prepare(published.plan("direct"))
    published.do(registration.act, actor=published.people[person], registration_id=first, action="decline")
    book_by_night(published, code)

    before = published.states()
    with refused(Conflict, "space_taken", "publication_id"):
        publish(published, version)
    assert (published.states(), version_of(published, version).state) == (before, "prepared")


def test_an_answer_survives_a_later_version_that_leaves_its_right_alone(published: Town) -> None:
    accepted = {"actor": published.people[1], "registration_id": published.registrations[1], "action": "accept"}
    published.do(registration.act, **accepted)
    forbid(published, 0)
    published.publish(published.plan("direct"))

    assert published.states() == ["refused", "accepted"] + ["allocated"] * 4 + ["waitlisted"]

"""Agreements replaced by new ones, and those of a later round that renew them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from fixtures import people
from scheduler import queries
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Agreement, Allocation, Block, Registration, Round
from scheduler.usecases import agreement_changes, agreement_drawing, agreement_terms, agreements, bookings, members
from tests.communities import LAST
from tests.scheduler.usecases.agreement_acts import (
    MONTHLY,
    accept,
    answer,
    changed,
    charged,
    move,
    newest,
    refunds_of,
    rule,
    sign,
    tick,
    told,
)
from tests.scheduler.usecases.test_path import taken
from tests.scheduler.usecases.wishes import refused
from tests.town import Town


def second_car(town: Town, person: int = 0, **car: Any) -> UUID:
    """Another vehicle of a person."""
    given = {"member_id": town.people[person].member_id, "car": members.Car(people.plate_of(50 + person), **car)}
    return town.do(members.add_vehicle, actor=town.coordinator, vault=town.vault, **given).id


def dated_rows(town: Town, vehicle_id: UUID) -> int:
    with town.database.reading() as session:
        resource = queries.community.resource_of(session, "vehicle", vehicle_id) or 0
        return len(
            queries.occupation.busy_vehicles(session, town.community_id, new_id(), town.clock()).get(resource, ())
        )


def test_another_vehicle_has_a_new_agreement_at_its_own_price_from_today_on(published: Town) -> None:
    rule(published, fees={"tariffs": [*MONTHLY["tariffs"], {"fen": 62_000, "party": "outside"}]})
    old = sign(published, accept(published))
    tick(published, days=13)
    car = second_car(published, party="outside")
    made = changed(published, newest(published), vehicle_id=car)

    said = agreement_terms.opened(published.vault, made)
    assert (made.number, made.state, made.starts_on, made.ends_on) == (2, "drawn_up", date(2026, 5, 14), LAST)
    assert (made.replaces_id, said["plate"], said["fee"]["fen"]) == (old.id, people.plate_of(50), 18 * 2_000)
    assert refunds_of(published) == [("changed", 18_000)]
    assert charged(published) == [("2026-05", 28_000), ("2026-05", 36_000)]
    assert (dated_rows(published, car), taken(published, 0)) == (18, 10)
    assert told(published, "agreement_replaced")[0]["new"] == 2
    with published.database.reading() as session:
        before = session.get_one(Agreement, old.id)
        assert (before.state, before.ended_on) == ("replaced", date(2026, 5, 13))
        assert session.get_one(Registration, published.registrations[0]).vehicle_id == car


def test_who_moves_has_an_agreement_at_the_new_address_and_class(published: Town) -> None:
    rule(published, fees={"tariffs": [*MONTHLY["tariffs"], {"fen": 62_000, "party": "outside"}]})
    made = changed(published, accept(published), address="浦建路 12 弄", party="outside")

    said = agreement_terms.opened(published.vault, made)
    assert (said["address"], said["party"], said["fee"]["fen"]) == ("浦建路 12 弄", "outside", 28 * 2_000)
    with published.database.reading() as session:
        noted = [one.action for one in queries.audit.entries(session, published.community_id)]
    assert {"member.move", "vehicle.classify", "agreement.replace"} <= set(noted)


@pytest.mark.parametrize("needed", [False, True])
def test_what_is_left_of_a_suspension_goes_over_to_the_new_agreement(published: Town, needed: bool) -> None:
    rule(published, fees=MONTHLY, path={"signature_needed": needed})
    sign(published, accept(published))
    tick(published, days=4)
    charged(published)
    rest = {"first": date(2026, 5, 5), "last": date(2026, 5, 12), "reason": "运动会"}
    move(published, newest(published), agreements.suspend, **rest)
    tick(published, days=5)
    made = changed(published, newest(published), address="浦建路 12 弄")

    assert (made.state, made.suspended_from) == ("drawn_up" if needed else "suspended", date(2026, 5, 10))
    assert refunds_of(published) == [("suspended", 5_000), ("changed", 22_000)]
    made = sign(published, made)
    assert (made.state, made.suspended_until) == ("suspended", date(2026, 5, 12))
    tick(published, days=3)
    assert newest(published).state == "active"
    assert refunds_of(published)[2:] == [("suspended", 3_000)]
    assert charged(published) == [("2026-05", 28_000), ("2026-05", 22_000)]


def test_what_was_never_signed_costs_nothing_when_it_is_changed(published: Town) -> None:
    rule(published, fees=MONTHLY, path={"signature_needed": True, "sign_days": 30})
    accept(published)
    tick(published, days=8)
    made = changed(published, newest(published), address="浦建路 12 弄")
    assert (made.starts_on, charged(published), refunds_of(published)) == (date(2026, 5, 9), [], [])


@pytest.mark.parametrize("blocked", ["old", "new"])
def test_neither_to_nor_from_a_blocked_vehicle_a_right_is_changed(published: Town, blocked: str) -> None:
    row, car = accept(published), second_car(published, party="owner")
    now, which = published.clock(), car if blocked == "new" else row.vehicle_id
    given = {"id": new_id(), "community_id": published.community_id, "vehicle_id": which, "violations": 2}
    with published.database.writing() as session:
        session.add(Block(**given, since=now, until=now + timedelta(days=9), reason=""))
    with refused(Conflict, "vehicle_blocked", "vehicle_id"):
        changed(published, row, vehicle_id=car)


def test_a_change_that_cannot_be_leaves_all_as_it_is(published: Town) -> None:
    row = accept(published)
    with refused(Rejected, "nothing_changed", "vehicle_id"):
        changed(published, row)
    with refused(Rejected, "not_offered", "party"):
        changed(published, row, party="friend")
    with refused(NotFound, "no_such_thing"):
        changed(published, row, vehicle_id=published.vehicles[1])
    with refused(Conflict, "vehicle_unsuited", "vehicle_id"):
        changed(published, row, vehicle_id=second_car(published, size="large"))
    with refused(NotAllowed, "not_for_this_role"):
        given: dict[str, Any] = {"version": 1, "change": agreement_changes.Change(party="owner", reason="x")}
        published.do(
            agreement_changes.change, actor=published.people[0], vault=published.vault, agreement_id=row.id, **given
        )
    assert (newest(published).id, newest(published).state) == (row.id, "drawn_up")


def test_a_vehicle_that_is_booked_elsewhere_at_the_time_is_refused(published: Town) -> None:
    row, car = accept(published), second_car(published, party="owner")
    with published.database.reading() as session:
        (other,) = queries.publications.held(session, [published.registrations[1]])
    answer(published, 1, "decline")
    monday = published.clock() + timedelta(days=3)
    span = bookings.Span(monday + timedelta(hours=8), monday + timedelta(hours=9))
    given = {"vehicle_id": car, "space_id": UUID(other.space_ids[0]), "span": span}
    published.do(bookings.book, actor=published.people[0], channel="web", **given)

    with refused(Conflict, "vehicle_busy", "vehicle_id"):
        changed(published, row, vehicle_id=car)


def test_the_agreement_of_a_later_round_on_the_same_space_renews_the_one_before(published: Town) -> None:
    before = sign(published, accept(published))
    tick(published, days=31)
    with published.database.writing() as session:
        row = _next_round(session, published)
    made = published.do(agreement_drawing.draw_up, actor=published.coordinator, vault=published.vault, row=row)

    assert made is not None
    assert (made.renews_id, made.replaces_id, made.number) == (before.id, None, 2)


def _next_round(session: Any, town: Town) -> Registration:
    """June's round, in which the first person has the same space again."""
    old = session.get_one(Registration, town.registrations[0])
    right = session.query(Allocation).filter_by(registration_id=old.id).one()
    terms = {**_copied(session.get_one(Round, town.round_id)), "code": "june"}
    terms |= {"use_first": date(2026, 6, 1), "use_last": date(2026, 6, 30)}
    round_ = Round(**terms)
    row = Registration(**{**_copied(old), "round_id": round_.id, "receipt": "JUNE", "state": "accepted"})
    for one in (round_, row):
        session.add(one)
        session.flush()
    given = {"round_id": round_.id, "registration_id": row.id, "state": "held", "created_at": town.clock()}
    session.add(Allocation(**{**_copied(right), **given}))
    session.flush()
    return row


def _copied(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns} | {"id": new_id()}

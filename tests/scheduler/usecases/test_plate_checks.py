"""May this car stand here now: by what, until when, and why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from fixtures import people
from scheduler import queries
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.ids import new_id, new_receipt
from scheduler.models import Booking, Space
from scheduler.usecases import bookings, plate_checks
from scheduler.usecases.bookings import Span
from scheduler.usecases.plate_checks import Checked
from tests.scheduler.usecases.use_acts import (
    DAY_ONE,
    RIGHT_BEGINS,
    RIGHT_ENDS,
    accept_all,
    covenant_says,
    see_violation,
    site_of,
)
from tests.scheduler.usecases.wishes import NEWCOMER, refused
from tests.town import Town

HOUR = timedelta(hours=1)


@pytest.fixture
def street(published: Town) -> Town:
    """The town in whose first night people may stand."""
    accept_all(published)
    published.clock.now = RIGHT_BEGINS + HOUR
    return published


def check(town: Town, person: int = 0, site: str | None = None, **given: Any) -> Checked:
    wanted: dict[str, Any] = {"actor": town.coordinator, "vault": town.vault, "plate": people.plate_of(person), **given}
    at = None if site is None else town.sites[site]
    return town.see(plate_checks.check, site_id=at, now=town.clock.now, **wanted)


def other(town: Town, person: int) -> str:
    """The site at which somebody got no place."""
    return "T" if site_of(town, person) == "H" else "H"


def test_a_right_is_told_by_its_agreement_with_its_space_and_end_and_where_it_does_not_hold(street: Town) -> None:
    here, there = site_of(street, 0), other(street, 0)

    found = [check(street, site=here), check(street), check(street, site=there)]
    space = found[0].space_code

    number = found[0].agreement_number
    assert found[0] == Checked("stands_by_agreement", street.sites[here], here, space, None, RIGHT_ENDS, number)
    assert number is not None
    assert space in {code for code in street.spaces if code.startswith(here)}
    assert found[1] == found[0]
    assert (found[2].reason, found[2].site_code, found[2].may_stand) == ("right_elsewhere", here, False)


def test_what_is_told_changes_with_the_clock(street: Town) -> None:
    here = site_of(street, 0)
    found = []
    for at in (RIGHT_BEGINS - HOUR, RIGHT_ENDS + HOUR / 4, RIGHT_ENDS + HOUR / 3, RIGHT_ENDS + 11.5 * HOUR):
        street.clock.now = at
        one = check(street, site=here)
        found.append((one.reason, one.since, one.until, one.may_stand))

    assert found == [
        ("right_begins_later", RIGHT_BEGINS, None, False),
        ("stands_in_grace", None, RIGHT_ENDS + HOUR / 4, True),
        ("right_begins_later", RIGHT_BEGINS + 24 * HOUR, None, False),
        ("stands_by_agreement", None, RIGHT_ENDS + 24 * HOUR, True),
    ]


def test_a_booking_lets_stand_for_its_time(street: Town) -> None:
    street.clock.now = DAY_ONE
    span = Span(DAY_ONE + HOUR, DAY_ONE + 2 * HOUR)
    wanted: dict[str, Any] = {"vehicle_id": street.vehicles[NEWCOMER], "space_id": street.spaces["T1"], "span": span}
    street.do(bookings.book, actor=street.people[NEWCOMER], channel="web", **wanted)
    found = []
    for at in (DAY_ONE, DAY_ONE + HOUR, DAY_ONE + 3 * HOUR):
        street.clock.now = at
        found.append(check(street, NEWCOMER, "T"))

    assert [(one.reason, one.space_code, one.until) for one in found] == [
        ("right_begins_later", None, None),
        ("stands_by_booking", "T1", span.ends_at),
        ("right_is_over", None, span.ends_at),
    ]


def test_who_has_nothing_may_not_stand_and_nobody_does_who_is_blocked(street: Town) -> None:
    nothing = [check(street, NEWCOMER, "H"), check(street, NEWCOMER, "T"), check(street, plate="沪D88888")]
    see_violation(street, 0)
    see_violation(street, 0)
    blocked = check(street, site=site_of(street, 0))

    assert [(one.reason, one.lives_here) for one in nothing] == [
        ("no_right_here", True),
        ("no_right_here", False),
        ("plate_unknown", False),
    ]
    assert (blocked.reason, blocked.until) == ("blocked_now", street.clock.now + timedelta(days=30))


def test_a_right_that_is_not_accepted_or_not_signed_lets_nobody_stand(published: Town) -> None:
    published.clock.now = RIGHT_BEGINS + HOUR
    before = check(published).reason
    published.clock.now = DAY_ONE
    accept_all(published)
    published.clock.now = RIGHT_BEGINS + HOUR
    covenant_says(published, path={"signature_needed": True})

    assert (before, check(published).reason) == ("right_not_accepted", "agreement_unsigned")


def test_a_right_rests_on_the_dates_of_its_suspension_and_on_no_other(street: Town) -> None:
    with street.database.writing() as session:
        (row,) = queries.agreements.living_of(session, [street.registrations[0]])
        row.state, row.suspended_from, row.suspended_until = "suspended", DAY_ONE, DAY_ONE
    found = []
    for at in (RIGHT_BEGINS + HOUR, RIGHT_ENDS - HOUR, RIGHT_BEGINS + 25 * HOUR):
        street.clock.now = at
        found.append(check(street, site=site_of(street, 0)).reason)
    assert found == ["agreement_rests", "agreement_rests", "stands_by_agreement"]


def test_owners_stand_in_their_own_space_while_nobody_else_was_given_it(street: Town) -> None:
    with street.database.writing() as session:
        session.get_one(Space, street.spaces["T3"]).owner_id = street.people[NEWCOMER].member_id

    assert check(street, NEWCOMER, "T").reason == "no_right_here"
    street.clock.now = RIGHT_ENDS + 2 * HOUR
    assert check(street, NEWCOMER, "T").space_code == "T3"
    assert [check(street, NEWCOMER, site).may_stand for site in ("T", "H")] == [True, False]


def test_an_owner_who_has_another_space_instead_stands_there(street: Town) -> None:
    street.clock.now = RIGHT_ENDS + 2 * HOUR
    owner = street.people[NEWCOMER]
    with street.database.writing() as session:
        space = session.get_one(Space, street.spaces["H2"])
        held = Booking(
            id=new_id(),
            community_id=street.community_id,
            resource_id=space.resource_id,
            member_id=owner.member_id,
            receipt=new_receipt(),
            starts_at=street.clock.now,
            ends_at=street.clock.now + HOUR,
            channel="web",
            created_at=street.clock.now,
        )
        session.add(held)
        session.flush()
        taken = {"resource_id": space.resource_id, "starts_at": held.starts_at, "ends_at": held.ends_at}
        queries.occupation.occupy(session, [{**taken, "active": True, "booking_id": held.id}])

    assert check(street, NEWCOMER, "H").space_code == "H2"


def test_nobody_learns_of_places_at_sites_that_they_do_not_run(street: Town) -> None:
    guest = next(
        at
        for at in range(len(street.registrations))
        if street.state_of(street.registrations[at]) == "accepted" and site_of(street, at) == "T"
    )
    with capture_logs() as logged:
        found = [check(street, guest, site, actor=street.staff) for site in ("H", None)]

    lives = found[0].lives_here
    assert found == [Checked("no_right_here", street.sites["H"], "H", lives_here=lives), Checked("no_right_here")]
    asked: dict[str, Any] = {"event": "plate_checked", "log_level": "info", "account": str(street.staff.account_id)}
    assert logged == [asked | {"site": site, "outcome": "no_right_here"} for site in ("H", None)]


def test_plates_are_checked_by_staff_at_their_sites(street: Town) -> None:
    assert check(street, NEWCOMER, "H", actor=street.staff).reason == "no_right_here"
    with refused(NotFound, "no_such_thing"):
        check(street, site="T", actor=street.staff)
    for looker in (street.people[0], street.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            check(street, actor=looker)
    with refused(Rejected, "not_a_plate", "plate"):
        check(street, plate="沪A")

"""The review pack: use against what was open, who asked in vain, what went wrong, beside the time before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from fixtures import people
from scheduler.errors import NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.queries.review import Place
from scheduler.usecases import call_backs, feedback, review
from scheduler.usecases.dispute_opening import Complaint, open_case
from scheduler.usecases.feedback import Opinion
from scheduler.usecases.review import Pack, Period
from tests.communities import FIRST
from tests.houses import House
from tests.scheduler.usecases.test_bookings import book
from tests.scheduler.usecases.test_sharing import called_back, offered, owned
from tests.scheduler.usecases.wishes import NEWCOMER, refused
from tests.town import START, Town

WEEK = Period(FIRST, FIRST + timedelta(days=6))


def pack(town: Town, period: Period = WEEK, **where: Any) -> Pack:
    place = Place(town.community_id, **where)
    return town.see(review.pack, actor=town.coordinator, place=place, period=period)


def at(hours: Any, day_type: str, hour: int) -> tuple[int, int]:
    """Minutes open and taken in an hour."""
    (found,) = [one for one in hours if (one.day_type, one.hour) == (day_type, hour)]
    return found.open_minutes, found.taken_minutes


def test_use_is_told_by_day_type_and_hour_of_what_was_open(published: Town) -> None:
    """Five spaces are open all the time; five rights have them from 18:30 to 07:30 (and a guard of 15 minutes).

    The first week of May 2026 has two holidays, three workdays, a rest day and a make-up workday.
    """
    found = pack(published).now.parking

    days = {"workday": 4, "rest_day": 3}
    for kind, count in days.items():
        assert at(found, kind, 12) == (count * 5 * 60, 0)
        assert at(found, kind, 20) == (count * 5 * 60, count * 5 * 60)
        assert at(found, kind, 18) == (count * 5 * 60, count * 5 * 30)


def test_a_site_is_reviewed_by_itself(published: Town) -> None:
    found = pack(published, site_id=published.sites["H"])

    assert (found.name_zh, found.now.rooms, found.fairness) == (
        pack(published, site_id=published.sites["H"]).name_zh,
        [],
        [],
    )
    assert sum(one.open_minutes for one in found.now.parking) == 7 * 2 * 1_440
    assert found.now.rights_here == 2


def test_demand_counts_who_was_served_and_the_first_reason_of_who_was_not(published: Town) -> None:
    (found,) = pack(published).now.demand

    assert (found.domain, found.asked, found.served) == ("parking", 7, 5)
    assert sum(found.reasons.values()) == 2


def test_nothing_is_told_of_the_time_before_there_was_anything(published: Town) -> None:
    before = pack(published).before

    assert (before.demand, sum(one.taken_minutes for one in before.parking)) == ([], 0)
    assert WEEK.before == Period(date(2026, 4, 27), date(2026, 5, 3))


def test_owners_returns_and_stars_of_the_period_are_in_it(town: Town) -> None:
    owned(town)
    share = offered(town)
    made = called_back(town, share)
    town.clock.now = made.starts_at + timedelta(minutes=5)
    town.do(call_backs.report_missed, actor=town.people[7], call_back_id=made.id)

    assert pack(town).now.owner_returns == {"given_back": 1, "missed": 1}
    later = Period(WEEK.last + timedelta(days=1), WEEK.last + timedelta(days=7))
    assert (pack(town, later).now.owner_returns, pack(town, later).before.owner_returns) == (
        {"missed": 0},
        {"given_back": 1, "missed": 1},
    )


def test_few_stars_are_not_told(town: Town) -> None:
    made = book(town, "H1", NEWCOMER)
    town.clock.now = START + timedelta(days=3, hours=4)
    opinion = Opinion("site", town.sites["H"], made.id, 5, "web")
    town.do(feedback.give, actor=town.people[NEWCOMER], vault=town.vault, opinion=opinion)

    assert pack(town).now.ratings == []


def test_rooms_are_reviewed_by_facility(house: House) -> None:
    town = house.town
    whole = pack(town)
    assert whole.now.rooms
    one = next(iter(house.facilities.values()))

    part = pack(town, facility_id=one)

    assert part.now.parking == []
    assert 0 < sum(one.open_minutes for one in part.now.rooms) <= sum(one.open_minutes for one in whole.now.rooms)


def test_what_was_changed_is_told(town: Town) -> None:
    owned(town)

    changes = pack(town, Period(START.date(), START.date())).changes
    assert [event for _, event in changes].count("space.owner") == 1


def test_who_reads_it(published: Town) -> None:
    town = published

    def read(actor: Any, **where: Any) -> str:
        return town.see(review.pack, actor=actor, place=Place(town.community_id, **where), period=WEEK).name_en

    assert read(town.auditor)
    assert read(town.staff, site_id=town.sites["H"])
    for actor, where in (
        (town.people[0], {}),
        (town.staff, {}),
        (town.staff, {"site_id": town.sites["T"]}),
        (town.people[0], {"site_id": town.sites["H"]}),
    ):
        with refused(NotAllowed, "not_for_this_role"):
            read(actor, **where)
    with refused(NotFound, "no_such_thing"):
        read(town.coordinator, site_id=new_id())


@pytest.mark.parametrize("first", [date(1, 1, 1), date(2001, 12, 31), date(2200, 1, 1), date(9999, 12, 31)])
def test_a_period_lies_in_years_that_have_a_calendar(town: Town, first: date) -> None:
    with refused(Rejected, "out_of_range", "first"):
        pack(town, Period(first, first))


def test_few_disputes_are_not_told_to_the_staff_of_a_site(town: Town) -> None:
    complaint = Complaint("neighbour", "Noise.", plate=people.plate_of(1), site_id=town.sites["H"])
    town.do(open_case, actor=town.people[0], vault=town.vault, complaint=complaint, channel="web")
    place = Place(town.community_id, site_id=town.sites["H"])
    period = Period(START.date(), START.date())

    told = [town.see(review.pack, actor=who, place=place, period=period) for who in (town.coordinator, town.staff)]

    assert [one.now.disputes for one in told] == [[("neighbour", "opened", 1)], []]


@pytest.mark.parametrize("last", [FIRST - timedelta(days=1), FIRST + timedelta(days=366)])
def test_a_period_is_a_year_at_most(town: Town, last: date) -> None:
    with refused(Rejected, "out_of_range", "last"):
        pack(town, Period(FIRST, last))

"""The price of a right: told before it is accepted, kept to afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.errors import NotFound
from scheduler.ids import new_id
from scheduler.models import Allocation, Household, Registration, Space, Vehicle
from scheduler.usecases import quotes
from scheduler.usecases.quotes import Price
from tests.scheduler.usecases.agreement_acts import rule
from tests.scheduler.usecases.billing_acts import accept, quote_of
from tests.town import Town

FEES = {
    "tariffs": [
        {"fen": 31_000},
        {"fen": 62_000, "party": "outside"},
        {"fen": 46_500, "tier": 2},
        {"fen": 93_000, "window": "night", "site": "H", "reason_zh": "地下", "reason_en": "underground"},
    ]
}


def shown(town: Town, at: int, by: Any = None) -> Price:
    actor = by or town.people[at]
    return town.do(quotes.shown, actor=actor, registration_id=town.registrations[at])


def site_of(town: Town, at: int) -> str:
    with town.database.reading() as session:
        site_id = session.execute(
            select(Allocation.site_id).where(Allocation.registration_id == town.registrations[at])
        ).scalar_one()
    return next(code for code, known in town.sites.items() if known == site_id)


def served_at(town: Town, code: str) -> int:
    return next(at for at in range(5) if site_of(town, at) == code)


def test_a_price_is_told_before_a_right_is_accepted_and_kept_to_whatever_the_covenant_says_then(
    published: Town,
) -> None:
    rule(published, fees=FEES)
    at = served_at(published, "H")
    price = shown(published, at)
    assert (price.fen, price.window, price.tier, price.accepted_at) == (84_000, "night", 1, None)
    assert (price.first, price.last, price.covenant_version) == (date(2026, 5, 4), date(2026, 5, 31), 1)
    assert [(line["month"], line["unit_fen"], line["count"], line["of"]) for line in price.lines] == [
        ("2026-05", 93_000, 28, 31)
    ]
    assert shown(published, at, published.coordinator) == price

    accept(published, at)
    rule(published, fees={"tariffs": [{"fen": 999_999}]})
    kept = shown(published, at)

    assert (kept.fen, kept.lines, kept.accepted_at) == (84_000, price.lines, published.clock())
    assert quote_of(published, at).id == quote_of(published, at).id


def test_who_accepts_late_pays_from_that_day_on(published: Town) -> None:
    rule(published, fees=FEES)
    at = served_at(published, "H")
    with published.database.writing() as session:
        session.get_one(Registration, published.registrations[at]).answer_by = None
    published.clock.advance(days=9)
    price = shown(published, at)
    accept(published, at)
    assert (price.first, price.fen) == (date(2026, 5, 10), 66_000)
    assert quote_of(published, at).lines == price.lines


def test_a_price_is_none_of_a_stranger_s_business_and_without_a_right_there_is_none(published: Town) -> None:
    rule(published, fees=FEES)
    for actor, at in ((published.people[1], 0), (published.stranger, 0), (published.people[6], 6)):
        with pytest.raises(NotFound):
            shown(published, at, actor)


def test_the_second_vehicle_of_a_household_costs_more_and_the_class_of_a_vehicle_counts(published: Town) -> None:
    rule(published, fees={"tariffs": FEES["tariffs"][:3]})
    with published.database.writing() as session:
        household = Household(id=new_id(), community_id=published.community_id)
        session.add(household)
        session.flush()
        for at in (0, 1):
            session.get_one(Registration, published.registrations[at]).household_id = household.id
        session.get_one(Vehicle, published.vehicles[2]).party = "outside"
    prices = [shown(published, at) for at in (0, 1, 2)]

    assert sorted((price.tier, price.fen) for price in prices[:2]) == [(1, 28_000), (2, 42_000)]
    assert (prices[2].tier, prices[2].fen) == (1, 56_000)
    # Whose first vehicle has a place no longer has the second at the price of a first, never at a dearer one.
    first = next(at for at in (0, 1) if prices[at].tier == 1)
    with published.database.writing() as session:
        wanted = select(Allocation).where(Allocation.registration_id == published.registrations[first])
        session.execute(wanted).scalar_one().state = "released"
    assert shown(published, 1 - first).fen == 28_000


def test_a_free_right_has_a_price_of_nothing_that_is_kept_to_as_well(published: Town) -> None:
    assert (shown(published, 0).fen, shown(published, 0).lines) == (0, [])
    accept(published, 0)
    rule(published, fees=FEES)
    assert (quote_of(published, 0).fen, shown(published, 0).fen) == (0, 0)


def test_what_somebody_s_own_space_costs_is_income_of_their_own(published: Town) -> None:
    rule(published, fees=FEES)
    with published.database.writing() as session:
        wanted = select(Allocation).where(Allocation.registration_id == published.registrations[0])
        right = session.execute(wanted).scalar_one()
        session.get_one(Space, UUID(right.space_ids[0])).owner_id = published.people[8].member_id
    assert [(line["income"], line["owner"]) for line in shown(published, 0).lines] == [
        ("own", str(published.people[8].member_id))
    ]
    assert [(line["income"], line["owner"]) for line in shown(published, 1).lines] == [("shared", None)]

"""Guidance: the nearest sites with room first, told in the datum that is asked in, with what is expected."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.datum import converted
from scheduler.errors import NotFound, Rejected
from scheduler.models import Allocation, Site, Stay
from scheduler.usecases import guidance
from scheduler.usecases.guidance import Asked, Guided
from scheduler.usecases.vacancies import Kind
from tests.scheduler.usecases.test_bookings import book
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, refused
from tests.town import START, Town

NOON = START + timedelta(days=3)


def place_of(town: Town, code: str) -> tuple[float, float]:
    with town.database.reading() as session:
        site = session.get_one(Site, town.sites[code])
        assert site.latitude is not None
        assert site.longitude is not None
        return site.latitude, site.longitude


def near(town: Town, code: str, **more: Any) -> list[Guided]:
    """Guidance for somebody who stands at a site, measured by their phone; for noon of the first day of use."""
    here = converted(place_of(town, code), "GCJ-02", "WGS-84")
    asked = Asked(here[0], here[1], "WGS-84", **{"at": NOON, **more})
    return town.see(guidance.nearest, slug="tangqiao", asked=asked, now=town.clock.now)


def test_the_nearest_site_with_room_comes_first_and_a_full_one_last(town: Town) -> None:
    assert [(one.site.code, one.metres) for one in near(town, "H")][:1] == [("H", 0)]

    book(town, "H1", NEWCOMER)
    book(town, "H2", OTHER)

    assert [(one.site.code, one.level) for one in near(town, "H")] == [("T", "many"), ("H", "none")]


def test_a_place_is_the_same_in_either_datum(town: Town) -> None:
    latitude, longitude = place_of(town, "T")
    asked = Asked(latitude, longitude, "GCJ-02", at=NOON)

    drawn = town.see(guidance.nearest, slug="tangqiao", asked=asked, now=town.clock.now)

    assert [(one.site.code, one.metres) for one in drawn] == [(one.site.code, one.metres) for one in near(town, "T")]


def test_what_does_not_suit_the_vehicle_is_not_free_for_it(town: Town) -> None:
    assert {one.level for one in near(town, "H", kind=Kind(needs_ev=True))} == {"none"}


def test_few_are_told_as_few(town: Town) -> None:
    assert {one.site.code: (one.level, one.free) for one in near(town, "H")} == {"H": ("few", None), "T": ("many", 3)}


def test_rights_that_are_usually_not_used_are_expected_to_be_free(published: Town) -> None:
    """In three weeks a gate saw ten of more than forty uses of two spaces: of the two one will probably be free."""
    town = published
    town.clock.advance(days=24)
    night = town.clock.now + timedelta(hours=10)
    for number in range(10):
        stay(town, number, allocation=right_at(town, "H"), ago=timedelta(days=number + 1))

    told = {one.site.code: (one.level, one.expected) for one in near(town, "H", at=night)}

    assert told == {"H": ("none", "few"), "T": ("none", "none")}


def test_who_stands_too_long_takes_a_place_now_and_who_lives_there_does_not(town: Town) -> None:
    def now() -> str:
        asked = Asked(*place_of(town, "H"), "GCJ-02")
        found = town.see(guidance.nearest, slug="tangqiao", asked=asked, now=town.clock.now)
        return {one.site.code: one.level for one in found}["H"]

    for number in (1, 2, 3):
        stay(town, number)
    assert now() == "few"

    for number in (4, 5):
        stay(town, number, allowed_until=town.clock.now - timedelta(minutes=5))
    assert now() == "none"
    assert {one.site.code: one.level for one in near(town, "H")}["H"] == "few"


def test_every_site_stands_on_the_map(town: Town) -> None:
    shown = guidance.shown_in(town.see(guidance.all_sites, slug="tangqiao", now=town.clock.now), "GCJ-02")

    found = {one.site.code: (round(point[0], 6), round(point[1], 6)) for one, point in shown}
    drawn = {code: place_of(town, code) for code in ("H", "T")}
    assert found == {code: (round(at[0], 6), round(at[1], 6)) for code, at in drawn.items()}


def test_far_away_nothing_is_near(town: Town) -> None:
    asked = Asked(39.9, 116.4, "GCJ-02")
    with refused(Rejected, "nothing_near", "latitude"):
        town.see(guidance.nearest, slug="tangqiao", asked=asked, now=town.clock.now)
    with refused(NotFound, "no_such_thing"):
        town.see(guidance.nearest, slug="nowhere", asked=asked, now=town.clock.now)
    with refused(Rejected, "too_far_ahead", "at"):
        town.see(guidance.all_sites, slug="tangqiao", now=town.clock.now, at=START + timedelta(days=40))
    with refused(Rejected, "in_the_past", "at"):
        town.see(guidance.all_sites, slug="tangqiao", now=town.clock.now, at=START - timedelta(days=40))


def right_at(town: Town, site: str) -> UUID:
    """A right to a space of a site."""
    with town.database.reading() as session:
        return session.execute(select(Allocation.id).where(Allocation.site_id == town.sites[site])).scalars().first()  # type: ignore[return-value]


def stay(
    town: Town,
    number: int,
    allocation: UUID | None = None,
    ago: timedelta | None = None,
    allowed_until: datetime | None = None,
) -> None:
    """A stay at the compound: one that is over and was by right, or one that nobody may have."""
    began = town.clock.now - (ago or timedelta(hours=2))
    row = Stay(
        community_id=town.community_id,
        site_id=town.sites["H"],
        plate_index=bytes([number]),
        plate_cipher=b"sealed",
        entered_at=began,
        left_at=None if ago is None else began + timedelta(hours=8),
        allocation_id=allocation,
        allowed_until=allowed_until,
    )
    town.database.transact(lambda session: session.add(row))

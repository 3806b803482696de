"""Applications for a season: who may apply for whom, what is refused with which field, and groups that ask twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.models import Registration
from scheduler.translation.sections import LinkWish, SectionWish
from scheduler.usecases import applications, organisations, registration, room_slips, rounds, twins
from scheduler.usecases.applications import Application
from tests.seasons import Season, season_in
from tests.town import Town

RANGES = [{"weekday": 2, "start": "09:00", "end": "11:00"}]


@pytest.fixture
def season(town: Town) -> Season:
    return season_in(town)


def wish(title: str = "太极", **more: Any) -> SectionWish:
    """A section as somebody states it; what is not a field of the core goes beside the terms."""
    stated = {name: more.pop(name) for name in ("listed", "leader", "members", "previous", "links") if name in more}
    return SectionWish(title, {"people": 8, "ranges": RANGES, **more}, **stated)


def apply(season: Season, *wishes: SectionWish, actor: Actor | None = None, **more: Any) -> list[Registration]:
    channel = more.pop("channel", "web")
    given = {"vault": season.town.vault, "round_id": season.round_id, "channel": channel}
    application = Application(wishes, more.pop("member_id", None), more.pop("organisation_id", None))
    return season.do(applications.apply, actor=actor or season.town.people[0], application=application, **given, **more)


def test_every_section_is_a_registration_with_a_receipt_of_its_own(season: Season) -> None:
    rows = apply(season, wish("书法", listed=True), wish("合唱", noisy=True))

    assert len({row.receipt for row in rows}) == len({row.id for row in rows}) == 2
    assert {row.application_id for row in rows} == {rows[0].application_id}
    assert [row.state for row in rows] == ["submitted", "submitted"]
    assert [(row.section or {}).get("title") for row in rows] == ["书法", None]
    assert [applications.title_of(row, season.town.vault) for row in rows] == ["书法", "合唱"]


def test_leader_and_members_are_kept_as_marks_that_tell_nobody(season: Season) -> None:
    phones = ["19912345678", "19912345679"]
    first, second = apply(season, wish(leader=phones[0], members=phones), wish(leader=phones[0], people=9))

    assert not any(phone in str(row.section) for row in (first, second) for phone in phones)
    assert (first.section or {})["leader"] == (second.section or {})["leader"]
    assert len((first.section or {})["members"]) == 2


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"people": 0}, "out_of_range", "sections.1.people"),
        ({"shortest": 120, "longest": 60}, "inverted_lengths", "sections.1.longest"),
        ({"ranges": [{"weekday": 8, "start": "09:00", "end": "10:00"}]}, "out_of_range", "sections.1.ranges.0.weekday"),
        ({"ranges": [{"weekday": 1, "start": "11:00", "end": "10:00"}]}, "range_ends_first", "sections.1.ranges.0.end"),
        ({"ranges": RANGES * 1001}, "too_many_ranges", "sections.1.ranges"),
        ({"facilities": ["nowhere"]}, "unknown_id", "sections.1.facilities.0"),
        ({"rooms": ["none"]}, "unknown_id", "sections.1.rooms.0"),
        ({"first": "2020-01-01"}, "outside_horizon", "sections.1.first"),
        ({"excluded": ["2026-05-05", "2031-01-01"]}, "outside_horizon", "sections.1.excluded.1"),
        ({"leader": "12"}, "not_a_phone", "sections.1.leader"),
        ({"members": ["19912345678", "x"]}, "not_a_phone", "sections.1.members.1"),
        ({"previous": "XXXX"}, "unknown_id", "sections.1.previous"),
        ({"links": [LinkWish("near", 0)]}, "not_offered", "sections.1.links.0.kind"),
        ({"links": [LinkWish("apart", 1)]}, "not_offered", "sections.1.links.0"),
        ({"links": [LinkWish("apart", None, "XXXX")]}, "unknown_id", "sections.1.links.0"),
    ],
)
def test_a_value_that_cannot_be_names_its_section_and_field_and_nothing_is_written(
    season: Season, more: dict[str, Any], code: str, field: str
) -> None:
    before = len(season.rows)

    with pytest.raises(Rejected) as told:
        apply(season, wish(), wish("second", **more))

    assert (told.value.code, told.value.field) == (code, field)
    assert len(season.rows) == before


def test_a_title_is_one_line_that_says_something(season: Season) -> None:
    for title in ("", "   ", "x" * 121, "a\nb"):
        with pytest.raises(Rejected, match="out_of_range"):
            apply(season, wish(title))


def test_the_same_section_is_asked_for_once(season: Season) -> None:
    (row,) = apply(season, wish())

    with pytest.raises(Conflict) as told:
        apply(season, wish())
    assert (told.value.code, told.value.numbers) == ("already_registered", {"receipt": row.receipt})
    with pytest.raises(Conflict, match="already_registered"):
        apply(season, wish(people=9), wish(people=9))
    assert len(apply(season, wish(people=9), wish(people=10))) == 2


def test_nobody_asks_for_more_sections_than_the_covenant_allows(season: Season) -> None:
    apply(season, *(wish(people=at) for at in range(1, 20)))

    with pytest.raises(Conflict, match="too_many_sections"):
        apply(season, wish(people=30), wish(people=31))
    assert len(apply(season, wish(people=30))) == 1


def test_one_applies_for_an_organisation_that_one_belongs_to(season: Season) -> None:
    town, person = season.town, season.town.people[0]
    made = town.do(organisations.add, actor=town.coordinator, name="墨香社")
    with pytest.raises(NotAllowed, match="not_your_organisation"):
        apply(season, wish(), organisation_id=made.id)
    town.do(organisations.join, actor=town.coordinator, member_id=person.member_id, organisation_id=made.id)

    (row,) = apply(season, wish(), organisation_id=made.id)

    assert (row.organisation_id, row.member_id) == (made.id, person.member_id)


def test_staff_apply_on_behalf_and_a_resident_only_for_themselves(season: Season) -> None:
    town, other = season.town, season.town.people[1]
    (row,) = apply(season, wish(), actor=town.coordinator, member_id=other.member_id, channel="hotline")
    assert (row.member_id, row.operator_id, row.channel) == (other.member_id, town.coordinator.account_id, "hotline")

    with pytest.raises(NotFound):
        apply(season, wish(people=9), member_id=other.member_id)
    with pytest.raises(Rejected, match="out_of_range"):
        apply(season, wish(people=9), channel="hotline")
    with pytest.raises(Rejected, match="member_missing"):
        apply(season, wish(), actor=town.coordinator)


def test_a_section_for_parking_and_a_vehicle_for_rooms_are_refused(season: Season) -> None:
    town = season.town
    with pytest.raises(Conflict, match="round_of_other_domain"):
        apply(replace(season, round_id=town.round_id), wish())
    car = registration.Wish(town.vehicles[7], [{"start": "08:00", "end": "18:00"}])
    given = {"vault": town.vault, "round_id": season.round_id, "wish": car, "channel": "web"}
    with pytest.raises(Conflict, match="round_of_other_domain"):
        town.do(registration.register, actor=town.people[7], **given)


def test_a_section_is_amended_by_its_version_while_nobody_has_decided(season: Season) -> None:
    town, person = season.town, season.town.people[0]
    (row,) = apply(season, wish())
    given = {"actor": person, "vault": town.vault, "registration_id": row.id}
    with pytest.raises(Stale):
        town.do(applications.amend_section, version=row.row_version + 1, wish=wish(people=9), **given)

    changed = town.do(applications.amend_section, version=row.row_version, wish=wish("八段锦", people=9), **given)

    assert ((changed.section or {})["people"], applications.title_of(changed, town.vault)) == (9, "八段锦")
    town.do(registration.act, actor=town.coordinator, registration_id=row.id, action="endorse")
    with pytest.raises(Conflict, match="not_amendable"):
        town.do(applications.amend_section, version=changed.row_version + 1, wish=wish(people=7), **given)


def test_the_slip_says_where_a_section_could_be_held_and_writes_nothing(season: Season) -> None:
    before, person = len(season.rows), season.town.people[0]
    asked = Application([wish(), wish(people=5000)])

    held, unheld = season.do(room_slips.slips, actor=person, round_id=season.round_id, application=asked)

    assert (held.eligible, unheld.eligible) == (True, False)
    assert held.rooms != () == unheld.rooms
    assert [line.code for line in unheld.missing] == ["slip_room_suits"]
    assert len(season.rows) == before


def test_groups_of_the_same_people_are_flagged(season: Season) -> None:
    phones = [f"1991234567{digit}" for digit in range(6)]
    first, second, third = apply(
        season, wish(members=phones[:4]), wish(members=phones[1:5], people=9), wish(members=phones[5:], people=10)
    )

    (pair,) = season.town.see(twins.found, actor=season.town.coordinator, round_id=season.round_id)

    assert {pair.one.id, pair.other.id} == {first.id, second.id}
    assert (pair.shared, pair.smaller, third.id in (pair.one.id, pair.other.id)) == (3, 4, False)


def test_last_seasons_slot_is_known_by_its_receipt(season: Season) -> None:
    season.close()
    season.publish(season.plan())
    town, row = season.town, next(row for row in season.rows if row.state == "allocated")
    whose = {"member_id": row.member_id, "organisation_id": row.organisation_id, "channel": "door"}
    with pytest.raises(Rejected, match="unknown_id"):
        apply(later_in(town, "other"), wish(previous=row.receipt))

    (made,) = apply(later_in(town, "later"), wish(previous=row.receipt), actor=town.coordinator, **whose)

    assert (made.section or {})["previous"].keys() == {"room", "weekday", "start"}


def later_in(town: Town, code: str) -> Season:
    """Another open season of the same dates."""
    before = season_in(town)
    round_ = before.round()
    terms = {name: getattr(round_, name) for name in rounds.RoundTerms.__slots__}
    now = town.database.transact(town.database.now)
    period = {"code": code, "apply_from": now, "apply_until": now + timedelta(days=1)}
    made = town.do(rounds.set_up, actor=town.coordinator, terms=rounds.RoundTerms(**{**terms, **period}))
    town.do(rounds.move, actor=town.coordinator, round_id=made.id, action="open")
    return replace(before, round_id=made.id)

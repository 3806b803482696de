"""The notice slip: what is met, what is missing, what to bring."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from scheduler.actors import Actor
from scheduler.errors import NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import AuditEntry, Member, Round, Vehicle
from scheduler.usecases import eligibility
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, refused, register, wish
from tests.town import Town


def slip(town: Town, person: int = NEWCOMER, by: Actor | None = None, **more: Any) -> eligibility.Slip:
    return town.see(
        eligibility.slip,
        actor=by or town.people[person],
        round_id=town.round_id,
        wish=wish(town, person, **more),
        now=town.clock.now,
    )


def codes(lines: tuple[eligibility.Line, ...]) -> list[str]:
    return [line.code for line in lines]


def change(town: Town, kind: type[Any], key: object, **fields: object) -> None:
    with town.database.writing() as session:
        row = session.get_one(kind, key)
        for name, value in fields.items():
            setattr(row, name, value)


def test_who_may_register_is_told_what_is_met_and_what_to_bring(town: Town) -> None:
    told = slip(town)

    assert (told.eligible, codes(told.missing), told.points) == (True, [], 45)
    assert codes(told.met) == [
        "slip_round_open", "slip_vehicle_known", "slip_household_known", "slip_sites_in_reach", "slip_space_suits",
        "slip_first_registration",
    ]  # fmt: skip
    assert [(one.site, one.spaces) for one in told.reach] == [("H", 2), ("T", 3)]
    assert codes(told.bring) == [
        "bring_identity_card", "bring_vehicle_licence", "bring_lease", "bring_identity_number",
    ]  # fmt: skip


def test_nothing_is_written(town: Town) -> None:
    def entries() -> int:
        with town.database.reading() as session:
            return session.execute(select(func.count()).select_from(AuditEntry)).scalar_one()

    before = entries()
    slip(town)
    assert entries() == before


def test_a_closed_round_and_a_walk_too_short_are_named(town: Town) -> None:
    assert codes(slip(town, home_site_id=town.sites["H"], walk={"T": 600}, by=town.staff).missing) == [
        "slip_sites_in_reach", "slip_space_suits",
    ]  # fmt: skip
    town.close()
    told = slip(town)
    assert (told.eligible, codes(told.missing)) == (False, ["slip_round_open"])


def test_a_vehicle_that_no_space_suits_is_told_before_it_competes(town: Town) -> None:
    change(town, Vehicle, town.vehicles[NEWCOMER], needs_accessible=True, party="owner")
    told = slip(town)

    assert (codes(told.missing), told.points) == (["slip_space_suits"], 60)
    assert {"bring_title_deed", "bring_disability_card"} < set(codes(told.bring))


PAPERS: tuple[tuple[str, list[str]], ...] = (
    ("owner", ["bring_title_deed"]),
    ("tenant", ["bring_lease"]),
    ("partner", ["bring_employer_letter"]),
    ("outside", []),
)


def test_each_class_brings_its_paper(town: Town) -> None:
    for party, paper in PAPERS:
        change(town, Vehicle, town.vehicles[NEWCOMER], party=party)
        assert codes(slip(town).bring) == [
            "bring_identity_card", "bring_vehicle_licence", *paper, "bring_identity_number",
        ]  # fmt: skip


def test_a_second_registration_is_told_and_stops_nobody(town: Town) -> None:
    register(town)
    told = slip(town, uses=[{"start": "08:00", "end": "18:00"}])
    assert (told.eligible, "slip_first_registration" in codes(told.met)) == (True, False)


def test_a_person_without_a_household_is_sent_to_the_counter(town: Town) -> None:
    change(town, Member, town.people[NEWCOMER].member_id, household_id=None)
    assert codes(slip(town, home_site_id=town.sites["H"]).missing) == ["slip_household_known"]
    with refused(Rejected, "home_unknown", "home_site_id"):
        slip(town)


def test_what_is_not_there_for_somebody_is_not_looked_at(town: Town) -> None:
    for by in (town.people[OTHER], town.auditor, town.stranger):
        with refused(NotFound, "no_such_thing"):
            slip(town, by=by)
    with refused(NotFound, "no_such_thing"):
        slip(replace(town, round_id=new_id()))
    change(town, Round, town.round_id, state="draft")
    with refused(NotFound, "no_such_thing"):
        slip(town)
    assert slip(town, by=town.staff).eligible is False


def test_a_value_that_cannot_be_is_named(town: Town) -> None:
    with refused(Rejected, "empty_pattern", "uses"):
        slip(town, uses=())
    with refused(Rejected, "unknown_id", "home_site_id"):
        slip(town, home_site_id=new_id())

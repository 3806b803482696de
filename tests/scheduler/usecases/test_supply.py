"""Sites, spaces, windows and closures: what staff state about what is shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected, Stale
from scheduler.ids import new_id
from scheduler.models import ClosedPeriod, Site, Space
from scheduler.usecases import sharing, supply
from scheduler.usecases.supply import SiteTerms, SpaceTerms, WindowTerms
from tests.communities import FIRST
from tests.scheduler.usecases.wishes import refused
from tests.town import Town

SITE = SiteTerms("N", "新楼", "New tower", "tower", datum="GCJ-02", latitude=31.2, longitude=121.5)
OPEN = WindowTerms("open", "08:00", "18:00", days="workday")


def add_site(town: Town, by: Actor | None = None, **changed: Any) -> Site:
    return town.do(supply.add_site, actor=by or town.coordinator, terms=replace(SITE, **changed))


def add_space(town: Town, code: str = "H3", site: str = "H", by: Actor | None = None, **terms: Any) -> Space:
    return town.do(supply.add_space, actor=by or town.staff, site_id=town.sites[site], terms=SpaceTerms(code, **terms))


def set_windows(
    town: Town, *windows: WindowTerms, site: str = "H", by: Actor | None = None, version: int = 1, space: Any = None
) -> Site:
    return town.do(
        supply.set_windows,
        actor=by or town.staff,
        site_id=town.sites[site],
        version=version,
        windows=windows,
        space_id=space,
    )


def close(town: Town, by: Actor | None = None, version: int = 1, site: str = "H", **terms: Any) -> ClosedPeriod:
    wanted = {"first": FIRST, "last": FIRST, **terms}
    return town.do(supply.close, actor=by or town.staff, site_id=town.sites[site], version=version, terms=wanted)


def windows(town: Town, site: str = "H") -> list[tuple[UUID | None, str, str]]:
    with town.database.reading() as session:
        rows = queries.supply.windows_of(session, town.sites[site])
        return [(row.space_id, row.purpose, row.start_clock) for row in rows]


def version_of(town: Town, site: str = "H") -> int:
    with town.database.reading() as session:
        return session.get_one(Site, town.sites[site]).row_version


def last_entry(town: Town) -> tuple[str, dict[str, Any]]:
    with town.database.reading() as session:
        entry = list(queries.audit.entries(session, town.community_id))[-1]
        return entry.action, entry.details


def test_a_site_is_added_by_the_office_under_a_code_of_its_own(town: Town) -> None:
    assert add_site(town).row_version == 1
    assert last_entry(town) == ("site.add", {"code": "N"})
    with refused(Conflict, "code_in_use", "code"):
        add_site(town)
    with refused(Rejected, "not_offered", "kind"):
        add_site(town, code="M", kind="castle")
    for by in (town.staff, town.people[0], town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            add_site(town, by, code="M")


def test_a_space_is_added_and_raises_the_version_of_its_site(town: Town) -> None:
    row = add_space(town, reserved_for=("owner",), ev=True)

    assert (row.site_id, row.reserved_for, row.ev, row.bookable) == (town.sites["H"], ["owner"], True, True)
    assert (version_of(town), last_entry(town)) == (2, ("space.add", {"space": "H3"}))
    with refused(Conflict, "code_in_use", "code"):
        add_space(town, "T1")
    for terms, field in (({"size": "huge"}, "size"), ({"reserved_for": ("friend",)}, "reserved_for")):
        with refused(Rejected, "not_offered", field):
            add_space(town, "H4", **terms)


def test_property_staff_run_their_own_sites_only(town: Town) -> None:
    for use in (
        lambda: add_space(town, "T9", "T"),
        lambda: set_windows(town, OPEN, site="T"),
        lambda: close(town, site="T"),
        lambda: add_space(town, by=town.stranger),
        lambda: add_space(replace(town, sites={"H": new_id()})),
    ):
        with refused(NotFound, "no_such_thing"):
            use()
    for by in (town.people[0], town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            add_space(town, by=by)
    everywhere = replace(town.staff, sites=frozenset())
    assert add_space(town, "T9", "T", by=everywhere).code == "T9"


def test_windows_are_replaced_as_a_whole_for_a_site_or_one_space(town: Town) -> None:
    leave = WindowTerms("leave_by", "07:45", days="workday")
    set_windows(town, OPEN, leave)
    assert windows(town) == [(None, "open", "08:00"), (None, "leave_by", "07:45")]

    set_windows(town, replace(OPEN, start="09:00"), space=town.spaces["H1"], version=2)
    set_windows(town, replace(OPEN, start="10:00"), version=3)
    assert sorted(windows(town), key=str) == sorted(
        [(None, "open", "10:00"), (town.spaces["H1"], "open", "09:00")], key=str
    )
    set_windows(town, space=town.spaces["H1"], version=4)
    assert (windows(town), version_of(town)) == ([(None, "open", "10:00")], 5)


WRONG_WINDOWS: list[tuple[dict[str, Any], str, str]] = [
    ({"purpose": "party"}, "not_offered", r"windows\.0\.purpose"),
    ({"start": "24:00"}, "start_at_24_00", r"windows\.0\..*"),
    ({"end": "00:00"}, "end_at_00_00", r"windows\.0\..*"),
    ({"end": "08:00"}, "empty_window", r"windows\.0.*"),
    ({"start": "25:61"}, "not_a_time", r"windows\.0\..*"),
    ({"weekdays": (8,)}, "out_of_range", r"windows\.0\.weekdays.*"),
    ({"first": FIRST, "last": FIRST - timedelta(days=1)}, "inverted_dates", r"windows\.0\.last"),
]


def test_a_window_that_cannot_be_is_named_and_the_old_ones_stand(town: Town) -> None:
    for changed, code, field in WRONG_WINDOWS:
        with refused(Rejected, code, field):
            set_windows(town, replace(OPEN, **changed))
        assert (windows(town), version_of(town)) == ([(None, "open", "00:00")], 1)


def test_windows_are_refused_from_an_older_version_in_crowds_and_for_other_sites_spaces(town: Town) -> None:
    with refused(Stale, "changed_meanwhile"):
        set_windows(town, OPEN, version=0)
    with refused(Rejected, "out_of_range", "windows"):
        set_windows(town, *[OPEN] * 51)
    with refused(Rejected, "not_offered", r"windows\.0\.purpose"):
        set_windows(town, replace(OPEN, purpose="curfew"), space=town.spaces["H1"])
    for space in (town.spaces["T1"], new_id()):
        with refused(NotFound, "no_such_thing"):
            set_windows(town, OPEN, space=space)


def test_the_hours_of_somebodys_own_space_are_its_owners_to_state(town: Town) -> None:
    space = town.spaces["H1"]
    town.do(sharing.set_owner, actor=town.staff, space_id=space, version=1, member_id=town.people[0].member_id)
    stands = windows(town)

    with refused(Conflict, "space_is_owned", "space_id"):
        set_windows(town, OPEN, version=2, space=space)

    assert windows(town) == stands


def test_a_closure_is_stated_and_taken_back(town: Town) -> None:
    row = close(town, space_id=town.spaces["H1"], kind="suspension", reason="消防演练", start="09:00", end="12:00")
    assert (row.space_id, row.kind, row.start_clock, version_of(town)) == (town.spaces["H1"], "suspension", "09:00", 2)
    assert last_entry(town) == ("site.close", {"first": "2026-05-04", "last": "2026-05-04"})

    reopen = {"actor": town.staff, "site_id": town.sites["H"], "closure_id": row.id}
    town.do(supply.reopen, **reopen)
    with town.database.reading() as session:
        assert queries.supply.closures_of(session, town.sites["H"]) == []
    with refused(NotFound, "no_such_thing"):
        town.do(supply.reopen, **reopen)
    with refused(NotAllowed, "not_for_this_role"):
        town.do(supply.reopen, **{**reopen, "actor": town.people[0]})


def test_a_closure_of_another_site_is_not_there(town: Town) -> None:
    row = close(town, town.coordinator, site="T")
    with refused(NotFound, "no_such_thing"):
        town.do(supply.reopen, actor=town.staff, site_id=town.sites["H"], closure_id=row.id)


WRONG_CLOSURES: list[tuple[dict[str, Any], type[Refused], str]] = [
    ({"last": FIRST - timedelta(days=1)}, Rejected, "inverted_dates"),
    ({"start": "12:00", "end": "12:00"}, Rejected, "empty_window"),
    ({"kind": "party"}, Rejected, "not_offered"),
    ({"space_id": new_id()}, NotFound, "no_such_thing"),
]


def test_a_closure_that_cannot_be_is_refused(town: Town) -> None:
    for terms, kind, code in WRONG_CLOSURES:
        with refused(kind, code):
            close(town, **terms)
        with refused(Stale, "changed_meanwhile"):
            close(town, version=9)
        assert version_of(town) == 1

"""Documents that staff saw: recorded, struck out, told on the slip, asked for before anything is approved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from scheduler import registers as known
from scheduler.actors import Actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import RegisterEntry
from scheduler.usecases import checking, registers
from scheduler.usecases.registers import Paper
from tests.scheduler.usecases.test_eligibility import codes, slip
from tests.scheduler.usecases.use_acts import covenant_says
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, act, refused, register
from tests.town import START, Town

TODAY = date(2026, 5, 1)


def see(town: Town, document: str, person: int = NEWCOMER, by: Actor | None = None, **more: Any) -> RegisterEntry:
    """Record a document of somebody; a vehicle's is of theirs."""
    vehicle = town.vehicles[person] if document in known.OF_VEHICLES else None
    paper = Paper(document, **{"vehicle_id": vehicle, **more})
    member = town.people[person].member_id
    return town.do(registers.record, actor=by or town.staff, member_id=member, paper=paper)


def strike(town: Town, row: RegisterEntry, reason: str = "看错了", by: Actor | None = None) -> RegisterEntry:
    return town.do(registers.strike, actor=by or town.staff, entry_id=row.id, reason=reason)


def listed(town: Town, by: Actor, person: int = NEWCOMER) -> list[str]:
    rows = town.see(registers.listed, actor=by, member_id=town.people[person].member_id)
    return [row.document for row in rows]


def test_the_slip_tells_which_documents_were_seen_and_which_to_bring(town: Town) -> None:
    see(town, "identity_card")
    see(town, "vehicle_licence", vehicle_id=town.vehicles[NEWCOMER])
    see(town, "lease", valid_until=TODAY - timedelta(days=1))
    told = slip(town)

    assert codes(told.met)[-2:] == ["seen_identity_card", "seen_vehicle_licence"]
    assert codes(told.bring) == ["bring_lease", "bring_identity_number"]
    covenant_says(town, path={"documents_needed": True})
    told = slip(town)
    assert (told.eligible, codes(told.bring)[0]) == (True, "bring_before_approval")


def test_an_entry_that_was_wrong_is_struck_out_once_with_a_reason_and_stays_to_be_seen(town: Town) -> None:
    row = see(town, "lease")
    with refused(Rejected, "reason_missing", "reason"):
        strike(town, row, " ")
    struck = strike(town, row)

    assert (struck.struck_by, struck.reason) == (town.staff.account_id, "看错了")
    assert "bring_lease" in codes(slip(town).bring)
    assert listed(town, town.staff) == ["lease"]
    with refused(Conflict, "entry_struck"):
        strike(town, row)


def test_nothing_is_approved_before_its_documents_were_seen_where_the_covenant_says_so(town: Town) -> None:
    covenant_says(town, path={"documents_needed": True})
    rows = [register(town, person) for person in (NEWCOMER, OTHER)]
    for row in rows:
        act(town, row, "endorse", town.staff)
    for document in ("identity_card", "vehicle_licence", "lease"):
        see(town, document)
    with refused(Conflict, "documents_missing", "documents") as told:
        act(town, rows[1], "approve", town.coordinator)

    assert told.value.allowed == "identity_card, vehicle_licence, lease"
    taken = town.do(checking.act_on_all, actor=town.coordinator, round_id=town.round_id, action="approve")
    assert (taken.taken, [(one.registration_id, one.why.code) for one in taken.left]) == (
        1, [(rows[1].id, "documents_missing")],
    )  # fmt: skip
    assert [town.state_of(row.id) for row in rows] == ["approved", "endorsed"]


def test_documents_that_cannot_be_are_refused(town: Town) -> None:
    for document, more, field in (
        ("passport", {}, "document"),
        ("vehicle_licence", {"vehicle_id": None}, "vehicle_id"),
        ("insurance", {"vehicle_id": town.vehicles[OTHER]}, "vehicle_id"),
        ("lease", {"vehicle_id": town.vehicles[NEWCOMER]}, "vehicle_id"),
        ("lease", {"valid_from": TODAY, "valid_until": TODAY - timedelta(days=1)}, "valid_until"),
    ):
        with pytest.raises(Rejected) as told:
            see(town, document, **more)
        assert told.value.field == field


def test_only_staff_who_serve_somebody_write_and_only_they_themselves_and_auditors_read_too(town: Town) -> None:
    row = see(town, "identity_card")
    for by, kind in ((town.people[NEWCOMER], NotAllowed), (town.auditor, NotAllowed), (town.stranger, NotFound)):
        with pytest.raises(kind):
            see(town, "lease", by=by)
        with pytest.raises(kind):
            strike(town, row, by=by)
    elsewhere = replace(town.staff, sites=frozenset({town.sites["T"]}))
    with refused(NotFound, "no_such_thing"):
        see(town, "lease", by=elsewhere)
    for by in (town.people[OTHER], elsewhere, town.stranger):
        with refused(NotFound, "no_such_thing"):
            listed(town, by)
    assert [listed(town, by) for by in (town.people[NEWCOMER], town.staff, town.auditor)] == [["identity_card"]] * 3
    with refused(NotFound, "no_such_thing"):
        town.do(registers.strike, actor=town.staff, entry_id=new_id(), reason="x")


class Office:
    """A register of another authority, which knows the identity cards of all."""

    def seen(self, session: Session, people: Collection[UUID], on: date) -> Mapping[UUID, Collection[known.Seen]]:
        assert (on, session.is_active) == (TODAY, True)
        return {member: [known.Seen("identity_card", None)] for member in people}


def test_registers_that_are_plugged_in_count_beside_the_one_of_the_staff(town: Town) -> None:
    see(town, "lease")
    member = town.people[NEWCOMER].member_id
    assert member is not None
    with town.database.reading() as session:
        found = known.seen_by(session, {member}, START.date(), (known.KeptByStaff(), Office()))
    assert found == {member: {known.Seen("identity_card", None), known.Seen("lease", None)}}

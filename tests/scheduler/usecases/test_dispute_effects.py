"""What decisions bring about by themselves: places in the next plan, points, money, what counts no longer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fixtures import people
from scheduler import queries
from scheduler.errors import Conflict, NotAllowed, Refused, Rejected
from scheduler.ids import new_id
from scheduler.models import Block, DisputeEffect, Invoice, Registration, Violation
from scheduler.usecases import dispute_choices, invoices, locks
from scheduler.usecases.dispute_effects import Effect
from scheduler.usecases.disputes import SETTLED
from scheduler.usecases.invoices import Bill
from tests.scheduler.usecases import use_acts
from tests.scheduler.usecases.billing_acts import invoices_of, pay
from tests.scheduler.usecases.dispute_acts import LAST, Court
from tests.scheduler.usecases.money_acts import Books
from tests.town import Town


@pytest.fixture
def court(published: Town) -> Court:
    return Court(published)


def planned_again(town: Town) -> dict[UUID, tuple[UUID, ...]]:
    """Spaces by registration in the next plan."""
    plan = town.plan()
    with town.database.reading() as session:
        return dict(queries.plans.places(session, plan))


def applied(town: Town) -> list[DisputeEffect]:
    with town.database.reading() as session:
        return list(session.execute(select(DisputeEffect).order_by(DisputeEffect.id)).scalars())


def standing_locks(town: Town) -> list[tuple[str, UUID]]:
    with town.database.reading() as session:
        return [(lock.kind, lock.id) for lock, _ in queries.plans.locks(session, town.round_id)]


def refused(court: Court, case: UUID, *effects: Effect) -> tuple[str, str]:
    """Why a case that is before the council cannot be decided so, and the field."""
    with pytest.raises(Refused) as error:
        court.move(case, court.arbiter, "decide", reason="As follows.", upheld=True, effects=effects)
    return error.value.code, error.value.field


def test_a_pin_gives_the_place_in_the_next_plan_whatever_staff_had_decided(court: Court) -> None:
    town = court.town
    mine, space = town.registrations[LAST], town.spaces["T1"]
    town.do(locks.lock, actor=town.coordinator, registration_id=mine, kind="forbid", reason="Not this year.")
    case = court.open()

    court.decide(case.id, Effect("pin", mine, space_id=space))

    made = applied(town)
    assert standing_locks(town) == [("fix", made[0].applied_id)]
    assert (made[0].kind, made[0].space_id) == ("pin", space)
    assert planned_again(town)[mine] == (space,)


def test_whom_a_place_is_forbidden_has_none_in_the_next_plan(court: Court) -> None:
    town = court.town
    theirs = town.registrations[0]
    case = court.open(about="neighbour", plate=people.plate_of(0))

    court.decide(case.id, Effect("forbid", theirs))

    assert theirs not in planned_again(town)


def test_staff_change_nothing_of_what_the_council_decided(court: Court) -> None:
    town = court.town
    mine = town.registrations[LAST]
    court.decide(court.open().id, Effect("pin", mine, site_id=town.sites["T"]))
    with pytest.raises(Conflict) as more:
        town.do(locks.lock, actor=town.coordinator, registration_id=mine, kind="forbid", reason="Still not.")
    with pytest.raises(Conflict) as less:
        town.do(locks.unlock, actor=town.coordinator, lock_id=standing_locks(town)[0][1])

    assert {more.value.code, less.value.code} == {"bound_by_decision"}


def test_points_of_a_decision_weigh_in_the_next_plan(court: Court) -> None:
    town = court.town
    mine = town.registrations[LAST]
    use_acts.covenant_says(town, parking={"criteria": {"class": 1, "decision": 1}})
    case = court.open()
    court.move(case.id, court.mediator, "refer", reason="No agreement.")
    wrong = [refused(court, case.id, Effect("correct_points", mine, amount=amount)) for amount in (None, 0, 1001, -10)]

    court.move(
        case.id,
        court.arbiter,
        "decide",
        reason="A need was overlooked.",
        upheld=True,
        effects=[Effect("correct_points", mine, amount=65)],
    )

    plan = town.plan()
    with town.database.reading() as session:
        assert session.get_one(Registration, mine).points == {"class": 10, "decision": 65}
        first_in_line = [queries.plans.refusal(session, plan, town.registrations[at]) for at in (LAST, LAST - 1)]
    assert wrong == [("out_of_range", "effects.0.amount")] * 3 + [("points_do_not_count", "effects.0.amount")]
    assert [one and one.rank for one in first_in_line] == [1, 2]


def test_where_the_covenant_counts_no_such_points_none_are_given(court: Court) -> None:
    case = court.open()
    court.move(case.id, court.mediator, "refer", reason="No agreement.")

    found = refused(court, case.id, Effect("correct_points", court.town.registrations[LAST], amount=5))

    assert found == ("points_not_used", "effects.0.kind")


def test_compensation_comes_out_of_the_fund_of_a_site_and_not_more_than_it_holds(court: Court) -> None:
    town, books = court.town, Books(court.town)
    books.settle(10_000)
    case = court.open()
    court.move(case.id, court.mediator, "refer", reason="No agreement.")
    person, site = books.member(LAST), town.sites["H"]
    wrong = [
        refused(court, case.id, Effect("compensate", person, site_id=site, amount=7_001)),
        refused(court, case.id, Effect("compensate", person, site_id=site, amount=0)),
        refused(court, case.id, Effect("compensate", person, amount=100)),
        refused(court, case.id, Effect("compensate", books.member(0), site_id=site, amount=100)),
    ]

    court.move(
        case.id,
        court.arbiter,
        "decide",
        reason="The space was taken.",
        upheld=True,
        effects=[Effect("compensate", person, site_id=site, amount=2_000)],
    )

    assert [code for code, _ in wrong] == ["account_short", "out_of_range", "unknown_id", "unknown_id"]
    assert (books.balance("fund", site), books.balance("payable", person)) == (-5_000, -2_000)
    assert books.faults() == []


def test_a_violation_that_is_waived_counts_no_longer_and_lifts_the_block_that_stood_on_it(court: Court) -> None:
    town = court.town
    first, second = use_acts.see_violation(town, 0), use_acts.see_violation(town, 0)
    with town.database.reading() as session:
        block = session.execute(select(Block)).scalar_one()
    case = court.open(town.people[0], about="violation", subject_id=second.id)
    court.move(case.id, court.mediator, "mediate")
    court.move(case.id, court.mediator, "settle", reason="The sign was missing.", effects=[Effect("waive", second.id)])

    with town.database.reading() as session:
        states = [session.get_one(Violation, one.id).state for one in (first, second)]
        lifted = session.get_one(Block, block.id).lifted_at
    assert (states, lifted) == (["warned", "waived"], town.clock())


def test_a_block_is_lifted_by_a_settlement_and_once(court: Court) -> None:
    town = court.town
    for _ in range(2):
        seen = use_acts.see_violation(town, 0)
    with town.database.reading() as session:
        block = session.execute(select(Block)).scalar_one()
    case = court.open(town.people[0], about="violation", subject_id=seen.id)
    court.move(case.id, court.mediator, "mediate")
    lift = Effect("lift_block", block.id)
    with pytest.raises(Conflict) as twice:
        court.move(case.id, court.mediator, "settle", reason="They promise.", effects=[lift, lift])

    court.move(case.id, court.mediator, "settle", reason="They promise.", effects=[lift])

    assert twice.value.code == "block_is_over"
    with town.database.reading() as session:
        assert session.get_one(Block, block.id).lifted_by == court.mediator.account_id


def test_an_invoice_that_is_waived_is_owed_no_longer(court: Court) -> None:
    town, books = court.town, Books(court.town)
    row = billed(town, books.member(0))
    case = court.open(town.people[0], about="fee", subject_id=row.id)

    court.decide(case.id, Effect("waive", row.id))

    with town.database.reading() as session:
        assert session.get_one(Invoice, row.id).state == "cancelled"
    assert (books.balance("receivable", books.member(0)), books.faults()) == (0, [])
    other = court.open(about="decision")
    court.move(other.id, court.mediator, "refer", reason="No agreement.")
    assert refused(court, other.id, Effect("waive", row.id)) == ("unknown_id", "effects.0.subject_id")


def billed(town: Town, member: UUID) -> Invoice:
    """An invoice of a person, for a use."""
    line: Any = {"subject": "overstay", "fen": 500, "count": 1}
    bill = Bill(member, town.sites["H"], "use", new_id(), 1, "overstay", [line], "2026-05")

    def issue(session: Any, now: Any) -> Invoice | None:
        return invoices.issue(session, town.coordinator, bill, now)

    row = town.do(issue)
    assert row is not None
    return row


def test_all_effects_come_about_or_none(court: Court) -> None:
    town, books = court.town, Books(court.town)
    case = court.open()
    court.move(case.id, court.mediator, "refer", reason="No agreement.")
    pin = Effect("pin", town.registrations[LAST], site_id=town.sites["T"])
    short = Effect("compensate", books.member(LAST), site_id=town.sites["H"], amount=100)

    assert refused(court, case.id, pin, short)[0] == "account_short"
    assert (applied(town), standing_locks(town), court.told(case.id, court.arbiter).row.state) == (
        [],
        [],
        "arbitration",
    )


def test_effects_are_of_a_kind_and_on_a_side_that_they_may_be(court: Court) -> None:
    town = court.town
    case = court.open()
    court.move(case.id, court.mediator, "mediate")
    pin = Effect("pin", town.registrations[LAST], site_id=town.sites["T"])
    with pytest.raises(Rejected) as settled:
        court.move(case.id, court.mediator, "settle", reason="Agreed.", effects=[pin])
    with pytest.raises(NotAllowed):
        court.move(case.id, town.coordinator, "settle", reason="Agreed.")
    court.move(case.id, court.mediator, "refer", reason="No agreement.")
    with pytest.raises(Rejected) as groundless:
        court.move(case.id, court.arbiter, "decide", reason="No.", upheld=False, effects=[pin])

    assert (settled.value.code, settled.value.allowed) == ("not_offered", ", ".join(SETTLED))
    assert groundless.value.code == "effects_without_grounds"
    assert [
        refused(court, case.id, Effect("pin", town.registrations[0], site_id=town.sites["T"])),
        refused(court, case.id, Effect("pin", town.registrations[LAST])),
        refused(court, case.id, Effect("pin", town.registrations[LAST], space_id=new_id())),
        refused(court, case.id, Effect("lift_block", new_id())),
        refused(court, case.id, Effect("banish", town.registrations[LAST])),
        refused(court, case.id, *[pin] * 11),
    ] == [
        ("unknown_id", "effects.0.subject_id"),
        ("pin_without_place", "site_id"),
        ("unknown_id", "space_id"),
        ("unknown_id", "effects.0.subject_id"),
        ("not_offered", "effects.0.kind"),
        ("out_of_range", "effects"),
    ]


def test_an_effect_says_nothing_that_its_kind_has_no_use_for(court: Court) -> None:
    town = court.town
    mine, site = town.registrations[LAST], town.sites["T"]
    case = court.open()
    court.move(case.id, court.mediator, "refer", reason="No agreement.")

    assert [
        refused(court, case.id, Effect("pin", mine, site_id=site, amount=10**20)),
        refused(court, case.id, Effect("waive", new_id(), site_id=new_id())),
        refused(court, case.id, Effect("correct_points", mine, room_id=new_id(), amount=1)),
        refused(court, case.id, Effect("compensate", new_id(), site_id=site, amount=10**20)),
        refused(court, case.id, Effect("correct_points", mine, amount=-(10**20))),
    ] == [
        ("not_offered", "effects.0.amount"),
        ("not_offered", "effects.0.site_id"),
        ("not_offered", "effects.0.room_id"),
        ("unknown_id", "effects.0.subject_id"),
        ("out_of_range", "effects.0.amount"),
    ]


def test_a_settlement_gives_back_nothing_that_was_paid_for_something_else(court: Court) -> None:
    town, person = court.town, court.town.people[0].member_id
    assert person is not None
    paid, owed = billed(town, person), billed(town, person)
    pay(town, 500)
    case = court.open(town.people[0], about="neighbour")
    court.move(case.id, court.mediator, "mediate")
    for_council = [one.subject_id for one in town.do(dispute_choices.choices, row=case) if one.kind == "waive"]

    with pytest.raises(Conflict) as other:
        court.move(case.id, court.mediator, "settle", reason="Agreed.", effects=[Effect("waive", paid.id)])
    court.move(case.id, court.mediator, "settle", reason="Agreed.", effects=[Effect("waive", owed.id)])
    own = court.open(town.people[0], about="fee", subject_id=paid.id)
    court.move(own.id, court.mediator, "mediate")
    court.move(own.id, court.mediator, "settle", reason="Agreed.", effects=[Effect("waive", paid.id)])

    assert (other.value.code, for_council) == ("council_decides", [owed.id])
    assert [row.state for row in invoices_of(town)] == ["cancelled", "cancelled"]

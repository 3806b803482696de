"""Decisions of the council enter a plan: their round is held for it, or published again, and the office is told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler import queries
from scheduler.errors import Conflict
from scheduler.models import OutboxMessage, Round
from scheduler.usecases import clockwork, decisions, fairness, registration, rounds
from scheduler.usecases.dispute_effects import Effect
from tests.scheduler.usecases import use_acts
from tests.scheduler.usecases.dispute_acts import LAST, Court, hearer
from tests.town import Town

DISPLAYED = 8
"""Days after which a notice has stood its time."""


@pytest.fixture
def court(published: Town) -> Court:
    use_acts.accept_all(published)
    return Court(published)


def round_of(town: Town) -> Round:
    with town.database.reading() as session:
        return session.get_one(Round, town.round_id)


def night(town: Town, **by: float) -> str:
    """Let time pass, and a night; the state of the round after it."""
    town.clock.advance(**by)
    clockwork.nightly(town.office)
    return round_of(town).state


def waiting(town: Town) -> list[str]:
    return [one.receipt for one in town.see(decisions.waiting, round_=round_of(town))]


def settled_by_hand(town: Town) -> str:
    with pytest.raises(Conflict) as held:
        town.do(rounds.move, actor=town.coordinator, round_id=town.round_id, action="settle")
    return held.value.code


def pin(town: Town) -> Effect:
    return Effect("pin", town.registrations[LAST], space_id=town.spaces["T1"])


def planned_and_published(town: Town) -> None:
    town.clock.advance(minutes=1)
    town.publish(town.plan())
    use_acts.accept_all(town)


def test_a_round_is_settled_only_when_a_published_plan_knows_of_the_decision(court: Court) -> None:
    town = court.town
    member = town.people[1].member_id
    hearer(town, "coordinator", member)
    case = court.open()
    held = [night(town, days=DISPLAYED), settled_by_hand(town)]
    court.decide(case.id, pin(town))
    held += [night(town, days=1), settled_by_hand(town)]
    told = waiting(town)
    planned_and_published(town)

    assert held == ["published", "round_is_disputed", "published", "decision_waits_for_plan"]
    assert (told, waiting(town)) == ([case.receipt], [])
    assert town.state_of(town.registrations[LAST]) == "accepted"
    with town.database.reading() as session:
        codes = session.execute(select(OutboxMessage.code).where(OutboxMessage.member_id == member)).scalars().all()
    assert codes.count("decision_to_plan") == 1
    assert night(town, days=DISPLAYED) == "settled"


def test_a_settled_round_is_published_again_for_a_decision_while_it_is_in_use(court: Court) -> None:
    town = court.town
    assert night(town, days=DISPLAYED) == "settled"
    case = court.open()
    court.decide(case.id, pin(town))
    with town.database.reading() as session:
        remembered = len(queries.fairness.known(session, town.round_id))
    told, held = waiting(town), night(town, days=1)
    planned_and_published(town)

    assert (told, held, town.state_of(town.registrations[LAST])) == ([case.receipt], "published", "accepted")
    assert night(town, days=DISPLAYED) == "settled"
    with town.database.reading() as session:
        known = queries.fairness.known(session, town.round_id)
    assert (len(known), known[town.registrations[LAST]][1]["got"]) == (remembered, 1)
    assert town.do(fairness.record, round_=round_of(town)) == 0


def test_a_round_waits_for_no_decision_once_its_use_is_over(court: Court) -> None:
    town = court.town
    case = court.open()
    court.move(case.id, court.mediator, "refer", reason="No agreement.")
    last = round_of(town).use_last
    assert night(town, days=(last - town.clock().date()).days + 1) == "settled"
    with pytest.raises(Conflict) as over:
        court.move(case.id, court.arbiter, "decide", reason="Too late.", upheld=True, effects=[pin(town)])

    assert (over.value.code, over.value.field) == ("planned_no_more", "effects.0.subject_id")


def test_whoever_left_is_decided_on_no_more_and_holds_no_round(court: Court) -> None:
    town = court.town
    mine = {"actor": town.people[0], "registration_id": town.registrations[0], "action": "withdraw"}
    case = court.open(town.people[0], subject_id=town.registrations[0])
    court.decide(case.id, Effect("forbid", town.registrations[0], site_id=town.sites["H"]))
    held = waiting(town)
    town.do(registration.act, **mine)
    again = court.open(town.people[0], about="neighbour")
    court.move(again.id, court.mediator, "refer", reason="No agreement.")
    late = Effect("forbid", town.registrations[0])
    with pytest.raises(Conflict) as left:
        court.move(again.id, court.arbiter, "decide", reason="Gone.", upheld=True, effects=[late])

    assert (held, waiting(town), left.value.code) == ([case.receipt], [], "planned_no_more")

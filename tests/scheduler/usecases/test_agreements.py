"""Agreements: drawn up with the right that was accepted, signed, in force, suspended, ended, verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from scheduler import queries
from scheduler.actors import Actor
from scheduler.actors import clockwork as clockwork_actor
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected, Stale
from scheduler.models import Agreement, Registration, Space
from scheduler.usecases import (
    agreement_terms,
    agreement_views,
    agreements,
    clockwork,
    money_proofs,
    money_shares,
    offers,
    registration,
    release,
)
from tests.communities import LAST
from tests.scheduler.usecases.agreement_acts import (
    MONTHLY,
    accept,
    answer,
    charged,
    move,
    newest,
    refunds_of,
    rule,
    sign,
    tick,
    told,
)
from tests.scheduler.usecases.billing_acts import balances, pay
from tests.scheduler.usecases.wishes import refused
from tests.town import Town

FIRST = date(2026, 5, 4)


def actions(town: Town, row: Agreement) -> list[str]:
    with town.database.reading() as session:
        return [step.action for step in queries.agreements.steps(session, row.id)]


def terms(town: Town, row: Agreement) -> dict[str, object]:
    return agreement_terms.opened(town.vault, row)


# ---- drawn up


def test_who_accepts_a_right_has_an_agreement_at_once(published: Town) -> None:
    rule(published, fees=MONTHLY)
    row, other = accept(published), accept(published, 1)

    said = terms(published, row)
    assert (row.number, other.number, row.state, row.starts_on, row.ends_on) == (1, 2, "drawn_up", FIRST, LAST)
    assert row.sign_by == published.clock() + timedelta(days=10)
    assert said["windows"] == [{"days": "every", "start": "18:30", "end": "07:30"}]
    assert (said["fee"]["fen"], said["spaces"], said["number"]) == (28_000, ["H1"], 1)  # type: ignore[index]
    assert [one["number"] for one in told(published, "agreement_drawn_up")] == [1, 2]
    assert row.digest != other.digest
    assert str(said["plate"]).encode() not in row.terms_cipher


def test_terms_name_the_duties_that_the_covenant_sets(published: Town) -> None:
    rule(published, use={"end_from": None}, path={"signature_needed": True}, parking={"guard_minutes": 0})
    clauses = {one["code"]: one["numbers"] for one in terms(published, accept(published))["clauses"]}  # type: ignore[attr-defined]

    assert clauses["clause_signature"] == {"days": 10}
    assert clauses["clause_block"] == {"count": 2, "within": 180, "days": 30}
    assert {"clause_loss", "clause_guard", "clause_fee", "clause_owner"} & set(clauses) == set()
    assert set(clauses) <= set(agreement_terms.CLAUSES)


def test_terms_do_not_tell_whose_own_space_it_is(published: Town) -> None:
    rule(published, fees=MONTHLY)
    with published.database.writing() as session:
        session.get_one(Space, published.spaces["H1"]).owner_id = published.people[7].member_id
    said = terms(published, accept(published))
    assert {"owner", "income"} & set(said["fee"]["lines"][0]) == set()  # type: ignore[index]
    assert said["fee"]["fen"] == 28_000  # type: ignore[index]


def test_a_right_that_was_accepted_on_another_way_has_its_agreement_with_the_next_turn(published: Town) -> None:
    given = {"registration_id": published.registrations[0], "action": "accept"}
    published.do(registration.act, actor=published.people[0], **given)

    published.clock.advance(seconds=40)
    clockwork.tick(published.office)
    tick(published)

    assert (newest(published).number, newest(published).state) == (1, "drawn_up")


def test_a_second_answer_makes_no_second_agreement(published: Town) -> None:
    row = accept(published)
    with refused(Conflict, "registration_not_ready"):
        answer(published, 0, "accept")
    assert newest(published).id == row.id


# ---- signed


def test_a_signed_agreement_is_in_force_from_its_first_day(published: Town) -> None:
    row = sign(published, accept(published))
    assert (row.state, row.signed_on, row.signed_channel) == ("signed", date(2026, 5, 1), "door")

    tick(published, days=3)

    assert actions(published, row) == ["draw_up", "sign", "activate"]
    assert told(published, "agreement_signed")[0]["date"] == "2026-05-01"


def test_a_signature_has_a_day_and_an_end_that_there_are(published: Town) -> None:
    row = accept(published)
    for day in (date(2026, 4, 30), date(2026, 5, 2)):
        with refused(Rejected, "out_of_range", "signed_on"):
            sign(published, row, signed_on=day)
    with refused(Rejected, "out_of_range", "channel"):
        sign(published, row, channel="pigeon")
    with refused(Stale, "changed_meanwhile"):
        sign(published, row, version=7)
    sign(published, row)
    with refused(Conflict, "agreement_not_ready", "state"):
        sign(published, newest(published))


@pytest.mark.parametrize("needed", [False, True])
def test_only_where_the_covenant_wants_a_signature_a_right_without_one_goes_on(published: Town, needed: bool) -> None:
    rule(published, path={"signature_needed": needed, "sign_days": 2})
    row = accept(published)
    tick(published, days=1)
    tick(published, days=1)

    assert [one["number"] for one in told(published, "agreement_remind")] == [1]
    assert newest(published).state == ("lapsed" if needed else "drawn_up")
    assert published.states()[0] == ("ended" if needed else "accepted")
    assert actions(published, row) == ["draw_up", "remind"] + ["lapse"] * needed


# ---- suspended, ended


def test_days_of_a_suspension_are_paid_back_in_full_once_it_is_over(published: Town) -> None:
    rule(published, fees={**MONTHLY, "refund_percent": 50})
    sign(published, accept(published))
    tick(published, days=3)
    assert charged(published) == [("2026-05", 28_000)]
    given = {"first": date(2026, 5, 6), "last": date(2026, 5, 8), "reason": "运动会"}
    row = move(published, newest(published), agreements.suspend, **given)
    assert (
        row.state,
        agreement_views.is_in_force(row, date(2026, 5, 5)),
        agreement_views.rests(row, date(2026, 5, 7)),
    ) == (
        "suspended",
        True,
        True,
    )

    tick(published, days=4)
    assert newest(published).state == "suspended"
    tick(published, days=1)

    assert (newest(published).state, refunds_of(published)) == ("active", [("suspended", 3_000)])
    assert told(published, "agreement_suspended")[0]["last"] == "2026-05-08"


def test_a_suspension_is_taken_back_early_and_has_days_that_can_be(published: Town) -> None:
    rule(published, fees=MONTHLY)
    row = sign(published, accept(published))
    for first, last, field in (
        (date(2026, 5, 3), None, "first"),
        (date(2026, 6, 1), None, "first"),
        (date(2026, 5, 6), date(2026, 5, 5), "last"),
    ):
        with refused(Rejected, "out_of_range", field):
            move(published, row, agreements.suspend, first=first, last=last, reason="x")
    with refused(Rejected, "reason_missing"):
        move(published, row, agreements.suspend, first=FIRST, last=None, reason=" ")
    row = move(published, row, agreements.suspend, first=FIRST, last=None, reason="x")
    published.clock.advance(days=4)
    assert charged(published) == []
    row = move(published, row, agreements.resume)

    assert (row.state, row.suspended_from, refunds_of(published)) == ("active", None, [("suspended", 1_000)])
    assert charged(published) == [("2026-05", 28_000)]


def test_whoever_ends_an_agreement_gives_the_right_to_the_next_and_is_paid_back_by_the_rule(published: Town) -> None:
    rule(published, fees={**MONTHLY, "refund_percent": 50})
    sign(published, accept(published))
    tick(published, days=3)
    row = move(published, newest(published), agreements.end, published.people[0], reason="搬家")

    assert (row.state, row.ended_on, published.states()[0]) == ("ended", FIRST, "ended")
    assert (charged(published), refunds_of(published)) == ([("2026-05", 28_000)], [("given_up", 13_500)])
    assert offers.offer_next(published.office, published.round_id) == 1
    with refused(Conflict, "agreement_not_ready"):
        move(published, row, agreements.end, reason="x")


def test_an_agreement_ends_with_the_right_that_was_given_back(published: Town) -> None:
    accept(published)
    signed = sign(published, accept(published, 1))
    for person in (0, 1):
        answer(published, person, "withdraw")

    assert (newest(published).state, newest(published, 1).state) == ("lapsed", "ended")
    assert actions(published, signed)[-1] == "end"
    assert [one["number"] for one in told(published, "agreement_ended")] == [2]


def test_agreements_end_after_their_last_day(published: Town) -> None:
    accept(published)
    sign(published, accept(published, 1))
    tick(published, days=30)
    tick(published)
    assert newest(published, 1).state == "active"
    tick(published, days=1)

    assert (newest(published).state, newest(published, 1).state, newest(published, 1).ended_on) == (
        "ended",
        "ended",
        LAST,
    )


def test_what_a_later_plan_takes_away_is_paid_back_in_full(published: Town) -> None:
    rule(published, fees={**MONTHLY, "refund_percent": 50})
    sign(published, accept(published))
    tick(published, days=4)
    charged(published)
    published.do(_refuse, registration_id=published.registrations[0])
    tick(published)

    with published.database.reading() as session:
        step = queries.agreements.steps(session, newest(published).id)[-1]
    assert (step.after, step.reason, refunds_of(published)) == ("ended", "right_not_kept", [("community", 26_000)])


def _refuse(session: Session, *, registration_id: UUID, now: datetime) -> None:
    """A later version of the plan gives no right any more."""
    row = session.get_one(Registration, registration_id)
    registration.move_on(session, row, "refuse", clockwork_actor(row.community_id), now)
    release.release(session, [row.id], now)


def test_an_agreement_ends_although_the_shares_of_its_fee_were_paid_out(published: Town) -> None:
    rule(published, fees=MONTHLY)
    sign(published, accept(published))
    tick(published, days=4)
    charged(published)
    pay(published, 28_000)
    for share, fen in (("operator", 5_600), ("fund", 19_600)):
        given = {"share": share, "subject_id": published.sites["H"], "place": "cash", "fen": fen, "reason": "五月"}
        published.do(money_shares.pay_out, actor=published.coordinator, **given)
    move(published, newest(published), agreements.end, published.people[0], reason="搬家")

    held = balances(published)
    assert (held["operator H"], held["fund H"], held["payable 0"]) == (5_200, 18_200, -26_000)
    assert published.see(money_proofs.faults, community=published.community_id) == []


# ---- waiting for a signature, or in force without


def test_days_before_a_signature_that_the_covenant_asks_for_cost_nothing(published: Town) -> None:
    rule(
        published,
        fees={**MONTHLY, "refund_percent": 50},
        path={"signature_needed": True, "sign_days": 9},
    )
    accept(published)
    accept(published, 1)
    tick(published, days=8)
    with refused(Conflict, "agreement_not_ready"):
        move(published, newest(published, 1), agreements.suspend, first=date(2026, 5, 12), last=None, reason="x")
    sign(published, newest(published, 1), signed_on=date(2026, 5, 8))
    tick(published, days=2)

    assert (newest(published).state, newest(published, 1).state) == ("lapsed", "active")
    assert (charged(published), refunds_of(published)) == ([("2026-05", 24_000)], [])


def test_where_no_signature_is_wanted_an_agreement_is_in_force_and_suspended_without(published: Town) -> None:
    rule(published, fees=MONTHLY)
    row = accept(published)
    tick(published, days=4)
    verified = published.see(agreement_views.verify, vault=published.vault, code=row.code, now=published.clock())
    assert (verified.state, verified.in_force) == ("active", True)
    rest = {"first": date(2026, 5, 6), "last": date(2026, 5, 6), "reason": "运动会"}
    move(published, newest(published), agreements.suspend, **rest)
    tick(published, days=2)

    row = sign(published, newest(published))
    assert (row.state, row.signed_on) == ("active", date(2026, 5, 7))
    assert actions(published, row) == ["draw_up", "activate", "suspend", "resume", "sign"]
    assert refunds_of(published) == [("suspended", 1_000)]
    with refused(Conflict, "agreement_not_ready"):
        sign(published, newest(published))


def test_a_suspension_that_is_to_come_keeps_nobody_from_paying(published: Town) -> None:
    rule(published, fees=MONTHLY)
    sign(published, accept(published))
    tick(published, days=3)
    move(published, newest(published), agreements.suspend, first=date(2026, 5, 20), last=None, reason="运动会")
    assert charged(published) == [("2026-05", 28_000)]


def test_a_right_released_elsewhere_ends_its_agreement_with_the_next_turn(published: Town) -> None:
    sign(published, accept(published))
    given = {"registration_id": published.registrations[0], "action": "withdraw"}
    published.do(registration.act, actor=published.people[0], **given)
    assert newest(published).state == "signed"

    tick(published)

    assert newest(published).state == "ended"


# ---- who may


def test_agreements_are_there_for_their_people_and_those_who_serve_them(published: Town) -> None:
    mine, theirs = accept(published), accept(published, 4)
    with published.database.writing() as session:
        session.get_one(Registration, published.registrations[4]).home_site_id = published.sites["T"]

    def listed(by: Actor, **given: object) -> list[int]:
        found = published.see(agreement_views.listed, actor=by, now=published.clock(), newest=False, **given)
        return [row.number for row in found]

    assert (listed(published.people[0]), listed(published.people[1])) == ([1], [])
    assert listed(published.coordinator, of_all=True) == [1, 2]
    in_compound = [row.number for row in (mine, theirs) if row.site_id == published.sites["H"]]
    assert listed(published.staff, of_all=True) == sorted({1, *in_compound})
    assert listed(published.coordinator, of_all=True, states=("signed",)) == []
    published.clock.advance(days=11)
    assert listed(published.coordinator, of_all=True, overdue=True) == [1, 2]
    with refused(NotAllowed, "not_for_this_role"):
        listed(published.people[0], of_all=True)
    for stranger in (published.people[1], published.stranger):
        with refused(NotFound, "no_such_thing"):
            published.see(agreement_views.steps_of, actor=stranger, agreement_id=mine.id)


def test_steps_are_refused_to_those_who_may_not_take_them(published: Town) -> None:
    row = accept(published)
    with refused(NotAllowed, "not_for_this_role"):
        published.do(
            agreements.sign,
            actor=published.people[0],
            agreement_id=row.id,
            version=1,
            signed_on=published.clock().date(),
            channel="web",
        )
    row = sign(published, row)
    for by in (published.staff, published.people[0]):
        with refused(NotAllowed, "not_for_this_role"):
            move(published, row, agreements.suspend, by, first=FIRST, last=None, reason="x")
    with refused(NotAllowed, "not_for_this_role"):
        move(published, row, agreements.end, published.auditor, reason="x")


def test_reading_the_terms_of_somebody_else_is_noted(published: Town) -> None:
    row = accept(published)

    def read(by: Actor) -> str:
        _, found = published.do(agreement_views.read, actor=by, vault=published.vault, agreement_id=row.id)
        return str(found["plate"])

    assert read(published.people[0]) == read(published.staff)
    neighbour = replace(published.people[3], roles=published.people[3].roles | {"auditor"})
    for by in (published.auditor, neighbour, replace(published.auditor, roles=frozenset({"auditor", "council"}))):
        with refused(NotAllowed, "not_for_this_role"):
            read(by)
    with published.database.reading() as session:
        noted = [one for one in queries.audit.entries(session, published.community_id) if one.action.endswith("reveal")]
    assert [(one.action, one.subject_id) for one in noted] == [("agreement.reveal", str(row.id))]


# ---- verified


def test_a_paper_is_verified_by_its_code_which_tells_no_more_than_the_notice(published: Town) -> None:
    row = accept(published)

    def verified(code: str) -> agreement_views.Verified:
        return published.see(agreement_views.verify, vault=published.vault, code=code, now=published.clock())

    found = verified(row.code.lower())
    plate = str(terms(published, row)["plate"])
    assert (found.number, found.state, found.in_force, found.first, found.last) == (1, "drawn_up", False, FIRST, LAST)
    assert found.masked_plate == f"{plate[:2]}{'*' * (len(plate) - 3)}{plate[-1]}"
    sign(published, row)
    tick(published, days=3)
    assert (verified(row.code).state, verified(row.code).in_force) == ("active", True)
    for code in ("AAAA-AAAA-AAAA-AA", row.code[:-1], "x" * 500):
        with refused(NotFound, "no_such_thing"):
            verified(code)

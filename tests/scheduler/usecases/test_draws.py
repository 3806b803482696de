"""Public draws: a seed that nobody chooses alone, receipts that are fixed before it, lots that anybody works out."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest

from scheduler import queries
from scheduler.errors import Conflict, NotAllowed, NotFound, Refused, Rejected
from scheduler.files import problem_from
from scheduler.lots import in_order, lot_number, lot_of, number_of
from scheduler.models import Registration
from scheduler.usecases import draw_views, planning, publication, rounds
from tests.scheduler.usecases.draw_acts import (
    CLOSES,
    NUMBER,
    NUMBER_ON,
    close_soon,
    commit,
    committed,
    draw_of,
    enter,
    noted,
    reveal,
    round_version,
)
from tests.scheduler.usecases.wishes import act, refused, register
from tests.town import START, Town


def hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def public(town: Town) -> draw_views.DrawSeen:
    return town.see(draw_views.draw_seen, round_id=town.round_id, now=town.clock())


def receipts(town: Town) -> list[str]:
    with town.database.reading() as session:
        return [session.get_one(Registration, row).receipt for row in town.registrations]


def reopen(town: Town) -> None:
    town.do(rounds.move, actor=town.coordinator, round_id=town.round_id, action="reopen", reason="Too soon.")


# ---- committed to


def test_the_commitment_is_public_and_the_secret_is_nobodys_to_see(town: Town) -> None:
    draw = committed(town)
    seen = public(town)

    assert (seen.draw.commitment, seen.draw.state, seen.entries, list(seen.items)) == (
        draw.commitment,
        "committed",
        0,
        [],
    )
    assert (draw.secret, draw.seed, draw.number) == ("", "", "")
    secret = town.vault.open_sealed(draw.secret_cipher, "draw.secret", draw.id)
    assert hashed(secret) == draw.commitment
    assert noted(town) == [("draw.commit", {"commitment": draw.commitment, "number_on": "2026-05-04"})]


def test_only_the_office_commits_once_while_the_round_is_open(town: Town) -> None:
    close_soon(town)
    for by in (town.people[0], town.staff, town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            commit(town, by)
    with refused(NotFound, "no_such_thing"):
        commit(town, town.stranger)
    commit(town)
    with refused(Conflict, "draw_committed_already", "round_id"):
        commit(town, town.admin)


def test_nobody_commits_once_the_round_is_closed(town: Town) -> None:
    close_soon(town)
    town.close()
    with refused(Conflict, "round_not_ready", "state"):
        commit(town)


def test_the_number_comes_after_the_close_and_not_too_late(town: Town) -> None:
    close_soon(town)
    for number_on in (date(2026, 5, 1), date(2026, 5, 3), date(2026, 7, 3)):
        with refused(Rejected, "out_of_range", "number_on") as told:
            commit(town, number_on=number_on)
        assert told.value.allowed == "2026-05-04 to 2026-07-02"
    assert commit(town, number_on=date(2026, 7, 2)).number_on == date(2026, 7, 2)


def test_a_round_with_a_draw_cannot_close_after_its_number_is_known(town: Town) -> None:
    committed(town)
    for until in (CLOSES + timedelta(days=1), CLOSES + timedelta(days=9)):
        with refused(Conflict, "draw_day_comes_first", "apply_until"):
            given: dict[str, Any] = {"version": round_version(town), "changes": {"apply_until": until}}
            town.do(rounds.amend, actor=town.coordinator, round_id=town.round_id, **given)


# ---- frozen with the round


def test_closing_fixes_who_takes_part_and_reopening_lets_others_in(town: Town) -> None:
    committed(town)
    town.close()
    frozen = draw_of(town)
    assert (frozen.state, frozen.entries) == ("frozen", sorted(receipts(town)))
    assert frozen.entries_digest == hashed("\n".join(sorted(receipts(town))))

    reopen(town)
    assert (draw_of(town).state, draw_of(town).entries, draw_of(town).entries_digest) == ("committed", [], "")
    late = register(town)
    town.close()
    assert draw_of(town).entries == sorted([*receipts(town), late.receipt])
    digests = [details.get("digest") for _, details in noted(town)]
    assert digests == [None, frozen.entries_digest, frozen.entries_digest, draw_of(town).entries_digest]


def test_who_leaves_after_the_close_is_told_and_moves_nobody_else(town: Town) -> None:
    committed(town)
    town.close()
    with town.database.reading() as session:
        leaver = session.get_one(Registration, town.registrations[2])
    act(town, leaver, "withdraw", town.people[2])
    reveal(town)
    seen = public(town)

    assert (list(seen.joined), list(seen.left)) == ([], [leaver.receipt])
    assert [entry.receipt for entry in seen.items if entry.left] == [leaver.receipt]
    order = [entry.receipt for entry in seen.items]
    seed = draw_of(town).seed
    assert order == sorted(receipts(town), key=lambda receipt: hashed(f"{seed}:{receipt}"))


def test_what_is_slipped_in_after_the_close_is_told_and_moves_nobody_else(town: Town) -> None:
    """Nobody can through the product; whoever can write to the database is found out."""
    committed(town)
    town.close()
    before = draw_of(town).entries
    with town.database.writing() as session:
        first = session.get_one(Registration, town.registrations[0])
        fields = {column.key: getattr(first, column.key) for column in first.__table__.columns}
        session.add(Registration(**{**fields, "id": town.people[0].account_id, "receipt": "SLIPPED"}))
    reveal(town)
    seen = public(town)

    assert list(seen.joined) == ["SLIPPED"]
    rest = [entry.receipt for entry in seen.items if not entry.joined]
    seed = draw_of(town).seed
    assert rest == sorted(before, key=lambda receipt: hashed(f"{seed}:{receipt}"))


# ---- revealed by two


def test_two_people_reveal_what_anybody_works_out_again(town: Town) -> None:
    draw = committed(town)
    town.close()
    reveal(town)
    seen = public(town)

    assert hashed(seen.draw.secret) == draw.commitment
    assert seen.draw.seed == hashed(f"{seen.draw.secret}:{NUMBER}")
    assert seen.number == NUMBER
    lots = {entry.receipt: entry.lot for entry in seen.items}
    assert lots == {receipt: hashed(f"{seen.draw.seed}:{receipt}") for receipt in receipts(town)}
    assert [entry.lot for entry in seen.items] == sorted(lots.values())
    assert [action for action, _ in noted(town)] == ["draw.commit", "draw.freeze", "draw.enter", "draw.reveal"]
    with refused(Conflict, "draw_revealed_already", "round_id"):
        enter(town, town.coordinator)


def test_before_its_day_no_number_is_taken_and_nothing_is_shown(town: Town) -> None:
    committed(town)
    town.close()
    town.clock.now = START + timedelta(days=2)
    with refused(Conflict, "draw_too_early", "number_on"):
        enter(town, town.coordinator)
    seen = public(town)
    assert (seen.draw.secret, seen.draw.seed, seen.number) == ("", "", "")
    assert {entry.lot for entry in seen.items} == {""}


def test_the_first_number_waits_unseen_for_a_second_person(town: Town) -> None:
    committed(town)
    town.close()
    town.clock.now = START + timedelta(days=3)
    assert enter(town, town.coordinator).draw.state == "entered"
    assert (public(town).number, public(town).draw.seed) == ("", "")
    with refused(Conflict, "draw_same_person", "number"):
        enter(town, town.coordinator)
    for by in (town.people[0], town.staff, town.auditor):
        with refused(NotAllowed, "not_for_this_role"):
            enter(town, by)


def test_two_numbers_that_differ_begin_anew(town: Town) -> None:
    committed(town)
    town.close()
    town.clock.now = START + timedelta(days=3)
    enter(town, town.coordinator, "3321.43")
    refusal = enter(town, town.admin, "3321.34").refused
    assert refusal is not None
    assert (refusal.code, draw_of(town).state, draw_of(town).number) == ("draw_numbers_differ", "frozen", "")
    assert noted(town)[-1] == ("draw.differ", {})
    # The one who was right enters it again, and so does the other.
    assert enter(town, town.admin, " 3321.43 ").draw.state == "entered"
    assert enter(town, town.coordinator, "３３２１.４３").draw.state == "revealed"


@pytest.mark.parametrize("number", ["", "  ", "none", "3321;43", "1" * 101, "三千"])
def test_what_cannot_be_a_number_is_refused(number: str) -> None:
    with refused(Rejected, "draw_number_malformed", "number"):
        number_of(number)


def test_lots_that_are_equal_as_plans_know_them_go_by_receipt() -> None:
    """The whole digest of the second is the smaller one."""
    first, second = "R025568", "R065812"
    assert lot_number("5eed", first) == lot_number("5eed", second) == 0xFB845F80
    assert lot_of("5eed", second) < lot_of("5eed", first)
    assert [receipt for _, receipt in in_order("5eed", (second, first))] == [first, second]


def test_a_round_without_a_draw_and_an_open_one_take_no_number(town: Town) -> None:
    with refused(NotFound, "no_such_thing"):
        enter(town, town.coordinator)
    committed(town)
    town.clock.now = START + timedelta(days=3)
    with refused(Conflict, "draw_not_frozen", "state"):
        enter(town, town.coordinator)
    with refused(NotFound, "no_such_thing"):
        enter(town, town.stranger)


def test_two_people_at_once_reveal_it_once(town: Town) -> None:
    committed(town)
    town.close()
    town.clock.now = START + timedelta(days=3)
    told: list[str] = []
    ready = Barrier(2)

    def give(actor: Any) -> None:
        ready.wait()
        try:
            told.append(enter(town, actor).draw.state)
        except Refused as error:
            told.append(error.code)

    threads = [Thread(target=give, args=(actor,)) for actor in (town.coordinator, town.admin)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["entered", "revealed"]
    assert [action for action, _ in noted(town)].count("draw.reveal") == 1


# ---- what plans make of it


def equal_points(town: Town) -> None:
    with town.database.writing() as session:
        for row in town.registrations:
            session.get_one(Registration, row).points = {"class": 40}


def served(town: Town, plan: UUID) -> set[str]:
    with town.database.reading() as session:
        found = queries.plans.served(session, plan)
        return {session.get_one(Registration, row).receipt for row in found}


def test_a_plan_is_published_only_with_the_lots_of_its_draw(town: Town) -> None:
    """And the lots decide who is served, whatever a plan that was made before them gave.

    Who lives at the tower walks least there; of the five others, for whom three places are left, the lots decide.
    """
    committed(town)
    equal_points(town)
    town.close()
    early = town.plan()
    with refused(Conflict, "draw_not_revealed", "plan_id"):
        town.do(publication.request, actor=town.coordinator, plan_id=early)
    assert served(town, early) == set(receipts(town)[:5])
    reveal(town)
    with refused(Conflict, "draw_not_in_plan", "plan_id"):
        town.do(publication.request, actor=town.coordinator, plan_id=early)
    town.clock.advance(minutes=1)
    plan = town.plan("direct")
    town.publish(plan)

    problem = problem_from(town.see(planning.files_of, plan_id=plan)[0])
    seed = draw_of(town).seed
    lots = {receipt: int(hashed(f"{seed}:{receipt}")[:8], 16) for receipt in receipts(town)}
    assert {request.id: request.lot for request in problem.requests} == lots
    drawn = sorted(receipts(town)[:5], key=lots.__getitem__)[:3]
    assert served(town, plan) == {*drawn, *receipts(town)[5:]}
    assert problem_from(town.see(planning.files_of, plan_id=early)[0]).requests[0].lot is None


def test_lots_order_those_who_wait_with_equal_points(town: Town) -> None:
    committed(town)
    equal_points(town)
    town.close()
    reveal(town)
    plan = town.plan()
    with town.database.reading() as session:
        waiting = {receipt: refusal.rank for refusal, receipt in queries.plans.refusals(session, plan)}
    seed = draw_of(town).seed
    assert sorted(waiting, key=waiting.__getitem__) == sorted(
        waiting, key=lambda receipt: int(hashed(f"{seed}:{receipt}")[:8], 16)
    )


def test_receipts_are_told_as_long_as_the_notice_shows_them(town: Town) -> None:
    committed(town)
    town.close()
    reveal(town)
    town.publish(town.plan())
    assert len(public(town).items) == len(town.registrations)
    town.clock.advance(days=8)
    assert (len(public(town).items), public(town).entries) == (0, len(town.registrations))
    assert public(town).draw.number_on == NUMBER_ON

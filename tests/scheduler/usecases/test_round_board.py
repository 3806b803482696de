"""What the board of rounds tells those who look after some sites only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from scheduler import queries
from scheduler.actors import Actor
from scheduler.usecases import round_board
from scheduler.usecases.round_board import Next
from tests.town import Town


def next_of(town: Town, actor: Actor) -> Next:
    with town.database.reading() as session:
        round_ = queries.rounds.one(session, town.community_id, town.round_id)
        assert round_ is not None
        return round_board.standing(session, actor=actor, round_=round_, now=town.clock.now).next


def waiting_at(town: Town, homes: list[UUID] | None) -> int:
    with town.database.reading() as session:
        return queries.round_board.counts(session, [town.round_id], homes)[town.round_id]["allocated"]


def last_answer(town: Town) -> datetime:
    """When the last of those who were given something must have answered."""
    with town.database.reading() as session:
        rows = queries.registrations.of_round(session, town.round_id, ("allocated",), limit=200)
        return max(row.answer_by for row in rows if row.answer_by is not None)


def test_a_clerk_whose_people_have_answered_is_not_told_that_everybody_has(published: Town) -> None:
    home, other = published.sites["H"], next(one for code, one in published.sites.items() if code != "H")
    all_of_them = waiting_at(published, None)
    clerk = replace(published.staff, sites=frozenset({home}))
    assert (waiting_at(published, [home]), waiting_at(published, [other])) == (all_of_them, 0)

    assert next_of(published, published.coordinator) == Next("answers", all_of_them, last_answer(published))
    assert next_of(published, clerk) == Next("answers", all_of_them, last_answer(published))
    assert next_of(published, replace(clerk, sites=frozenset({other}))) == Next("others")

"""The tables of states, and the page that draws them.

`python -m tests.scheduler.test_states` writes docs/states.md again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scheduler.states import (
    AGREEMENT_MOVES,
    AGREEMENT_STATES,
    ALTERNATIVE_MOVES,
    ALTERNATIVE_STATES,
    AMENDABLE,
    COVENANT_MOVES,
    COVENANT_STATES,
    DISPUTE_MOVES,
    DISPUTE_STATES,
    HOLDING,
    OWNER,
    PERSONAL_ACTIONS,
    REGISTRATION_MOVES,
    REGISTRATION_STATES,
    ROUND_MOVES,
    ROUND_STATES,
    RUN_STATES,
    SEAT_COVER,
    SEAT_LIVING,
    SEAT_MOVES,
    SEAT_STATES,
    SYSTEM,
    VOLUNTEER_MOVES,
    VOLUNTEER_STATES,
    Move,
)

PAGE = Path(__file__).parents[2] / "docs" / "states.md"
TABLES = {
    "Rounds": (ROUND_STATES, ROUND_MOVES),
    "Registrations": (REGISTRATION_STATES, REGISTRATION_MOVES),
    "Volunteers": (VOLUNTEER_STATES, VOLUNTEER_MOVES),
    "Seats": (SEAT_STATES, SEAT_MOVES),
    "Alternatives": (ALTERNATIVE_STATES, ALTERNATIVE_MOVES),
    "Drafts of the covenant": (COVENANT_STATES, COVENANT_MOVES),
    "Agreements": (AGREEMENT_STATES, AGREEMENT_MOVES),
    "Disputes": (DISPUTE_STATES, DISPUTE_MOVES),
}
STARTS = {
    "Seats": ("offered", "confirmed"),
    "Volunteers": ("registered",),
    "Alternatives": ("found",),
    "Agreements": ("drawn_up",),
    "Disputes": ("opened",),
}
"""Where rows begin that are no drafts."""
RUNS = {
    "queued": ("running", "cancelled"),
    "running": ("queued", "done", "failed", "cancelled"),
    "done": (),
    "failed": (),
    "cancelled": (),
}
INTRODUCTION = """# States

Who may move what where. The tables stand in `scheduler/states.py`; this page is written from them, and a test keeps
both equal: `.venv/bin/python -m tests.scheduler.test_states` writes it again after a change.

`owner` is the person whose registration, seat or case it is, `system` the scheduler's own clockwork and its jobs.
Every move raises the version of the row. Moves of a round, and of a registration where a person or the clockwork moves
it, are entries of the audit chain; what a publication does to all is one entry, and a step for each registration.

A seat begins offered where somebody has to answer, confirmed where its person chose or agreed. It counts as filled
while it is offered, accepted, confirmed, checked in or out, or done; it takes its person's time while something may
still come of it.

A settled round is published again by the clockwork alone, for a decision of the council that is to enter a plan
([disputes.md](disputes.md)).

An alternative is a way forward for who was not served ([ways-forward.md](ways-forward.md)). It is gone where somebody
else was first, a later search or version came, or its registration needs it no more.
"""
RUNS_TEXT = """## Runs

A run is queued by the office and moved by workers only; whoever holds its lease may write. `queued` again means that a
worker was told to stop and gave it back. A cancelled run keeps the best plan that it had. No run publishes anything:
that is a person's move.
"""


def page() -> str:
    """The page, from the tables."""
    parts = [INTRODUCTION]
    for title, (states, moves) in TABLES.items():
        parts += [f"## {title}\n", drawing(states, ways(states, moves)), "", table(moves), ""]
    return "\n".join([*parts, RUNS_TEXT, drawing(RUN_STATES, RUNS)]) + "\n"


def ways(states: tuple[str, ...], moves: Mapping[str, Move]) -> dict[str, tuple[str, ...]]:
    """Where each state leads, with the name of the move where that is not the state's own."""
    return {
        state: tuple(f"{move.after} ({name})" for name, move in moves.items() if state in move.before)
        for state in states
    }


def drawing(states: tuple[str, ...], leads: Mapping[str, tuple[str, ...]]) -> str:
    """States one below another with what follows them, as text."""
    width = max(map(len, states))
    lines = []
    for state in states:
        first, *rest = leads[state] or ("the end",)
        lines.append(f"    {state:{width}} → {first}" if leads[state] else f"    {state:{width}} the end")
        lines += [f"    {'':{width}} → {other}" for other in rest]
    return "\n".join(lines)


def table(moves: Mapping[str, Move]) -> str:
    """Moves as rows."""
    rows = ["| move | from | to | who | reason |", "|---|---|---|---|---|"]
    for name, move in moves.items():
        who = ", ".join(sorted(move.actors))
        reason = "needed" if move.needs_reason else ""
        rows.append(f"| `{name}` | {', '.join(move.before)} | {move.after} | {who} | {reason} |")
    return "\n".join(rows)


def reached(starts: tuple[str, ...], moves: Mapping[str, Move]) -> set[str]:
    """States that can come after `starts`, themselves included."""
    found, fresh = set(starts), set(starts)
    while fresh:
        fresh = {move.after for move in moves.values() if not fresh.isdisjoint(move.before)} - found
        found |= fresh
    return found


def test_the_page_says_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("title", TABLES)
def test_every_state_can_be_reached_and_no_move_leads_elsewhere(title: str) -> None:
    states, moves = TABLES[title]

    assert reached(STARTS.get(title, ("draft",)), moves) == set(states)
    assert {state for move in moves.values() for state in move.before} <= set(states)
    assert all(move.before and move.actors for move in moves.values())


def test_what_is_over_stays_over() -> None:
    moved = {state for move in REGISTRATION_MOVES.values() for state in move.before}
    assert set(REGISTRATION_STATES) - moved == {"declined", "lapsed", "ended", "withdrawn"}
    assert set(SEAT_STATES) - {state for move in SEAT_MOVES.values() for state in move.before} == {
        "done",
        "declined",
        "lapsed",
        "excused",
        "cancelled_by_us",
    }
    assert set(ROUND_STATES) - {state for move in ROUND_MOVES.values() for state in move.before} == {"cancelled"}
    assert ROUND_MOVES["resume"].actors == {SYSTEM}  # nobody takes a settled round up by hand


def test_nobody_gives_themselves_a_place_and_the_clockwork_answers_for_nobody() -> None:
    results = {"allocated", "refused", "waitlisted", "competing", "lapsed", "active", "ended", "withdrawn"}
    by_people = {move.after for move in REGISTRATION_MOVES.values() if OWNER in move.actors}
    by_clock = {move.after for move in REGISTRATION_MOVES.values() if SYSTEM in move.actors}

    assert by_people == {"submitted", "accepted", "declined", "withdrawn"}
    assert by_clock == results
    assert ROUND_MOVES["publish"].actors == {"coordinator", "admin"}
    assert all(REGISTRATION_MOVES[name].actors != {SYSTEM} for name in PERSONAL_ACTIONS)


def test_a_seat_that_looks_for_a_substitute_takes_time_but_is_not_filled() -> None:
    assert set(SEAT_LIVING) - set(SEAT_COVER) == {"looking_for_substitute"}
    assert set(SEAT_COVER) - set(SEAT_LIVING) == {"done"}
    assert {name for name, move in SEAT_MOVES.items() if move.actors == {SYSTEM}} == {"lapse"}


def test_whoever_refuses_or_undoes_says_why() -> None:
    assert {name for name, move in SEAT_MOVES.items() if move.needs_reason} == {"excuse"}
    told = {name for moves in (ROUND_MOVES, REGISTRATION_MOVES) for name, move in moves.items() if move.needs_reason}
    assert told == {"reopen", "cancel", "request_information", "return", "reject"}


def test_a_held_right_ends_by_decline_lapse_withdrawal_or_a_later_version() -> None:
    assert {REGISTRATION_MOVES[name].before for name in ("accept", "decline", "lapse")} == {("allocated",)}
    for state in HOLDING:
        assert state in REGISTRATION_MOVES["refuse"].before
        assert state in REGISTRATION_MOVES["waitlist"].before
    assert set(AMENDABLE) <= set(REGISTRATION_MOVES["withdraw"].before)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""Acts around the public draw of the town's round: its number is that of 4 May, the day after the round closes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from scheduler import queries
from scheduler.actors import Actor
from scheduler.models import AuditEntry, Draw
from scheduler.usecases import draws, rounds
from tests.town import START, Town

NUMBER_ON = date(2026, 5, 4)
NUMBER = "3321.43"
CLOSES = START + timedelta(days=2)


def close_soon(town: Town) -> None:
    """Let the application period end on 3 May."""
    given: dict[str, Any] = {"version": round_version(town), "changes": {"apply_until": CLOSES}}
    town.do(rounds.amend, actor=town.coordinator, round_id=town.round_id, **given)


def round_version(town: Town) -> int:
    """Version of the round as it stands."""
    return town.see(rounds.seen, actor=town.coordinator, round_id=town.round_id).row_version


def commit(town: Town, by: Actor | None = None, **changed: Any) -> Draw:
    """Commit to a draw."""
    wanted = {"round_id": town.round_id, "source": "SSE Composite", "number_on": NUMBER_ON, **changed}
    return town.do(draws.commit, actor=by or town.coordinator, vault=town.vault, **wanted)


def committed(town: Town) -> Draw:
    """The draw of a round that closes soon."""
    close_soon(town)
    return commit(town)


def withdraw(town: Town, by: Actor | None = None, reason: str = "No number comes on that day.") -> Draw:
    """Take a draw back."""
    return town.do(draws.withdraw, actor=by or town.coordinator, round_id=town.round_id, reason=reason)


def enter(town: Town, by: Actor, number: str = NUMBER, **changed: Any) -> draws.Entered:
    """Give the public number."""
    wanted = {"round_id": town.round_id, "number": number, **changed}
    return town.do(draws.enter_number, actor=by, vault=town.vault, **wanted)


def reveal(town: Town, number: str = NUMBER) -> Draw:
    """Let two people give the number on its day, which comes by then."""
    town.clock.now = max(town.clock.now, START + timedelta(days=3))
    enter(town, town.coordinator, number)
    return enter(town, town.admin, number).draw


def draw_of(town: Town) -> Draw:
    """The draw as it stands."""
    found = town.see(queries.draws.of_round, round_id=town.round_id)
    assert found is not None
    return found


def noted(town: Town) -> list[tuple[str, dict[str, Any]]]:
    """What the audit chain was told of draws."""
    with town.database.reading() as session:
        found: list[AuditEntry] = list(queries.audit.entries(session, town.community_id))
    return [(entry.action, dict(entry.details)) for entry in found if entry.subject == "draw"]

"""How a result is explained to one person: what is on record, and nobody else's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scheduler import lots
from scheduler.errors import NotFound
from scheduler.usecases import explanations, locks
from scheduler.usecases.explanations import Criterion, Explanation
from tests import seasons
from tests.scheduler.usecases import draw_acts
from tests.town import Town

LAST, FIRST = 6, 0
"""Of the seven who ask: who has fewest points, and who has most."""


def explained(town: Town, at: int, by: Any = None) -> Explanation:
    actor = by or town.people[at]
    return town.see(explanations.explained, actor=actor, registration_id=town.registrations[at])


def test_whoever_is_not_served_sees_the_points_the_counts_and_the_minimal_cause(published: Town) -> None:
    found = explained(published, LAST)

    assert (found.line.outcome, found.line.points, found.line.rank) == ("waitlisted", 10, 2)
    assert found.criteria == (Criterion("class", 10, 1),)
    assert dict(found.outcomes) == {"allocated": 5, "waitlisted": 2}
    assert found.by_points == {"more": (6, 5), "as_many": (1, 0), "fewer": (0, 0)}
    assert found.cause is not None
    assert [one["kind"] for one in found.cause["removals"]] == ["rival"]
    assert found.cause["missing"] == found.cause["rival_points"] - 10 + 1
    assert (found.lost, found.most_lost, found.lot, found.place_in_line) == (0, 3, None, 2)


def test_whoever_is_served_sees_the_place_and_how_it_went_with_the_others(published: Town) -> None:
    found = explained(published, FIRST)

    assert (found.line.outcome, found.cause, found.place_in_line) == ("allocated", None, None)
    assert found.by_points == {"more": (0, 0), "as_many": (1, 1), "fewer": (6, 4)}
    assert found.metres == {"H": 20, "T": 150}[found.line.site_code or ""]
    assert sum(one.counted for one in found.criteria) == found.line.points


def test_it_is_told_to_whom_the_registration_is_shown_and_to_nobody_else(published: Town) -> None:
    for actor in (published.people[LAST], published.coordinator, published.auditor):
        assert explained(published, LAST, actor).line.points == 10
    # The last lives at the tower, which the property staff of the compound do not serve.
    for actor in (published.people[FIRST], published.staff, published.stranger):
        with pytest.raises(NotFound):
            explained(published, LAST, actor)
    assert explained(published, FIRST, published.staff).line.points == 70


def test_nothing_is_explained_before_it_is_public(planned: Town) -> None:
    with pytest.raises(NotFound):
        explained(planned, FIRST)


def test_decisions_of_the_staff_count_from_the_plan_that_knew_of_them(published: Town) -> None:
    forbidden = {"registration_id": published.registrations[FIRST], "kind": "forbid", "reason": "Agreed."}
    assert explained(published, FIRST).decisions == []
    published.clock.advance(minutes=1)
    published.do(locks.lock, actor=published.coordinator, **forbidden)
    assert explained(published, FIRST).decisions == []

    published.clock.advance(minutes=1)
    published.publish(published.plan())

    assert explained(published, FIRST).decisions == ["forbid"]


def test_a_lot_is_told_once_the_draw_is_revealed(town: Town) -> None:
    draw_acts.committed(town)
    town.clock.now = draw_acts.CLOSES
    town.close()
    draw = draw_acts.reveal(town)
    town.publish(town.plan())

    found = explained(town, FIRST)

    assert found.lot == lots.lot_number(draw.seed, found.line.receipt)
    assert found.entries == 7


def test_a_group_sees_what_its_kind_counts_and_the_sessions_that_it_got(town: Town) -> None:
    season = seasons.season_in(town)
    season.close()
    season.publish(season.plan())
    for row in season.rows:
        found = town.see(explanations.explained, actor=season.actor_of(row), registration_id=row.id)
        (criterion,) = found.criteria
        assert (criterion.name, criterion.counted) == ("category", found.line.points)
        assert bool(found.line.sessions) == (found.line.outcome == "allocated")
        assert sum(asked for asked, _ in found.by_points.values()) == len(season.rows)


def test_what_is_kept_of_rivals_is_theirs_alone(published: Town) -> None:
    """The cause on record names them for the office: this is why the explanation counts them only."""
    cause = explained(published, LAST).cause

    assert cause is not None
    assert [name in json.dumps(cause) for one in cause["removals"] for name in one["requests"]] == [True]

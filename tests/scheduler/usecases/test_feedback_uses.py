"""What somebody may still give stars for: what they used not long ago and have not judged yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.actors import Actor
from scheduler.errors import NotFound
from scheduler.models import Allocation
from scheduler.usecases import feedback_uses
from scheduler.usecases.feedback_uses import ToRate
from tests.scheduler.usecases.test_feedback import give, used
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER
from tests.town import Town


def waiting(town: Town, who: Actor) -> list[ToRate]:
    return town.see(feedback_uses.waiting, actor=who, vault=town.vault, now=town.clock.now)


def told(town: Town, person: int) -> list[tuple[object, str, object]]:
    return [(one.use_id, one.subject, one.subject_id) for one in waiting(town, town.people[person])]


def test_a_booking_waits_for_stars_until_they_are_given(town: Town) -> None:
    use = used(town)

    assert told(town, NEWCOMER) == [(use, "site", town.sites["H"])]
    assert told(town, OTHER) == []
    give(town, use)
    assert told(town, NEWCOMER) == []


def test_after_the_days_of_the_covenant_nothing_waits(town: Town) -> None:
    used(town)
    (one,) = waiting(town, town.people[NEWCOMER])

    town.clock.now = one.until
    assert len(told(town, NEWCOMER)) == 1
    town.clock.advance(seconds=1)
    assert told(town, NEWCOMER) == []
    assert one.until - one.ended_at == timedelta(days=30)


def test_a_right_waits_once_it_was_used_and_tells_its_site(published: Town) -> None:
    town = published
    with town.database.reading() as session:
        right = session.execute(
            select(Allocation).where(Allocation.registration_id == town.registrations[0])
        ).scalar_one()
    assert told(town, 0) == []
    town.clock.advance(days=5)

    assert told(town, 0) == [(right.id, "site", right.site_id)]
    assert waiting(town, town.people[0])[0].named.name_zh


def test_who_has_no_registrations_of_their_own_has_used_nothing(town: Town) -> None:
    with pytest.raises(NotFound):
        waiting(town, town.coordinator)

"""Stars after a use: by who used it, once, soon after; told from a number of answers on, and nobody is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler.actors import Actor
from scheduler.covenant import RetentionRules
from scheduler.errors import Conflict, NotAllowed, NotFound, Rejected
from scheduler.ids import new_id
from scheduler.models import Allocation, Feedback
from scheduler.usecases import clockwork, feedback
from scheduler.usecases.feedback import Opinion
from tests.scheduler.usecases.test_bookings import book
from tests.scheduler.usecases.wishes import NEWCOMER, OTHER, refused
from tests.town import START, Town

AFTER = START + timedelta(days=3, hours=4)
VOTERS = [(0, 2), (1, 4), (2, 4), (NEWCOMER, 4), (OTHER, 5)]
"""People and the stars that they give."""


def used(town: Town, person: int = NEWCOMER, start: int = 0) -> UUID:
    """A booking of an hour that is over."""
    town.clock.now = START
    made = book(town, "H1", person, start=start)
    town.clock.now = AFTER
    return made.id


def give(town: Town, use: UUID, stars: int = 4, by: Actor | None = None, **more: Any) -> Feedback:
    opinion = Opinion(
        **{"subject": "site", "subject_id": town.sites["H"], "channel": "web", **more}, use_id=use, stars=stars
    )
    return town.do(feedback.give, actor=by or town.people[NEWCOMER], vault=town.vault, opinion=opinion)


def ratings(town: Town) -> list[tuple[int, int, tuple[int, ...]]]:
    found = town.see(feedback.ratings, slug="tangqiao", now=town.clock.now)
    return [(one.count, one.average_tenths, one.stars) for one in found]


def test_who_used_a_site_gives_stars_once(town: Town) -> None:
    use = used(town)

    row = give(town, use, comment="dark corner")

    assert (row.stars, feedback.comment_of(town.vault, row)) == (4, "dark corner")
    with refused(Conflict, "feedback_given", "use_id"):
        give(town, use, stars=1)


def test_a_comment_is_sealed_in_the_store(town: Town) -> None:
    give(town, used(town), comment="dark corner")

    with town.database.reading() as session:
        (kept,) = session.execute(select(Feedback.comment_cipher)).scalars()
    assert kept is not None
    assert b"dark corner" not in kept


def test_only_who_used_it_and_staff_on_their_behalf_give_stars(town: Town) -> None:
    use = used(town)

    with refused(NotFound, "no_such_thing"):
        give(town, use, by=town.people[OTHER])
    with refused(NotFound, "no_such_thing"):
        give(town, use, subject_id=town.sites["T"])
    with refused(NotFound, "no_such_thing"):
        give(town, use, subject="room")
    with refused(NotFound, "no_such_thing"):
        give(town, new_id())
    row = give(town, use, by=town.coordinator, channel="hotline", member_id=town.people[NEWCOMER].member_id)
    assert (row.member_id, row.operator_id) == (town.people[NEWCOMER].member_id, town.coordinator.account_id)


def test_before_a_use_and_long_after_it_nothing_is_said(town: Town) -> None:
    use = used(town)
    town.clock.now = START
    with refused(NotFound, "no_such_thing"):
        give(town, use)

    town.clock.now = AFTER + timedelta(days=30)
    with refused(Conflict, "feedback_too_late", "use_id"):
        give(town, use)


def test_a_right_is_judged_while_it_is_used(published: Town) -> None:
    town = published
    with town.database.reading() as session:
        right = session.execute(
            select(Allocation).where(Allocation.registration_id == town.registrations[0])
        ).scalar_one()
    town.clock.advance(days=5)

    assert give(town, right.id, stars=5, by=town.people[0], subject_id=right.site_id).stars == 5


def test_few_answers_are_not_told_and_hidden_ones_do_not_count(town: Town) -> None:
    rows = [
        give(town, used(town, person, start=2 - 2 * at), stars=stars, by=town.people[person])
        for at, (person, stars) in enumerate(VOTERS)
    ]
    assert ratings(town) == [(5, 38, (0, 1, 0, 3, 1))]

    hide = {"actor": town.coordinator, "feedback_id": rows[0].id}
    with refused(Rejected, "reason_missing", "reason"):
        town.do(feedback.hide, reason=" ", **hide)
    town.do(feedback.hide, reason="names a neighbour", **hide)
    assert ratings(town) == []
    with refused(Conflict, "feedback_hidden"):
        town.do(feedback.hide, reason="again", **hide)
    with refused(NotAllowed, "not_for_this_role"):
        town.do(feedback.hide, reason="x", **{**hide, "actor": town.staff})


def test_three_answers_of_one_person_are_not_three_people(town: Town) -> None:
    for at in range(3):
        give(town, used(town, start=2 - 2 * at), stars=1)

    told = [town.see(feedback.rated, community=town.community_id, least=least) for least in (1, 2)]

    assert [[one.count for one in found] for found in told] == [[3], []]


def test_what_was_said_is_kept_for_the_days_of_the_covenant(town: Town) -> None:
    row = give(town, used(town))
    kept = timedelta(days=RetentionRules().feedback_days)

    left = []
    for moment in (row.given_at + kept, row.given_at + kept + timedelta(seconds=1)):
        town.clock.now = moment
        clockwork.nightly(town.office)
        left.append(len(town.see(feedback.listed, actor=town.coordinator)))

    assert left == [1, 0]


def test_who_looks_sees_what_they_may(town: Town) -> None:
    give(town, used(town))
    watchers = [town.people[NEWCOMER], town.people[OTHER], town.staff, town.coordinator, town.auditor]

    assert [len(town.see(feedback.listed, actor=who)) for who in watchers] == [1, 0, 1, 1, 1]
    assert town.see(feedback.listed, actor=town.stranger) == []


@pytest.mark.parametrize(
    ("changes", "field"), [({"stars": 0}, "stars"), ({"stars": 6}, "stars"), ({"channel": "import"}, "channel")]
)
def test_what_cannot_be_names_its_field(town: Town, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Rejected) as caught:
        give(town, used(town), **changes)

    assert caught.value.field == field

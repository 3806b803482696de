"""I7: whoever reads sees one version whole, also in the midst of a publication; a published version never changes."""

from __future__ import annotations

from collections import Counter
from threading import Event, Semaphore
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from scheduler import notice, queries
from scheduler.models import Publication, PublicationRow
from scheduler.usecases import locks, public, publication
from tests.guarantees.crowds import PATIENCE, at_once, drop_guards, told
from tests.town import Town

VERSIONS, READERS = 5, 3


def read_whole(town: Town) -> tuple[UUID, bool]:
    """The version in force, read by two calls as a browser makes them, and whether its lines are the ones it names."""
    with town.database.reading() as session:
        found = public.notice(session, round_id=town.round_id, now=town.clock.now)
    with town.database.reading() as session:
        lines = public.lines(session, notice=found, limit=1_000)
    named = Counter(line.outcome for line in lines) == Counter(found.outcomes)
    return found.publication.id, named and notice.content_digest(lines) == found.publication.content_digest


def next_version(town: Town, number: int) -> None:
    """Another plan, in which somebody else must go without, made public."""
    lock = town.do(
        locks.lock,
        actor=town.coordinator,
        registration_id=town.registrations[number % 5],
        kind="forbid",
        reason="演习",
    )
    town.publish(town.plan("direct"))
    town.do(locks.unlock, actor=town.coordinator, lock_id=lock.id)


def drained(looks: Semaphore) -> int:
    """How many looks were taken and not counted yet."""
    count = 0
    while looks.acquire(blocking=False):
        count += 1
    return count


def test_readers_see_whole_versions_during_many_publications(published: Town) -> None:
    over, looks, in_the_midst = Event(), Semaphore(0), list[int]()

    def publisher() -> list[tuple[UUID, bool]]:
        try:
            for number in range(VERSIONS):
                drained(looks)
                next_version(published, number)
                in_the_midst.append(drained(looks))
                for _ in range(READERS + 1):  # one of them began when all of it was there
                    assert looks.acquire(timeout=PATIENCE)
        finally:
            over.set()
        return []

    def reader() -> list[tuple[UUID, bool]]:
        seen = []
        while not over.is_set():
            seen.append(read_whole(published))
            looks.release()
        return seen

    first = read_whole(published)
    found = at_once(1 + READERS, lambda number: publisher() if number == 0 else reader())
    seen = [first, *(look for looks in found for look in looks)]
    with published.database.reading() as session:
        made = {version.id for version in queries.publications.of_round(session, published.round_id)}
    assert ({version for version, _ in seen}, len(made)) == (made, 1 + VERSIONS)
    assert [version for version, whole in seen if not whole] == []
    assert sum(in_the_midst) > READERS * VERSIONS, "looks that began and ended while a version was made public"


def test_a_version_named_before_a_publication_reads_the_same_after_it(published: Town) -> None:
    with published.database.reading() as session:
        before = public.notice(session, round_id=published.round_id, now=published.clock.now)
    next_version(published, 0)
    with published.database.reading() as session:
        lines = public.lines(session, notice=before, limit=1_000)
        after = public.notice(session, round_id=published.round_id, now=published.clock.now)
    assert after.publication.version == before.publication.version + 1
    assert notice.content_digest(lines) == before.publication.content_digest


def test_control_rows_replaced_in_place_are_seen_mixed(published: Town) -> None:
    """The same two calls, and between them one transaction that replaces the rows and the digest."""
    drop_guards(published.database, "publication_row")
    drop_guards(published.database, "publication")
    with published.database.reading() as session:
        before = public.notice(session, round_id=published.round_id, now=published.clock.now)
    with published.database.writing() as session:
        session.execute(update(PublicationRow).values(site_code="N"))
        lines = queries.publications.rows(session, before.publication.id)
        changed = update(Publication).where(Publication.id == before.publication.id)
        session.execute(changed.values(content_digest=notice.content_digest(lines)))
    with published.database.reading() as session:
        lines = public.lines(session, notice=before, limit=1_000)
    assert notice.content_digest(lines) != before.publication.content_digest


CHANGES: list[str] = [
    "UPDATE publication_row SET outcome = 'allocated'",
    "DELETE FROM publication_row",
    "UPDATE publication SET content_digest = 'x'",
    "UPDATE publication SET version = 9",
]


def test_the_database_keeps_a_published_version(published: Town) -> None:
    for statement in CHANGES:
        with pytest.raises(DBAPIError, match="written_once"), published.database.writing() as session:
            session.execute(text(statement))
        assert read_whole(published)[1]


def test_a_flip_that_breaks_off_leaves_the_old_version_in_force(published: Town) -> None:
    published.do(
        locks.lock, actor=published.coordinator, registration_id=published.registrations[0], kind="forbid",
        reason="演习",
    )  # fmt: skip
    before, version = read_whole(published), published.prepare(published.plan("direct"))

    def breaks(session: Any, now: Any) -> None:
        publication.publish(session, actor=published.coordinator, publication_id=version, now=now)
        raise KeyError

    with pytest.raises(KeyError):
        published.do(breaks)
    assert read_whole(published) == before
    published.do(publication.publish, actor=published.coordinator, publication_id=version)
    assert read_whole(published) == (version, True)


def test_a_version_that_two_publish_at_once_is_published_once(planned: Town) -> None:
    version = planned.prepare(planned.newest_plan())
    given = {"actor": planned.coordinator, "publication_id": version}
    answers = at_once(6, lambda _: told(lambda: planned.do(publication.publish, **given)))
    assert sorted(answers) == ["done"] + ["published_already"] * 5
    assert read_whole(planned) == (version, True)

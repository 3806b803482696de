"""Writers of SQLite that come at the same time share a commit, and each gets its own verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Event
from time import sleep
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from scheduler.db import Database
from scheduler.errors import Busy, Conflict
from scheduler.ids import new_id
from scheduler.models import Community
from scheduler.turns import Asked, Turns
from tests.databases import fresh_url

WRITERS = 8
PATIENCE = 60.0


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database."""
    with fresh_url("sqlite", tmp_path) as url:
        opened = Database(url)
        yield opened
        opened.close()


def found(slug: str) -> Callable[[Session], str]:
    def work(session: Session) -> str:
        session.add(Community(id=new_id(), slug=slug, name_zh=slug, name_en=slug))
        session.flush()
        if slug.startswith("refused"):
            raise Conflict("code_in_use", "slug", slug)
        return slug

    return work


def slugs(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.execute(select(Community.slug).order_by(Community.slug)).scalars())


@contextmanager
def commits_of(database: Database) -> Iterator[list[str]]:
    """What ends transactions meanwhile."""
    seen: list[str] = []
    event.listen(database.writer, "commit", lambda _: seen.append("commit"))
    event.listen(database.writer, "rollback", lambda _: seen.append("rollback"))
    yield seen


def together(database: Database, works: list[Callable[[Session], Any]]) -> list[Future[Any]]:
    """Works that come while another writes: all of them wait, so that they are done in one turn."""
    begun, go_on = Event(), Event()

    def first(_: Session) -> None:
        begun.set()
        go_on.wait()

    with ThreadPoolExecutor(len(works) + 1) as pool:
        leader = pool.submit(database.transact, first)
        begun.wait()
        waiting = []
        for work in works:
            waiting.append(pool.submit(database.transact, work))
            while len(database._turns._waiting) < len(waiting):
                sleep(0.001)
        go_on.set()
        leader.result()
    return waiting


def test_who_waits_shares_one_commit_and_is_answered_with_their_own(embedded: Database) -> None:
    names = [f"town{at}" for at in range(WRITERS)]
    with commits_of(embedded) as seen:
        done = together(embedded, [found(name) for name in names])
    assert [one.result() for one in done] == names
    assert (slugs(embedded), seen) == (names, ["commit"])


def test_one_that_fails_leaves_nothing_and_spoils_nothing(embedded: Database) -> None:
    done = together(embedded, [found(name) for name in ("a", "refused", "b", "a", "c")])
    assert [type(one.exception()).__name__ for one in done] == [
        "NoneType",
        "Conflict",
        "NoneType",
        "Busy",  # the slug is taken, which is tried again until it is given up
        "NoneType",
    ]
    assert slugs(embedded) == ["a", "b", "c"]


def test_if_the_commit_fails_nobody_is_told_that_it_was_done(embedded: Database) -> None:
    failing = Event()

    def fail(_: object) -> None:
        if failing.is_set():
            raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(embedded.writer, "commit", fail)
    works = [found("a"), found("b"), lambda _: failing.set()]
    done = together(embedded, works)
    assert [type(one.exception()) for one in done] == [Busy, Busy, Busy]
    failing.clear()
    assert slugs(embedded) == []


def test_a_transaction_that_is_lost_on_the_way_is_lost_for_all(embedded: Database) -> None:
    def lose(session: Session) -> None:
        driver: Any = session.connection().connection.dbapi_connection
        driver.execute("ROLLBACK")
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    done = together(embedded, [found("a"), lose, found("b")])
    assert [type(one.exception()) for one in done] == [Busy, Busy, Busy]
    assert slugs(embedded) == []
    assert embedded.transact(found("c")) == "c"


def test_savepoints_within_a_work_are_its_own(embedded: Database) -> None:
    def half(session: Session) -> int:
        session.add(Community(id=new_id(), slug="kept", name_zh="", name_en=""))
        inner = session.begin_nested()
        session.add(Community(id=new_id(), slug="dropped", name_zh="", name_en=""))
        session.flush()
        inner.rollback()
        return session.execute(select(func.count()).select_from(Community)).scalar_one()

    assert [one.result() for one in together(embedded, [half, found("z")])] == [1, "z"]
    assert slugs(embedded) == ["kept", "z"]


# ---- the queue itself


def one_by_one(batch: Sequence[Asked]) -> None:
    for asked in batch:
        asked.attempt(lambda work: work(None))


def test_work_is_done_in_the_context_of_whoever_asked() -> None:
    told: ContextVar[str] = ContextVar("told", default="nobody")
    turns = Turns(one_by_one, 4, PATIENCE)

    def ask(name: str) -> str:
        told.set(name)
        found: str = turns.do(lambda _: told.get())
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, "abcdefgh")) == list("abcdefgh")


def test_whoever_waits_too_long_goes_away_with_nothing_done() -> None:
    begun, go_on, done = Event(), Event(), list[str]()

    def slowly(_: object) -> None:
        begun.set()
        go_on.wait()

    turns = Turns(one_by_one, 4, 0.05)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(turns.do, slowly)
        begun.wait()
        with pytest.raises(Busy):
            turns.do(lambda _: done.append("late"))
        go_on.set()
        slow.result()
    turns.do(lambda _: done.append("next"))
    assert done == ["next"]


def test_no_turn_takes_more_than_its_most() -> None:
    sizes: list[int] = []
    begun, go_on = Event(), Event()

    def counted(batch: Sequence[Asked]) -> None:
        sizes.append(len(batch))
        one_by_one(batch)

    def slowly(_: object) -> None:
        begun.set()
        go_on.wait()

    turns = Turns(counted, 3, PATIENCE)
    with ThreadPoolExecutor(9) as pool:
        slow = pool.submit(turns.do, slowly)
        begun.wait()
        others = [pool.submit(turns.do, lambda _: None) for _ in range(7)]
        while len(turns._waiting) < len(others):
            sleep(0.001)
        go_on.set()
        assert [one.result() for one in (slow, *others)] == [None] * 8
    assert sizes == [1, 3, 3, 1]

"""Ways forward found by a worker as it is: after a publication, left where it stops, never forgotten."""

from __future__ import annotations

from threading import Event

import pytest

from scheduler import jobs
from scheduler.planning.asking import Stopped
from scheduler.usecases import ways
from scheduler.worker import sweeping
from tests.scheduler.planning.ground import until
from tests.scheduler.test_certifier import working
from tests.town import Town
from tests.ways_town import give_up, open_of, search_of


def is_done(town: Town) -> bool:
    asked = search_of(town)
    return asked is not None and asked.done_at is not None


def test_a_worker_finds_the_ways_of_a_round(published: Town) -> None:
    with working(published) as worker:
        worker.jobs.enqueue("ways", str(published.round_id))
        assert until(lambda: is_done(published))


def test_a_search_that_is_told_to_stop_begins_afresh_the_next_time(published: Town) -> None:
    give_up(published, 0)
    stopping = Event()
    stopping.set()

    with pytest.raises(Stopped):
        ways.find_all(published.office, published.round_id, stopping)

    assert (is_done(published), open_of(published, published.registrations[5])) == (False, [])
    ways.find_all(published.office, published.round_id, Event())
    assert (is_done(published), len(open_of(published, published.registrations[5]))) == (True, 3)


def test_a_search_whose_job_was_never_enqueued_is_enqueued(published: Town) -> None:
    jobs.migrate(published.office.settings)
    door = jobs.Jobs(published.office.settings)
    try:
        sweeping.sweep(published.office, door)
        assert door.status("ways", str(published.round_id)) is None
        published.clock.advance(seconds=6)
        sweeping.sweep(published.office, door)
        assert door.status("ways", str(published.round_id)) == "waiting"
    finally:
        door.close()

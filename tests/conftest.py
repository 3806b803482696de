"""Settings for all tests: property tests draw the same examples every time and never look at the clock."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.engine import URL

from scheduler.db import Database
from tests import houses, shared
from tests.communities import town_on
from tests.databases import KINDS, fresh_url, quick_folder
from tests.town import Town

os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_folder()))

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, print_blob=False)
settings.load_profile("repeatable")

shared.share()
gc.disable()  # until everything is loaded that stays


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: nobody need look through it for garbage again and again."""
    gc.enable()
    gc.collect()
    gc.freeze()


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """Address of a migrated database of the test's own, on both kinds."""
    with fresh_url(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def database(database_url: URL) -> Iterator[Database]:
    """A migrated database of the test's own, on both kinds."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture(params=KINDS)
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """A small town whose round is open, on both kinds."""
    with town_on(request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=KINDS)
def planned(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """The town with a plan that nobody has published."""
    with town_on(request.param, tmp_path, "planned") as made:
        yield made


@pytest.fixture(params=KINDS)
def published(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """The town whose plan is published."""
    with town_on(request.param, tmp_path, "published") as made:
        yield made


@pytest.fixture
def house(town: Town) -> houses.House:
    """The town with facilities, rooms and equipment, on both kinds."""
    return houses.build(town)

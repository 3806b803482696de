"""Ways forward as tests ask for them: use cases of several steps, without the edge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, TypeVar
from uuid import UUID

from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Conflict
from scheduler.ids import new_id
from scheduler.models import Alternative, Registration, WaySearch
from scheduler.usecases import registration, ways
from scheduler.usecases.ways import Listed
from scheduler.usecases.ways_shared import Work
from tests.town import Town

T = TypeVar("T")


@dataclass(frozen=True)
class As:
    """Somebody's way to the database."""

    town: Town
    actor: Actor

    def read(self, work: Work[T]) -> T:
        """In one state of the database."""
        with self.town.database.reading() as session:
            return work(session, self.actor, self.town.database.now(session))

    def write(self, work: Work[T]) -> T:
        """In a transaction."""
        database = self.town.database
        return database.transact(lambda session: work(session, self.actor, database.now(session)))


def give_up(town: Town, *persons: int) -> None:
    """Have people decline what they were given."""
    for person in persons:
        town.do(
            registration.act,
            actor=town.people[person],
            registration_id=town.registrations[person],
            action="decline",
        )


def of(town: Town, person: int) -> As:
    """A resident's way."""
    return As(town, town.people[person])


def searched(town: Town, person: int) -> Listed:
    """What a resident finds who looks now."""
    return ways.search(of(town, person), town.registrations[person])


def offered(town: Town, person: int, place: str, rank: int = 1, uses: Sequence[Any] = ()) -> Alternative:
    """A way as a search leaves it: a space by its code, at the times asked for unless told otherwise."""
    with town.database.writing() as session:
        row = session.get_one(Registration, town.registrations[person])
        current = queries.publications.current(session, town.round_id)
        space = queries.supply.space_by_code(session, town.community_id, place)
        assert current is not None
        assert space is not None
        way = Alternative(
            id=new_id(),
            community_id=town.community_id,
            round_id=town.round_id,
            registration_id=row.id,
            publication_id=current.id,
            rank=rank,
            kind="shorter" if uses else "as_asked",
            site_id=space.site_id,
            space_ids=[str(space.id)],
            uses=list(uses or row.uses),
            walk=20,
            found_at=town.clock.now,
        )
        session.add(way)
    return way


def find_all(town: Town, round_id: UUID | None = None) -> None:
    """What the job does after a publication."""
    ways.find_all(town.office, round_id or town.round_id, Event())


def state_of(town: Town, way: UUID) -> str:
    """State of a way."""
    with town.database.reading() as session:
        return session.get_one(Alternative, way).state


def open_of(town: Town, registration_id: UUID) -> list[Alternative]:
    """What a registration may take."""
    with town.database.reading() as session:
        return queries.ways.open_of(session, registration_id)


def search_of(town: Town, round_id: UUID | None = None) -> WaySearch | None:
    """The search of a round."""
    return town.database.transact(lambda session: queries.ways.search_of(session, round_id or town.round_id))


def refused(work: Callable[..., Any], *given: Any, **more: Any) -> tuple[str, str]:
    """Code of the refusal that a call meets, and which way is left."""
    try:
        work(*given, **more)
    except Conflict as conflict:
        return conflict.code, str(conflict.numbers.get("next", ""))
    return "", ""

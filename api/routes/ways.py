"""Ways forward: looked for, listed, held, taken, declined."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.deps import Planning, Reading, Registering
from api.openapi import refusals
from api.routes.billing import price_shown
from api.routes.common import router_of
from api.schemas.registrations import LineShown
from api.schemas.types import Id
from api.schemas.ways import AlternativeShown, AlternativesShown, AlternativeTaken, WaySearchShown
from api.telling import line_of
from api.telling_ways import message_of
from scheduler import queries
from scheduler.usecases import way_prices, way_taking, ways

router = router_of("registrations")


@router.get(
    "/registrations/{registration_id}/alternatives", response_model=AlternativesShown, responses=refusals(401, 403, 404)
)
def list_alternatives(registration_id: Id, door: Reading) -> AlternativesShown:
    """What a registration that was not served may take, the gentlest change first."""
    return door.read(
        lambda session, actor, now: _listed(
            session, ways.listed(session, actor=actor, registration_id=registration_id), door.language, now
        )
    )


@router.post(
    "/registrations/{registration_id}/alternatives", response_model=AlternativesShown, responses=refusals(401, 404, 409)
)
def search_alternatives(registration_id: Id, door: Registering) -> AlternativesShown:
    """Look for the ways of one registration now, on the round as it stands."""
    found = ways.search(door, registration_id)
    return door.read(lambda session, _actor, now: _listed(session, found, door.language, now))


@router.post("/alternatives/{alternative_id}/hold", response_model=AlternativeShown, responses=refusals(401, 404, 409))
def hold_alternative(alternative_id: Id, door: Registering) -> AlternativeShown:
    """Hold a way while somebody thinks about it, for as long as the covenant says: nobody else gets the place."""
    way = way_taking.hold(door, alternative_id)
    return door.read(lambda session, _actor, now: _shown(session, way, door.language, now))


@router.post("/alternatives/{alternative_id}/take", response_model=AlternativeTaken, responses=refusals(401, 404, 409))
def take_alternative(alternative_id: Id, door: Registering) -> AlternativeTaken:
    """Take a way: the registration has the right and leaves the waitlist. `next` of a refusal is what is left."""
    taken = way_taking.take(door, alternative_id)
    return door.read(lambda session, _actor, now: _taken(session, taken, door.language, now))


@router.post(
    "/alternatives/{alternative_id}/decline", response_model=AlternativeShown, responses=refusals(401, 404, 409)
)
def decline_alternative(alternative_id: Id, door: Registering) -> AlternativeShown:
    """Give a way up; what was held for it is free again."""
    return door.write(
        lambda session, actor, now: _shown(
            session,
            way_taking.decline(session, actor=actor, alternative_id=alternative_id, now=now),
            door.language,
            now,
        )
    )


@router.post(
    "/rounds/{round_id}/alternatives", status_code=202, response_model=WaySearchShown, responses=refusals(401, 404, 409)
)
def order_alternatives(round_id: Id, door: Planning) -> WaySearchShown:
    """Have the ways of everybody who was not served looked for again."""
    shown = door.write(
        lambda session, actor, now: WaySearchShown.model_validate(
            ways.order(session, actor=actor, round_id=round_id, now=now)
        )
    )
    door.enqueue("ways", str(round_id))
    return shown


def _listed(session: Any, found: ways.Listed, language: str, now: datetime) -> AlternativesShown:
    return AlternativesShown(
        items=[_shown(session, way, language, now) for way in found.ways], searched=_searched(found, language)
    )


def _searched(found: ways.Listed, language: str) -> LineShown | None:
    return None if found.searched is None else line_of(found.searched["code"], found.searched["numbers"], language)


def _shown(session: Any, way: Any, language: str, now: datetime) -> AlternativeShown:
    _, codes = queries.ways.codes(session, way.community_id)
    kept = ("id", "registration_id", "rank", "kind", "state", "site_id", "uses", "walk", "sessions", "numbers")
    price = way_prices.price_of(session, way, now)
    return AlternativeShown(
        price=None if price is None else price_shown(price),
        message=message_of(session, way, language),
        spaces=[codes[space] for space in way.space_ids],
        held_until=way.held_until,
        **{name: getattr(way, name) for name in kept},
    )


def _taken(session: Any, taken: way_taking.Taken, language: str, now: datetime) -> AlternativeTaken:
    shown = _shown(session, taken.way, language, now)
    return AlternativeTaken(
        alternative=shown,
        right_id=taken.right.id,
        registration_state=taken.registration.state,
        site_id=taken.right.site_id,
        spaces=shown.spaces,
        sessions=taken.right.sessions,
    )

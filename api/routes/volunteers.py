"""Volunteers and pairs of them; the elders whom they visit, who are the office's alone."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import Door, IdempotencyKey, Planning, Reading, Registering
from api.openapi import refusals
from api.routes.common import EMPTY, router_of, tagged
from api.routes.roster_shapes import changes_of, elder_made, elder_shown, fields_of, pair_made, volunteer_shown
from api.schemas.base import Page, next_of
from api.schemas.types import Id
from api.schemas.volunteers import (
    ElderChange,
    ElderMade,
    EldersAsked,
    ElderSent,
    ElderShown,
    PairMade,
    PairsAsked,
    PairSent,
    PairShown,
    VolunteerChange,
    VolunteersAsked,
    VolunteerSent,
    VolunteerShown,
)
from api.tags import Version
from scheduler.usecases import elders, volunteer_pairs, volunteer_views, volunteers
from scheduler.usecases.elders import ElderTerms
from scheduler.usecases.volunteers import Offer

router = router_of("volunteers")
Wanted = dict[str, Any]
EMPTIED = frozenset({"organisation_id", "home_x", "home_y"})
"""What a change of an offer may take away."""
EMPTIED_OF_ELDER = frozenset({"phone", "primary_id", "second_id", "language"})


@router.get("/volunteers", response_model=Page[VolunteerShown], responses=refusals(401, 403, 404))
def list_volunteers(asked: Annotated[VolunteersAsked, Query()], door: Reading) -> Page[VolunteerShown]:
    """All volunteers of the community for the office and auditors, masked; else oneself."""
    wanted: Wanted = {
        "vault": door.office.vault,
        "organisation_id": asked.organisation_id,
        "member_id": asked.member_id,
    }
    wanted |= {"states": () if asked.state is None else (asked.state,), **asked.part}
    return door.read(
        lambda session, actor, _now: _page(
            volunteer_views.listed(session, actor=actor, **wanted), asked.limit, VolunteerShown
        )
    )


@router.post("/volunteers", status_code=201, response_model=VolunteerShown, responses=refusals(401, 404, 409))
def register_volunteer(body: VolunteerSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Offer one's time, or take somebody in who does; nobody is planned before the office has verified them."""
    offer = Offer(**fields_of(body, but=["channel"]))
    return door.create(
        lambda session, actor, now: _volunteer(
            door,
            session,
            actor,
            volunteers.register(session, actor=actor, offer=offer, channel=body.channel, now=now),
        ),
        key,
    )


@router.get("/volunteers/me", response_model=VolunteerShown, responses=refusals(401, 403, 404))
def read_own_volunteer(door: Reading) -> Response:
    """What one offers oneself."""
    shown = door.read(
        lambda session, actor, _now: volunteer_shown(volunteer_views.own(session, actor=actor, vault=door.office.vault))
    )
    return tagged(shown, shown.version)


@router.get("/volunteers/{volunteer_id}", response_model=VolunteerShown, responses=refusals(401, 403, 404))
def read_volunteer(volunteer_id: Id, door: Reading) -> Response:
    """One volunteer."""
    wanted: Wanted = {"vault": door.office.vault, "volunteer_id": volunteer_id}
    shown = door.read(
        lambda session, actor, _now: volunteer_shown(volunteer_views.seen(session, actor=actor, **wanted))
    )
    return tagged(shown, shown.version)


@router.patch("/volunteers/{volunteer_id}", response_model=VolunteerShown, responses=refusals(401, 404, 409, 412, 428))
def amend_volunteer(volunteer_id: Id, body: VolunteerChange, version: Version, door: Registering) -> Response:
    """Change what is offered; once somebody is verified, skills and the like are the office's to state."""
    wanted: Wanted = {"volunteer_id": volunteer_id, "version": version, "changes": changes_of(body, EMPTIED)}
    shown = door.write(
        lambda session, actor, now: _volunteer(
            door, session, actor, volunteers.amend(session, actor=actor, now=now, **wanted)
        )
    )
    return tagged(shown, shown.version)


@router.post("/volunteers/{volunteer_id}/verify", response_model=VolunteerShown, responses=refusals(401, 404, 409))
def verify_volunteer(volunteer_id: Id, door: Planning) -> VolunteerShown:
    """Tell that somebody is who they say, and offers what they say; from now on they are planned."""
    return _moved(door, volunteer_id, "verify")


@router.post("/volunteers/{volunteer_id}/pause", response_model=VolunteerShown, responses=refusals(401, 404, 409))
def pause_volunteer(volunteer_id: Id, door: Registering) -> VolunteerShown:
    """Be planned no more for the time being; seats that one has stay."""
    return _moved(door, volunteer_id, "pause")


@router.post("/volunteers/{volunteer_id}/resume", response_model=VolunteerShown, responses=refusals(401, 404, 409))
def resume_volunteer(volunteer_id: Id, door: Registering) -> VolunteerShown:
    """Be planned again."""
    return _moved(door, volunteer_id, "resume")


@router.post("/volunteers/{volunteer_id}/leave", response_model=VolunteerShown, responses=refusals(401, 404, 409))
def let_volunteer_leave(volunteer_id: Id, door: Registering) -> VolunteerShown:
    """Volunteer no more; the seats to come are given up."""
    return _moved(door, volunteer_id, "leave")


# ---- pairs


@router.get("/volunteer-pairs", response_model=Page[PairShown], responses=refusals(401, 403))
def list_pairs(asked: Annotated[PairsAsked, Query()], door: Reading) -> Page[PairShown]:
    """Who must, must not, would rather or rather not serve together; for the office and auditors."""
    wanted: Wanted = {"volunteer_id": asked.volunteer_id, **asked.part}
    return door.read(
        lambda session, actor, _now: _page(
            volunteer_pairs.listed(session, actor=actor, **wanted), asked.limit, PairShown
        )
    )


@router.post("/volunteer-pairs", status_code=201, response_model=PairMade, responses=refusals(401, 409))
def add_pair(body: PairSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """State what holds for two volunteers; for the office."""
    wanted: Wanted = body.model_dump()
    return door.create(
        lambda session, actor, now: pair_made(
            volunteer_pairs.add(session, actor=actor, now=now, **wanted), door.language
        ),
        key,
    )


@router.delete("/volunteer-pairs/{pair_id}", status_code=EMPTY, responses=refusals(401, 404))
def remove_pair(pair_id: Id, door: Planning) -> Response:
    """Take back what is stated of two volunteers."""
    door.write(lambda session, actor, now: volunteer_pairs.remove(session, actor=actor, pair_id=pair_id, now=now))
    return Response(status_code=EMPTY)


# ---- elders


@router.get("/elders", response_model=Page[ElderShown], responses=refusals(401, 403))
def list_elders(asked: Annotated[EldersAsked, Query()], door: Reading) -> Page[ElderShown]:
    """Who is visited, masked; for the office and auditors."""
    wanted: Wanted = {"vault": door.office.vault, "active": asked.active, **asked.part}
    return door.read(
        lambda session, actor, _now: _page(elders.listed(session, actor=actor, **wanted), asked.limit, ElderShown)
    )


@router.post("/elders", status_code=201, response_model=ElderMade, responses=refusals(401, 409))
def add_elder(body: ElderSent, door: Planning, key: IdempotencyKey = None) -> Response:
    """Take somebody in who is to be visited; for the office."""
    wanted: Wanted = {"vault": door.office.vault, "terms": ElderTerms(**body.model_dump())}
    return door.create(
        lambda session, actor, now: elder_made(elders.add(session, actor=actor, now=now, **wanted), door.language), key
    )


@router.get("/elders/{elder_id}", response_model=ElderShown, responses=refusals(401, 403, 404))
def read_elder(elder_id: Id, door: Reading) -> Response:
    """One elder, masked; for the office and auditors."""
    wanted: Wanted = {"vault": door.office.vault, "elder_id": elder_id}
    shown = door.read(lambda session, actor, _now: elder_shown(elders.seen(session, actor=actor, **wanted)))
    return tagged(shown, shown.version)


@router.post("/elders/{elder_id}/reveal", response_model=ElderShown, responses=refusals(401, 404))
def reveal_elder(elder_id: Id, door: Planning) -> ElderShown:
    """One elder in clear, for the office, of whom it is noted that they looked."""
    wanted: Wanted = {"vault": door.office.vault, "elder_id": elder_id}
    return door.write(lambda session, actor, now: elder_shown(elders.revealed(session, actor=actor, now=now, **wanted)))


@router.patch("/elders/{elder_id}", response_model=ElderMade, responses=refusals(401, 404, 409, 412, 428))
def amend_elder(elder_id: Id, body: ElderChange, version: Version, door: Planning) -> Response:
    """Change what is stated of an elder, answered masked; nobody retires while visits are to come."""
    wanted: Wanted = {"vault": door.office.vault, "elder_id": elder_id, "version": version}
    wanted["changes"] = changes_of(body, EMPTIED_OF_ELDER)
    made = door.write(
        lambda session, actor, now: elder_made(elders.amend(session, actor=actor, now=now, **wanted), door.language)
    )
    return tagged(made, made.version)


def _moved(door: Door, volunteer_id: Id, action: str) -> VolunteerShown:
    wanted: Wanted = {"volunteer_id": volunteer_id, "action": action}
    return door.write(
        lambda session, actor, now: _volunteer(
            door, session, actor, volunteers.move(session, actor=actor, now=now, **wanted)
        )
    )


def _volunteer(door: Door, session: Any, actor: Any, row: Any) -> VolunteerShown:
    return volunteer_shown(volunteer_views.shown(session, actor, door.office.vault, [row])[0])


def _page(rows: Any, limit: int, kind: Any) -> Any:
    items = [kind.model_validate(row) for row in rows[:limit]]
    return Page[kind](items=items, next=next_of(rows, limit))

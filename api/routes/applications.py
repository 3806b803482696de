"""Applications for a season round of rooms: sent, amended, looked at; rights to rooms and their dates."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from api.deps import IdempotencyKey, Planning, Reading, Registering
from api.openapi import refusals
from api.routes.common import router_of, tagged
from api.schemas.applications import (
    ApplicationSent,
    ApplicationShown,
    DateSent,
    PlannedSession,
    RoomOffered,
    RoomRights,
    RoomRightShown,
    SectionSent,
    SectionSlip,
    SessionShown,
    SlipAsked,
    Slips,
    Twins,
    TwinShown,
)
from api.schemas.base import Page, PageAsked, cursor_of
from api.schemas.registrations import RegistrationShown
from api.schemas.types import Id
from api.tags import Version
from api.telling import line_of
from scheduler import queries
from scheduler.translation.sections import LinkWish, SectionWish
from scheduler.usecases import applications, looking, planning, room_rights, room_slips, twins
from scheduler.usecases.applications import Application

router = router_of("applications")
Wanted = dict[str, Any]
STATED = frozenset({"title", "listed", "leader", "members", "previous", "links", "note"})
"""Fields of a section that are not the core's."""


@router.post("/rounds/{round_id}/applications/slip", response_model=Slips, responses=refusals(401, 404, 409))
def check_sections(round_id: Id, body: SlipAsked, door: Registering) -> Slips:
    """The notice slip of each section: what is met, what is missing, where it could be held; nothing is written."""
    wanted: Wanted = {"round_id": round_id, "application": _application(body)}
    return door.read(
        lambda session, actor, now: Slips(
            sections=[_slip(one, door.language) for one in room_slips.slips(session, actor=actor, now=now, **wanted)]
        )
    )


@router.post(
    "/rounds/{round_id}/applications",
    status_code=201,
    response_model=ApplicationShown,
    responses=refusals(401, 404, 409),
)
def apply(round_id: Id, body: ApplicationSent, door: Registering, key: IdempotencyKey = None) -> Response:
    """Apply in an open season round; every section is taken, or none."""
    wanted: Wanted = {"round_id": round_id, "application": _application(body)}
    wanted |= {"channel": body.channel, "submit": body.submit}
    vault = door.office.vault
    return door.create(
        lambda session, actor, now: _shown(
            applications.apply(session, actor=actor, vault=vault, now=now, **wanted), vault
        ),
        key,
        at="/api/v1/applications",
    )


@router.get("/applications/{application_id}", response_model=ApplicationShown, responses=refusals(401, 403, 404))
def read_application(application_id: Id, door: Reading) -> ApplicationShown:
    """An application with its sections."""
    return door.read(
        lambda session, actor, _now: _shown(
            applications.sections_seen(session, actor=actor, application_id=application_id), door.office.vault
        )
    )


@router.put(
    "/registrations/{registration_id}/section",
    response_model=RegistrationShown,
    responses=refusals(401, 404, 409, 412, 428),
)
def amend_section(registration_id: Id, body: SectionSent, version: Version, door: Registering) -> Response:
    """Ask for something else while the round is open and nobody has decided."""
    wanted: Wanted = {"registration_id": registration_id, "version": version, "wish": _wish(body)}
    vault = door.office.vault
    shown = door.write(
        lambda session, actor, now: section_shown(
            applications.amend_section(session, actor=actor, vault=vault, now=now, **wanted), vault
        )
    )
    return tagged(shown, shown.version)


@router.get("/rounds/{round_id}/twins", response_model=Twins, responses=refusals(401, 403, 404))
def list_twins(round_id: Id, door: Planning) -> Twins:
    """Sections that seem to be one group that asked twice."""
    return door.read(
        lambda session, actor, _now: Twins(
            items=[
                TwinShown(one=pair.one.receipt, other=pair.other.receipt, shared=pair.shared, smaller=pair.smaller)
                for pair in twins.found(session, actor=actor, round_id=round_id)
            ]
        )
    )


@router.get("/plans/{plan_id}/sessions", response_model=Page[PlannedSession], responses=refusals(401, 403, 404))
def list_sessions(plan_id: Id, asked: Annotated[PageAsked, Query()], door: Reading) -> Page[PlannedSession]:
    """Who meets where and when, in the order of the registrations; slots of one section stay together."""
    return door.read(lambda session, actor, _now: _sessions(session, actor, plan_id, asked))


@router.get("/room-rights", response_model=RoomRights, responses=refusals(401, 403))
def list_room_rights(door: Reading) -> RoomRights:
    """One's own rights to rooms, and one's organisation's."""
    return door.read(
        lambda session, actor, _now: RoomRights(
            items=[
                _right(right.allocation, right.registration, door.office.vault)
                for right in room_rights.of_person(session, actor=actor)
            ]
        )
    )


@router.post("/registrations/{registration_id}/dates", response_model=RoomRightShown, responses=refusals(401, 404, 409))
def give_date_back(registration_id: Id, body: DateSent, door: Registering) -> RoomRightShown:
    """Give one date of a right back, so that others may have the room."""
    wanted: Wanted = {"registration_id": registration_id, "day": body.date}

    def given(session: Any, actor: Any, now: Any) -> RoomRightShown:
        right = room_rights.give_back(session, actor=actor, now=now, **wanted)
        row = queries.registrations.one(session, actor.community_id, registration_id)
        return _right(right, row, door.office.vault)

    return door.write(given)


def section_shown(row: Any, vault: Any) -> RegistrationShown:
    """A registration with the title of its section in clear, for those who may see it."""
    shown = RegistrationShown.model_validate(row)
    return shown if row.title_cipher is None else shown.model_copy(update={"title": applications.title_of(row, vault)})


def _application(body: ApplicationSent | SlipAsked) -> Application:
    return Application([_wish(one) for one in body.sections], body.member_id, body.organisation_id)


def _wish(body: SectionSent) -> SectionWish:
    terms = body.model_dump(mode="json", exclude=set(STATED), exclude_none=True)
    links = [LinkWish(link.kind, link.section, link.receipt) for link in body.links]
    return SectionWish(
        title=body.title,
        terms=terms,
        listed=body.listed,
        leader=body.leader,
        members=body.members,
        previous=body.previous,
        links=links,
        note=body.note,
    )


def _shown(rows: Any, vault: Any) -> ApplicationShown:
    return ApplicationShown(id=rows[0].application_id, sections=[section_shown(row, vault) for row in rows])


def _slip(found: room_slips.SectionSlip, language: str) -> SectionSlip:
    return SectionSlip(
        eligible=found.eligible,
        met=[line_of(line.code, line.numbers, language) for line in found.met],
        missing=[line_of(line.code, line.numbers, language) for line in found.missing],
        rooms=[RoomOffered.model_validate(one) for one in found.rooms],
    )


def _sessions(session: Any, actor: Any, plan_id: Id, asked: PageAsked) -> Page[PlannedSession]:
    plan = planning.own_plan_seen(session, actor=actor, plan_id=plan_id)
    lines = looking.sessions_of(session, actor=actor, plan=plan, after=asked.last, limit=asked.limit + 7)
    page = lines[: asked.limit]
    # Slots of one section stay together, at most seven: the cursor names a registration.
    page += [line for line in lines[asked.limit :] if page and line.registration_id == page[-1].registration_id]
    more = len(lines) > len(page)
    return Page(
        items=[PlannedSession.model_validate(line) for line in page],
        next=cursor_of(page[-1].registration_id) if more else None,
    )


def _right(right: Any, row: Any, vault: Any) -> RoomRightShown:
    return RoomRightShown(
        id=right.id,
        registration_id=row.id,
        round_id=row.round_id,
        receipt=row.receipt,
        title=applications.title_of(row, vault),
        sessions=[SessionShown.model_validate(one) for one in right.sessions],
    )

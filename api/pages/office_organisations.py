"""Organisations for the office: groups, companies and schools, and who acts for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.person import masked
from api.pages.place_forms import office_looks, plain, writes
from api.schemas.organisations import OrganisationSent
from api.schemas.types import Id
from scheduler import privacy, queries
from scheduler.actors import Actor
from scheduler.errors import NotFound, Rejected
from scheduler.usecases import members, organisations

router = APIRouter(include_in_schema=False)
HOME = "/office/organisations"
MOST = 200


@router.get(HOME)
def listed(desk: AtDesk) -> Response:
    """All organisations by name, and the form for another one."""
    return _list(desk, Form(("name",)))


@router.post(HOME)
def add(desk: AtDesk, sent: Sent) -> Response:
    """A new organisation."""
    form = Form(("name",), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        body = read_as(OrganisationSent, form.filled("name"))
        return f"{HOME}/{organisations.add(session, actor=actor, name=body.name, now=now).id}"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _list(desk, again, status))


@router.get(HOME + "/{organisation_id}")
def organisation(organisation_id: Id, desk: AtDesk) -> Response:
    """One organisation, with who acts for it."""
    return _page(desk, organisation_id)


@router.post(HOME + "/{organisation_id}")
def rename(organisation_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Give an organisation another name."""
    form = Form(("name", "version"), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        name = read_as(OrganisationSent, form.filled("name")).name
        given: dict[str, Any] = {"name": name, "version": form.number("version")}
        organisations.rename(session, actor=actor, organisation_id=organisation_id, now=now, **given)
        return f"{HOME}/{organisation_id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, organisation_id, again, status)
    )


@router.post(HOME + "/{organisation_id}/people")
def join(organisation_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """State by a phone who acts for an organisation."""
    form = Form(("phone",), sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        member = person_by_phone(desk, session, actor, form, now)
        given: dict[str, Any] = {"member_id": member, "organisation_id": organisation_id}
        organisations.join(session, actor=actor, now=now, **given)
        return f"{HOME}/{organisation_id}"

    return desk.attempt(
        form, lambda: desk.make(sent, made), lambda again, status: _page(desk, organisation_id, again, status)
    )


@router.post(HOME + "/{organisation_id}/people/{member_id}")
def leave(organisation_id: Id, member_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """State that somebody acts for an organisation no longer."""

    def made(session: Any, actor: Actor, now: datetime) -> str:
        office_looks(actor)
        row = queries.community.member(session, actor.community_id, member_id)
        if row is None or queries.rooms.organisation(session, actor.community_id, organisation_id) is None:
            raise NotFound()
        if row.organisation_id == organisation_id:
            organisations.join(session, actor=actor, member_id=member_id, organisation_id=None, now=now)
        return f"{HOME}/{organisation_id}"

    return desk.make(sent, made)


def person_by_phone(desk: Desk, session: Any, actor: Actor, form: Form, now: datetime) -> UUID:
    """The person of a whole phone number.

    Raises
    ------
    Rejected
        A phone that is none, or nobody's.
    """
    wanted = {"phone": plain(form.value("phone"))}
    privacy.phone_of(wanted["phone"])  # the end of a number, by which people are searched for, names nobody
    found = members.find(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
    if len(found) != 1:
        raise Rejected("nobody_by_phone", "phone")
    return found[0].id


def _list(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        office_looks(actor)
        people = queries.places.people_by_organisation(session, actor.community_id)
        rows = organisations.listed(session, actor=actor)
        return {"rows": [(row, people.get(row.id, 0)) for row in rows], "form": form, "writes": writes(actor)}

    return desk.show("office_organisations", found, status)


def _page(desk: Desk, organisation_id: UUID, form: Form | None = None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        office_looks(actor)
        row = queries.rooms.organisation(session, actor.community_id, organisation_id)
        if row is None:
            raise NotFound()
        people = queries.places.people_of(session, row.id, MOST)
        lent = [
            one for one in queries.rooms.facilities_of(session, actor.community_id) if one.organisation_id == row.id
        ]
        return {
            "row": row,
            "people": [masked(desk, one) for one in people],
            "lent": lent,
            "form": form or Form(("name",), {"name": row.name}),
            "writes": writes(actor),
        }

    return desk.show("office_organisation", found, status)

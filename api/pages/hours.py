"""My volunteer hours: what the account holds and what touched it; the record of service, printed and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.deps import LOOKING_ON
from api.pages.coded import UNSEEN, qr_of
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.words import say
from api.problems import status_of
from api.schemas.hours import CertificateAsked, StatementAsked
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import OFFICE, Actor
from scheduler.errors import NotAllowed, NotFound, Refused, Rejected
from scheduler.usecases import hours_statements, service_records
from scheduler.usecases.hours_statements import shown
from scheduler.usecases.service_records import Confirmed

router = APIRouter(include_in_schema=False)
PERIOD = ("first", "last")
ADDRESS = re.compile(r"/hours/verify/([^/?#\s]+)")
"""What a QR code says, from which the code is taken."""


@router.get("/mine/hours")
def mine(desk: AtDesk, month: str = "") -> Response:
    """One's account, with a month of it."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        today = calendar.date_of(now, queries.community.one(session, actor.community_id).zone)
        chosen = read_as(StatementAsked, {"month": month or today.isoformat()[:7]}).month
        account = hours_statements.account(session, actor=actor, now=now)
        statement = hours_statements.statement(session, actor=actor, month=chosen, now=now)
        return {
            "account": account,
            "statement": statement,
            "shown": lambda minutes: shown(minutes, account.rules),
            "before": (chosen - timedelta(days=1)).isoformat()[:7],
            "after": (chosen + timedelta(days=31)).isoformat()[:7] if chosen < today.replace(day=1) else None,
        }

    return desk.show("hours", looked)


@router.get("/mine/hours/certificate")
def own_certificate(desk: AtDesk, first: str = "", last: str = "") -> Response:
    """What one's own record of service would say."""
    return _certificate(desk, None, Form(PERIOD, {"first": first, "last": last}))


@router.post("/mine/hours/certificate/issue")
def issue_own(desk: AtDesk, sent: Sent) -> Response:
    """Issue one's own record of service."""
    return _issue(desk, None, sent)


@router.get("/office/volunteers/{volunteer_id}/certificate")
def certificate(volunteer_id: Id, desk: AtDesk, first: str = "", last: str = "") -> Response:
    """What a volunteer's record of service would say; that it was read is put on record."""
    return _certificate(desk, volunteer_id, Form(PERIOD, {"first": first, "last": last}))


@router.post("/office/volunteers/{volunteer_id}/certificate/issue")
def issue(volunteer_id: Id, desk: AtDesk, sent: Sent) -> Response:
    """Issue a volunteer's record of service."""
    return _issue(desk, volunteer_id, sent)


@router.get("/mine/hours/records/{service_record_id}")
def record(service_record_id: Id, desk: AtDesk) -> Response:
    """A record of service as it was issued, to be printed; that the office read somebody's is put on record."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        wanted: dict[str, Any] = {"vault": desk.office.vault, "record_id": service_record_id}
        row, paper = service_records.read(session, actor=actor, now=now, **wanted)
        address = desk.address(f"/hours/verify/{row.code}")
        return {
            "row": row,
            "certificate": paper,
            "shown": lambda minutes: shown(minutes, paper.rules),
            "issued": calendar.date_of(row.issued_at, paper.community.zone),
            "address": address,
            "qr": qr_of(address, say("certificate_qr", desk.language)),
            "before": _place(None if paper.volunteer.member_id == actor.member_id else paper.volunteer.id),
        }

    return desk.show("hours_record", looked, noted=True)


# ---- for whoever holds the paper


@router.get("/hours/verify")
def verify_typed(desk: AtDesk, code: str = "") -> Response:
    """Whether a record of service was issued as it is printed, by the code or the address that is typed."""
    whole = ADDRESS.search(code)
    return _verified(desk, whole[1] if whole else code)


@router.get("/hours/verify/{record_code}")
def verify(record_code: str, desk: AtDesk) -> Response:
    """Whether a record of service was issued as it is printed, and what was corrected since."""
    return _verified(desk, record_code)


def _verified(desk: Desk, code: str) -> Response:
    def looked(session: Any) -> Confirmed | Refused | None:
        try:
            return service_records.confirm(session, vault=desk.office.vault, code=code) if code.strip() else None
        except (NotFound, Rejected) as refused:
            return refused

    found, viewer = desk.door.read_public(lambda session, now: (looked(session), desk.visitor(session, now)))
    told: dict[str, Any] = {"found": None, "unknown": isinstance(found, NotFound)}
    form, status = Form(("code",), {"code": code}), 200
    if isinstance(found, Refused):
        form, status = form if told["unknown"] else form.because(found), status_of(found)
    elif found is not None:
        # Below what was found stands the form for the next paper.
        form, told = Form(("code",)), told | {"found": found, "shown": partial(shown, rules=found.rules)}
    page = desk.page("hours_verified", viewer, told | {"form": form}, status)
    page.headers.update(UNSEEN)
    return page


# ---- issued


def _certificate(desk: Desk, volunteer_id: UUID | None, form: Form, status: int = 200) -> Response:
    """What a record would say; of a period that cannot be, only its form, with the fault at its field."""
    try:
        return _asked(desk, volunteer_id, form, status)
    except Rejected as refused:
        return _asked(desk, volunteer_id, form.because(refused), status_of(refused), previews=False)


def _asked(desk: Desk, volunteer_id: UUID | None, form: Form, status: int, previews: bool = True) -> Response:
    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        if volunteer_id is not None and not actor.has(*OFFICE):
            raise NotAllowed("not_for_this_role")
        zone = queries.community.one(session, actor.community_id).zone
        return {
            **(_preview(desk, session, actor, now, volunteer_id, form) if previews else {"certificate": None}),
            "today": calendar.date_of(now, zone),
            "own": volunteer_id is None,
            "place": _place(volunteer_id),
            "may_issue": not actor.roles <= LOOKING_ON,
            "form": form,
            "papers": [
                (row, calendar.date_of(row.issued_at, zone))
                for row in service_records.listed(session, actor=actor, volunteer_id=volunteer_id)
                # What the office is shown of somebody is noted with a preview, and not without one.
                if previews or volunteer_id is None
            ],
        }

    return desk.show("hours_certificate", looked, status, noted=volunteer_id is not None)


def _preview(desk: Desk, session: Any, actor: Actor, now: datetime, volunteer_id: UUID | None, form: Form) -> Context:
    asked = read_as(CertificateAsked, form.filled(*PERIOD))
    wanted: dict[str, Any] = {"volunteer_id": volunteer_id, "first": asked.first, "last": asked.last}
    found = hours_statements.certificate(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
    return {"certificate": found, "shown": lambda minutes: shown(minutes, found.rules)}


def _issue(desk: Desk, volunteer_id: UUID | None, sent: Mapping[str, str]) -> Response:
    form = Form(PERIOD, sent)

    def issued(session: Any, actor: Actor, now: datetime) -> str:
        if volunteer_id is not None and not actor.has(*OFFICE):
            raise NotAllowed("not_for_this_role")
        asked = read_as(CertificateAsked, form.filled(*PERIOD))
        wanted: dict[str, Any] = {"volunteer_id": volunteer_id, "first": asked.first, "last": asked.last}
        row = service_records.issue(session, actor=actor, vault=desk.office.vault, now=now, **wanted)
        return f"/mine/hours/records/{row.id}"

    return desk.attempt(
        form,
        lambda: desk.make(sent, issued),
        lambda again, status: _certificate(desk, volunteer_id, again, status),
    )


def _place(volunteer_id: UUID | None) -> str:
    return "/mine/hours/certificate" if volunteer_id is None else f"/office/volunteers/{volunteer_id}/certificate"

"""The audit trail: what happened, in words, by day, kind, thing and person; its end, its proof, and downloads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.downloads import sheet
from api.pages.forms import Form, Sent, read_as
from api.pages.trail_told import FAMILIES, SYSTEM, span_of, thing_of, told
from api.schemas.trail import DigestAsked, PurposeAsked, TrailAsked
from scheduler import queries
from scheduler.actors import Actor
from scheduler.errors import Rejected
from scheduler.queries.audit import Wanted
from scheduler.usecases import looking, proofs, trail

router = APIRouter(include_in_schema=False)
HOME = "/office/audit"
FIELDS = ("first", "last", "kind", "thing", "who", "before", "purpose")
FILTERS = ("first", "last", "kind", "thing", "who")
PURPOSES = ("audit", "bookkeeping", "council")
MOST = 40
COLUMNS = ("seq", "at", "actor", "action", "subject", "subject_id", "details", "previous", "digest")


@router.get(HOME)
def entries(desk: AtDesk) -> Response:
    """Entries, the newest first, with a form by which they are looked through."""
    form = Form(FIELDS, dict(desk.request.query_params))
    return desk.attempt(form, lambda: _page(desk, form), lambda again, status: _page(desk, again, status))


@router.post(HOME + "/export")
def export(desk: AtDesk, sent: Sent) -> Response:
    """The entries that the page shows, as a table; what it is for is put on record."""
    form = Form(FIELDS, sent)

    def taken(session: Any, actor: Actor, now: datetime) -> Response:
        purpose = read_as(PurposeAsked, form.filled("purpose")).purpose
        wanted = _wanted(session, actor, form)
        rows = trail.export(session, actor=actor, wanted=wanted, purpose=purpose, now=now)
        return sheet("audit", COLUMNS, map(_line, rows))

    return desk.attempt(form, lambda: desk.door.write(taken), lambda again, status: _page(desk, again, status))


@router.get(HOME + "/check")
def check(desk: AtDesk, digest: str = "") -> Response:
    """What the night found, a button to prove it now; and whether the chain holds an entry that somebody wrote down."""
    form = Form(("digest",), {"digest": "".join(digest.split()).lower()})
    return desk.attempt(form, lambda: _proven(desk, form), lambda again, status: _proven(desk, again, status))


@router.post(HOME + "/check")
def check_now(desk: AtDesk) -> Response:
    """All proofs made now, which reads everything and takes some seconds: not by a link that anything may follow."""
    return _proven(desk, Form(("digest",), {}), now=True)


def _page(desk: Desk, form: Form, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, _now: datetime) -> Context:
        zone = queries.community.one(session, actor.community_id).zone
        head = looking.head(session, actor=actor)
        rows = [] if form.refused else _rows(session, actor, form)
        logins = trail.logins(session, actor=actor, names={row.actor for row in rows})
        chosen = form.filled(*FILTERS)
        return {
            "form": form,
            "chosen": chosen,
            "families": FAMILIES,
            "purposes": PURPOSES,
            "lines": [told(row, logins, zone, desk.language) for row in rows[:MOST]],
            "thing_of": lambda subject: thing_of(subject, desk.language),
            "head": head,
            "first_page": f"{HOME}?{urlencode(chosen)}" if form.value("before") else None,
            "next_page": f"{HOME}?{urlencode({**chosen, 'before': rows[MOST - 1].seq})}" if len(rows) > MOST else None,
        }

    return desk.show("trail", found, status)


def _rows(session: Any, actor: Actor, form: Form) -> Any:
    before = read_as(TrailAsked, form.filled(*FILTERS, "before")).before
    return trail.listed(session, actor=actor, wanted=_wanted(session, actor, form), before=before, limit=MOST + 1)


def _wanted(session: Any, actor: Actor, form: Form) -> Wanted:
    asked = read_as(TrailAsked, form.filled(*FILTERS))
    if asked.first and asked.last and asked.last < asked.first:
        raise Rejected("inverted", "last")
    zone = queries.community.one(session, actor.community_id).zone
    since, until = span_of(asked.first, asked.last, zone)
    by = "" if asked.who is None else SYSTEM if asked.who == SYSTEM else f"{trail.PERSON}{asked.who}"
    return Wanted(since, until, FAMILIES[asked.kind] if asked.kind else (), asked.thing, by)


def _proven(desk: Desk, form: Form, status: int = 200, now: bool = False) -> Response:
    def found(session: Any, actor: Actor, moment: datetime) -> Context:
        kept, digest = None, form.value("digest")
        if digest and not form.refused:
            asked = read_as(DigestAsked, {"digest": digest}).digest
            kept = trail.kept(session, actor=actor, digest=bytes.fromhex(asked))
        return {
            "form": form,
            "kept": kept,
            "proofs": proofs.now_proven(session, actor=actor) if now else None,
            "head": looking.head(session, actor=actor),
            "by_night": proofs.last_by_night(session, actor=actor),
            "now": moment,
        }

    return desk.show("trail_check", found, status)


def _line(row: Any) -> list[object]:
    """An entry as a line of the table, as the digest covers it."""
    values: Mapping[str, object] = {
        "at": row.at.isoformat(),
        "details": json.dumps(row.details, sort_keys=True, ensure_ascii=False),
        "previous": row.previous.hex(),
        "digest": row.digest.hex(),
    }
    return [values.get(name, getattr(row, name)) for name in COLUMNS]

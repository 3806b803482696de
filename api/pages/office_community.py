"""The community for its office: what is set up and what comes next, and its names and counter hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form, Sent, read_as
from api.pages.place_forms import named_of, office_looks, shown_values, writes
from api.schemas.community import CommunityAmended
from scheduler import queries
from scheduler.actors import ADMIN, Actor
from scheduler.usecases import communities
from scheduler.usecases.communities import Told

router = APIRouter(include_in_schema=False)
TOLD = ("name_zh", "name_en", "counter_zh", "counter_en")
FIELDS = (*TOLD, "version")
FIGURES = ("site", "space", "facility", "room", "organisation", "member", "account", "round")


@router.get("/office/community")
def community(desk: AtDesk) -> Response:
    """What is set up, what comes next, what the community is called and when its counter is open."""
    return _page(desk, None)


@router.post("/office/community")
def amend(desk: AtDesk, sent: Sent) -> Response:
    """Give the community other names or counter hours."""
    form = Form(FIELDS, sent)

    def made(session: Any, actor: Actor, now: datetime) -> str:
        body = read_as(CommunityAmended, {**named_of(form), **_counter_of(form)})
        given: dict[str, Any] = {"version": form.number("version"), "wanted": Told(**body.model_dump())}
        communities.amend(session, actor=actor, now=now, **given)
        return "/office/community"

    return desk.attempt(form, lambda: desk.make(sent, made), lambda again, status: _page(desk, again, status))


def _page(desk: Desk, form: Form | None, status: int = 200) -> Response:
    def found(session: Any, actor: Actor, now: datetime) -> Context:
        office_looks(actor)
        row = queries.community.one(session, actor.community_id)
        counts = queries.places.counts(session, actor.community_id)
        return {
            "row": row,
            "counts": [(name, counts[name]) for name in FIGURES],
            "steps": _steps(counts, row, desk, actor),
            "covenant": queries.community.covenant_in_force(session, row.id, now),
            "form": form or Form(FIELDS, shown_values(row, TOLD)),
            "stands": shown_values(row, TOLD),
            "writes": writes(actor),
        }

    return desk.show("office_community", found, status)


def _counter_of(form: Form) -> dict[str, str]:
    """Where and when the counter is open; without English words the Chinese ones stand for both."""
    zh = form.value("counter_zh").strip()
    return {"counter_zh": zh, "counter_en": form.value("counter_en").strip() or zh}


def _steps(counts: Mapping[str, int], row: Any, desk: Desk, actor: Actor) -> list[tuple[str, str, bool]]:
    """What an office sets up, in order: the words, where this person does that, and whether it is done."""
    steps = [
        ("hotline", "", bool(desk.office.settings.hotline)),
        ("counter", "#names", bool(row.counter_zh)),
        ("covenant", "/office/covenant", True),
        ("calendar", "/office/calendar", True),
        ("sites", "/office/sites", bool(counts["site_hours"] and counts["space"])),
        ("facilities", "/office/facilities", bool(counts["facility_hours"] and counts["room"])),
        ("accounts", "/office/accounts" if actor.has(ADMIN) else "", counts["clerk"] > 0),
        ("people", "/counter/enrol", counts["member"] > 0),
        ("rounds", "/office/rounds", counts["round"] > 0),
    ]
    return steps if writes(actor) else [(name, "", done) for name, _, done in steps]

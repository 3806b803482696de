"""Sites of those who run them: how they stand now, and each of them day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.day_chart import chart
from api.pages.desk import AtDesk, Context, Desk
from api.pages.forms import Form
from api.schemas.types import Id
from scheduler import calendar, queries
from scheduler.actors import STAFF, Actor
from scheduler.errors import Rejected
from scheduler.privacy import masked_plate
from scheduler.queries.site_days import Held
from scheduler.usecases import looking, site_days
from scheduler.usecases.serving import runs
from scheduler.usecases.site_days import DAY, Line, SiteDay

router = APIRouter(include_in_schema=False)
FIELDS = ("day",)
LINES = 50
NOTICES = 3
"""Most rounds whose notices are offered to be put up."""
Show = Literal["all", "given", "free"]
A_DAY = timedelta(days=1)


@router.get("/counter/sites")
def my_sites(desk: AtDesk) -> Response:
    """The sites that somebody runs, as they are at this moment."""

    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        return {
            "sites": site_days.now_at(session, actor=actor, now=now),
            "notices": _to_put_up(session, actor) if actor.has(*STAFF) else [],
            "serves": actor.has(*STAFF),
            "now": now,
        }

    return desk.show("sites", looked)


@router.get("/counter/sites/{site_id}")
def one_site(site_id: Id, desk: AtDesk, day: str = "", show: Show = "all", after: int = 0) -> Response:
    """A site on a day: how full it is by half hours, and whose each space is."""
    form = Form(FIELDS, {"day": day})
    asked: Context = {"show": show, "after": max(0, min(after, 2**31 - 1))}
    return desk.attempt(
        form,
        lambda: _page(desk, site_id, form, asked),
        lambda again, status: _page(desk, site_id, again, asked, status),
    )


def _page(desk: Desk, site_id: Id, form: Form, asked: Context, status: int = 200) -> Response:
    def looked(session: Any, actor: Actor, now: datetime) -> Context:
        zone = queries.community.one(session, actor.community_id).zone
        today = calendar.date_of(now, zone)
        day = today if form.refused else _day(form, today)
        found = site_days.seen(session, actor=actor, site_id=site_id, day=day, now=now)
        lines = [one for one in found.lines if _is_shown(one, asked["show"])]
        part = lines[asked["after"] : asked["after"] + LINES]
        return {
            "form": form,
            "found": found,
            "parts_of_day": [
                part for part in found.parts if part.numbers.open or part.numbers.given or part.numbers.owners
            ],
            "chart": chart(found.halves),
            "numbers_now": _now(found, now) if day == today else None,
            "cars_now": _cars(session, found) if day == today else (),
            "today": today,
            "before": day - A_DAY,
            "later": day + A_DAY,
            "lines": [_line(desk, actor, one, found) for one in part],
            "count": len(lines),
            "show": asked["show"],
            "next": asked["after"] + LINES if len(lines) > asked["after"] + LINES else None,
            "first": asked["after"] == 0,
            "serves": actor.has(*STAFF),
        }

    return desk.show("site_day", looked, status)


def _day(form: Form, today: date) -> date:
    text = form.value("day").strip()
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise Rejected("not_a_date", "day", text, "a date as YYYY-MM-DD") from None


def _is_shown(line: Line, show: str) -> bool:
    if show == "given":
        return bool(line.held)
    return show == "all" or (bool(line.open) and not line.held)


def _now(found: SiteDay, now: datetime) -> Any:
    minute = calendar.minute_of(found.day, now, found.zone)
    return next((half.numbers for half in found.halves if half.start <= minute < half.end), None)


def _cars(session: Any, found: SiteDay) -> list[tuple[str, str, int]]:
    """How many vehicles stand there and how many of them too long, with the lists that name them."""
    there = queries.site_days.there_now(session, found.site.community_id)
    over = queries.passages.over_now(session, found.site.community_id)
    return [
        ("there", "sites_there", there.get(found.site.id, 0)),
        ("over", "sites_over", over.get(found.site.id, 0)),
    ]


def _line(desk: Desk, actor: Actor, line: Line, found: SiteDay) -> Context:
    return {
        "space": line.space,
        "open": [_clocks(*span) for span in line.open],
        "held": [_held(desk, actor, one, found) for one in line.held],
    }


def _held(desk: Desk, actor: Actor, row: Held, found: SiteDay) -> Context:
    """Whose a space is for a time, by receipt and masked plate; a link for those who serve the person."""
    return {
        "row": row,
        "clocks": _clocks(*(calendar.minute_of(found.day, at, found.zone) for at in (row.starts_at, row.ends_at))),
        "plate": plate_of(desk, row),
        "link": link_of(actor, row),
    }


def link_of(actor: Actor, row: Held) -> UUID | None:
    """The registration by which somebody has a space, for those who serve its person."""
    return row.registration_id if row.registration_id and runs(actor, row.home_site_id) else None


def plate_of(desk: Desk, row: Held) -> str:
    """The masked plate of whoever has a space; empty for an owner."""
    if row.plate_cipher is None or row.vehicle_id is None:
        return ""
    return masked_plate(desk.office.vault.open_sealed(row.plate_cipher, "vehicle.plate", row.vehicle_id))


def _clocks(start: int, end: int) -> tuple[str, str]:
    """From when until when by the clock, as far as it is of this day."""
    return tuple(f"{at // 60:02}:{at % 60:02}" for at in (max(0, start), min(DAY, end)))  # type: ignore[return-value]


def _to_put_up(session: Any, actor: Actor) -> Sequence[Any]:
    """Rounds whose notice is public, the newest first."""
    found = looking.rounds_of(session, actor=actor, states=("published", "settled"), limit=NOTICES)
    return [one for one in found if one.domain != "rosters" and queries.publications.current(session, one.id)]

"""What happens next with somebody's things: what waits for them, the soonest first, and their next dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from api.pages import telling
from api.pages.desk import Context, Desk
from api.pages.words import say
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.queries.seats import SeatsAsked
from scheduler.usecases import calendars, looking, room_bookings
from scheduler.usecases.agendas import Event

SOON = timedelta(days=21)
"""How far ahead the next dates are shown."""
NEXT = 4
"""Most dates that are shown there."""
HELD = 20
FAR = datetime.max.replace(tzinfo=UTC)
CALLS = {"allocated": "do_answer", "needs_information": "do_bring", "draft": "do_send"}
"""What a registration in some states asks of its person, as a key of words."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for somebody: what it is, of what, until when, and where it is done."""

    words: str
    of: str
    by: datetime | date | None
    place: str


def tasks(desk: Desk, session: Any, actor: Actor, cards: Sequence[Context], now: datetime) -> list[Task]:
    """All that waits for somebody, the soonest first."""
    zone = queries.community.one(session, actor.community_id).zone
    found = [*_of_cards(desk, cards), *_of_rooms(desk, session, actor, now, zone), *_of_money(desk, session, actor)]
    found += _of_shifts(desk, session, actor, zone)
    return sorted(found, key=lambda one: _instant(one.by, zone))


def dates(session: Any, actor: Actor, now: datetime, since: datetime, until: datetime) -> list[Event]:
    """Somebody's dates in a span: rooms, spaces, shifts."""
    if actor.member_id is None:
        return []
    agenda = calendars.of_member(session, actor.community_id, actor.member_id, now)
    return [one for one in agenda.events if one.ends_at > since and one.starts_at < until]


def doors(session: Any, actor: Actor, now: datetime) -> list[Any]:
    """Rounds in which somebody may register now, the one that closes first before the others."""
    opened = looking.rounds_of(session, actor=actor, states=("open",))
    known = [one for one in opened if one.domain in ("parking", "rooms") and one.apply_from <= now < one.apply_until]
    return sorted(known, key=lambda one: one.apply_until)


def _of_cards(desk: Desk, cards: Sequence[Context]) -> Iterator[Task]:
    for one in cards:
        row, title = one["row"], str(getattr(one["round"], f"title_{desk.language}"))
        agreement = one["agreement"]
        if agreement is not None and agreement.state == "drawn_up":
            yield Task("do_sign", title, agreement.sign_by, f"/agreements/{agreement.id}")
        if row.state == "allocated" and "accept" not in one["answers"]:
            continue
        if row.state in CALLS:
            by = row.answer_by if row.state == "allocated" else None
            by = one["round"].apply_until if row.state == "draft" else by
            place = one["change_at"] if row.state != "allocated" else ""
            yield Task(CALLS[row.state], title, by, place or f"#r-{row.id}")
        elif one["forward"]["may_take"] and one["forward"]["ways"]:
            held = [way["row"].held_until for way in one["forward"]["ways"] if way["row"].held_until]
            yield Task("do_held_way" if held else "do_way", title, min(held, default=None), f"#ways-{row.id}")


def _of_rooms(desk: Desk, session: Any, actor: Actor, now: datetime, zone: str) -> Iterator[Task]:
    wanted: dict[str, Any] = {"vault": desk.office.vault, "states": ("held",), "member_id": actor.member_id}
    found = room_bookings.listed(session, actor=actor, limit=HELD, **wanted) if actor.member_id else []
    for one in found:
        if one.row.answer_by is None or one.row.answer_by > now:
            when = telling.span(one.row.starts_at, one.row.ends_at, zone, desk.language)
            yield Task("do_confirm", when, one.row.answer_by, f"/mine/rooms/{one.row.id}")


def _of_money(desk: Desk, session: Any, actor: Actor) -> Iterator[Task]:
    unpaid = queries.invoices.open_of(session, actor.member_id) if actor.member_id else []
    if unpaid:
        amount = say("amount", desk.language, yuan=telling.yuan(sum(one.fen for one in unpaid), desk.language))
        yield Task("do_pay", amount, unpaid[0].due_on, "/mine/fees")


def _of_shifts(desk: Desk, session: Any, actor: Actor, zone: str) -> Iterator[Task]:
    volunteer = queries.volunteers.of_member(session, actor.community_id, actor.member_id) if actor.member_id else None
    if volunteer is None:
        return
    asked = SeatsAsked(volunteer_id=volunteer.id, states=("offered",))
    found = queries.seats.listed(session, actor.community_id, asked, limit=HELD)
    for one in sorted(found, key=lambda seat: seat.shift.starts_at):
        when = telling.span(one.shift.starts_at, one.shift.ends_at, zone, desk.language)
        title = getattr(one.shift, f"title_{desk.language}")
        yield Task("do_seat", f"{title} · {when}", one.seat.answer_by, f"/mine/shifts/{one.seat.id}")


def _instant(by: datetime | date | None, zone: str) -> datetime:
    if isinstance(by, datetime) or by is None:
        return by or FAR
    return calendar.instant_of(by, 24 * 60, zone)

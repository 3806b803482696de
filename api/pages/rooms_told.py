"""Bookings, rights and sessions as pages tell them: where, when, how it stands, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from api.pages import telling
from api.pages.desk import Context
from api.pages.words import say
from scheduler import queries
from scheduler.queries.lent import STANDING
from scheduler.translation.sessions import dates_of
from scheduler.usecases import room_claims, room_freeing, room_moves, room_taking
from scheduler.usecases.bookings import Span

Stored = Iterable[Mapping[str, Any]]


def booking(session: Any, seen: Any, now: datetime, language: str) -> Context:
    """A booking with its place, its state in words, and until when it is given back without consequence."""
    row, zone = seen.row, queries.community.one(session, seen.row.community_id).zone
    rules = room_moves.rules_at(session, row.community_id, now)
    free_until = row.starts_at - timedelta(minutes=rules.cancel_minutes)
    moment = telling.moment(row.answer_by, zone, language) if row.answer_by else ""
    return {
        "booking": row,
        "title": seen.title,
        "thing": seen.asset,
        "facility": queries.rooms.facility(session, row.community_id, seen.asset.facility_id),
        "items": _items(session, row, seen.asset.facility_id),
        "state": say(f"booking_{row.state}", language),
        "next": say(f"booking_next_{row.state}{_kind(seen)}", language, moment=moment),
        "free_until": free_until,
        "late": free_until < now,
        "may_confirm": row.state == "held" and (row.answer_by is None or row.answer_by > now),
        "may_cancel": row.state in STANDING and row.ends_at > now,
        "staff_decide": row.state == "held" and _staff_decide(session, seen, now),
    }


def _kind(seen: Any) -> str:
    """The end of a key that says otherwise of things that are lent alone."""
    return "_item" if seen.asset.kind == "equipment" and seen.row.state in ("confirmed", "cancelled") else ""


def _items(session: Any, row: Any, facility_id: Any) -> list[tuple[Any, int]]:
    """What is lent with a booking, and how many."""
    wanted = row.equipment or {}
    found = queries.rooms.equipment_of(session, facility_id) if wanted else []
    return [(item, wanted[item.code]) for item in found if item.code in wanted]


def _staff_decide(session: Any, seen: Any, now: datetime) -> bool:
    """Whether what is held becomes a request once it is confirmed."""
    row, asset = seen.row, seen.asset
    if asset.kind != "room":
        return False
    claimed = room_claims.claim_of(session, row.community_id, row.member_id, "room", asset.id, now, "nothing")
    wanted, span = claimed.wanted, Span(row.starts_at, row.ends_at)
    ask = room_freeing.ask_of(row)
    judge = room_taking.judge_of(session, wanted.facility, wanted.zone, claimed.rules, span, ask, [row.id])
    return judge.needs_staff(wanted.asset_code, row.starts_at, row.ends_at)


def held(session: Any, row: Any) -> list[Context]:
    """The weekly slots that a registration holds, with their rooms; none for a registration of a vehicle."""
    if row.application_id is None:
        return []
    rights = [one for one in queries.publications.held(session, [row.id]) if one.state == "held"]
    house = queries.rooms.house_of(session, row.community_id) if rights else None
    return [told for right in rights for told in sessions(right.sessions, house)]


def line_of(row: Any, house: Any) -> tuple[Any, Any, Any]:
    """A place in a line with its facility, and its room where one is named."""
    return row, house.facilities_by_id[row.facility_id], house.rooms_by_id.get(row.room_id)


def sessions(stored: Stored, house: Any) -> list[Context]:
    """Weekly slots as a right, a plan or a notice keeps them, with the rooms that they are in."""
    return [_session(one, house) for one in stored]


def _session(stored: Mapping[str, Any], house: Any) -> Context:
    room = house.rooms_by_code.get(stored["room"])
    return {
        "code": stored["room"],
        "room": room,
        "facility": None if room is None else house.facilities_by_id[room.facility_id],
        **{name: stored[name] for name in ("weekday", "start", "end")},
        "dates": [date.fromisoformat(day) for day in stored.get("dates", ())],
        "substitutes": [
            {**other, "date": date.fromisoformat(other["date"]), "code": other["room"], "room": _room(house, other)}
            for other in stored.get("substitutes", ())
        ],
        "left_out": [date.fromisoformat(day) for day in stored.get("left_out", ())],
    }


def _room(house: Any, stored: Mapping[str, Any]) -> Any:
    return house.rooms_by_code.get(stored["room"])


def planned(lines: Sequence[Any], house: Any) -> list[tuple[str, list[Context]]]:
    """Weekly slots of a plan, by receipt."""
    found: dict[str, list[Context]] = {}
    for line in lines:
        kept = {"room": line.room_code, **{name: getattr(line, name) for name in _OF_PLAN}}
        found.setdefault(line.receipt, []).append(_session(kept, house))
    return list(found.items())


_OF_PLAN = ("weekday", "start", "end", "dates", "substitutes", "left_out")


def dates_to_come(stored: Stored, today: date) -> list[date]:
    """Dates of a right that may still be given back."""
    return sorted({day for day, *_ in dates_of(stored) if day >= today})

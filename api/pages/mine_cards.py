"""One's own registrations as cards: how each stands, why, what may be taken instead; and those that are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from api.pages import answers, applicants, fees, rooms_told, ways_told
from api.pages.causes import cause_lines
from api.pages.desk import Context, Desk
from api.pages.ranked import ranked
from api.pages.reasons import places_of, told
from api.pages.standing import standing_of
from scheduler import calendar, queries
from scheduler.actors import Actor
from scheduler.states import AMENDABLE
from scheduler.usecases import applications, room_rights, rounds
from scheduler.usecases.ways_ground import UNSERVED

OVER = ("withdrawn", "declined", "lapsed", "ended")
"""States of which nothing comes any more."""


@dataclass(frozen=True)
class Known:
    """What cards of somebody tell of, looked up once for all of them; `places` of reasons by domain, as asked for."""

    rights: Mapping[UUID, Any]
    agreements: Mapping[UUID, Any]
    lines: Mapping[UUID, Any]
    causes: Mapping[UUID, Any]
    places: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Any, rows: Sequence[Any], rights: Mapping[UUID, Any]) -> Known:
        """Of some registrations."""
        ids = [row.id for row in rows]
        if not ids:
            return cls(rights, {}, {}, {})
        unserved = [row.id for row in rows if row.state in UNSERVED]
        return cls(
            rights,
            queries.agreements.newest_of_each(session, ids),
            queries.path.lines_in_force(session, ids),
            queries.path.causes_in_force(session, unserved) if unserved else {},
        )

    def places_of(self, session: Any, community: UUID, domain: str) -> Mapping[str, Any]:
        """What reasons of a domain speak of."""
        if domain not in self.places:
            self.places[domain] = places_of(session, community, domain)
        return self.places[domain]


def is_over(row: Any, round_: Any, today: date) -> bool:
    """Whether a registration is past; one that ended with its round is still told why."""
    return round_.use_last < today or (row.state in OVER and round_.state != "cancelled")


def card(
    desk: Desk, session: Any, actor: Actor, row: Any, round_: Any, known: Known, now: datetime, searched: str | None
) -> Context:
    """All that a card tells; `searched` tells what was just searched in vain."""
    right, sessions = known.rights.get(row.id), rooms_told.held(session, row)
    zone = queries.community.one(session, actor.community_id).zone
    return {
        "row": row,
        "round": round_,
        "right": right,
        "agreement": None if row.vehicle_id is None else known.agreements.get(row.id),
        "title": applications.title_of(row, desk.office.vault),
        "sessions": sessions,
        "gives_back": _gives_back(actor, row, sessions, calendar.date_of(now, zone)),
        "price": None if right is None else fees.price_of(session, actor, row.id, now),
        "ranked": ranked(session, row, zone, desk.language, own=True),
        "standing": standing_of(session, row, round_, zone, desk.language),
        "answers": answers.open_to(actor, row, now),
        **_why(session, actor, row, round_, known, desk.language),
        "explained": row.entered and row.id in known.lines,
        "forward": ways_told.of(session, actor, row, desk.language, now, searched),
        "change_at": change_at(actor, row, round_, now),
    }


def change_at(actor: Actor, row: Any, round_: Any, now: datetime) -> str:
    """Where a registration is changed or sent; empty where it is not any more."""
    sends = row.state == "needs_information" and round_.state in ("open", "closed")
    changes = row.state in AMENDABLE and applicants.is_open(round_, now)
    if not (sends or changes) or not applicants.may_apply(actor):
        return ""
    if row.vehicle_id is None:
        return f"/mine/sections/{row.id}/change" if changes else ""
    return f"/mine/registrations/{row.id}/{'slip' if row.state != 'submitted' else 'times'}"


def _gives_back(actor: Actor, row: Any, sessions: Sequence[Context], today: date) -> bool:
    """Whether the reader may give a date back, of which one is to come."""
    if row.state not in ("accepted", "active") or not room_rights.may_give_back(actor, row):
        return False
    dates = [day for one in sessions for day in (*one["dates"], *(other["date"] for other in one["substitutes"]))]
    return any(day >= today for day in dates)


def rounds_of(session: Any, actor: Actor, rows: Sequence[Any]) -> Mapping[UUID, Any]:
    """The rounds of registrations, each looked up once."""
    return {
        round_id: rounds.seen(session, actor=actor, round_id=round_id)
        for round_id in dict.fromkeys(row.round_id for row in rows)
    }


def _why(session: Any, actor: Actor, row: Any, round_: Any, known: Known, language: str) -> Context:
    """What stood in the way, and all that was looked at in its order; both empty for whoever is served."""
    line = known.lines.get(row.id)
    if row.state not in UNSERVED or line is None:
        return {"cause": (), "reasons": ()}
    first, places = round_.use_first, known.places_of(session, actor.community_id, round_.domain)
    return {
        "cause": list(cause_lines(known.causes.get(row.id), language, first, places)),
        "reasons": told(line.reasons, language, first, places),
    }

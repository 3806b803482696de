"""A small invented roster for tests, on top of the town: people who volunteer, elders they visit, shifts of May.

The first eight residents of the town are volunteers `V0` to `V7`, active and free from 8:00 to 22:00 on every date.
`V0` and `V1` lead; `V0` and `V5` know first aid, `V5` until 20 May only; `V3` is 72 years old, `V4` is 15 and has her
guardian's consent; all are insured in 2026. The ninth resident is none. The elder `E1` knows `V0` and `V1` and does not
want `V6`; `E2` knows nobody. Everybody lives where the hall `HALL` stands, the gate `GATE` is 500 m away.

The round `rosters-may` runs from 4 to 31 May 2026, Labour Day's holiday ends on the 5th, Saturday the 9th is worked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.covenant import ServiceRules
from scheduler.ids import new_id
from scheduler.models import (
    Elder,
    MeetingPoint,
    Occupation,
    Resource,
    Round,
    Seat,
    Shift,
    ShiftTemplate,
    Volunteer,
)
from scheduler.states import SEAT_LIVING
from scheduler.usecases.shift_places import opening
from tests.town import Town

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 5, 4), date(2026, 5, 31)
VOLUNTEERS = 8
BORN = ("1980-03-01", "1985-03-01", "1990-03-01", "1954-03-01", "2010-06-01", "1975-03-01", "1988-03-01", "1992-03-01")
DAILY = {"start": "08:00", "end": "22:00"}
COMMON: Mapping[str, Any] = {"available": [DAILY], "insured": [{"first": "2026-01-01", "last": "2026-12-31"}]}
OWN: Mapping[int, Mapping[str, Any]] = {
    0: {"lead": True, "skills": [{"skill": "first_aid", "level": 2}]},
    1: {"lead": True},
    4: {"guardian_consent": True},
    5: {"skills": [{"skill": "first_aid", "level": 2, "expires": "2026-05-20"}]},
}


def role(name: str, least: int, target: int, most: int, **more: Any) -> dict[str, Any]:
    """A role as the terms of a shift have it."""
    return {"id": name, "least": least, "target": target, "most": most, **more}


VISIT: Mapping[str, Any] = {
    "type": "home_visit",
    "kind": "home_visit",
    "roles": [role("visitor", 2, 2, 2, safety=True, priority=2)],
}
LESSON: Mapping[str, Any] = {"type": "calligraphy", "kind": "class", "roles": [role("teacher", 1, 2, 3)]}
PATROL: Mapping[str, Any] = {
    "type": "night_patrol",
    "kind": "patrol",
    "roles": [role("patroller", 2, 3, 4, safety=True, priority=2)],
    "risks": ["night"],
}
FAIR: Mapping[str, Any] = {
    "type": "lantern_fair",
    "kind": "event",
    "roles": [
        role("steward", 2, 3, 4),
        role("first_aider", 1, 1, 1, skills=[[{"skill": "first_aid", "level": 2}]], priority=1),
    ],
    "festival": True,
    "draw": True,
}
SHIFTS: tuple[tuple[str, date, str, int, str, Mapping[str, Any]], ...] = (
    ("visit1", date(2026, 5, 12), "14:00", 90, "E1", VISIT),
    ("visit2", date(2026, 5, 15), "14:00", 90, "E2", VISIT),
    ("lesson1", date(2026, 5, 13), "09:00", 90, "HALL", LESSON),
    ("patrol1", date(2026, 5, 16), "19:00", 120, "GATE", PATROL),
    ("fair1", date(2026, 5, 23), "09:00", 120, "HALL", FAIR),
)
TEMPLATES: tuple[tuple[str, str, int, str, Mapping[str, Any], Mapping[str, Any]], ...] = (
    ("visit", "14:00", 90, "E1", {"weekdays": [2, 5]}, VISIT),
    ("lesson", "09:00", 90, "HALL", {"days": "workday"}, LESSON),
    ("patrol", "19:00", 120, "GATE", {"weekdays": [6], "every_weeks": 2, "first": "2026-05-04"}, PATROL),
)


def instant(day: date, clock: str) -> datetime:
    """An instant by the wall clock of the town."""
    return datetime.combine(day, time.fromisoformat(clock), ZONE)


@dataclass(frozen=True)
class RosterTown:
    """A town with its round of rosters; volunteers in the order of the residents, all else by code."""

    town: Town
    round_id: UUID
    volunteers: tuple[UUID, ...]
    elders: Mapping[str, UUID]
    points: Mapping[str, UUID]
    templates: Mapping[str, UUID]
    shifts: Mapping[str, UUID]

    def one(self, kind: type[Any], row_id: UUID) -> Any:
        """A row as it stands."""
        with self.town.database.reading() as session:
            return session.get_one(kind, row_id)

    def change(self, kind: type[Any], row_id: UUID, **fields: Any) -> None:
        """Write fields of a row, past all rules."""

        def write(session: Session) -> None:
            row = session.get_one(kind, row_id)
            for name, value in fields.items():
                setattr(row, name, value)

        self.town.database.transact(write)

    def offer(self, number: int, **terms: Any) -> None:
        """Replace single terms of a volunteer."""
        row = self.one(Volunteer, self.volunteers[number])
        self.change(Volunteer, row.id, terms={**row.terms, **terms})

    def shift(self, code: str, day: date, start: str, minutes: int, at: str, terms: Mapping[str, Any]) -> UUID:
        """Another shift of the round."""
        return self.town.database.transact(
            lambda session: shift_row(
                session, self.town, self.round_id, self.places, (code, day, start, minutes, at, terms)
            )
        )

    def open(self, *codes: str) -> None:
        """Let shifts (all where none is named) stand as published, and the round with them."""
        for code in codes or self.shifts:
            self.change(Shift, self.shifts[code], state="open")
        self.change(Round, self.round_id, state="published", published_at=self.town.clock.now)

    def seat(self, number: int, shift_id: UUID, role_name: str, state: str = "accepted", **more: Any) -> UUID:
        """A seat in force as rows have it, with its span on the volunteer's time."""
        return self.town.database.transact(
            lambda session: seat_row(session, self.town, self.volunteers[number], shift_id, role_name, state, **more)
        )

    @property
    def places(self) -> Mapping[str, UUID]:
        """Where shifts meet: points and elders' homes."""
        return {**self.points, **self.elders}


def build(town: Town) -> RosterTown:
    """The roster's round, people and shifts; nothing of it is published."""
    return town.database.transact(lambda session: _built(session, town))


def _built(session: Session, town: Town) -> RosterTown:
    round_id = round_row(session, town, "rosters-may", FIRST, LAST)
    people = tuple(volunteer_row(session, town, number) for number in range(VOLUNTEERS))
    elders = {
        "E1": elder_row(session, town, "E1", primary_id=people[0], second_id=people[1], vetoes=[str(people[6])]),
        "E2": elder_row(session, town, "E2"),
    }
    points = {
        "HALL": point_row(session, town, "HALL", 0, 0, capacity=20),
        "GATE": point_row(session, town, "GATE", 300, 400),
    }
    places = {**points, **elders}
    templates = {told[0]: template_row(session, town, places, told) for told in TEMPLATES}
    shifts = {told[0]: shift_row(session, town, round_id, places, told) for told in SHIFTS}
    return RosterTown(town, round_id, people, elders, points, templates, shifts)


# ---- rows


def round_row(session: Session, town: Town, code: str, first: date, last: date, state: str = "open") -> UUID:
    """A round of rosters."""
    row = Round(
        id=new_id(),
        community_id=town.community_id,
        domain="rosters",
        code=code,
        title_zh="五月志愿服务",
        title_en="Volunteering in May",
        covenant_version=1,
        state=state,
        apply_from=town.clock.now - timedelta(days=1),
        apply_until=town.clock.now + timedelta(days=2),
        use_first=first,
        use_last=last,
    )
    session.add(row)
    session.flush()
    return row.id


def volunteer_row(session: Session, town: Town, number: int, **fields: Any) -> UUID:
    """The volunteer of a resident."""
    row_id = new_id()
    resource = Resource(community_id=town.community_id, kind="volunteer", subject_id=row_id)
    session.add(resource)
    session.flush()
    given = {
        "receipt": f"V{number}",
        "state": "active",
        "born": date.fromisoformat(BORN[number % len(BORN)]),
        "home_x": 0,
        "home_y": 0,
        "terms": {**COMMON, **OWN.get(number, {})},
        "channel": "web",
        "created_at": town.clock.now - timedelta(days=30),
        **fields,
    }
    member_id = town.people[number].member_id
    session.add(
        Volunteer(id=row_id, community_id=town.community_id, member_id=member_id, resource_id=resource.id, **given)
    )
    session.flush()
    return row_id


def elder_row(session: Session, town: Town, code: str, **fields: Any) -> UUID:
    """Somebody who is visited at home."""
    row_id, seal = new_id(), town.vault.seal
    row = Elder(
        id=row_id,
        community_id=town.community_id,
        code=code,
        name_cipher=seal(f"奶奶{code}", "elder.name", row_id),
        phone_cipher=seal("+8619900009000", "elder.phone", row_id),
        address_cipher=seal(f"南浦路{code}号", "elder.address", row_id),
        home_x=0,
        home_y=0,
        **fields,
    )
    session.add(row)
    session.flush()
    return row_id


def point_row(session: Session, town: Town, code: str, x: int, y: int, **fields: Any) -> UUID:
    """Where shifts meet."""
    row = MeetingPoint(
        id=new_id(),
        community_id=town.community_id,
        code=code,
        name_zh=f"集合点{code}",
        name_en=code,
        x=x,
        y=y,
        **fields,
    )
    session.add(row)
    session.flush()
    return row.id


def template_row(
    session: Session,
    town: Town,
    places: Mapping[str, UUID],
    told: tuple[str, str, int, str, Mapping[str, Any], Mapping[str, Any]],
) -> UUID:
    """A need that comes back."""
    code, start, minutes, at, recurrence, terms = told
    row = ShiftTemplate(
        id=new_id(),
        community_id=town.community_id,
        code=code,
        title_zh=f"{code}服务",
        title_en=code,
        start_clock=start,
        minutes=minutes,
        recurrence=dict(recurrence),
        terms=dict(terms),
        coordinator_id=town.coordinator.account_id,
        **_where(places, at),
    )
    session.add(row)
    session.flush()
    return row.id


def shift_row(
    session: Session,
    town: Town,
    round_id: UUID,
    places: Mapping[str, UUID],
    told: tuple[str, date, str, int, str, Mapping[str, Any]],
) -> UUID:
    """A dated need for people."""
    code, day, start, minutes, at, terms = told
    starts_at = instant(day, start)
    opens_at, draw_at = opening(ServiceRules(), str(ZONE), day, starts_at, terms)
    row = Shift(
        id=new_id(),
        community_id=town.community_id,
        round_id=round_id,
        code=code,
        title_zh=f"{code}服务",
        title_en=code,
        date=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        terms=dict(terms),
        opens_at=opens_at,
        draw_at=draw_at,
        coordinator_id=town.coordinator.account_id,
        created_at=town.clock.now,
        **_where(places, at),
    )
    session.add(row)
    session.flush()
    return row.id


def seat_row(
    session: Session, town: Town, volunteer_id: UUID, shift_id: UUID, role_name: str, state: str, **fields: Any
) -> UUID:
    """A seat in force, and its span on the volunteer's time while it is living."""
    shift = session.get_one(Shift, shift_id)
    given = {"source": "plan", "created_at": town.clock.now, **fields}
    row = Seat(
        id=new_id(),
        community_id=town.community_id,
        shift_id=shift_id,
        volunteer_id=volunteer_id,
        role=role_name,
        state=state,
        **given,
    )
    session.add(row)
    session.flush()
    number = session.get_one(Volunteer, volunteer_id).resource_id
    span = {"starts_at": shift.starts_at, "ends_at": shift.ends_at}
    session.add(Occupation(resource_id=number, seat_id=row.id, active=state in SEAT_LIVING, **span))
    session.flush()
    return row.id


def _where(places: Mapping[str, UUID], at: str) -> dict[str, UUID]:
    return {"elder_id" if at.startswith("E") else "point_id": places[at]}

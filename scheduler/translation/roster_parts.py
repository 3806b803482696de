"""Parts of a roster problem from their rows: policy, people, places, shifts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from scheduler import calendar
from scheduler.covenant import RosterRules
from scheduler.models import Elder, MeetingPoint, Shift, Volunteer, VolunteerPair
from scheduler.queries.rosters import Record, SeatLine
from scheduler.terms import RoleTerms, Window, shift_terms, volunteer_terms
from scheduler.translation.values import clipped, clock, window
from solvers.rosters import problem as core
from solvers.rosters.people import Elder as CoreElder
from solvers.rosters.people import Insurance, Pair, Past, Skill, show_rate
from solvers.rosters.people import Volunteer as CoreVolunteer
from solvers.rosters.policy import RosterPolicy
from solvers.timetable import Horizon, WindowRule

STANDING_BY = "standing by"
"""Role of a standby seat that is not decided here: an ordinary one, for nobody else is wanted beside it."""
HOME = "home-"
"""Before the code of an elder: the place where they are visited."""
NOBODY_KNOWN = Record({}, 0, 0, 0)


@dataclass(frozen=True)
class People:
    """What is known of volunteers beside their rows; `names` are receipts by id."""

    names: Mapping[UUID, str]
    records: Mapping[UUID, Record] = field(default_factory=dict)
    history: Mapping[UUID, Sequence[SeatLine]] = field(default_factory=dict)
    declined: Mapping[UUID, Sequence[str]] = field(default_factory=dict)
    elders: Mapping[UUID, str] = field(default_factory=dict)
    asked_too: bool = False


def policy_of(rules: RosterRules) -> RosterPolicy:
    """The part of a covenant that a roster needs."""
    known: dict[str, Any] = {one.name: getattr(rules, one.name) for one in fields(RosterPolicy)}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return RosterPolicy(**{**known, **lists, "weights": dict(rules.weights) or None})


def volunteer_of(row: Volunteer, people: People, horizon: Horizon, zone: str, home: tuple[int, int]) -> CoreVolunteer:
    """A volunteer as the core knows them: by receipt, with what they did before; `home` where none is known."""
    terms, record = volunteer_terms(row.terms), people.records.get(row.id, NOBODY_KNOWN)
    desired = None if terms.desired is None else (terms.desired[0], max(terms.desired))
    return CoreVolunteer(
        id=row.receipt,
        born=row.born,
        x=home[0] if row.home_x is None else row.home_x,
        y=home[1] if row.home_y is None else row.home_y,
        available=_rules(terms.available + (terms.ask if people.asked_too else []), horizon),
        blackouts=_rules(terms.blackouts, horizon),
        gender=terms.gender,
        languages=tuple(terms.languages),
        skills=tuple(Skill(one.skill, one.level, one.expires) for one in terms.skills),
        insured=tuple(Insurance(one.first, one.last) for one in terms.insured),
        excluded_risks=tuple(terms.excluded_risks),
        active=row.state == "active",
        guardian_consent=terms.guardian_consent,
        willing=terms.willing,
        neighbour=row.neighbour,
        lead=terms.lead,
        mentor_of=tuple(terms.mentor_of),
        wants_mentor=terms.wants_mentor,
        trainings=tuple(sorted({*terms.trainings, *record.trained})),
        completed=dict(Counter(terms.experience) + Counter(record.completed)) or None,
        desired=desired,
        liked=_rules(terms.liked, horizon),
        disliked=_rules(terms.disliked, horizon),
        wishes=tuple(dict.fromkeys(terms.wishes)),
        days_off=tuple(sorted(set(terms.days_off))),
        declined=tuple(people.declined.get(row.id, ())),
        absences=record.absences,
        shown=record.shown,
        called=record.called,
        history=tuple(past_of(line, people, zone) for line in people.history.get(row.id, ())),
    )


def past_of(line: SeatLine, people: People, zone: str) -> Past:
    """A shift before the horizon."""
    start = calendar.minute_of(line.shift.date, line.shift.starts_at, zone)
    elder = None if line.shift.elder_id is None else people.elders.get(line.shift.elder_id)
    return Past(line.shift.date, clock(start), minutes_of(line.shift), line.shift.terms["type"], elder)


def rate_of(record: Record, floor: int) -> int:
    """How likely somebody comes, in thousandths, by what they did before."""
    return show_rate(record.shown, record.called, floor)


def minutes_of(shift: Shift) -> int:
    """Length of a shift in minutes."""
    return int((shift.ends_at - shift.starts_at).total_seconds() // 60)


def _rules(windows: Iterable[Window], horizon: Horizon) -> tuple[WindowRule, ...]:
    """Rules of the clock that hold on some date of a horizon, clipped to it."""
    first, last = horizon.days[0].date, horizon.days[-1].date
    near = (one for one in windows if (one.first or first) <= last and (one.last or last) >= first)
    return tuple(
        clipped(window(one.days, one.season, tuple(one.weekdays), (one.first, one.last), (one.start, one.end)), horizon)
        for one in near
    )


def places_of(points: Iterable[MeetingPoint], elders: Iterable[Elder]) -> list[core.Place]:
    """Meeting points, and the homes of elders."""
    return [
        *(core.Place(one.code, one.x, one.y, one.capacity) for one in points),
        *(core.Place(HOME + one.code, one.home_x, one.home_y) for one in elders),
    ]


def elder_of(row: Elder, people: People) -> CoreElder:
    """Somebody who is visited; contacts and vetoes as far as those are in the problem."""
    names = people.names
    return CoreElder(
        id=row.code,
        primary=None if row.primary_id is None else names.get(row.primary_id),
        second=None if row.second_id is None else names.get(row.second_id),
        vetoes=tuple(names[one] for one in map(UUID, row.vetoes) if one in names),
        gender=row.gender,  # type: ignore[arg-type]
        language=row.language,
    )


def pairs_of(rows: Iterable[VolunteerPair], people: People) -> tuple[Pair, ...]:
    """Pairs of whom both are in the problem."""
    names = people.names
    return tuple(
        Pair(names[row.a_id], names[row.b_id], row.kind)  # type: ignore[arg-type]
        for row in rows
        if row.a_id in names and row.b_id in names
    )


def shift_of(
    shift: Shift, roles: Sequence[core.Role], places: Mapping[UUID, str], zone: str, given: bool
) -> core.Shift:
    """A shift with the roles that are to be filled, or, where it is `given`, with those that are held."""
    terms = shift_terms(shift.terms)
    place = places[shift.elder_id or shift.point_id]  # type: ignore[index]
    return core.Shift(
        id=shift.code,
        type=terms.type,
        kind=terms.kind,
        date=shift.date,
        start=clock(calendar.minute_of(shift.date, shift.starts_at, zone)),
        minutes=minutes_of(shift),
        place=place,
        roles=tuple(roles),
        risks=tuple(terms.risks),
        elder=place.removeprefix(HOME) if shift.elder_id else None,
        festival=terms.festival,
        heavy=terms.heavy,
        given=given,
        gives=terms.gives,
    )


def wanted_roles(shift: Shift, kept: Mapping[tuple[UUID, str], int]) -> list[core.Role]:
    """Roles of a shift less the seats that are kept for teams; a role that is kept whole is not planned."""
    roles = []
    for one in shift_terms(shift.terms).roles:
        away = kept.get((shift.id, one.id), 0)
        if away < one.most:
            roles.append(role_of(one, max(0, one.least - away), max(0, one.target - away), one.most - away, not away))
    return roles


def held_roles(shift: Shift, held: Collection[str]) -> list[core.Role]:
    """Roles of a shift that is not planned here, exactly as many as are held in them."""
    taken = [held_name(name) for name in held]
    known = {one.id: one for one in shift_terms(shift.terms).roles}
    return [
        core.Role(
            name, 0, taken.count(name), max(1, taken.count(name)), demanding=name in known and known[name].demanding
        )
        for name in dict.fromkeys([*taken, *known])
    ]


def held_name(role: str) -> str:
    """Name of a role on a shift that is not planned here."""
    return STANDING_BY if role == core.STANDBY else role


def role_of(terms: RoleTerms, least: int, target: int, most: int, whole: bool = True) -> core.Role:
    """A role with so many seats; `whole` is False where a team brings a part of the crew."""
    return core.Role(
        id=terms.id,
        least=least,
        target=target,
        most=most,
        skills=tuple(tuple(core.Need(one.skill, one.level) for one in any_of) for any_of in terms.skills),
        priority=terms.priority,
        age=terms.age,
        safety=terms.safety and (whole or least > 0),
        demanding=terms.demanding,
        training=terms.training,
    )

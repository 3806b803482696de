"""What people state of volunteers, shifts and templates, held to what the core allows; who could fill a post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from scheduler import calendar
from scheduler.calendar import Override
from scheduler.covenant import RosterRules
from scheduler.errors import Rejected
from scheduler.models import Shift, Volunteer
from scheduler.terms import Recurrence, ShiftTerms, VolunteerTerms, Window, shift_terms, volunteer_terms
from scheduler.translation import roster_parts as parts
from solvers.errors import InvalidProblem
from solvers.rosters.case import RosterCase
from solvers.rosters.people import Insurance, Skill
from solvers.rosters.people import Volunteer as CoreVolunteer
from solvers.rosters.problem import OVERRIDABLE as OVERRIDABLE
from solvers.rosters.problem import Place, RosterProblem
from solvers.rosters.rules.filters import EligiblePerson, Insured, Qualification, RiskExclusion
from solvers.timetable import DayFilter, WindowRule
from solvers.window import DAY, minute_of

SHORTEST, LONGEST = 15, 960
"""Fewest and most minutes of a shift."""
PERSONAL = (EligiblePerson(), RiskExclusion(), Insured(), Qualification())
"""Rules that depend on nobody's time."""
SOMEWHERE = "point"


def check_volunteer(terms: VolunteerTerms) -> None:
    """Refuse an offer that no problem may carry; dates outside a round are none of its business.

    Raises
    ------
    Rejected
        With the core's own code, the field below ``terms``, and what is allowed.
    """
    for name in ("available", "ask", "blackouts", "liked", "disliked"):
        for at, window in enumerate(getattr(terms, name)):
            _check_window(window, f"terms.{name}.{at}")
    for at, cover in enumerate(terms.insured):
        try:
            Insurance(cover.first, cover.last)
        except InvalidProblem as error:
            raise _refusal(error, f"terms.insured.{at}") from error
    if terms.desired is not None and terms.desired[1] < terms.desired[0]:
        raise Rejected("inverted_seats", "terms.desired.1", terms.desired[1], f"{terms.desired[0]} or more")


def check_shift(terms: ShiftTerms) -> None:
    """Refuse needs that no problem may carry: min over target, target over max, a name used twice.

    Raises
    ------
    Rejected
        With the core's own code, the field below ``terms.roles``, and what is allowed.
    """
    known: set[str] = set()
    for at, role in enumerate(terms.roles):
        if role.id in known:
            raise Rejected("duplicate_id", f"terms.roles.{at}.id", role.id, "each id once")
        known.add(role.id)
        if any(not needs for needs in role.skills):
            raise Rejected("empty_alternative", f"terms.roles.{at}.skills", None, "a skill in each alternative")
        try:
            parts.role_of(role, role.least, role.target, role.most)
        except InvalidProblem as error:
            raise _refusal(error, f"terms.roles.{at}") from error


def check_recurrence(rule: Recurrence) -> None:
    """Refuse a recurrence that cannot be counted.

    Raises
    ------
    Rejected
        ``inverted_dates``; ``first_missing`` where weeks are counted from nowhere.
    """
    if rule.every_weeks > 1 and rule.first is None:
        raise Rejected("first_missing", "recurrence.first", None, "a date in the first of the weeks")
    try:
        _filter_of(rule)
    except InvalidProblem as error:
        raise _refusal(error, "recurrence") from error


def check_start(start: str, minutes: int) -> int:
    """Minute of the day at which a shift begins.

    Raises
    ------
    Rejected
        ``start_at_24_00``, ``shift_length``.
    """
    check_length(minutes, "minutes")
    minute = minute_of(start)
    if minute == DAY:
        raise Rejected("start_at_24_00", "start_clock", start, "00:00 to 23:59; a day starts at 00:00")
    return minute


def check_length(minutes: int, field: str) -> None:
    """Refuse a shift that nobody could work.

    Raises
    ------
    Rejected
        ``shift_length``.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise Rejected("shift_length", field, minutes, f"{SHORTEST} to {LONGEST} minutes")


def check_place(x: int, y: int, fields: tuple[str, str] = ("x", "y")) -> None:
    """Refuse a place outside the community's grid.

    Raises
    ------
    Rejected
        ``out_of_range``.
    """
    for field, value in zip(fields, (x, y), strict=True):
        try:
            Place(SOMEWHERE, value, 0)
        except InvalidProblem as error:
            raise Rejected(error.code, field, value, error.allowed) from error


def dates_of(rule: Recurrence, first: date, last: date, overrides: Mapping[date, Override]) -> list[date]:
    """Dates from `first` to `last`, both included, on which a template makes a shift, by the work calendar."""
    wanted, excluded = _filter_of(rule), frozenset(rule.excluded)
    single = {day for day in rule.dates if first <= day <= last}
    horizon = calendar.horizon(first, last, overrides)
    found = {day.date for _, day in horizon.planned if wanted.matches(day) and _in_week(rule, day.date)}
    return sorted((found | single) - excluded)


def _in_week(rule: Recurrence, day: date) -> bool:
    """Whether a date is in one of the weeks that count, from Monday to Sunday."""
    if rule.every_weeks == 1 or rule.first is None:
        return True
    monday = rule.first - timedelta(days=rule.first.weekday())
    return (day - monday).days // 7 % rule.every_weeks == 0


class PostCount(NamedTuple):
    """A post and how many people could fill it by what they are, whatever their time."""

    shift_code: str
    role: str
    least: int
    people: int


def could_fill(
    people: Sequence[Volunteer], shifts: Sequence[Shift], rules: RosterRules, zone: str
) -> Iterator[PostCount]:
    """Count for each post of some shifts who has the age, skills, certificates and insurance that it asks for."""
    case = _case_of(people, shifts, rules, zone)
    if case is None:
        return
    for at, post in enumerate(case.posts):
        shift = case.rosters.shifts[post.shift]
        if not post.standby:
            left = [rule.mask(case, at) for rule in PERSONAL if case.on(rule.id)]
            count = len(people) if not left else int(sum(map(all, zip(*left, strict=True))))
            yield PostCount(shift.id, post.name, post.role.least, count)


def _case_of(people: Sequence[Volunteer], shifts: Sequence[Shift], rules: RosterRules, zone: str) -> RosterCase | None:
    if not shifts:
        return None
    horizon = calendar.horizon(min(row.date for row in shifts), max(row.date for row in shifts))
    needs = []
    for row in shifts:
        roles = [parts.role_of(one, one.least, one.target, one.most) for one in shift_terms(row.terms).roles]
        places = {place: SOMEWHERE for place in (row.point_id, row.elder_id) if place is not None}
        needs.append(replace(parts.shift_of(row, roles, places, zone, False), elder=None))
    problem = RosterProblem(
        horizon=horizon,
        policy=parts.policy_of(rules),
        places=(Place(SOMEWHERE, 0, 0),),
        volunteers=tuple(map(_person_of, people)),
        shifts=tuple(needs),
    )
    return RosterCase(problem)


def _person_of(row: Volunteer) -> CoreVolunteer:
    """What somebody is, whatever their time."""
    terms = volunteer_terms(row.terms)
    return CoreVolunteer(
        id=row.receipt,
        born=row.born,
        x=0,
        y=0,
        available=(),
        skills=tuple(Skill(one.skill, one.level, one.expires) for one in terms.skills),
        insured=tuple(Insurance(one.first, one.last) for one in terms.insured),
        excluded_risks=tuple(terms.excluded_risks),
        active=row.state == "active",
        guardian_consent=terms.guardian_consent,
    )


def _filter_of(rule: Recurrence) -> DayFilter:
    return DayFilter(rule.days, "any", tuple(rule.weekdays), rule.first, rule.last)


def _check_window(window: Window, field: str) -> None:
    try:
        WindowRule(
            window.days, window.season, tuple(window.weekdays), window.first, window.last, window.start, window.end
        )
    except InvalidProblem as error:
        raise _refusal(error, field) from error


def _refusal(error: InvalidProblem, field: str) -> Rejected:
    return Rejected(error.code, f"{field}.{error.field}", error.value, error.allowed)

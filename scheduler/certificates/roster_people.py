"""Volunteers as anybody may see them: what no rule of this month asks about is left out, the rest told in classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from solvers.rosters.case import EVENING, RosterCase
from solvers.rosters.grounds import REMEMBERED
from solvers.rosters.people import Insurance, Past, Skill, Volunteer
from solvers.rosters.problem import RosterProblem
from solvers.rosters.rules.coverage import URGENT
from solvers.rosters.rules.filters import ADULT, least_age
from solvers.window import minute_of

OLDER = (60, 70)
"""Ages from which limits of hours are lower."""
RECENT = 35
"""Days of history of which the dates matter: weeks, weekends, months and rows of days reach no further back."""
PAST = "past"
OTHER = "other"
SATURDAY = 6


class PublicPeople:
    """One translation of the volunteers of a month."""

    def __init__(self, full: RosterProblem, places: Mapping[str, str]) -> None:
        self.full, self.places, self.case = full, places, RosterCase(full)
        self.asked = {(elder.gender, elder.language) for elder in full.elders if self.case.on("H27")}
        self.risks = {risk for shift in full.shifts for risk in shift.risks}
        self.trainings = {role.training for shift in full.shifts for role in shift.roles}
        self.needed = {
            need.skill for shift in full.shifts for role in shift.roles for needs in role.skills for need in needs
        }
        self.last = full.horizon.last + timedelta(days=1)
        """No shift ends later."""

    @property
    def travels(self) -> bool:
        """Whether anything asks how far people live."""
        return self.case.on("S09")

    def volunteer(self, one: Volunteer, number: str, home: tuple[int, int]) -> Volunteer:
        """A volunteer by number, with a home on the grid."""
        case, policy = self.case, self.full.policy
        rated = self._rated
        return replace(
            one,
            id=number,
            x=home[0],
            y=home[1],
            born=self._born(one),
            gender=one.gender if any(gender != "unknown" for gender, _ in self.asked) else "unknown",
            languages=tuple(name for name in one.languages if name in {language for _, language in self.asked}),
            skills=tuple(sorted(self._skills(one.skills), key=lambda held: (held.skill, held.level))),
            insured=self._insured(one.insured) if self.risks and case.on("H06") else (),
            excluded_risks=tuple(risk for risk in one.excluded_risks if risk in self.risks and case.on("H07")),
            guardian_consent=one.guardian_consent and one.age_on(self.full.horizon.first) < ADULT,
            mentor_of=tuple(name for name in one.mentor_of if name in case.types),
            trainings=tuple(name for name in one.trainings if name in self.trainings),
            completed=self._completed(one.completed or {}),
            liked=one.liked if case.on("S06") else (),
            disliked=one.disliked if case.on("S06") else (),
            wishes=tuple(self._wish(name) for name in one.wishes),
            days_off=one.days_off if case.on("S15") else (),
            declined=tuple(name for name in one.declined if name in self._refusable),
            absences=policy.absences if one.absences >= policy.absences else 0,
            shown=one.shown if rated else 0,
            called=one.called if rated else 0,
            history=tuple(self._history(one.history)),
        )

    def _born(self, one: Volunteer) -> date:
        """A birthday of the same class of age on every date of a shift, and on the first date."""
        first, born = self.full.horizon.first, one.born
        age = max((least for least in self._ages if one.age_on(first) >= least), default=0)
        for other in (_years_before(first, age), _years_before(born, age - one.age_on(first))):
            if self._alike(one, replace(one, born=other)):
                return other
        return born

    def _alike(self, one: Volunteer, other: Volunteer) -> bool:
        days = (self.full.horizon.first, *self._dates)
        return all(self._class(one.age_on(day)) == self._class(other.age_on(day)) for day in days)

    def _class(self, age: int) -> int:
        return sum(age >= least for least in self._ages)

    @cached_property
    def _ages(self) -> tuple[int, ...]:
        """Ages at which a rule of this month changes."""
        return tuple(sorted({ADULT, *OLDER, *(least_age(self.case, post) for post in range(len(self.case.posts)))}))

    @cached_property
    def _dates(self) -> tuple[date, ...]:
        return tuple(sorted({shift.date for shift in self.full.shifts}))

    def _skills(self, skills: Iterable[Skill]) -> Iterable[Skill]:
        """Skills that a seat needs, or that few hold; how long they are valid only within the month."""
        before = self.full.horizon.first - timedelta(days=1)
        for held in skills:
            if held.skill in self.needed or (held.skill in self.case.scarce_skills and self.case.on("S18")):
                expires = None if held.expires is None or held.expires >= self.last else max(before, held.expires)
                yield replace(held, expires=expires)

    def _insured(self, spans: Iterable[Insurance]) -> tuple[Insurance, ...]:
        first, last = self.full.horizon.first, self.last
        within = ((max(first, span.first), min(last, span.last)) for span in spans)
        return tuple(Insurance(begin, end) for begin, end in within if begin <= end)

    def _completed(self, counts: Mapping[str, int]) -> Mapping[str, int] | None:
        """Experience with types of this month in three classes: none, no novice any more, may lead novices."""
        classes = sorted({0, self.full.policy.novice_below, self.full.policy.mentor_from})
        told = {
            name: max(least for least in classes if least <= count)
            for name, count in counts.items()
            if name in self.case.types
        }
        return {name: count for name, count in told.items() if count} or None

    def _wish(self, name: str) -> str:
        """A wished place by its number, unless a type or role has that name; one word for what this month has not."""
        return name if name in self._kinds else self.places.get(name, OTHER)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        roles = {role.id for shift in self.full.shifts for role in shift.roles}
        return self.case.types | roles

    @cached_property
    def _refusable(self) -> frozenset[str]:
        """Shifts whose refusals count."""
        return frozenset(shift.id for shift in self.full.shifts if not shift.changed)

    @cached_property
    def _rated(self) -> bool:
        """Whether a rule asks how likely people come."""
        roles = (role for shift in self.full.shifts for role in shift.roles)
        return self.case.on("S16") and any(role.priority <= URGENT and role.least for role in roles)

    def _history(self, history: Iterable[Past]) -> Iterable[Past]:
        """What rules remember, in order of time."""
        remembered = (past for past in history if -self.full.horizon.number_of(past.date) <= REMEMBERED)
        told = (replace(self._long_ago(past), type=PAST, elder=None) for past in remembered)
        return sorted(told, key=lambda past: (past.date, past.start, past.minutes))

    def _long_ago(self, past: Past) -> Past:
        """The same minutes on a weekday that stands for all that is as long ago, in the evening if it was a burden."""
        back, idle = -self.full.horizon.number_of(past.date), self.full.policy.idle_days
        if back <= RECENT:
            return past
        recent = RECENT + 1, min(idle, REMEMBERED)
        low, high = recent if back <= idle else (max(idle, RECENT) + 1, REMEMBERED)
        days = (self.full.horizon.first - timedelta(days=back) for back in range(low, high + 1))
        day = next((day for day in days if day.isoweekday() < SATURDAY), None)
        burden = past.date.isoweekday() >= SATURDAY or minute_of(past.start) + past.minutes > EVENING
        return past if day is None else replace(past, date=day, start="18:00" if burden else "00:00")


def _years_before(day: date, years: int) -> date:
    """The date so many years earlier (1 March for 29 February where there is none)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)

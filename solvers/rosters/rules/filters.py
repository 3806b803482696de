"""Filters of the person: H03 to H08 and H26. Whoever they keep out is no option, so they cost a model nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from solvers.plan import Violation
from solvers.rosters.problem import Need
from solvers.rosters.rules.protocol import told
from solvers.rosters.vectors import Bools
from solvers.window import covers

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase

ADULT = 18


def least_age(case: RosterCase, post: int) -> int:
    """Youngest age let in at a post."""
    found = case.posts[post]
    policy, kind = case.rosters.policy, case.rosters.shifts[found.shift].kind
    by_kind = {"home_visit": policy.age_home_visit, "patrol": policy.age_home_visit, "class": policy.age_class}
    return max(found.role.age, by_kind.get(kind, policy.age_event))


@dataclass(frozen=True)
class Availability:
    """H03: a shift lies inside one window of the volunteer and outside every blackout; unknown is not available."""

    id: ClassVar[str] = "H03"
    rule: ClassVar[str] = "h03_availability"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        shift = case.posts[post].shift
        return None if covers(case.open[volunteer], case.spans[shift]) else told(case, self.rule, shift, [volunteer])

    def mask(self, case: RosterCase, post: int) -> Bools:
        return case.vectors.free(case.spans[case.posts[post].shift])


@dataclass(frozen=True)
class Qualification:
    """H04: one alternative of skills is met in full, each at its level and valid on every day of the shift."""

    id: ClassVar[str] = "H04"
    rule: ClassVar[str] = "h04_qualification"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        found = case.posts[post]
        alternatives = found.role.skills
        if not alternatives or any(self._met(case, volunteer, post, needs) for needs in alternatives):
            return None
        names = " / ".join("+".join(need.skill for need in needs) for needs in alternatives)
        return told(case, self.rule, found.shift, [volunteer], role=found.name, skills=names)

    def _met(self, case: RosterCase, volunteer: int, post: int, needs: tuple[Need, ...]) -> bool:
        last = case.days(case.posts[post].shift)[1]
        skills = case.rosters.volunteers[volunteer].skills
        return all(
            any(
                held.skill == need.skill and held.level >= need.level and (held.expires is None or held.expires >= last)
                for held in skills
            )
            for need in needs
        )

    def mask(self, case: RosterCase, post: int) -> Bools:
        found = case.posts[post]
        last = case.days(found.shift)[1].toordinal()
        may = np.full(len(case.rosters.volunteers), not found.role.skills)
        for needs in found.role.skills:
            met = np.ones(len(may), dtype=bool)
            for need in needs:
                met &= case.vectors.valid_until(need.skill, need.level) >= last
            may |= met
        return may


@dataclass(frozen=True)
class EligiblePerson:
    """H05: active and old enough; minors with consent, never at homes, and not after the evening's limit."""

    id: ClassVar[str] = "H05"
    rule: ClassVar[str] = "h05_eligible_person"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        one, shift = case.rosters.volunteers[volunteer], case.posts[post].shift
        age, least = one.age_on(case.rosters.shifts[shift].date), least_age(case, post)
        minor_may = one.guardian_consent and self._for_minors(case, shift)
        if one.active and age >= least and (age >= ADULT or minor_may):
            return None
        return told(case, self.rule, shift, [volunteer], age=age, allowed=least)

    def _for_minors(self, case: RosterCase, shift: int) -> bool:
        start, end = case.spans[shift]
        late = end - start // 1440 * 1440 > case.rosters.policy.minors_until
        return case.rosters.shifts[shift].kind != "home_visit" and not late

    def mask(self, case: RosterCase, post: int) -> Bools:
        shift = case.posts[post].shift
        ages = case.vectors.ages(case.rosters.shifts[shift].date)
        minors = case.vectors.consented if self._for_minors(case, shift) else np.zeros(len(ages), dtype=bool)
        return np.asarray(case.vectors.able & (ages >= least_age(case, post)) & ((ages >= ADULT) | minors))


@dataclass(frozen=True)
class Insured:
    """H06: a shift with risks needs insurance on each of its days."""

    id: ClassVar[str] = "H06"
    rule: ClassVar[str] = "h06_insurance"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        shift = case.posts[post].shift
        first, last = case.days(shift)
        spans = case.rosters.volunteers[volunteer].insured
        if not case.rosters.shifts[shift].risks or any(span.first <= first and last <= span.last for span in spans):
            return None
        return told(case, self.rule, shift, [volunteer])

    def mask(self, case: RosterCase, post: int) -> Bools:
        shift = case.posts[post].shift
        if not case.rosters.shifts[shift].risks:
            return np.ones(len(case.rosters.volunteers), dtype=bool)
        first, last = case.days(shift)
        return case.vectors.insured(first.toordinal(), last.toordinal())


@dataclass(frozen=True)
class RiskExclusion:
    """H07: nobody meets a risk that they exclude."""

    id: ClassVar[str] = "H07"
    rule: ClassVar[str] = "h07_risk_exclusion"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        shift = case.posts[post].shift
        met = sorted({*case.rosters.shifts[shift].risks} & {*case.rosters.volunteers[volunteer].excluded_risks})
        return told(case, self.rule, shift, [volunteer], risks=", ".join(met)) if met else None

    def mask(self, case: RosterCase, post: int) -> Bools:
        may = np.ones(len(case.rosters.volunteers), dtype=bool)
        for risk in case.rosters.shifts[case.posts[post].shift].risks:
            may &= ~case.vectors.excludes(risk)
        return may


@dataclass(frozen=True)
class DeclineMemory:
    """H08: nobody is proposed again for a shift that they declined, unless its time or place changed."""

    id: ClassVar[str] = "H08"
    rule: ClassVar[str] = "h08_decline_memory"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        shift = case.rosters.shifts[case.posts[post].shift]
        declined = shift.id in case.rosters.volunteers[volunteer].declined and not shift.changed
        return told(case, self.rule, case.posts[post].shift, [volunteer]) if declined else None

    def mask(self, case: RosterCase, post: int) -> Bools:
        return ~case.vectors.named(case.decliners.get(case.posts[post].shift, ()))


@dataclass(frozen=True)
class NoShowLock:
    """H26: after too many absences without excuse in 90 days nobody is assigned anew, unless the staff override it."""

    id: ClassVar[str] = "H26"
    rule: ClassVar[str] = "h26_no_show_lock"

    def against(self, case: RosterCase, volunteer: int, post: int) -> Violation | None:
        absences, allowed = case.rosters.volunteers[volunteer].absences, case.rosters.policy.absences
        stands = volunteer in case.published_on.get(post, ())
        if absences < allowed or stands or post in case.waived.get((self.id, volunteer), ()):
            return None
        return told(case, self.rule, case.posts[post].shift, [volunteer], absences=absences, allowed=allowed)

    def mask(self, case: RosterCase, post: int) -> Bools:
        excused = [one for (rule, one), posts in case.waived.items() if rule == self.id and post in posts]
        excused += case.published_on.get(post, ())
        return np.asarray((case.vectors.absences < case.rosters.policy.absences) | case.vectors.named(excused))

"""Who stands together on one shift: H05 (an adult), H16 to H19 and H23. All link volunteers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from solvers.plan import Violation
from solvers.rosters.roster import Roster
from solvers.rosters.rules.filters import ADULT
from solvers.rosters.rules.protocol import Model, Rule, Scope, told

if TYPE_CHECKING:
    from solvers.rosters.case import RosterCase


def crew_of(case: RosterCase, model: Model, shift: int, *, standby: bool = False) -> Sequence[tuple[int, int]]:
    """(volunteer, variable) of everybody who is or may be on a shift."""
    posts = (post for post in case.posts_of[shift] if standby or not case.posts[post].standby)
    return [choice for post in posts for choice in model.on(post)]


def completed(case: RosterCase, volunteer: int, shift: int) -> int:
    """Shifts of the same type that a volunteer has completed."""
    return (case.rosters.volunteers[volunteer].completed or {}).get(case.rosters.shifts[shift].type, 0)


def is_novice(case: RosterCase, volunteer: int, shift: int) -> bool:
    """Whether the volunteer is new to the type of a shift."""
    return completed(case, volunteer, shift) < case.rosters.policy.novice_below


def is_mentor(case: RosterCase, volunteer: int, shift: int) -> bool:
    """Whether the volunteer may lead novices on a shift."""
    flagged = case.rosters.shifts[shift].type in case.rosters.volunteers[volunteer].mentor_of
    return flagged or completed(case, volunteer, shift) >= case.rosters.policy.mentor_from


def is_minor(case: RosterCase, volunteer: int, shift: int) -> bool:
    """Whether the volunteer is not grown up on the day of a shift."""
    return case.rosters.volunteers[volunteer].age_on(case.rosters.shifts[shift].date) < ADULT


@dataclass(frozen=True)
class AdultOnShift(Rule):
    """H05: where minors serve, an adult serves with them."""

    id: ClassVar[str] = "H05"
    rule: ClassVar[str] = "h05_adult_on_shift"
    scope: ClassVar[Scope] = "shift"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        crew = roster.crew(key, standby=False)
        minors = [one for one in crew if is_minor(case, one, key)]
        if minors and len(minors) == len(crew):
            yield told(case, self.rule, key, minors)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        crew = crew_of(case, model, key)
        minors = [var for one, var in crew if is_minor(case, one, key)]
        if minors:
            adults = [(var, -len(minors)) for one, var in crew if not is_minor(case, one, key)]
            model.require(self.rule, [*((var, 1) for var in minors), *adults], None, 0)


@dataclass(frozen=True)
class MinCrew(Rule):
    """H16: a shift runs with enough people in every safety role, or with nobody at all."""

    id: ClassVar[str] = "H16"
    rule: ClassVar[str] = "h16_min_crew_to_run"
    scope: ClassVar[Scope] = "shift"
    mendable: ClassVar[bool] = True

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        crew = roster.crew(key)
        for post in safety_posts(case, key) if crew else ():
            found, least = len(roster.on(post)), case.posts[post].least
            if found < least:
                yield told(case, self.rule, key, crew, role=case.posts[post].name, seats=found, allowed=least)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        safety = safety_posts(case, key)
        if not safety:
            return
        crew = crew_of(case, model, key, standby=True)
        runs = model.some([var for _, var in crew])
        for post in safety:
            seats = [(var, 1) for _, var in model.on(post)]
            model.require(self.rule, [*seats, (runs, -case.posts[post].least)], 0, None)


def safety_posts(case: RosterCase, shift: int) -> list[int]:
    """Posts of a shift without whose least number it does not run; none where it begins too soon to be planned."""
    if case.frozen_before is not None and case.spans[shift][0] < case.frozen_before:
        return []
    posts = case.posts
    return [at for at in case.posts_of[shift] if posts[at].role.safety and posts[at].least and not posts[at].standby]


@dataclass(frozen=True)
class SeatMax(Rule):
    """H17: seats of each role, and of all roles together what the place holds."""

    id: ClassVar[str] = "H17"
    rule: ClassVar[str] = "h17_seat_max"
    scope: ClassVar[Scope] = "shift"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        for post in case.posts_of[key]:
            found, most = len(roster.on(post)), case.posts[post].most
            if found > most:
                yield told(case, self.rule, key, roster.on(post), role=case.posts[post].name, seats=found, allowed=most)
        crew, capacity = roster.crew(key, standby=False), self._capacity(case, key)
        if capacity is not None and len(crew) > capacity:
            yield told(case, self.rule, key, crew, role="", seats=len(crew), allowed=capacity)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        for post in case.posts_of[key]:
            seats = model.on(post)
            if len(seats) > case.posts[post].most:
                model.require(self.rule, [(var, 1) for _, var in seats], None, case.posts[post].most)
        crew, capacity = crew_of(case, model, key), self._capacity(case, key)
        if capacity is not None and sum(case.posts[at].most for at in case.posts_of[key]) > capacity:
            model.require(self.rule, [(var, 1) for _, var in crew], None, capacity)

    def _capacity(self, case: RosterCase, key: int) -> int | None:
        return case.rosters.places[case.rosters.place_index[case.rosters.shifts[key].place]].capacity


@dataclass(frozen=True)
class LeadPresent(Rule):
    """H18: from a few people on, one lead for each so many."""

    id: ClassVar[str] = "H18"
    rule: ClassVar[str] = "h18_lead_present"
    scope: ClassVar[Scope] = "shift"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        policy, crew = case.rosters.policy, roster.crew(key, standby=False)
        leads = sum(case.rosters.volunteers[one].lead for one in crew)
        needed = -(-len(crew) // policy.lead_for)
        if len(crew) >= policy.lead_from and leads < needed:
            yield told(case, self.rule, key, crew, seats=len(crew), leads=leads, allowed=needed)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        policy, crew = case.rosters.policy, crew_of(case, model, key)
        seats = sum(case.posts[post].most for post in case.posts_of[key] if not case.posts[post].standby)
        if min(seats, len(crew)) < policy.lead_from:
            return
        # Without a lead fewer than `lead_from` people, else `lead_for` for each lead.
        leads = [var for one, var in crew if case.rosters.volunteers[one].lead]
        led = model.some(leads)
        terms = [*((var, 1) for _, var in crew), *((var, -policy.lead_for) for var in leads)]
        model.require(self.rule, [*terms, (led, policy.lead_from - 1)], None, policy.lead_from - 1)


@dataclass(frozen=True)
class MentorNovice(Rule):
    """H19: few novices for each mentor."""

    id: ClassVar[str] = "H19"
    rule: ClassVar[str] = "h19_mentor_novice"
    scope: ClassVar[Scope] = "shift"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        crew = roster.crew(key, standby=False)
        novices = [one for one in crew if is_novice(case, one, key)]
        mentors = sum(is_mentor(case, one, key) for one in crew)
        allowed = case.rosters.policy.novices_a_mentor * mentors
        if len(novices) > allowed:
            yield told(case, self.rule, key, novices, novices=len(novices), mentors=mentors, allowed=allowed)

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        crew, each = crew_of(case, model, key), case.rosters.policy.novices_a_mentor
        terms = [(var, is_novice(case, one, key) - each * is_mentor(case, one, key)) for one, var in crew]
        if any(worth > 0 for _, worth in terms):
            model.require(self.rule, [(var, worth) for var, worth in terms if worth], None, 0)


@dataclass(frozen=True)
class TrainingFirst(Rule):
    """H23: the training of a role was completed, or comes earlier in the roster."""

    id: ClassVar[str] = "H23"
    rule: ClassVar[str] = "h23_training_first"
    scope: ClassVar[Scope] = "volunteer"

    def violations(self, case: RosterCase, roster: Roster, key: int) -> Iterator[Violation]:
        mine = roster.of(key)
        for block in mine:
            training = case.posts[block.post].role.training
            if self._lacks(case, key, training):
                given = (case.rosters.shifts[one.shift].gives for one in mine if one.end <= block.start)
                if training not in given:
                    yield told(case, self.rule, block.shift, [key], training=training or "")

    def post(self, case: RosterCase, model: Model, key: int) -> None:
        held = [one for one in model.timetable(key) if one.block.post >= 0]
        for one in held:
            training = case.posts[one.block.post].role.training
            if self._lacks(case, key, training):
                giving = {*case.trainings.get(training or "", ())}
                before = [
                    other.var for other in held if other.block.shift in giving and other.block.end <= one.block.start
                ]
                model.require(self.rule, [(one.var, 1), *((var, -1) for var in before)], None, 0)

    def _lacks(self, case: RosterCase, volunteer: int, training: str | None) -> bool:
        return training is not None and training not in case.rosters.volunteers[volunteer].trainings

"""Who may stand together on a shift: H05 (an adult), H16 to H21."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from solvers.audit.rosters.filters import ADULT, age_on
from solvers.audit.rosters.limits import Fault
from solvers.audit.rosters.month import Month
from solvers.audit.rosters.seats import Seats


class Crews:
    """Rules about the crew of a shift, and about two people on it."""

    def __init__(self, month: Month, born: Sequence[date]) -> None:
        self.month, self.born = month, born

    def done(self, person: int, shift: int) -> int:
        """Shifts of the same type that a person has completed."""
        return int((self.month.people[person].get("completed") or {}).get(self.month.shifts[shift]["type"], 0))

    def is_novice(self, person: int, shift: int) -> bool:
        """Whether somebody is new to the type of a shift."""
        return self.done(person, shift) < int(self.month.policy["novice_below"])

    def is_mentor(self, person: int, shift: int) -> bool:
        """Whether somebody may lead novices on a shift."""
        flagged = self.month.shifts[shift]["type"] in self.month.people[person].get("mentor_of", ())
        return flagged or self.done(person, shift) >= int(self.month.policy["mentor_from"])

    def safety_posts(self, shift: int) -> list[int]:
        """Posts without whose least number a shift does not run; none where it begins too soon to be planned."""
        posts = self.month.posts
        found = [at for at in self.month.posts_of[shift] if posts[at].safety and posts[at].least]
        return [] if self.month.soon(shift) else [at for at in found if not posts[at].standby]

    def faults(self, seats: Seats, shift: int, *, mendable: bool = True) -> Iterator[Fault]:
        """What the crew of a shift breaks; without `mendable` not that it is too small to run."""
        on, crew = self.month.on, seats.crew(shift, standby=False)
        if on("H05"):
            yield from self._adult(crew, shift)
        if on("H16") and mendable:
            yield from self._least(seats, shift)
        if on("H17"):
            yield from self._most(seats, crew, shift)
        if on("H18"):
            yield from self._leads(crew, shift)
        if on("H19"):
            yield from self._novices(crew, shift)

    def largest(self, people: Sequence[int], shift: int) -> int:
        """Most of some people who may serve together on a shift, as far as adults, leads and mentors go."""
        policy, on, most = self.month.policy, self.month.on, len(people)
        if self.month.is_given(shift):
            return most
        if on("H05") and not any(self._is_adult(one, shift) for one in people):
            return 0
        if on("H18"):
            leads = sum(bool(self.month.people[one].get("lead")) for one in people)
            most = min(most, max(leads * int(policy["lead_for"]), int(policy["lead_from"]) - 1))
        if on("H19"):
            each = int(policy["novices_a_mentor"])
            # A mentor opens places for novices, and takes one of them where he or she is new to the type.
            opened = [each * self.is_mentor(one, shift) - self.is_novice(one, shift) for one in people]
            most = min(most, len(people) + min(0, sum(opened)))
        return most

    def _adult(self, crew: Sequence[int], shift: int) -> Iterator[Fault]:
        if crew and not any(self._is_adult(one, shift) for one in crew):
            yield Fault("h05_adult_on_shift", shift, tuple(crew))

    def _is_adult(self, person: int, shift: int) -> bool:
        return age_on(self.born[person], date.fromisoformat(self.month.shifts[shift]["date"])) >= ADULT

    def _least(self, seats: Seats, shift: int) -> Iterator[Fault]:
        crew = seats.crew(shift)
        for at in self.safety_posts(shift) if crew else ():
            found, least = len(seats.at(at)), self.month.posts[at].least
            if found < least:
                numbers = (("role", self.month.posts[at].name), ("seats", found), ("allowed", least))
                yield Fault("h16_min_crew_to_run", shift, tuple(crew), numbers)

    def _most(self, seats: Seats, crew: Sequence[int], shift: int) -> Iterator[Fault]:
        capacity = self.month.places[self.month.shifts[shift]["place"]].get("capacity")
        sums: list[tuple[str, Sequence[int], int]] = [
            (self.month.posts[at].name, seats.at(at), self.month.posts[at].most) for at in self.month.posts_of[shift]
        ]
        if capacity is not None:
            sums.append(("", crew, capacity))
        for role, people, most in sums:
            if len(people) > most:
                numbers = (("role", role), ("seats", len(people)), ("allowed", most))
                yield Fault("h17_seat_max", shift, tuple(people), numbers)

    def _leads(self, crew: Sequence[int], shift: int) -> Iterator[Fault]:
        leads = sum(bool(self.month.people[one].get("lead")) for one in crew)
        needed = -(-len(crew) // int(self.month.policy["lead_for"]))
        if len(crew) >= self.month.policy["lead_from"] and leads < needed:
            numbers = (("seats", len(crew)), ("leads", leads), ("allowed", needed))
            yield Fault("h18_lead_present", shift, tuple(crew), numbers)

    def _novices(self, crew: Sequence[int], shift: int) -> Iterator[Fault]:
        novices = [one for one in crew if self.is_novice(one, shift)]
        mentors = sum(self.is_mentor(one, shift) for one in crew)
        allowed = int(self.month.policy["novices_a_mentor"]) * mentors
        if len(novices) > allowed:
            numbers = (("novices", len(novices)), ("mentors", mentors), ("allowed", allowed))
            yield Fault("h19_mentor_novice", shift, tuple(novices), numbers)

    def pair_faults(self, seats: Seats, pair: int, *, mendable: bool = True) -> Iterator[Fault]:
        """What two people break: apart where they must be together (others may mend that), or together."""
        a, b = (self.month.person_at[self.month.pairs[pair][side]] for side in ("a", "b"))
        mine, theirs, kind = seats.shifts_of(a), seats.shifts_of(b), self.month.pairs[pair]["kind"]
        if kind == "required" and mendable and self.month.on("H20"):
            yield from (Fault("h20_required_pair", shift, (a, b)) for shift in sorted(mine ^ theirs))
        if kind == "prohibited" and self.month.on("H21"):
            yield from (Fault("h21_prohibited_pair", shift, (a, b)) for shift in sorted(mine & theirs))

"""Who may take a seat at all, whoever else serves: H03 to H08, H22, bans of H24, H25 to H27.

Each filter gives the people whom it lets in at a post; what many posts share is worked out once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from solvers.audit.protocol import Part
from solvers.audit.rosters.month import Month
from solvers.audit.times import DAY, spans_of

People = frozenset[int]
ADULT = 18


def age_on(born: date, day: date) -> int:
    """Full years on a date."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Filters:
    """The filters of a month."""

    def __init__(self, month: Month) -> None:
        self.month = month
        self.born = [date.fromisoformat(one["born"]) for one in month.people]
        self.everybody: People = frozenset(range(len(month.people)))
        self._known: dict[object, People] = {}
        self._rules: Sequence[tuple[str, str, Callable[[int], People]]] = (
            ("H05", "h05_eligible_person", self._eligible),
            ("H24", "h24_banned", self._not_banned),
            ("H25", "h25_freeze_window", self._not_frozen),
            ("H26", "h26_no_show_lock", self._reliable),
            ("H08", "h08_decline_memory", self._not_declined),
            ("H07", "h07_risk_exclusion", self._unafraid),
            ("H06", "h06_insurance", self._insured),
            ("H22", "h22_prohibited_beneficiary", self._welcome),
            ("H27", "h27_requested_gender_language", self._requested),
            ("H04", "h04_qualification", self._qualified),
            ("H03", "h03_availability", self._available),
        )

    def refusals(self, person: int, post: int) -> list[str]:
        """Codes of the rules that keep a person from a post."""
        return [code for code, let_in in self._at(post) if person not in let_in(post)]

    def numbers(self, code: str, person: int, post: int) -> dict[str, int | str]:
        """What a refusal counts and allows, as far as it counts anything."""
        month, shift = self.month, self._shift(post)
        one, found = month.people[person], month.posts[post]
        told: dict[str, dict[str, int | str]] = {
            "h05_eligible_person": {
                "age": age_on(self.born[person], self._days(post)[0]),
                "allowed": self._least(post),
            },
            "h04_qualification": {
                "skills": " / ".join("+".join(skill for skill, _ in needs) for needs in found.skills)
            },
            "h07_risk_exclusion": {
                "risks": ", ".join(sorted({*shift.get("risks", ())} & {*one.get("excluded_risks", ())}))
            },
            "h22_prohibited_beneficiary": {"elder": str(shift.get("elder"))},
            "h25_freeze_window": {"until": month.frozen_before or month.spans[found.shift][0]},
            "h26_no_show_lock": {"absences": one.get("absences", 0), "allowed": month.policy["absences"]},
        }
        return {"role": found.name, **told.get(code, {})}

    def _at(self, post: int) -> list[tuple[str, Callable[[int], People]]]:
        """Filters at a post; where a crew was decided elsewhere only that it is this crew."""
        given = self.month.is_given(self.month.posts[post].shift)
        on = self.month.on
        return [(code, find) for rule, code, find in self._rules if (rule == "H25" if given else on(rule))]

    def lets_in(self, person: int, post: int) -> bool:
        """Whether no filter keeps a person from a post."""
        return person in self._sets[post]

    @cached_property
    def _sets(self) -> Sequence[People]:
        found = []
        for post in range(len(self.month.posts)):
            people = self.everybody
            for _, let_in in reversed(self._at(post)):  # the choosiest first
                people &= let_in(post)
            found.append(people)
        return found

    @cached_property
    def allowed(self) -> Sequence[Sequence[int]]:
        """People whom every filter lets in, in order, for each post."""
        return [sorted(people) for people in self._sets]

    @cached_property
    def posts_of(self) -> Sequence[Sequence[int]]:
        """Posts that each person may take."""
        found: list[list[int]] = [[] for _ in self.month.people]
        for post, people in enumerate(self.allowed):
            for person in people:
                found[person].append(post)
        return found

    def _once(self, key: object, lets_in: Callable[[int, Part], bool]) -> People:
        if key not in self._known:
            self._known[key] = frozenset(at for at, one in enumerate(self.month.people) if lets_in(at, one))
        return self._known[key]

    def _shift(self, post: int) -> Part:
        return self.month.shifts[self.month.posts[post].shift]

    def _days(self, post: int) -> tuple[date, date]:
        """First and last date of a post's shift."""
        start, end = self.month.spans[self.month.posts[post].shift]
        first = self.month.calendar.first + timedelta(days=start // DAY)
        return first, first + timedelta(days=(end - 1) // DAY - start // DAY)

    def _eligible(self, post: int) -> People:
        """H05: taking part, old enough, and minors with consent, not at homes and not late."""
        day, block, least = self._days(post)[0], self.month.stretches[post], self._least(post)
        late = block.end - block.day * DAY > self.month.policy["minors_until"]
        minors = self._shift(post)["kind"] != "home_visit" and not late

        def lets_in(person: int, one: Part) -> bool:
            age = age_on(self.born[person], day)
            grown = age >= ADULT or (minors and one.get("guardian_consent", False))
            return bool(one.get("active", True) and age >= least and grown)

        return self._once(("H05", day, least, minors), lets_in)

    def _least(self, post: int) -> int:
        """Youngest age let in at a post."""
        kinds = {"home_visit": "age_home_visit", "patrol": "age_home_visit", "class": "age_class"}
        by_kind = self.month.policy[kinds.get(self._shift(post)["kind"], "age_event")]
        return max(self.month.posts[post].age, int(by_kind))

    def _not_banned(self, post: int) -> People:
        return self._all_but(self._bans.get(post, ()))

    def _all_but(self, people: Collection[int]) -> People:
        return self.everybody.difference(people) if people else self.everybody

    @cached_property
    def _bans(self) -> Mapping[int, set[int]]:
        found: dict[int, set[int]] = {}
        for lock in self.month.locks:
            for post in self.month.locked_posts(lock) if lock["kind"] == "ban" else ():
                found.setdefault(post, set()).add(self.month.person_at[lock["volunteer"]])
        return found

    def _not_frozen(self, post: int) -> People:
        """H25: on shifts that begin soon, or were decided elsewhere, only who is published."""
        shift = self.month.posts[post].shift
        stands = self.month.is_given(shift) or self.month.soon(shift)
        return self.month.published_on.get(post, frozenset()) if stands else self.everybody

    def _reliable(self, post: int) -> People:
        """H26: not after too many absences, save where the staff override it or the seat is published."""
        allowed = self.month.policy["absences"]
        found = self._once("H26", lambda _, one: one.get("absences", 0) < allowed)
        waived = {person for (rule, person), posts in self.month.waived.items() if rule == "H26" and post in posts}
        return found | waived | self.month.published_on.get(post, frozenset())

    def _not_declined(self, post: int) -> People:
        """H08: not again for a shift that was declined, unless it changed."""
        shift = self._shift(post)
        return self._all_but(() if shift.get("changed") else self._decliners.get(shift["id"], ()))

    @cached_property
    def _decliners(self) -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = {}
        for at, one in enumerate(self.month.people):
            for name in one.get("declined", ()):
                found.setdefault(name, set()).add(at)
        return found

    def _unafraid(self, post: int) -> People:
        risks = frozenset(self._shift(post).get("risks", ()))
        return self._once(("H07", risks), lambda _, one: risks.isdisjoint(one.get("excluded_risks", ())))

    def _insured(self, post: int) -> People:
        """H06: with risks, one insurance holds from the first to the last day."""
        if not self._shift(post).get("risks"):
            return self.everybody
        first, last = self._days(post)

        def lets_in(_: int, one: Part) -> bool:
            spans = ((date.fromisoformat(span["first"]), span["last"]) for span in one.get("insured", ()))
            return any(begin <= first and last <= date.fromisoformat(end) for begin, end in spans)

        return self._once(("H06", first, last), lets_in)

    def _welcome(self, post: int) -> People:
        elder = self.month.elder_of(self.month.posts[post].shift)
        vetoes: Iterable[str] = () if elder is None else self.month.elders[elder].get("vetoes", ())
        return self._all_but([self.month.person_at[name] for name in vetoes])

    def _requested(self, post: int) -> People:
        elder = self.month.elder_of(self.month.posts[post].shift)
        if elder is None:
            return self.everybody
        asked = self.month.elders[elder]
        gender, language = asked.get("gender", "unknown"), asked.get("language")

        def lets_in(_: int, one: Part) -> bool:
            speaks = language is None or language in one.get("languages", ())
            return speaks and gender in ("unknown", one.get("gender", "unknown"))

        return self._once(("H27", gender, language), lets_in)

    def _qualified(self, post: int) -> People:
        """H04: one alternative in full, every skill at its level and valid on the last day."""
        alternatives, last = self.month.posts[post].skills, self._days(post)[1]
        if not alternatives:
            return self.everybody

        def holds(one: Part, skill: str, level: int) -> bool:
            return any(
                held["skill"] == skill
                and held.get("level", 1) >= level
                and (held.get("expires") is None or date.fromisoformat(held["expires"]) >= last)
                for held in one.get("skills", ())
            )

        def lets_in(_: int, one: Part) -> bool:
            return any(all(holds(one, skill, level) for skill, level in needs) for needs in alternatives)

        return self._once(("H04", alternatives, last), lets_in)

    def _available(self, post: int) -> People:
        """H03: every minute of the shift is offered and none is blacked out."""
        start, end = self.month.spans[self.month.posts[post].shift]

        def lets_in(person: int, _: Part) -> bool:
            starts, ends = self._free[person]
            at = bisect_right(starts, start) - 1
            return at >= 0 and ends[at] >= end

        return self._once(("H03", start, end), lets_in)

    @cached_property
    def _free(self) -> Sequence[tuple[Sequence[int], Sequence[int]]]:
        """Starts and ends of the times at which each person is available."""
        opening = self.month.calendar.opening
        free = (opening(one["available"]) & ~opening(one.get("blackouts", ())) for one in self.month.people)
        return [([start for start, _ in spans], [end for _, end in spans]) for spans in map(spans_of, free)]

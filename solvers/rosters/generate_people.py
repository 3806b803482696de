"""Invented volunteers: when they are free, what they can do, what they have done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from solvers.rosters.people import Gender, Insurance, Past, Skill, Volunteer
from solvers.rosters.problem import Place
from solvers.timetable import Horizon, WindowRule

MORNING, AFTERNOON, EVENING = ("08:30", "12:00"), ("13:00", "18:00"), ("18:00", "22:00")
TYPES = ("visit", "patrol", "class", "room", "festival")
SKILLS: Mapping[str, float] = {
    "home care": 0.35,
    "english": 0.12,
    "calligraphy": 0.06,
    "first aid": 0.15,
    "music": 0.08,
    "teaching": 0.1,
}
AGES: Mapping[str, tuple[int, int]] = {"retired": (58, 78), "worker": (22, 57), "pupil": (14, 17), "free": (19, 66)}
SHARES = (0.4, 0.36, 0.08, 0.16)
NEAR = 2_000


class Crowd:
    """Invents volunteers one by one and knows who could visit whom."""

    def __init__(self, rng: Random, horizon: Horizon, metres: int, days: int) -> None:
        self.rng, self.horizon, self.metres, self.days = rng, horizon, metres, days
        self.people: list[Volunteer] = []
        self._skilled = 2 if days > 1 else 1

    def volunteer(self, at: int) -> Volunteer:
        """The next volunteer."""
        rng = self.rng
        life = rng.choices(list(AGES), SHARES)[0]
        born = self.horizon.first - timedelta(days=int(365.25 * rng.uniform(*AGES[life])) + 5)
        low = rng.choice((0, 0, 0, 60))
        completed = {name: rng.choice((1, 4, 6, 12, 25)) for name in TYPES if rng.random() < 0.9}
        called = rng.choice((0, 4, 10, 10))
        one = Volunteer(
            id=f"v{at + 1:05d}",
            born=born,
            x=rng.randrange(self.metres),
            y=rng.randrange(self.metres),
            available=self._available(life),
            blackouts=self._blackouts(),
            gender=rng.choice(("woman", "woman", "man")),
            languages=("wu",) if rng.random() < 0.5 else (),
            skills=tuple(self._skill(name) for name, odds in SKILLS.items() if rng.random() < odds * self._skilled),
            insured=(self._insurance(),) if rng.random() < 0.8 else (),
            excluded_risks=(rng.choice(("cats", "night")),) if rng.random() < 0.1 else (),
            guardian_consent=rng.random() < 0.8,
            willing=rng.random() < 0.9,
            neighbour=rng.random() < 0.03,
            lead=rng.random() < 0.2,
            mentor_of=("visit",) if rng.random() < 0.05 else (),
            wants_mentor=rng.random() < 0.15,
            completed=completed,
            desired=(low, low + rng.choice((240, 360, 480, 720, 960))),
            liked=self._liked(),
            disliked=(WindowRule("rest_day"),) if rng.random() < 0.1 else (),
            wishes=tuple(rng.sample(TYPES, rng.choice((1, 2, 3)))) if rng.random() < 0.5 else (),
            days_off=(self._date(),) if rng.random() < 0.1 else (),
            absences=2 if rng.random() < 0.01 else 0,
            called=called,
            shown=max(0, called - rng.choice((0, 0, 0, 1, 3))),
            history=self._history(completed),
        )
        self.people.append(one)
        return one

    def contacts(self, home: Place) -> tuple[str | None, str | None]:
        """Two people near an elder who can visit, where there are such."""
        able = [one for one in self.people if self._may_visit(one, home)]
        chosen = self.rng.sample(able, min(2, len(able))) if self.rng.random() < 0.7 else []
        names: list[str | None] = [*(one.id for one in chosen), None, None]
        return names[0], names[1]

    def veto(self) -> tuple[str, ...]:
        """Whom an elder does not want."""
        return (self.rng.choice(self.people).id,) if self.rng.random() < 0.05 else ()

    def wish(self) -> Gender:
        """Whom an elder would rather see."""
        return "woman" if self.rng.random() < 0.1 else "unknown"

    def _may_visit(self, one: Volunteer, home: Place) -> bool:
        near = abs(one.x - home.x) + abs(one.y - home.y) < NEAR
        return near and any(held.skill == "home care" for held in one.skills)

    def _date(self) -> date:
        return self.horizon.first + timedelta(days=self.rng.randrange(self.horizon.length))

    def _available(self, life: str) -> tuple[WindowRule, ...]:
        rng, found = self.rng, list[WindowRule]()
        if life == "retired":
            for span in rng.choice(((MORNING,), (MORNING,), (MORNING, AFTERNOON), (AFTERNOON,))):
                found.append(self._rule("every", rng.sample(range(1, 8), self._days((1, 2, 3))), span))
        elif life == "free":
            found.append(self._rule("every", rng.sample(range(1, 8), self._days((1,))), ("08:30", "21:00")))
        else:
            evening = ("16:00", "20:00") if life == "pupil" else EVENING
            found.append(self._rule("workday", rng.sample(range(1, 6), self._days((1, 1, 2))), evening))
            span = rng.choice((MORNING, AFTERNOON, ("08:30", "18:00")))
            found.append(self._rule("rest_day", rng.sample((6, 7), min(2, self.days)), span))
        return tuple(found)

    def _days(self, counts: tuple[int, ...]) -> int:
        """How many weekdays are offered."""
        return min(5, self.rng.choice(counts) * self.days)

    def _rule(self, days: str, weekdays: list[int], span: tuple[str, str]) -> WindowRule:
        return WindowRule(days, weekdays=tuple(sorted(weekdays)), start=span[0], end=span[1])

    def _blackouts(self) -> tuple[WindowRule, ...]:
        if self.rng.random() < 0.6:
            return ()
        first = self._date()
        last = min(self.horizon.last, first + timedelta(days=self.rng.choice((0, 2, 6))))
        return (WindowRule(first=first, last=last),)

    def _liked(self) -> tuple[WindowRule, ...]:
        if self.rng.random() < 0.75:
            return ()
        span = self.rng.choice((MORNING, AFTERNOON, EVENING))
        return (WindowRule(start=span[0], end=span[1]),)

    def _skill(self, name: str) -> Skill:
        rng = self.rng
        expires = self.horizon.first + timedelta(days=rng.randrange(-5, 400)) if rng.random() < 0.3 else None
        return Skill(name, rng.choice((1, 1, 2, 2, 3)), expires)

    def _insurance(self) -> Insurance:
        first = self.horizon.first - timedelta(days=self.rng.randrange(30, 300))
        return Insurance(first, first + timedelta(days=365))

    def _history(self, completed: Mapping[str, int]) -> tuple[Past, ...]:
        """What was done in twelve weeks: a few do much, one in five nothing."""
        rng = self.rng
        done = [name for name, count in completed.items() if count]
        if not done or rng.random() < 0.2:
            return ()
        found = []
        for back in sorted(rng.sample(range(1, 84), rng.choice((1, 2, 3, 4, 6, 10))), reverse=True):
            clock = rng.choice(("09:00", "14:00", "18:30"))
            day = self.horizon.first - timedelta(days=back)
            found.append(Past(day, clock, rng.choice((60, 90, 120)), rng.choice(done)))
        return tuple(found)

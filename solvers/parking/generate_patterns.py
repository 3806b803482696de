"""Use patterns as people state them: workdays 08:30-18:00, every night, Saturdays, a week in March."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Literal

from solvers.timetable import Horizon, WindowRule

Rules = tuple[WindowRule, ...]
SHORT_WEEKS = ((1, 2, 3), (3, 4, 5), (1, 3, 5), (2, 4), (1, 2), (4, 5), (2, 3, 4), (1, 2, 4, 5))
LATE_SHARE = 0.3
"""Share of patterns that hold for a part of the horizon only."""


class PatternBook:
    """Draws patterns and names each distinct one once."""

    def __init__(self, rng: Random, horizon: Horizon) -> None:
        self.rng, self.horizon = rng, horizon
        self.names: dict[Rules, str] = {}

    def name(self, rules: Rules) -> str:
        """Id of a pattern, new if it was never named."""
        return self.names.setdefault(rules, f"p{len(self.names) + 1:04d}")

    def draw(self, kind: Literal["day", "night"], *, long: bool) -> Rules:
        """A pattern of day or night users; `long` ones take most of a space's week."""
        if kind == "day":
            return self._day(long)
        return self._night(long)

    def _day(self, long: bool) -> Rules:
        start, end = (
            self.rng.choice((495, 510, 510, 525, 540, 540, 555)),
            self.rng.choice((990, 1005, 1020, 1020, 1035, 1050)),
        )
        if long:
            return (self._rule("workday", start, end, self._dates(0.15)),)
        if self.rng.random() < 0.45:
            start, end = (
                (start, self.rng.choice((690, 705, 720, 735)))
                if self.rng.random() < 0.5
                else (self.rng.choice((780, 795, 810)), end)
            )
            return (self._rule("workday", start, end, self._dates(LATE_SHARE)),)
        if self.rng.random() < 0.06:
            return (self._rule("rest_day", 570, self.rng.choice((960, 990, 1020)), {}),)
        return (self._rule("workday", start, end, self._dates(LATE_SHARE), self.rng.choice(SHORT_WEEKS)),)

    def _night(self, long: bool) -> Rules:
        start, end = self.rng.choice((1125, 1140, 1140, 1155, 1170, 1200)), self.rng.choice((390, 405, 420, 420, 435))
        if long:
            nightly = self._rule("every", start, end, self._dates(0.15))
            if self.rng.random() < 0.35:
                return nightly, WindowRule("rest_day", first=nightly.first, last=nightly.last)
            return (nightly,)
        roll = self.rng.random()
        if roll < 0.35:
            return (self._rule("workday", start, end, self._dates(LATE_SHARE)),)
        if roll < 0.55:
            return (self._rule("workday", start, end, self._dates(LATE_SHARE), self.rng.choice(SHORT_WEEKS)),)
        if roll < 0.8:
            return (
                self._rule(
                    "rest_day",
                    self.rng.choice((540, 570, 600)),
                    self.rng.choice((1020, 1080, 1140)),
                    self._dates(LATE_SHARE),
                ),
            )
        weekday = self.rng.choice((6, 7))
        return (self._rule("rest_day", self.rng.choice((540, 600)), self.rng.choice((1080, 1200)), {}, (weekday,)),)

    def _rule(
        self, days: str, start: int, end: int, dates: dict[str, object], weekdays: tuple[int, ...] = ()
    ) -> WindowRule:
        clock = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in (start, end)]
        return WindowRule(days, start=clock[0], end=clock[1], weekdays=weekdays, **dates)  # type: ignore[arg-type]

    def _dates(self, share: float) -> dict[str, object]:
        """With probability `share` a part of the horizon: a season, from a month on, until a month, or a few weeks."""
        if self.rng.random() >= share:
            return {}
        weeks = max(1, self.horizon.length // 7)
        at = self.horizon.first + timedelta(weeks=4 * self.rng.randrange(max(1, weeks // 4)))
        roll = self.rng.random()
        if roll < 0.35:
            return {"season": self.rng.choice(("summer", "winter"))}
        if roll < 0.6:
            return {"first": at}
        if roll < 0.85:
            return {"last": min(at + timedelta(weeks=12), self.horizon.last)}
        return {"first": at, "last": min(at + timedelta(days=self.rng.choice((4, 11, 27))), self.horizon.last)}

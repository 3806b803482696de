"""How errands are run in tests: by keyboard alone, or by taps on a phone without scripts, from one's own page on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.pages.hands import Hands, Keys, Taps
from tests.pages.visiting import Visitor

Visit = Callable[..., Visitor]


@dataclass(frozen=True)
class Way:
    """How somebody works: `number` keeps what one does apart from what others did in the same street."""

    number: int
    device: str
    language: str
    by_keyboard: bool

    def __str__(self) -> str:
        """What a report calls it."""
        return f"{'keyboard' if self.by_keyboard else 'taps without scripts'}, {self.device}, {self.language}"


KEYBOARD, PLAIN = Way(0, "desktop", "zh", True), Way(1, "phone", "en", False)
MORE = (Way(2, "phone", "zh", False), Way(3, "desktop", "en", True))
STUDIED = [pytest.param(way, marks=pytest.mark.study) for way in MORE]
in_both_ways = pytest.mark.parametrize("way", [KEYBOARD, PLAIN, *STUDIED], ids=str)
by_keyboard = pytest.mark.parametrize("way", [KEYBOARD, *STUDIED[1:]], ids=str)


@dataclass(frozen=True)
class At:
    """Somebody at their own page."""

    page: Page
    hands: Hands
    visitor: Visitor


Come = Callable[[Way, str], At]


def comer(visit: Visit) -> Come:
    """Lets somebody sign in, and begin."""

    def came(way: Way, login: str) -> At:
        visitor = visit(way.device, way.language, script=way.by_keyboard)
        visitor.sign_in(login)
        # Keys that are pressed before the page is there are lost.
        visitor.page.wait_for_url(lambda url: "/sign-in" not in url)
        return At(visitor.page, Keys(visitor.page) if way.by_keyboard else Taps(visitor.page), visitor)

    return came

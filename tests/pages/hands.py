"""Two ways to work a page: by keyboard alone, and by taps; both reach only what the page itself shows."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Page

MOST_TABS = 120
MOST_CHOICES = 60
FOCUSED = "wanted => document.activeElement.matches(wanted)"


class Hands(Protocol):
    """What somebody does on a page, each thing named by a selector that holds in both languages."""

    def press(self, wanted: str) -> None:
        """Follow a link or press a button, and wait for the page that follows."""

    def tick(self, wanted: str) -> None:
        """Tick a box, or choose one of several."""

    def write(self, wanted: str, text: str) -> None:
        """Write into an empty field, or over what stands there."""

    def choose(self, wanted: str, value: str) -> None:
        """Choose from a list."""

    def open(self, wanted: str) -> None:
        """Unfold a part of the page."""


class Taps:
    """By finger or mouse."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, wanted: str) -> None:
        """Tap, and wait for the page that follows."""
        with self._page.expect_navigation():
            self._page.locator(wanted).first.click()

    def tick(self, wanted: str) -> None:
        """Tap a box."""
        self._page.check(wanted)

    def write(self, wanted: str, text: str) -> None:
        """Tap a field, and write."""
        self._page.fill(wanted, text)

    def choose(self, wanted: str, value: str) -> None:
        """Tap a list, and choose."""
        self._page.select_option(wanted, value)

    def open(self, wanted: str) -> None:
        """Tap a heading."""
        self._page.locator(wanted).first.click()


class Keys:
    """By Tab, arrows, Space and Enter; scripts of the test only look where the focus is."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, wanted: str) -> None:
        """Go there by Tab, and press Enter."""
        self._go(wanted)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")

    def tick(self, wanted: str) -> None:
        """Go to the group by Tab, within it by the arrows; a box takes Space."""
        kind, name = self._page.locator(wanted).evaluate("one => [one.type, one.name]")
        self._go(f'[name="{name}"]' if kind == "radio" else wanted)
        if kind != "radio":
            self._page.keyboard.press("Space")
            return
        for _ in range(MOST_CHOICES):
            if self._is_at(wanted):
                self._page.keyboard.press("Space")
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"{wanted} cannot be chosen by keyboard")

    def write(self, wanted: str, text: str) -> None:
        """Go to a field by Tab, which selects what stands there, and type."""
        self._go(wanted)
        self._page.keyboard.press("Control+a")
        self._page.keyboard.type(text)

    def choose(self, wanted: str, value: str) -> None:
        """Go to a list by Tab, within it by the arrows."""
        self._go(wanted)
        self._page.keyboard.press("Home")
        for _ in range(MOST_CHOICES):
            if self._page.evaluate("() => document.activeElement.value") == value:
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} cannot be chosen in {wanted} by keyboard")

    def open(self, wanted: str) -> None:
        """Go to a heading by Tab, and press Enter."""
        self._go(wanted)
        self._page.keyboard.press("Enter")

    def _go(self, wanted: str) -> None:
        for _ in range(MOST_TABS):
            if self._is_at(wanted):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"{wanted} cannot be reached by keyboard on {self._page.url}")

    def _is_at(self, wanted: str) -> bool:
        return bool(self._page.evaluate(FOCUSED, wanted))

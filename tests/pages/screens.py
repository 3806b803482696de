"""`make screens`: the main pages of an invented street, rendered for the documentation.

It runs the demo at its smallest in a folder of its own, serves it, and looks at each page as the role whose it is.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from api.bench import browsing
from api.bench.crawl import Visited, crawl
from api.bench.server import HOST, serving
from api.cli.demo import HOTLINE, SLUG
from api.cli.installing import PASSWORD
from scheduler import calendar
from scheduler.settings import Settings
from tests.pages.conftest import CHROMIUM, QUIET
from tests.pages.visiting import DEVICES, LOCALES

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
COLOURS = 64
TALLEST = {"phone": 1_100, "desktop": 1_000}
"""Pixels of a page that are shown."""
TEN_DAYS = timedelta(days=10)


class Screen(NamedTuple):
    """A page as it is shown in the documentation; `shape` as a crawl tells it.

    Of several it is the nearest that holds some words. A page of a day is shown where `in_use`, when plans are lived.
    """

    name: str
    role: str
    shape: str
    device: str
    language: str = "zh"
    holds: tuple[str, ...] = ()
    in_use: bool = False


MAIN = (
    Screen("home", "", "/", "phone"),
    Screen("notice", "", "/rounds/{}/notice", "phone", holds=("潮汐停车",)),
    Screen("parking", "", f"/parking/{SLUG}", "phone"),
    Screen("rooms", "", "/facilities/{}", "desktop", in_use=True),
    Screen("mine", "resident1", "/mine", "phone"),
    Screen("shifts", "volunteer1", "/mine/shifts", "phone"),
    Screen("counter", "property", "/counter", "desktop"),
    Screen("site", "property", "/counter/sites/{}", "desktop", in_use=True),
    Screen("round", "coordinator", "/office/rounds/{}", "desktop", holds=("潮汐停车", "已公示")),
    Screen("board", "coordinator", "/office/plans/{}/board", "desktop", holds=("潮汐停车",)),
    Screen("roster", "coordinator", "/office/rounds/{}/roster", "desktop"),
    Screen("oversight", "auditor", "/office/oversight", "desktop"),
    Screen("calendar", "admin", "/office/calendar", "desktop"),
)


def main(kept: Path | None = None) -> None:
    """Render all of them anew; a folder that is kept spares the next call the demo's plans."""
    with tempfile.TemporaryDirectory() as name:
        folder = kept or Path(name)
        demo = [sys.executable, "-m", "api.cli", "demo", "--size", "mini", "--work-limit", "20", "--no-serve"]
        subprocess.run([*demo, "--folder", str(folder)], check=True)
        settings = Settings(
            database_url=f"sqlite:///{folder / 'mini.sqlite'}",
            key_file=folder / "commontide.key",
            mail_folder=folder / "mail",
            request_limit="1000000/second",
            hotline=HOTLINE,
        )
        with serving(settings, folder) as port, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            for screen, place in _places(port):
                path = SCREENS / f"{screen.name}-{screen.device}-{screen.language}.png"
                path.write_bytes(_small(_picture(chromium, port, screen, place)))
                print(f"{path.name}: {place}")
            chromium.close()


def _places(port: int) -> Iterator[tuple[Screen, str]]:
    """Where each page stands in this street."""
    for role in dict.fromkeys(screen.role for screen in MAIN):
        reader = browsing.Browser(port)
        starts = [reader.sign_in(f"{role}@{SLUG}", PASSWORD).place] if role else []
        found = crawl(reader.look, [*starts, "/"], of_a_shape=8)
        yield from ((screen, _place(screen, found)) for screen in MAIN if screen.role == role)


def _place(screen: Screen, found: Sequence[Visited]) -> str:
    places = (
        page.place
        for page in found
        if page.shape == screen.shape and all(words in page.seen.text for words in screen.holds)
    )
    # The demo's plans begin within a week; ten days on is a workday or a rest day like any other.
    return f"{next(places)}?day={calendar.today() + TEN_DAYS}" if screen.in_use else next(places)


def _picture(chromium: Chromium, port: int, screen: Screen, place: str) -> bytes:
    width, height = DEVICES[screen.device]
    context = chromium.new_context(
        base_url=f"http://{HOST}:{port}",
        locale=LOCALES[screen.language],
        viewport={"width": width, "height": height},
    )
    page = context.new_page()
    if screen.role:
        page.goto("/sign-in")
        page.fill("#login", f"{screen.role}@{SLUG}")
        page.fill("#password", PASSWORD)
        page.click("main button")
    page.goto(place, wait_until="networkidle")
    tall = min(TALLEST[screen.device], page.evaluate("document.documentElement.scrollHeight"))
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
    context.close()
    return taken


def _small(taken: bytes) -> bytes:
    """The same picture in few colours."""
    out = io.BytesIO()
    Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))

"""`make screens`: the main pages of an invented street, rendered for the documentation.

It runs the demo at its smallest in a folder of its own, serves it, and looks at each page as the role whose it is.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import sync_playwright

from api.bench import browsing
from api.bench.crawl import crawl
from api.bench.server import HOST, serving
from api.cli.demo import HOTLINE, SLUG
from api.cli.installing import PASSWORD
from scheduler.settings import Settings
from tests.pages.conftest import CHROMIUM, QUIET
from tests.pages.visiting import DEVICES, LOCALES

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
COLOURS = 64
TALLEST = {"phone": 1_100, "desktop": 1_000}
"""Pixels of a page that are shown."""


class Screen(NamedTuple):
    """A page as it is shown in the documentation; `shape` as a crawl tells it."""

    name: str
    role: str
    shape: str
    device: str
    language: str = "zh"


MAIN = (
    Screen("home", "", "/", "phone"),
    Screen("notice", "", "/rounds/{}/notice", "phone"),
    Screen("parking", "", f"/parking/{SLUG}", "phone"),
    Screen("rooms", "", "/facilities/{}", "desktop"),
    Screen("mine", "resident1", "/mine", "phone"),
    Screen("shifts", "volunteer1", "/mine/shifts", "phone"),
    Screen("counter", "property", "/counter", "desktop"),
    Screen("site", "property", "/counter/sites/{}", "desktop"),
    Screen("round", "coordinator", "/office/rounds/{}", "desktop"),
    Screen("board", "coordinator", "/office/plans/{}/board", "desktop"),
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
        found = {page.shape: page.place for page in reversed(crawl(reader.look, [*starts, "/"], of_a_shape=4))}
        yield from ((screen, found[screen.shape]) for screen in MAIN if screen.role == role)


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

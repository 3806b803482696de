"""A visitor with a browser of their own, who notes every fault that the browser reports."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, ConsoleMessage, Request

from tests.api.conftest import PASSWORD

DEVICES = {"phone": (390, 844), "desktop": (1280, 800), "narrow": (320, 640)}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
ANSWERED = "Failed to load resource: the server responded with a status of"


class Visitor:
    """One window; `faults` are errors of the console (a broken content policy is one), and calls to other places."""

    def __init__(self, browser: Browser, address: str, device: str, language: str, script: bool) -> None:
        width, height = DEVICES[device]
        self._context = browser.new_context(
            base_url=address,
            locale=LOCALES[language],
            viewport={"width": width, "height": height},
            java_script_enabled=script,
        )
        self._address, self._refusals = address, 0
        self.faults: list[str] = []
        self.page = self._context.new_page()
        self.page.set_default_timeout(60_000)
        self._context.on("request", self._sent)
        self.page.on("console", self._told)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def expect_refusal(self) -> None:
        """The next page is a refusal, which the browser tells as an error."""
        self._refusals += 1

    def stand_at(self, latitude: float, longitude: float) -> None:
        """Let pages know where the phone is."""
        self._context.grant_permissions(["geolocation"])
        self._context.set_geolocation({"latitude": latitude, "longitude": longitude})

    def sign_in(self, login: str) -> None:
        """Sign in by the form, and wait for the page that follows."""
        self.page.goto("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_load_state()

    def violations(self) -> list[str]:
        """What axe finds wrong with the page, once it is there."""
        self.page.wait_for_load_state()
        found = Axe().run(self.page).response["violations"]
        return [f"{self.page.url}: {one['id']}: {node['html']}" for one in found for node in one["nodes"]]

    def overflows(self) -> bool:
        """Whether one must scroll sideways to read the page, once it is there."""
        self.page.wait_for_load_state()
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))

    def close(self) -> None:
        """Close the window."""
        self._context.close()

    def _sent(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:")):
            self.faults.append(f"a call elsewhere: {request.url}")

    def _told(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if message.text.startswith(ANSWERED) and self._refusals:
            self._refusals -= 1
            return
        self.faults.append(f"{self.page.url}: {message.text}")

"""Somebody who reads pages over HTTP, as a browser without scripts does."""

from __future__ import annotations

import gzip
import http.client
from http.cookies import SimpleCookie
from time import perf_counter
from urllib.parse import quote, urlencode, urljoin, urlsplit

from api.bench.crawl import Seen
from api.bench.server import HOST

REDIRECTS = (301, 302, 303, 307, 308)
MOST_STEPS = 5
WAIT_SECONDS = 60.0
SAFE = "/?&=%:,.-_~"


class Browser:
    """One visitor with their cookies; `seconds` and `sent_bytes` are those of the last page."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self.seconds = 0.0
        self.sent_bytes = 0

    def sign_in(self, login: str, password: str) -> Seen:
        """Sign in by the form; the page where the work of the account begins."""
        status, headers, text = self._send("POST", "/sign-in", urlencode({"login": login, "password": password}))
        assert status == http.client.SEE_OTHER, f"{login} was answered {status}: {text[:200]}"
        return self.look(headers.get("Location", "/"))

    def look(self, place: str) -> Seen:
        """A page, after the steps to which it leads."""
        for _ in range(MOST_STEPS):
            status, headers, text = self._send("GET", place)
            if status not in REDIRECTS:
                return Seen(status, place, headers.get("Content-Type", ""), text)
            parts = urlsplit(urljoin(place, headers.get("Location", "/")))
            place = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return Seen(http.client.LOOP_DETECTED, place, "", "")

    def _send(self, method: str, place: str, body: str | None = None) -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection(HOST, self._port, timeout=WAIT_SECONDS)
        began = perf_counter()
        try:
            connection.request(method, quote(place, safe=SAFE), body, self._headers(body))
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.seconds, self.sent_bytes = perf_counter() - began, len(content)
        self._keep(answer.headers)
        if answer.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return answer.status, answer.headers, content.decode(errors="replace")

    def _headers(self, body: str | None) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        asked = {"Accept": "text/html", "Accept-Language": "zh", "Accept-Encoding": "gzip"}
        asked |= {"Sec-Fetch-Site": "same-origin"} | ({"Cookie": cookies} if cookies else {})
        return asked | ({} if body is None else {"Content-Type": "application/x-www-form-urlencoded"})

    def _keep(self, headers: http.client.HTTPMessage) -> None:
        for told in headers.get_all("Set-Cookie") or ():
            for name, cookie in SimpleCookie(told).items():
                self._cookies[name] = cookie.value

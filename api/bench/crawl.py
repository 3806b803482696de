"""Every page that somebody can reach by links, from where they begin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NUMBERS = re.compile(r"(?<=/)\d[\d-]*(?=/|$)")
LEFT_OUT = ("/static/", "/language/", "/type/", "/api/")
"""What is no page, or shows the same page again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was answered: the status, where the browser ended up, the kind of content, its text."""

    status: int
    place: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Visited:
    """A page that was looked at; `via` is the page with the link, `shape` the address without ids and values."""

    place: str
    via: str
    shape: str
    seen: Seen


class _Links(HTMLParser):
    """Addresses of links, and of forms that only ask, with what these send unseen."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._action = ""
        self._hidden: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "a" and named.get("href"):
            self.found.append(named["href"])
        if tag == "form":
            self._action = named.get("action", "") if named.get("method", "get").lower() == "get" else ""
            self._hidden = []
        if tag == "input" and named.get("type") == "hidden":
            self._hidden.append((named.get("name", ""), named.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._action:
            self.found.append(f"{self._action}?{urlencode(self._hidden)}" if self._hidden else self._action)
            self._action = ""


def crawl(look: Callable[[str], Seen], starts: Sequence[str], of_a_shape: int = 2, most: int = 1_000) -> list[Visited]:
    """All pages within reach, at most some of the same shape, nearest first."""
    waiting, known, counted = [(place, "") for place in starts], set(starts), Counter[str]()
    visited: list[Visited] = []
    for place, via in waiting:
        shape = shape_of(place)
        if counted[shape] >= of_a_shape or len(visited) >= most:
            continue
        counted[shape] += 1
        seen = look(place)
        visited.append(Visited(place, via, shape, seen))
        for link in links_of(seen):
            if link not in known:
                known.add(link)
                waiting.append((link, place))
    return visited


def links_of(seen: Seen) -> list[str]:
    """Places of this installation to which a page leads."""
    if not seen.kind.startswith("text/html"):
        return []
    parser = _Links()
    parser.feed(seen.text)
    places = (urlsplit(urljoin(seen.place, link)) for link in parser.found)
    own = (place for place in places if not place.netloc and place.scheme == "")
    written = dict.fromkeys(f"{place.path}?{place.query}" if place.query else place.path for place in own)
    return [place for place in written if place.startswith("/") and not place.startswith(LEFT_OUT)]


def shape_of(place: str) -> str:
    """An address without what differs between things of a kind: ids, numbers, values of a query."""
    parts = urlsplit(place)
    names = ",".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    path = NUMBERS.sub("{}", IDS.sub("{}", parts.path))
    return f"{path}?{names}" if names else path

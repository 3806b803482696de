"""Every form that anybody is shown, filled in with what people and strangers write: told or kept, never a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from itertools import cycle, islice

import pytest
from fastapi.testclient import TestClient

from api.bench.crawl import Seen, crawl, shape_of
from scheduler.actors import ADMIN
from scheduler.office import Office
from tests.pages.street import Street
from tests.pages.whole_street import PARTS, add_whole_street

Reader = Callable[..., TestClient]
Form = tuple[str, dict[str, str], list[str]]
"""Where a form is sent, what it holds, and which of its fields are free."""
SCRIPT = '"><script>alert(1)</script>'
WRITTEN = {
    "a script": SCRIPT,
    "five thousand characters": "很长" * 2_500,
    "emoji": "🅿️👵🏽‍🦽🚗",
    "text from right to left": "\u202eمرحبا שלום\u202c",
    "nothing but spaces": " \u3000\u00a0 ",
    "full-width characters": "１３９　００００　９９９９",
}
WRITES = 2
"""How many of them each form is sent where the tests are run for every change: other ones to the next form."""
FREE = ("", "text", "search", "tel", "email", "number", "date", "time", "datetime-local", "month", "password")
"""Kinds of fields into which anything can be sent."""
FEWEST = {"resident": 5, "property_staff": 10, "coordinator": 20, ADMIN: 20}
"""Forms that those who do most come to, at least: a crawl that finds none would find no fault."""
LEFT_OUT = ("/sign-out", "/sign-in")
"""Sign-in counts failures by address, and closes to everybody."""


class Forms(HTMLParser):
    """Forms that make something: where they are sent, what they hold, and which fields are free."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = named.get("method", "").lower() == "post"
            if self._open:
                self.found.append((named.get("action", ""), {}, []))
        if not self._open:
            return
        _, held, free = self.found[-1]
        name = named.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in named or self._select not in held):
            held[self._select] = named.get("value", "")
        elif tag == "textarea" or (tag == "input" and named.get("type", "") in FREE and name):
            free.append(name)
        elif "formnovalidate" in named:
            return  # a button that only shows the form again
        elif tag in ("input", "button") and name and named.get("type") not in ("checkbox", "radio"):
            held[name] = named.get("value", "")
        elif tag == "input" and name and ("checked" in named or name not in held):
            held[name] = named.get("value", "on")

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"
        self._select = "" if tag == "select" else self._select


def forms_of(client: TestClient) -> Iterator[Form]:
    """A form of each shape that somebody comes to."""

    def look(place: str) -> Seen:
        answer = client.get(place, follow_redirects=True)
        return Seen(answer.status_code, place, answer.headers.get("content-type", ""), answer.text)

    known: set[str] = set()
    # Of three of a kind, for not each has the form: a notice of parking is searched, that of a roster is not.
    for page in crawl(look, ["/"], of_a_shape=3):
        parser = Forms()
        if page.seen.kind.startswith("text/html"):
            parser.feed(page.seen.text)
        for action, held, free in parser.found:
            shape = shape_of(action)
            if shape not in known and free and not action.startswith(LEFT_OUT):
                known.add(shape)
                yield action or page.place, held, free


@pytest.fixture(scope="module")
def street(streets_office: Office) -> Street:
    return add_whole_street(streets_office, "tamarisk")


def faults_of(client: TestClient, forms: Iterable[Form], many: int) -> list[tuple[int, str, str]]:
    """Each fault, and each script that is shown as it was written, of forms that are sent so many of the texts."""
    faults = []
    kinds = cycle(WRITTEN)
    for action, held, free in forms:
        for kind in islice(kinds, many):
            answer = client.post(action, data={**held, **dict.fromkeys(free, WRITTEN[kind])})
            if answer.status_code >= 500 or SCRIPT in answer.text:
                faults.append((answer.status_code, shape_of(action), kind))
    return faults


@pytest.mark.parametrize("many", [WRITES, pytest.param(len(WRITTEN), marks=pytest.mark.study)])
@pytest.mark.parametrize("part", PARTS)
def test_whatever_is_written_in_a_form_is_told_or_kept_and_never_a_fault(
    reader: Reader, street: Street, part: str, many: int
) -> None:
    client = reader(street.login(part) if part else None)
    forms = list(forms_of(client))

    assert faults_of(client, forms, many) == []
    assert len(forms) >= FEWEST.get(part, 1)

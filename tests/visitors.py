"""People who call a running installation over HTTP, and a round's way through its worker as they see it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
from sqlalchemy.engine import URL

from tests.processes import Installation, installed

PASSWORD = "tide-and-moon-42"
PATIENCE = 240.0
Answers = dict[str, Any]


class Person:
    """Somebody signed in, as a browser of theirs calls the API."""

    def __init__(self, address: str, login: str) -> None:
        headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}
        self._client = httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60)
        self.organisation: str | None = None
        self.ask("POST", "/session", 204, json={"login": login, "password": PASSWORD})

    def ask(self, method: str, path: str, status: int, **sent: Any) -> Any:
        """One call with the status it must have; its answer."""
        answer = self._client.request(method, path, **sent)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path: str, **query: Any) -> Any:
        return self.ask("GET", path, 200, params=query)

    def make(self, path: str, **sent: Any) -> Any:
        return self.ask("POST", path, 201, json=sent)

    def move(self, path: str, **sent: Any) -> Any:
        return self.ask("POST", path, 200, json=sent)

    def close(self) -> None:
        self._client.close()


def until(found: Callable[[], Any], reached: Callable[[Any], bool]) -> Any:
    """Poll until it is so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        seen = found()
        if reached(seen):
            return seen
        time.sleep(0.2)
    raise AssertionError(f"not reached: {found()}")


@contextmanager
def founded(url: URL, folder: Path, *, cold: bool = False) -> Iterator[Installation]:
    """A running installation whose community was founded by the command line."""
    with installed(url, folder, cold=cold) as made:
        names = ("--name-zh", "塘桥", "--name-en", "Tangqiao", "--admin", "chief@tangqiao")
        found = made.command("found", "tangqiao", *names, told=f"{PASSWORD}\n")
        assert found.returncode == 0, found.stderr
        made.start()
        yield made


def planned(chief: Person, round_id: str) -> tuple[Answers, Answers]:
    """A run to its end, and its plan."""
    run = chief.make(f"/rounds/{round_id}/runs", seed=7)
    done = until(lambda: chief.get(f"/runs/{run['id']}"), lambda seen: seen["state"] not in ("queued", "running"))
    assert done["state"] == "done", done
    return done, chief.get(f"/rounds/{round_id}/plans")["items"][0]


def published(chief: Person, plan_id: str) -> Answers:
    """A version prepared by the worker and published by a person."""
    version = chief.make(f"/plans/{plan_id}/publications")
    until(lambda: chief.get(f"/publications/{version['id']}"), lambda seen: seen["state"] == "prepared")
    answer: Answers = chief.move(f"/publications/{version['id']}/publish")
    return answer

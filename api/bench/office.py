"""People of the office who run a round over HTTP, and people who read meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from api.bench.clients import Answered, Call, Client
from scheduler.errors import SettingRejected

PATIENCE = 300.0
LOOK_SECONDS = 0.2
READ_SECONDS = 0.02
"""Pause of somebody who reads again and again."""


class Office:
    """The coordinator's way through a round."""

    def __init__(self, port: int, round_id: UUID, token: str) -> None:
        self._port, self._round, self._token = port, round_id, token

    def told(self, path: str) -> Mapping[str, Any]:
        """What the service tells of a thing."""
        return self._answered(Call("GET", path, self._token))

    def sent(self, path: str, **fields: object) -> Mapping[str, Any]:
        """What the service answers to a command."""
        body = json.dumps(fields).encode() if fields else None
        return self._answered(Call("POST", path, self._token, body))

    def until(self, path: str, *states: str) -> Mapping[str, Any]:
        """A thing, once it is in one of the states."""
        return self._once(path, lambda told: told["state"] in states)

    def begin_run(self, seconds: float) -> str:
        """Close the round and order a run that lasts so long; it is running on return."""
        place = f"/api/v1/rounds/{self._round}"
        self.sent(f"{place}/moves", action="close")
        made = self.sent(f"{place}/runs", engine="columns", work_limit=3600.0, seconds=seconds)
        run = str(made["id"])
        self.until(f"/api/v1/runs/{run}", "running", "done")
        return run

    def end_run(self, run: str) -> UUID:
        """Stop a run and wait for its plan; one that has ended by itself is as good."""
        self._answered(Call("POST", f"/api/v1/runs/{run}/cancel", self._token), as_good="run_ended")
        return UUID(self._once(f"/api/v1/runs/{run}", lambda told: told["plan_id"] is not None)["plan_id"])

    def _once(self, path: str, ready: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
        until = monotonic() + PATIENCE
        while monotonic() < until:
            told = self.told(path)
            if ready(told):
                return told
            if told["state"] in ("failed", "abandoned"):
                break
            sleep(LOOK_SECONDS)
        raise SettingRejected("bench", f"a service that does its work: {path}")

    def _answered(self, call: Call, *, as_good: str | None = None) -> Mapping[str, Any]:
        # The service closes connections on which nothing was said for a while, as between two steps of a round.
        client = Client(self._port)
        answered = client.send(call)
        client.close()
        told: Mapping[str, Any] = json.loads(answered.body or "{}")
        if not told or (answered.status >= 300 and told.get("code") != as_good):
            raise SettingRejected("bench", f"a service that does its work: {call.path} was answered {answered.status}")
        return told


@contextmanager
def reading(port: int, reads: Sequence[Call]) -> Iterator[list[Answered]]:
    """Somebody who reads again and again meanwhile; what was answered is there at the end."""
    answers, ended = list[Answered](), Event()

    def read() -> None:
        client = Client(port)
        while not ended.is_set():
            answers.extend(client.send(call) for call in reads)
            ended.wait(READ_SECONDS)
        client.close()

    reader = Thread(target=read)
    reader.start()
    try:
        yield answers
    finally:
        ended.set()
        reader.join()

"""Clients that measure: as many calls as the service answers, or calls at a given rate, whatever it does."""

from __future__ import annotations

import http.client
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from time import perf_counter, sleep

from api.bench.server import HOST

WAIT_SECONDS = 30.0
NO_ANSWER = 0
"""Counted as the status of a call that got none."""
OPEN_LOOP_CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Call:
    """One call."""

    method: str
    path: str
    token: str | None = None
    body: bytes | None = None
    key: str | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """What goes before the body."""
        wanted = {
            "Authorization": None if self.token is None else f"Bearer {self.token}",
            "Content-Type": None if self.body is None else "application/json",
            "Idempotency-Key": self.key,
        }
        return {name: value for name, value in wanted.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: its status, its body, and when it came, in seconds from when the call was due."""

    status: int
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Figures:
    """What the clients of a measurement saw together."""

    seconds: float
    statuses: Mapping[int, int]
    p50_ms: float
    p99_ms: float
    slowest_ms: float

    @classmethod
    def of(cls, answered: Sequence[Answered], seconds: float) -> Figures:
        """Of all answers."""
        taken = sorted(one.seconds * 1000 for one in answered) or [0.0]
        return cls(
            seconds, Counter(one.status for one in answered), percentile(taken, 50), percentile(taken, 99), taken[-1]
        )

    @property
    def requests(self) -> int:
        """Calls that were answered."""
        return sum(many for status, many in self.statuses.items() if status != NO_ANSWER)

    @property
    def failed(self) -> int:
        """Calls that the service failed: answers 5xx, and none at all."""
        return sum(many for status, many in self.statuses.items() if status >= 500 or status == NO_ANSWER)


def percentile(ordered: Sequence[float], share: int) -> float:
    """The value that so many percent do not exceed (nearest rank)."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


class Client:
    """One connection, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=WAIT_SECONDS)

    def send(self, call: Call, due: float | None = None) -> Answered:
        """Make a call, counted from when it was due."""
        began = perf_counter() if due is None else due
        try:
            self._connection.request(call.method, call.path, call.body, dict(call.headers))
            answer = self._connection.getresponse()
            status, body = answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            status, body = NO_ANSWER, b""
        return Answered(status, body, perf_counter() - began)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


Caller = Callable[[int], Call]
"""The call of a number; every number is asked for once."""


def closed_loop(port: int, caller: Caller, connections: int, seconds: float) -> Figures:
    """Each connection calls, and again as soon as it is answered."""
    numbers, began = count(), perf_counter()

    def repeat(client: Client) -> list[Answered]:
        out: list[Answered] = []
        while not out or perf_counter() < began + seconds:
            out.append(client.send(caller(next(numbers))))
        return out

    return Figures.of(_together(port, connections, repeat), seconds)


def open_loop(port: int, caller: Caller, rate: float, seconds: float) -> Figures:
    """Calls are due at a rate; one that finds all connections busy waits, and its waiting counts."""
    numbers, last, began = count(), max(1, int(rate * seconds)), perf_counter()

    def repeat(client: Client) -> list[Answered]:
        out: list[Answered] = []
        while (number := next(numbers)) < last:
            due = began + number / rate
            sleep(max(0.0, due - perf_counter()))
            out.append(client.send(caller(number), due))
        return out

    answered = _together(port, min(OPEN_LOOP_CONNECTIONS, last), repeat)
    return Figures.of(answered, perf_counter() - began)


def _together(port: int, connections: int, repeat: Callable[[Client], Sequence[Answered]]) -> list[Answered]:
    clients = [Client(port) for _ in range(connections)]
    try:
        with ThreadPoolExecutor(connections) as pool:
            return [answered for part in pool.map(repeat, clients) for answered in part]
    finally:
        for client in clients:
            client.close()

"""The whole of a shift scheduling instance as one mixed-integer program, in a process that can be killed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from threading import Event, Thread
from time import monotonic

from solvers.bench.curtois import Days, Instance
from solvers.engines.crew import Crew
from solvers.engines.curtois_model import BlockModel, choices_of
from solvers.engines.limits import Limits, Watch
from solvers.engines.linear import solve_mip

Told = tuple[dict[int, Days] | None, float]
"""A roster, None where none was found, and a proven bound."""
ROUNDING = 1e-3
"""What a bound is let off for the solver's tolerances."""
NODES = 1 << 30


def whole(instance: Instance, roster: Mapping[int, Days], seconds: float) -> Told:
    """Solve all employees at once, from a roster, as far as the time allows."""
    ends = monotonic() + seconds
    model = BlockModel(instance, {at: choices_of(instance, at) for at in range(len(instance.staff))}, {})
    answer = solve_mip(model.linear, NODES, 0.0, ends - monotonic(), 0, model.hint(roster))
    return None if answer.values is None else model.days(answer.values), model.constant - answer.bound - ROUNDING


class Whole:
    """A solve of the whole beside other work; it ends by itself, by its time, or when it is left."""

    def __init__(self, instance: Instance, roster: Mapping[int, Days], seconds: float) -> None:
        self._told: list[Told] = []
        self._limits = Limits(seconds=seconds, workers=1, cancel=Event())
        self._task = (dict(roster), seconds)
        self._instance = instance
        self._thread = Thread(target=self._run, daemon=True)

    def __enter__(self) -> Whole:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._limits.cancel.set()
        self._thread.join()

    @property
    def busy(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._thread.join()

    def told(self) -> Iterator[Told]:
        """What it has found since it was last asked."""
        while self._told:
            yield self._told.pop()

    def _run(self) -> None:
        with Crew(self._instance, 1, Watch(self._limits)) as crew:
            for answer in crew.map(whole, [self._task]):
                self._told.append(answer or (None, 0.0))

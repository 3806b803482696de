"""How long an engine may work, who watches it, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

from solvers.plan import gap_of

INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Progress:
    """What an engine is at: phase, what the best plan so far is worth, the proven bound, seconds since the start."""

    phase: str
    incumbent: int | None
    bound: int | None
    seconds: float
    share: float | None = None

    @property
    def gap(self) -> float | None:
        """How far the best plan so far is from the bound."""
        return gap_of(self.incumbent, self.bound)


@dataclass(frozen=True)
class Limits:
    """Limits of a solve.

    Parameters
    ----------
    seconds
        Wall clock; where it strikes, the plan is not reproducible.
    work
        Work units of about a second, added up over all sub-solves whatever the number of workers.
    workers
        Processes; they decide where sub-problems run, never which.
    seed
        Same problem, seed and work limit, same plan.
    cancel
        Set by whoever wants the best plan so far at once.
    """

    seconds: float = INFINITY
    work: float = INFINITY
    workers: int = 2
    seed: int = 0
    on_progress: Callable[[Progress], None] = lambda progress: None
    cancel: Event = field(default_factory=Event)


class Watch:
    """Clock and work meter of one solve."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.started = monotonic()
        self.work = 0.0
        self.struck = False
        """Whether the clock, not the work limit, cut something short."""
        self.peak_kib = 0
        """Most memory that this process and its workers held together, as far as it was looked at."""

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return monotonic() - self.started

    def left(self, share: float = 1.0) -> float:
        """Seconds left of a share of the time."""
        return self.limits.seconds * share - self.elapsed

    def work_left(self, share: float = 1.0) -> float:
        """Work left of a share of the work."""
        return self.limits.work * share - self.work

    def over(self, share: float = 1.0) -> bool:
        """Whether to stop: cancelled, out of time (noted) or out of work."""
        if self.limits.cancel.is_set():
            return True
        if self.left(share) <= 0:
            self.struck = True
            return True
        return self.work_left(share) <= 0

    def report(self, phase: str, incumbent: int | None, bound: int | None, share: float | None = None) -> None:
        """Tell whoever watches."""
        self.limits.on_progress(Progress(phase, incumbent, bound, self.elapsed, share))

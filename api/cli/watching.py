"""A live line on stderr while something is solved, and Ctrl-C as a wish for the best plan so far."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from rich.live import Live
from rich.text import Text

from api.cli.common import notes
from scheduler.planning.solving import Watcher
from solvers.engines.limits import Progress


@contextmanager
def interruptible() -> Iterator[Event]:
    """Ctrl-C as a wish for the best plan so far."""
    cancel = Event()
    before = signal.signal(signal.SIGINT, lambda *_: cancel.set())
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def watching() -> Iterator[Watcher]:
    """A live line on stderr, and Ctrl-C as a wish for the best plan so far."""
    with interruptible() as cancel, Live(Text(""), console=notes, auto_refresh=False, transient=True) as live:
        yield Watcher(lambda progress: live.update(Text(line_of(progress)), refresh=True), cancel)


def line_of(progress: Progress) -> str:
    """Phase, incumbent, bound and gap in one line."""
    shown = [f"{progress.seconds:6.1f} s", progress.phase]
    if progress.incumbent is not None:
        shown.append(f"incumbent {progress.incumbent:,}")
    if progress.bound is not None:
        shown.append(f"bound {progress.bound:,}")
    if progress.gap is not None:
        shown.append(f"gap {progress.gap:.2%}")
    if progress.share is not None:
        shown.append(f"{progress.share:.0%}")
    return "  ".join(shown)

"""One engine on one file in a process of its own, so that time, processor time and memory count everything."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.cli import bench_timefold
from api.cli.common import notes


@dataclass(frozen=True)
class Runner:
    """How long each solve may take by the clock, and on how many processes."""

    seconds: float
    workers: int

    def told(self, path: Path, plan: Path, engine: str, base: Path | None = None) -> dict[str, Any] | None:
        """What `solve --json` says of one of our engines; None if it failed."""
        command = [sys.executable, "-m", "api.cli", "solve", str(path), "--engine", engine, "--json", "-o", str(plan)]
        command += ["--seconds", str(self.seconds), "--workers", str(self.workers)]
        return _ran(command if base is None else [*command, "--base", str(base)])

    def replanned(self, engine: str, path: Path, plan: Path, base: Path) -> dict[str, Any] | None:
        """The same of planning anew from a plan in force."""
        return self.told(path, plan, engine, base)

    def compared(self, path: Path, plan: Path, ours: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
        """The same of Timefold, with as much processor time as our engine took on this file."""
        spent = max((row.get("cpu_seconds") or 0.0 for row in ours), default=0.0)
        return _ran(bench_timefold.command(path, plan, spent or self.seconds * self.workers))


def _ran(command: Sequence[str]) -> dict[str, Any] | None:
    before = _cpu_seconds()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        notes.print(done.stderr, markup=False)
        return None
    told: dict[str, Any] = json.loads(done.stdout)
    return told | {"cpu_seconds": round(_cpu_seconds() - before, 2)}


def _cpu_seconds() -> float:
    """Processor time of all processes that have ended, those that they started included."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

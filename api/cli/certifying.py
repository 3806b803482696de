"""A certificate made from files alone: without a draw, a place in the chain or a published version."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from api.cli.common import say, words
from scheduler.certificates.bundle import Context
from scheduler.certificates.making import Made, make
from scheduler.files.disk import read_bytes
from scheduler.usecases.planning import PROGRAMS


def certified(problem: Path, plan: Path) -> Made:
    """The certificate of a plan file, and what its audit came to.

    Raises
    ------
    FileRejected
        If either file is none, or the plan is of another problem.
    """
    software = {name: version(name) for name in PROGRAMS}
    return make(read_bytes(problem), read_bytes(plan), Context(software=software), lambda phase: say(words(phase)))

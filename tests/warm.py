"""Processes of the program that are there at once: forked from one that has loaded it, where a start takes seconds.

A process started here is as real as one from the shell: it has its own memory, folder, environment and, where wanted,
session; it is killed, exits and is waited for in the same way. Only the time to load modules is saved. What is to be
shown of that start itself (that a command loads what it needs, and nothing more) is shown by a process from the shell.

Two of them take turns, with different seeds for hashes: what depends on the order of a set differs from one call to
the next.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[1]
LOADED = ("api.cli.app", "api.serving", "scheduler.planning.solving", "scheduler.worker", "tests.communities")
"""What processes of tests load sooner or later."""
SEEDS = ("1", "2")
WORD = struct.Struct("q")
"""What a status pipe carries: the number of the process when it has begun, and its exit status at its end."""
LONGEST = 1 << 17
"""Bytes of an order: words, folder and environment."""

_turns = count()
_lock = Lock()


class Process:
    """A process as `subprocess.Popen` shows it; not a child of the test's own, but of the one that loaded it."""

    def __init__(self, status: int, words: Sequence[str], stdout: IO[str] | None = None) -> None:
        self._status, self.args, self.stdout = status, words, stdout
        self.returncode: int | None = None
        self.pid: int = WORD.unpack(os.read(status, WORD.size))[0]

    def poll(self) -> int | None:
        """The exit code, if it has ended."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, at the end.

        Raises
        ------
        TimeoutExpired
            If it has not ended by then.
        """
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to it, if it lives; its end may be told a moment after it is gone."""
        with suppress(ProcessLookupError):
            if self.poll() is None:
                os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        if self.stdout is not None:
            self.stdout.close()
        self.wait()

    def _ended(self, timeout: float | None) -> int | None:
        with _lock:
            if self.returncode is None and select.select([self._status], [], [], timeout)[0]:
                told = os.read(self._status, WORD.size)
                assert told, "whoever loaded the program is gone"
                self.returncode = os.waitstatus_to_exitcode(WORD.unpack(told)[0])
                os.close(self._status)
        return self.returncode


def start(
    module: str,
    *words: str,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: IO[Any] | None = None,
    stdout: IO[Any] | None = None,
    stderr: IO[Any] | None = None,
    session: bool = False,
) -> Process:
    """Start ``python -m module words``; without `stdout`, what it says is read from the process."""
    order = {
        "module": module,
        "words": words,
        "folder": str(folder or Path.cwd()),
        "environment": dict(os.environ if environment is None else environment),
        "session": session,
    }
    with ExitStack() as ours:
        heard = None
        if stdout is None:
            reading, writing = os.pipe()
            stdout = ours.enter_context(open(writing, "w", encoding="utf-8"))
            heard = open(reading, encoding="utf-8")  # noqa: SIM115 (whoever waits for the process closes it)
        nothing = ours.enter_context(open(os.devnull, "r+b"))
        status, told = os.pipe()
        ours.callback(os.close, told)
        given = [(stdin or nothing).fileno(), stdout.fileno(), (stderr or sys.__stderr__ or nothing).fileno(), told]
        with _lock:
            door = _loaded(SEEDS[next(_turns) % len(SEEDS)])
            socket.send_fds(door, [json.dumps(order).encode()], given)
    return Process(status, (module, *words), heard)


def run(
    module: str,
    *words: str,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    told: str = "",
    timeout: float | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run ``python -m module words`` to its end; what it said.

    Raises
    ------
    TimeoutExpired
        If it has not ended by then; it is killed.
    """
    with TemporaryFile("w+") as asked, TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        asked.write(told)
        asked.seek(0)
        process = start(module, *words, folder=folder, environment=environment, stdin=asked, stdout=out, stderr=err)
        try:
            code = process.wait(timeout)
        except BaseException:
            process.kill()
            process.wait()
            raise
        for said in (out, err):
            said.seek(0)
        return subprocess.CompletedProcess(process.args, code, out.read(), err.read())


@cache
def _loaded(seed: str) -> socket.socket:
    """The door to a process that has loaded the program; it ends when the door is closed, at the latest with us."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return ours


# ---- on the other side of the door


def _await_order(door: socket.socket) -> dict[str, Any]:
    """Fork for every order; returns in the new process, with its order. Ends when the door is closed."""
    look, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    living: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([door.fileno(), look], [], [])
        if look in ready:
            os.read(look, LONGEST)
            _tell_ends(living)
        if door.fileno() not in ready:
            continue
        asked, given, _, _ = socket.recv_fds(door, LONGEST, 4)
        if not asked:
            sys.exit()
        pid = os.fork()
        if pid:
            living[pid] = given.pop()
            for one in given:
                os.close(one)
            continue
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for one in (look, wake, *living.values()):
            os.close(one)
        door.close()
        order: dict[str, Any] = json.loads(asked)
        _become(order, given)
        return order


def _tell_ends(living: dict[int, int]) -> None:
    """Tell the exit status of every process that has ended."""
    with suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            told = living.pop(ended[0])
            with suppress(BrokenPipeError):
                os.write(told, WORD.pack(ended[1]))
            os.close(told)


def _become(order: dict[str, Any], given: list[int]) -> None:
    """Take on the session, files, folder, environment and words of an order; tell that it has begun."""
    *files, told = given
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    if order["session"]:
        os.setsid()
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    sys.argv = [order["module"], *order["words"]]
    os.write(told, WORD.pack(os.getpid()))
    os.close(told)


def main() -> None:
    """Load the program, then be whatever is ordered."""
    door = socket.socket(fileno=int(sys.argv[1]))
    for name in LOADED:
        import_module(name)
    gc.collect()
    gc.freeze()  # what is loaded is shared by all that are forked
    order = _await_order(door)
    runpy.run_module(order["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

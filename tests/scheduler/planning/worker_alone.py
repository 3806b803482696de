"""``python -m tests.scheduler.planning.worker_alone URL KEY_FILE``: a worker in a process that can be killed."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from threading import Event

from scheduler.office import Office
from scheduler.settings import Settings
from scheduler.worker import Worker


def main() -> None:
    stopping = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    office = Office.open(Settings(database_url=sys.argv[1], key_file=Path(sys.argv[2]), solve_workers=1))
    office.database.own()
    worker = Worker(office)
    worker.start()
    print(worker.name, flush=True)
    stopping.wait()
    worker.stop()
    office.close()


if __name__ == "__main__":
    main()

"""Makes a certificate as the program does, but not before the file at `MAY_CERTIFY` is there.

It ends where that never comes, and when its parent is gone.
"""

from __future__ import annotations

import os
import select
import sys
import time
from pathlib import Path

from scheduler.planning import certifying
from tests.scheduler.planning.ground import PATIENCE

if __name__ == "__main__":
    parent, end = select.poll(), time.monotonic() + PATIENCE
    parent.register(sys.stdin, 0)  # only for its end: the order in it is read by whoever makes the certificate
    while not Path(os.environ["MAY_CERTIFY"]).exists():
        if parent.poll(50) or time.monotonic() > end:
            sys.exit(1)
    certifying.main()

"""Says how long a question is, once it has begun to read; ends with a fault where there is none."""

from __future__ import annotations

import time

from scheduler.planning.asking import LOOK_SECONDS, answer

if __name__ == "__main__":
    time.sleep(4 * LOOK_SECONDS)
    answer(len)

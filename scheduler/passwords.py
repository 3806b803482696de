"""Passwords: only argon2id hashes are kept, and an unknown account costs as much time as a known one."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from scheduler.errors import Rejected
from scheduler.settings import Settings

SHORTEST = 10
LONGEST = 128
FEWEST_LETTERS = 5
LETTERS, GROUP, GROUPS = "abcdefghjkmnpqrstuvwxyz23456789", 4, 4
"""Letters of invented passwords, and how many stand together: 79 bits."""
ALLOWED = f"{SHORTEST} to {LONGEST} characters, {FEWEST_LETTERS} of them different, and not the account's name"


def hashed(settings: Settings, password: str) -> str:
    """What is kept of a password."""
    return _hasher(settings.password_passes, settings.password_memory).hash(password)


def matches(settings: Settings, kept: str | None, password: str) -> bool:
    """Whether it is the password; without one, the same work is done for the answer no."""
    hasher = _hasher(settings.password_passes, settings.password_memory)
    try:
        return hasher.verify(kept or _nobodys(hasher), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def invented() -> str:
    """A password for somebody who is told it once: easy to read out and to type, for it has no look-alikes."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def check_strength(password: str, login: str) -> None:
    """Refuse a password that is guessed soon.

    Raises
    ------
    Rejected
        ``weak_password``.
    """
    long_enough = SHORTEST <= len(password) <= LONGEST and len(set(password)) >= FEWEST_LETTERS
    if not long_enough or password.casefold() == login:
        raise Rejected("weak_password", "password", allowed=ALLOWED)


@cache
def _hasher(passes: int, memory: int) -> PasswordHasher:
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody's password")

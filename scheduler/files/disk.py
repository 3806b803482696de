"""Bytes from and to the disk: never too many, never half a file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from scheduler.errors import FileRejected

MOST_MIB = 160
MOST_BYTES = MOST_MIB * 2**20
"""A city's problem is about 60 MB."""


def read_bytes(path: Path) -> bytes:
    """Content of a file of at most `MOST_BYTES`.

    Raises
    ------
    FileRejected
        not_found, not_readable, too_large or empty_file.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            # A pipe has no size: it is read up to the limit.
            content = file.read(MOST_BYTES + 1) if size <= MOST_BYTES else b""
    except (FileNotFoundError, ValueError) as error:
        raise FileRejected("not_found", "$", "", "a file that exists", str(path)) from error
    except OSError as error:
        raise FileRejected("not_readable", "$", "", "a file that may be read", str(path)) from error
    size = max(size, len(content))
    if size > MOST_BYTES:
        raise FileRejected("too_large", "$", f"{size} bytes", f"at most {MOST_MIB} MiB", str(path))
    if not content.strip():
        raise FileRejected("empty_file", "$", "", "JSON", str(path))
    return content


def write_json(path: str | Path, content: bytes) -> None:
    """Write `content` to `path` in one step: readers see the old file or the whole new one.

    Raises
    ------
    FileRejected
        not_writable; whatever was at `path` is untouched.
    """
    target = Path(path)
    try:
        if target.exists() and not target.is_file():
            # A terminal or pipe cannot be replaced; a folder refuses here.
            target.write_bytes(content)
        else:
            _replace(target.resolve(), content)
    except (OSError, ValueError) as error:
        raise FileRejected("not_writable", "$", "", "a place that may be written", str(path)) from error


def _replace(target: Path, content: bytes) -> None:
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)

"""The zip archive of a bundle, opened as if a stranger had made it: five entries, none larger than it may be.

`BundleRefused` is all that leaves this module for whatever a file holds.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

MANIFEST = "manifest"
PARTS = ("problem", "plan", "bound", "draw")
MOST_BYTES = 64 * 2**20
MOST_PART_BYTES = 192 * 2**20
"""A city's problem is about 60 MB."""
MOST_RATIO = 200
SMALL = 2**20
"""Up to this size a part may be compressed to any ratio."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others unpack more at once than is asked for."""
ENTRY = b"PK\x01\x02"
MOST_ENTRIES = 100
"""Entries that the archive's directory may seem to have, before it is read at all."""


class BundleRefused(Exception):
    """A file that is no bundle of this version: code, the part or field concerned, its value, what is allowed."""

    def __init__(self, code: str, field: str, value: object = "", allowed: str = "") -> None:
        super().__init__(code, field)
        self.code, self.field, self.value, self.allowed = code, field, value, allowed


def texts_of(source: Path | bytes) -> dict[str, bytes]:
    """The very bytes of each part, from a file or from its bytes.

    Raises
    ------
    BundleRefused
        ``bundle_unreadable``, ``bundle_too_large``, ``bundle_damaged``; ``part_unknown``, ``part_twice``,
        ``part_missing``, ``part_packed_otherwise``, ``part_too_large``.
    """
    content = _bytes_of(source)
    if content.count(ENTRY) > MOST_ENTRIES:
        raise BundleRefused("bundle_damaged", "$", "", "a whole zip archive")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _texts(archive)
    except BundleRefused:
        raise
    except Exception as error:  # whatever the libraries of any Python make of spoilt bytes
        raise BundleRefused("bundle_damaged", "$", "", "a whole zip archive") from error


def _bytes_of(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        try:
            with source.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            raise BundleRefused("bundle_unreadable", "$", "", "a file that may be read") from error
    if len(content) > MOST_BYTES:
        raise BundleRefused("bundle_too_large", "$", "", f"at most {MOST_BYTES // 2**20} MiB")
    return content


def _texts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    wanted = [f"{name}.json" for name in (MANIFEST, *PARTS)]
    entries = archive.infolist()
    for entry in entries:
        if entry.filename not in wanted:
            raise BundleRefused("part_unknown", "$", entry.filename[:80], ", ".join(wanted))
    names = [entry.filename for entry in entries]
    for name in wanted:
        if names.count(name) != 1:
            code = "part_twice" if name in names else "part_missing"
            raise BundleRefused(code, name.removesuffix(".json"), name, "each part once")
    return {entry.filename.removesuffix(".json"): _text(archive, entry) for entry in entries}


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Content of an entry, never more than may be, whatever its header says."""
    name = entry.filename.removesuffix(".json")
    if entry.compress_type not in METHODS:
        raise BundleRefused("part_packed_otherwise", name, entry.compress_type, "stored, deflated")
    most = min(MOST_PART_BYTES, max(SMALL, MOST_RATIO * entry.compress_size))
    content = b""
    if entry.file_size <= most:
        with archive.open(entry) as file:
            content = file.read(most + 1)
    if entry.file_size > most or len(content) > most:
        raise BundleRefused("part_too_large", name, entry.file_size, f"at most {most} bytes")
    return content

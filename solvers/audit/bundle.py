"""The file of a certificate: one zip archive of five JSON texts, opened as if a stranger had made it.

`BundleRefused` is all that leaves this module for whatever a file holds.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solvers.audit.canonical import canonical

FORMAT = "commontide/certificate/1"
STEM = "commontide/certificate/"
MANIFEST = "manifest"
PARTS = ("problem", "plan", "bound", "draw")
MOST_BYTES = 64 * 2**20
MOST_PART_BYTES = 192 * 2**20
"""A city's problem is about 60 MB."""
MOST_RATIO = 200
SMALL = 2**20
"""Up to this size a part may be compressed to any ratio."""
DEEPEST = 40


class BundleRefused(Exception):
    """A file that is no bundle of this version: code, the part or field concerned, its value, what is allowed."""

    def __init__(self, code: str, field: str, value: object = "", allowed: str = "") -> None:
        super().__init__(code, field)
        self.code, self.field, self.value, self.allowed = code, field, value, allowed


@dataclass(frozen=True)
class Bundle:
    """The manifest and the four other parts, parsed, and the very bytes of those."""

    manifest: Mapping[str, Any]
    parts: Mapping[str, Any]
    texts: Mapping[str, bytes]


def open_bundle(source: Path | bytes) -> Bundle:
    """A bundle in full, from a file or from its bytes.

    Raises
    ------
    BundleRefused
        ``bundle_unreadable``, ``bundle_too_large``, ``bundle_damaged``; ``part_unknown``, ``part_twice``,
        ``part_missing``, ``part_too_large``, ``part_not_json``, ``part_too_deep``; ``bundle_newer``,
        ``bundle_unknown``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(_bytes_of(source))) as archive:
            texts = _texts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise BundleRefused("bundle_damaged", "$", "", "a whole zip archive") from error
    manifest = _parsed(MANIFEST, texts.pop(MANIFEST))
    _check_format(manifest.get("format"))
    return Bundle(manifest, {name: _parsed(name, text) for name, text in texts.items()}, texts)


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
    most = min(MOST_PART_BYTES, max(SMALL, MOST_RATIO * entry.compress_size))
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most or entry.file_size > most:
        name = entry.filename.removesuffix(".json")
        raise BundleRefused("part_too_large", name, entry.file_size, f"at most {most} bytes")
    return content


def _parsed(name: str, text: bytes) -> Any:
    """A part as an object.

    Its text must be the canonical one, so that nothing stands in it twice or unseen.
    """
    try:
        value = json.loads(text)
        if not isinstance(value, dict):
            raise ValueError
        if _depth_beyond(value):
            raise BundleRefused("part_too_deep", name, "", f"at most {DEEPEST} levels")
        if canonical(value) != text:
            raise ValueError
    except RecursionError as error:
        raise BundleRefused("part_too_deep", name, "", f"at most {DEEPEST} levels") from error
    except ValueError as error:
        raise BundleRefused("part_not_json", name, "", "JSON in canonical form") from error
    return value


def _depth_beyond(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _check_format(told: Any) -> None:
    if told == FORMAT:
        return
    number = told.removeprefix(STEM) if isinstance(told, str) and told.startswith(STEM) else ""
    newer = number.isascii() and number.isdigit() and len(number) < 10 and int(number) > int(FORMAT.removeprefix(STEM))
    raise BundleRefused("bundle_newer" if newer else "bundle_unknown", "manifest.format", str(told)[:80], FORMAT)

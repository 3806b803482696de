"""The file of a certificate: one zip archive of five JSON texts, read as if a stranger had written them.

`BundleRefused` is all that leaves this module for whatever a file holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solvers.audit.archive import MANIFEST as MANIFEST
from solvers.audit.archive import MOST_PART_BYTES, texts_of
from solvers.audit.archive import PARTS as PARTS
from solvers.audit.archive import BundleRefused as BundleRefused
from solvers.audit.canonical import canonical

FORMAT = "commontide/certificate/1"
DEEPEST = 40


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
        As `solvers.audit.archive.texts_of`; ``part_too_large``, ``part_not_json``, ``part_too_deep``;
        ``bundle_newer``, ``bundle_unknown``.
    """
    texts = texts_of(source)
    manifest = _parsed(MANIFEST, texts.pop(MANIFEST))
    told = manifest.get("format")
    if told != FORMAT:
        code = "bundle_newer" if is_newer(told, FORMAT) else "bundle_unknown"
        raise BundleRefused(code, "manifest.format", str(told)[:80] if isinstance(told, str) else "", FORMAT)
    return Bundle(manifest, {name: _parsed(name, text) for name, text in texts.items()}, texts)


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
    except MemoryError as error:
        raise BundleRefused("part_too_large", name, len(text), f"at most {MOST_PART_BYTES} bytes") from error
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


def is_newer(told: Any, known: str) -> bool:
    """Whether a form is told that is a later version of the known one."""
    stem, _, version = known.rpartition("/")
    number = told.removeprefix(f"{stem}/") if isinstance(told, str) and told.startswith(f"{stem}/") else ""
    return number.isascii() and number.isdigit() and len(number) < 10 and int(number) > int(version)

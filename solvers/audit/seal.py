"""The digests of a bundle: each field, each part, and one root over all, in which any change shows by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from solvers.audit.bundle import MANIFEST, PARTS, Bundle
from solvers.audit.canonical import digest_of
from solvers.audit.fields import field_digests
from solvers.audit.protocol import Finding

OWN = ("fields", "root")
"""Fields of the manifest that are digests of its other fields."""


def part_seal(text: bytes, part: Mapping[str, Any]) -> dict[str, Any]:
    """What the manifest says of a part."""
    return {"sha256": sha256(text).hexdigest(), "fields": field_digests(part)}


def sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest with the digests of its own fields, and with its root."""
    whole = {**manifest, "fields": field_digests(manifest)}
    return {**whole, "root": root_of(whole)}


def root_of(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical manifest without its root: of all digests of all parts, and of its own fields."""
    return digest_of({name: value for name, value in manifest.items() if name != "root"})


def check_seal(bundle: Bundle, root: str | None) -> Iterator[Finding]:
    """Each field that is not as its digest says, and a root that is not `root`, as published elsewhere."""
    manifest, told = bundle.manifest, _object(bundle.manifest.get("parts"))
    for name in PARTS:
        seal = _object(told.get(name))
        part = part_seal(bundle.texts[name], bundle.parts[name])
        changed = list(_changed(name, part["fields"], seal.get("fields")))
        if not changed and part["sha256"] != seal.get("sha256"):
            changed = [Finding("part_changed", name)]
        yield from changed
    for name in sorted(told.keys() - set(PARTS)):
        yield Finding("field_changed", f"{MANIFEST}.parts.{name}")
    own = field_digests({name: value for name, value in manifest.items() if name not in OWN})
    yield from _changed(MANIFEST, own, manifest.get("fields"))
    counted = root_of(manifest)
    if counted != manifest.get("root"):
        yield Finding("root_changed", f"{MANIFEST}.root", {"counted": counted})
    if root is not None and root.strip().lower() != counted:
        yield Finding("root_differs", f"{MANIFEST}.root", {"counted": counted, "published": root.strip().lower()[:64]})


def _changed(name: str, counted: Mapping[str, str], told: Any) -> Iterator[Finding]:
    said = _object(told)
    for path in sorted(counted.keys() | said.keys()):
        if counted.get(path) != said.get(path):
            yield Finding("field_changed", f"{name}.{path}")


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}

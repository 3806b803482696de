"""Styles, scripts and pictures of the pages, under addresses that change with their content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response

from scheduler.errors import NotFound

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parents[1] / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
NAMES = ("pages.css", "follow.js", "mark.svg")
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    content: bytes
    kind: str
    digest: str


def _read(name: str) -> Asset:
    content = (FOLDER / name).read_bytes()
    return Asset(content, KINDS[Path(name).suffix], sha256(content).hexdigest()[:16])


ASSETS: Mapping[str, Asset] = {name: _read(name) for name in NAMES}


def address_of(name: str) -> str:
    """Where a file stands in this version."""
    return f"/static/{ASSETS[name].digest}/{name}"


@router.get("/static/{digest}/{name}")
def send(digest: str, name: str) -> Response:
    """A file, which browsers may keep: other content has another address."""
    asset = ASSETS.get(name)
    if asset is None or asset.digest != digest:
        raise NotFound()
    return Response(asset.content, media_type=asset.kind, headers=FOR_EVER)

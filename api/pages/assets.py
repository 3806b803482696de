"""Styles, scripts and pictures of the pages, under addresses that change with their content."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.encodings import WORTH_PACKING, takes_gzip
from api.pages.plot_models import SCRIPT
from scheduler.errors import NotFound

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parents[1] / "static"
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    content: bytes = field(repr=False)
    kind: str
    digest: str

    @cached_property
    def packed(self) -> bytes:
        """The same for browsers that unpack it."""
        return gzip.compress(self.content, mtime=0)


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, KINDS[path.suffix], sha256(content).hexdigest()[:16])


ASSETS: Mapping[str, Asset] = {
    path.name: _read(path) for path in (*sorted(FOLDER.iterdir()), SCRIPT) if path.suffix in KINDS
}


def address_of(name: str) -> str:
    """Where a file stands in this version."""
    return f"/static/{ASSETS[name].digest}/{name}"


@router.get("/static/{digest}/{name}")
def send(digest: str, name: str, request: Request) -> Response:
    """A file, which browsers may keep: other content has another address."""
    asset = ASSETS.get(name)
    if asset is None or asset.digest != digest:
        raise NotFound()
    if len(asset.content) < WORTH_PACKING or not takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(asset.content, media_type=asset.kind, headers=FOR_EVER)
    return Response(asset.packed, media_type=asset.kind, headers={**FOR_EVER, "Content-Encoding": "gzip"})

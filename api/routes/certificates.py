"""For everybody, without a login: the certificate of a published plan, to be checked by `commontide audit`."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.deps import Public, Reading
from api.openapi import refusals
from api.routes.common import router_of
from api.schemas.certificates import CertificateShown
from api.schemas.types import Id
from scheduler.usecases import certificates

router = router_of("public")
ZIP = "application/zip"
IMMUTABLE = "public, max-age=3600, immutable"
BUNDLE: dict[int | str, dict[str, Any]] = {
    200: {"content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}, "description": "The bundle."},
    304: {"description": "The caller has it already."},
}


@router.get(
    "/public/publications/{publication_id}/certificate", response_model=CertificateShown, responses=refusals(404)
)
def read_certificate(publication_id: Id, door: Public) -> CertificateShown:
    """How far the certificate of a published version is, its root and its bounds."""
    return door.read_public(
        lambda session, now: _shown(certificates.seen(session, publication_id=publication_id, now=now))
    )


@router.get(
    "/public/publications/{publication_id}/certificate/bundle",
    response_class=Response,
    responses=BUNDLE | refusals(404, 409),
)
def read_bundle(publication_id: Id, request: Request, door: Public) -> Response:
    """The certificate of spaces or rooms, as long as the notice is displayed; its ETag is its root."""
    found = door.read_public(lambda session, now: certificates.file_of(session, publication_id=publication_id, now=now))
    return _answer(request, *found, IMMUTABLE)


@router.get(
    "/publications/{publication_id}/certificate/bundle",
    response_class=Response,
    responses=BUNDLE | refusals(401, 403, 404, 409),
)
def read_office_bundle(publication_id: Id, request: Request, door: Reading) -> Response:
    """The certificate of any published version, rosters among them; for the office and auditors."""
    found = door.read(
        lambda session, actor, now: certificates.office_file_of(
            session, actor=actor, publication_id=publication_id, now=now
        )
    )
    return _answer(request, *found, "private, no-store")


def _answer(request: Request, certificate: Any, content: bytes, cached: str) -> Response:
    tag = f'"{certificate.root}"'
    headers = {"ETag": tag, "Cache-Control": cached}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="certificate-{certificate.root[:12]}.zip"'
    return Response(content, media_type=ZIP, headers=headers)


def _shown(found: certificates.Shown) -> CertificateShown:
    row = found.certificate
    kept = (
        "publication_id",
        "state",
        "error",
        "root",
        "solver_bound",
        "checked_bound",
        "size",
        "created_at",
        "made_at",
    )
    told = {name: getattr(row, name) for name in kept}
    return CertificateShown(number=found.publication.version, displayed=found.displayed, **told)

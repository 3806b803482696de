"""Pages for what went wrong, in the reader's language; who is not signed in is sent to do so."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from api.pages.desk import SEE_OTHER, Desk, place_of
from api.problems import Problem


def error_page(request: Request, problem: Problem) -> Response:
    """A refusal as a page; it asks nothing of the database, which may be what failed."""
    if problem.code == "not_signed_in":
        place = place_of(request) if request.method == "GET" else "/"
        return RedirectResponse(f"/sign-in?next={quote(place)}", SEE_OTHER)
    return Desk(request).page("error", None, {"problem": problem, "back": "/"}, problem.status)

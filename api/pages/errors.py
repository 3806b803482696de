"""Pages for what went wrong, in the reader's language; who is not signed in is asked to do so."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from api.cookies import session_of
from api.pages.desk import SEE_OTHER, Desk, place_of
from api.pages.forms import kept_of
from api.pages.places import FORMS
from api.pages.signing import interrupted
from api.problems import Problem


def error_page(request: Request, problem: Problem) -> Response:
    """A refusal as a page; it asks nothing of the database, which may be what failed."""
    desk, place = Desk(request), place_of(request)
    if problem.code == "not_signed_in":
        if request.method == "POST" and FORMS.fullmatch(request.url.path):
            return interrupted(desk, kept_of(request), problem.status)
        return RedirectResponse(f"/sign-in?next={quote(place)}", SEE_OTHER)
    shown = {"problem": problem, "back": place, "neutral": session_of(request) is not None}
    return desk.page("error", None, shown, problem.status)

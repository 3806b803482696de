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

FOR_GOOD = (403, 404)
"""What is answered alike however often a page is opened."""


def error_page(request: Request, problem: Problem) -> Response:
    """A refusal as a page; it asks nothing of the database, which may be what failed."""
    desk, place = Desk(request), place_of(request)
    if problem.code == "not_signed_in":
        if request.method == "POST" and FORMS.fullmatch(request.url.path):
            return interrupted(desk, kept_of(request), problem.status)
        return RedirectResponse(f"/sign-in?next={quote(place)}", SEE_OTHER)
    again = request.method != "GET" or problem.status not in FOR_GOOD
    shown = {"problem": problem, "back": place, "again": again, "neutral": session_of(request) is not None}
    return desk.page("error", None, shown, problem.status)

"""How a reader likes their pages, language and size of the letters: plain links that leave a cookie."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.cookies import set_language, set_type
from api.pages.desk import SEE_OTHER
from api.pages.places import own_place

router = APIRouter(include_in_schema=False)


@router.get("/language/{language}")
def switch(language: Literal["zh", "en"], request: Request, back: str = "/") -> Response:
    """The page from which it was asked, in the other language from now on."""
    response = RedirectResponse(own_place(back), SEE_OTHER)
    set_language(response, request.app.state.office.settings, language)
    return response


@router.get("/type/{size}")
def resize(size: Literal["usual", "large"], request: Request, back: str = "/") -> Response:
    """The page from which it was asked, in letters of another size from now on."""
    response = RedirectResponse(own_place(back), SEE_OTHER)
    set_type(response, request.app.state.office.settings, size)
    return response

"""The cookies: the session, the mark of a device that has signed in before, language and type size of pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.language import LANGUAGE_COOKIE
from scheduler.settings import Settings

SESSION_COOKIE = "commontide_session"
DEVICE_COOKIE = "commontide_device"
DAY = 86_400
DEVICE_DAYS = 180
TYPE_COOKIE = "commontide_type"
LARGE = "large"
CHOICE_DAYS = 365


def set_session(response: Response, settings: Settings, secret: str) -> None:
    """Give a browser its session, out of reach of scripts and of other sites."""
    _set(response, settings, SESSION_COOKIE, secret, settings.session_days)


def set_device(response: Response, settings: Settings, mark: str) -> None:
    """Mark a browser as one that an account has signed in from."""
    _set(response, settings, DEVICE_COOKIE, mark, DEVICE_DAYS)


def set_language(response: Response, settings: Settings, language: str) -> None:
    """Keep the language that a reader has chosen."""
    _set(response, settings, LANGUAGE_COOKIE, language, CHOICE_DAYS)


def set_type(response: Response, settings: Settings, size: str) -> None:
    """Keep the size of the letters that a reader has chosen."""
    _set(response, settings, TYPE_COOKIE, size, CHOICE_DAYS)


def reads_large(request: Request) -> bool:
    """Whether a reader has chosen large letters."""
    return request.cookies.get(TYPE_COOKIE) == LARGE


def end_session(response: Response, settings: Settings) -> None:
    """Take the session from a browser."""
    response.delete_cookie(SESSION_COOKIE, path="/", secure=settings.secure_cookies, httponly=True, samesite="lax")


def session_of(request: Request) -> str | None:
    """The secret of the session that a call brings."""
    return request.cookies.get(SESSION_COOKIE)


def _set(response: Response, settings: Settings, name: str, content: str, days: int) -> None:
    response.set_cookie(
        name, content, max_age=days * DAY, path="/", secure=settings.secure_cookies, httponly=True, samesite="lax"
    )

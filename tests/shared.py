"""What the tests of one process share so as not to work it out anew for each: it knows of no office and no database.

A process of the program has one application and one database for all its life; hundreds of tests have one of each of
their own. Left alone, every application works out all routes again, and every database compiles all statements again,
which takes longer than most of the tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.util import LRUCache
from starlette.routing import BaseRoute

import scheduler.db
from api import openapi

KEPT = 10_000
"""Statements of each kind of database."""


def share() -> None:
    """Share routes, their description, and compiled statements from now on."""
    FastAPI.include_router = _include_once  # type: ignore[assignment,method-assign]
    openapi.describe = _describe_once
    scheduler.db.create_engine = _engine  # type: ignore[attr-defined]
    DefaultDialect.__eq__ = _is_alike  # type: ignore[assignment,method-assign]
    DefaultDialect.__hash__ = _alike  # type: ignore[assignment,method-assign]


# ---- routes

_include = FastAPI.include_router
_included: dict[int, BaseRoute] = {}
"""By the router's number, which stays its own: what is kept here refers to the router."""


def _include_once(app: FastAPI, router: APIRouter, **given: Any) -> None:
    if given or id(router) not in _included:
        _include(app, router, **given)
        if not given:
            _included[id(router)] = app.router.routes[-1]
    else:
        app.router.routes.append(_included[id(router)])


_describe = openapi.describe
_described: dict[tuple[int, ...], Mapping[str, Any]] = {}


def _describe_once(app: FastAPI) -> dict[str, Any]:
    """The description of these very routes."""
    kept = {id(route) for route in _included.values()}
    if any(id(route) not in kept and getattr(route, "include_in_schema", True) for route in app.routes):
        return _describe(app)
    routes = tuple(id(route) for route in app.routes if id(route) in kept)
    if routes not in _described:
        _described[routes] = _describe(app)
    return deepcopy(dict(_described[routes]))


# ---- statements

_compiled: defaultdict[str, LRUCache[Any, Any]] = defaultdict(lambda: LRUCache(KEPT))


def _engine(*given: Any, **named: Any) -> Engine:
    """An engine whose statements are compiled once for all databases of its kind."""
    made = create_engine(*given, **named)
    made._compiled_cache = _compiled[made.dialect.name]
    return made


def _alike(dialect: Dialect) -> int:
    """Statements are kept by their dialect, of which every engine has one of its own."""
    return hash(type(dialect))


def _is_alike(dialect: Dialect, other: object) -> bool:
    return type(dialect) is type(other)

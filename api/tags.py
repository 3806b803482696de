"""ETags: the version of a thing, and the one that a change was made from."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Header

from api.problems import HttpRefused
from scheduler.errors import Stale

TAG = re.compile(r'"([1-9][0-9]{0,9})"')


def tag_of(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def version_in(header: str | None) -> int:
    """The version that If-Match names: exactly one, for a change is made from one; ``*`` would overwrite blindly.

    Raises
    ------
    HttpRefused, Stale
        428 where none is named; 412 for anything that is no tag of ours.
    """
    if header is None or header.strip() in ("", "*"):
        raise HttpRefused(428, "version_needed", "If-Match", 'an ETag such as "3"')
    found = TAG.fullmatch(header.strip())
    if found is None or int(found[1]) >= 2**31:
        raise Stale("changed_meanwhile", "If-Match")
    return int(found[1])


def _version(
    if_match: Annotated[
        str | None, Header(description="ETag of the version that was changed; `*` is refused.", examples=['"3"'])
    ] = None,
) -> int:
    return version_in(if_match)


Version = Annotated[int, Depends(_version)]

"""Versions and drafts of the covenant as answers tell them: every setting with what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.schemas.covenants import DifferenceShown, DraftShown, SettingShown, WholeVersion
from api.sentences.settings import SETTINGS
from scheduler.covenant import CovenantSettings, settings_of
from scheduler.covenant.difference import Differing, settings_paths
from scheduler.covenant.reading import whole
from scheduler.usecases import covenants

VOTED = ("votes_for", "votes_against", "abstained", "voted_on", "minutes")
TEXTS = ("text_zh", "text_en", "in_force_from")
OF_DRAFT = ("id", "title", "note", "state", "based_on", "created_at", "proposed_at", "decided_at", "reason")


def explained(settings: CovenantSettings | None) -> list[SettingShown]:
    """Every setting with its value, the usual one and what it does."""
    usual = settings_paths()
    return [
        SettingShown(path=path, value=value, usual=usual[path], **_what(path))
        for path, value in settings_paths(settings).items()
    ]


def differing(found: Sequence[Differing]) -> list[DifferenceShown]:
    """Settings that differ, with what they do."""
    return [DifferenceShown(path=one.path, before=one.before, after=one.after, **_what(one.path)) for one in found]


def whole_version(row: Any) -> WholeVersion:
    """A version with its text and all of its settings."""
    settings = settings_of(row.settings)
    told = {name: getattr(row, name) for name in (*VOTED, *TEXTS, "version")}
    return WholeVersion(**told, settings=whole(settings), explained=explained(settings))


def draft_shown(session: Any, row: Any) -> DraftShown:
    """A draft with what it would change."""
    told = {name: getattr(row, name) for name in (*OF_DRAFT, *VOTED, *TEXTS)}
    return DraftShown(
        **told,
        settings=whole(settings_of(row.settings)),
        changes=differing(covenants.changes_of(session, row)),
        adopted_as=row.version,
        version=row.row_version,
    )


def _what(path: str) -> dict[str, str]:
    return {"what_zh": SETTINGS[path].text("zh"), "what_en": SETTINGS[path].text("en")}

"""Messages as mails: the sentence that the inbox shows, with a subject."""

from __future__ import annotations

from typing import Any

from api.sentences import sentence

SUBJECT = "mail_subject"


def mail_of(code: str, language: str, numbers: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a message in its reader's language."""
    return sentence(SUBJECT, language, **numbers), sentence(code, language, **numbers) + "\n"

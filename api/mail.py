"""Messages as mails: the sentence that the inbox shows, with a subject."""

from __future__ import annotations

from typing import Any

from api.sentences import sentence

OF_BOOKINGS = "room_"


def mail_of(code: str, language: str, numbers: dict[str, Any]) -> tuple[str, str]:
    """Subject and text of a message in its reader's language."""
    subject = sentence("mail_subject_booking" if code.startswith(OF_BOOKINGS) else "mail_subject", language, **numbers)
    return subject, sentence(code, language, **numbers) + "\n"

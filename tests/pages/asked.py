"""What pages ask of the database, told from what the worker asks beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy import event

from scheduler.office import Office


@dataclass
class Asked:
    """Statements with what was handed to them."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def about(self, table: str) -> int:
        """How many read a table first of all."""
        return sum(text.partition("\nFROM ")[2].split(maxsplit=1)[:1] == [table] for text, _ in self.statements)


@contextmanager
def asking(office: Office) -> Iterator[Asked]:
    """What the database's readers are asked for calls, while this lasts."""
    found, engine = Asked(), office.database.reader

    def note(_connection: Any, _cursor: Any, text: str, given: Any, *_more: Any) -> None:
        if "request" in structlog.contextvars.get_contextvars():
            found.statements.append((text, given))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)

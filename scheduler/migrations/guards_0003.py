"""What the database itself refuses of rosters: changes to steps of seats and to the time bank."""

from __future__ import annotations

from scheduler.migrations.guards_0001 import SQLITE_UP as FIRST

WRITTEN_ONCE = ("seat_event", "hours_transaction", "hours_posting")

POSTGRES_UP = tuple(
    f"CREATE TRIGGER {table}_{name} BEFORE {verbs} ON {table} EXECUTE FUNCTION refuse_change()"
    for table in WRITTEN_ONCE
    for name, verbs in (("written_once", "UPDATE OR TRUNCATE"), ("kept", "DELETE"))
)
POSTGRES_DOWN = tuple(
    f"DROP TRIGGER {table}_{name} ON {table}" for table in WRITTEN_ONCE for name in ("written_once", "kept")
)
SQLITE_UP = tuple(
    f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'written_once: {table}'); END"
    for table in WRITTEN_ONCE
    for name, verb in (("written_once", "UPDATE"), ("kept", "DELETE"))
)
SQLITE_DOWN = (
    *(f"DROP TRIGGER {table}_{name}" for table in WRITTEN_ONCE for name in ("written_once", "kept")),
    # The table of occupations was copied, and copies have no triggers.
    *(statement for statement in FIRST if "occupation_no_overlap" in statement),
)

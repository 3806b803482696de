"""What the database itself refuses of money, agreements, disputes and gates: changes to what is written once."""

from __future__ import annotations

WRITTEN_ONCE = ("money_transaction", "money_transfer", "money_month", "agreement_event", "dispute_event", "passage")
# What gates told is thrown away after the days of the covenant: it is never changed, but not kept for ever.
_TRIGGERS = tuple(
    (table, name, verb)
    for table in WRITTEN_ONCE
    for name, verb in (("written_once", "UPDATE"), ("kept", "DELETE"))
    if (table, name) != ("passage", "kept")
)

POSTGRES_UP = tuple(
    f"CREATE TRIGGER {table}_{name} BEFORE {verb if verb == 'DELETE' else 'UPDATE OR TRUNCATE'} ON {table} "
    "EXECUTE FUNCTION refuse_change()"
    for table, name, verb in _TRIGGERS
)
POSTGRES_DOWN = tuple(f"DROP TRIGGER {table}_{name} ON {table}" for table, name, _ in _TRIGGERS)
SQLITE_UP = tuple(
    f"CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'written_once: {table}'); END"
    for table, name, verb in _TRIGGERS
)
SQLITE_DOWN = tuple(f"DROP TRIGGER {table}_{name}" for table, name, _ in _TRIGGERS)

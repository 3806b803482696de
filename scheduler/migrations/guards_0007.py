"""What the database itself refuses of records of service: changes to what was issued.

To drop the table drops them as well.
"""

from __future__ import annotations

POSTGRES_UP = (
    "CREATE TRIGGER service_record_written_once BEFORE UPDATE OR TRUNCATE ON service_record "
    "EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER service_record_kept BEFORE DELETE ON service_record EXECUTE FUNCTION refuse_change()",
)
SQLITE_UP = tuple(
    f"CREATE TRIGGER service_record_{name} BEFORE {verb} ON service_record "
    "BEGIN SELECT RAISE(ABORT, 'written_once: service_record'); END"
    for name, verb in (("written_once", "UPDATE"), ("kept", "DELETE"))
)

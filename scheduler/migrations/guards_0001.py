"""What the database itself refuses, in the words of each database; part of revision 0001.

An overlap of two active rows of one resource: on PostgreSQL an exclusion constraint; on SQLite a trigger that looks at
the predecessor only, which is enough while the stored rows are free of overlaps (if any row overlaps a new one, the
one with the greatest start below the new end does). Changes to what is written once: audit entries, steps of a
registration, rows of a publication.
"""

from __future__ import annotations

WRITTEN_ONCE = ("audit_entry", "registration_event", "publication_row")

SECONDS = "date_part('epoch', {} - TIMESTAMPTZ '1970-01-01 00:00:00+00')::bigint"
"""Seconds since 1970, told with functions that PostgreSQL knows to be immutable."""

POSTGRES_UP = (
    # A stretch of the number line for each resource: one range tells resource and time, and no extension is needed.
    f"ALTER TABLE occupation ADD CONSTRAINT occupation_no_overlap EXCLUDE USING gist (int8range("
    f"(resource_id << 33) + {SECONDS.format('starts_at')}, (resource_id << 33) + {SECONDS.format('ends_at')}"
    ") WITH &&) WHERE (active)",
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'written_once: %', TG_TABLE_NAME "
    "USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *(
        f"CREATE TRIGGER {table}_written_once BEFORE UPDATE OR TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()"
        for table in WRITTEN_ONCE
    ),
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} EXECUTE FUNCTION refuse_change()"
        for table in ("audit_entry", "registration_event")
    ),
    "CREATE FUNCTION refuse_public_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF (SELECT state FROM publication WHERE id = OLD.publication_id) IN ('prepared', 'published') THEN "
    "RAISE EXCEPTION 'written_once: publication_row' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
    "RETURN OLD; END $$",
    "CREATE TRIGGER publication_row_kept BEFORE DELETE ON publication_row FOR EACH ROW "
    "EXECUTE FUNCTION refuse_public_change()",
    "CREATE TRIGGER publication_content_kept BEFORE UPDATE OF content_digest, plan_id, version, round_id "
    "ON publication FOR EACH ROW WHEN (OLD.state IN ('prepared', 'published')) EXECUTE FUNCTION refuse_change()",
)
POSTGRES_DOWN = (
    *(f"DROP TRIGGER {table}_written_once ON {table}" for table in WRITTEN_ONCE),
    *(f"DROP TRIGGER {table}_kept ON {table}" for table in WRITTEN_ONCE),
    "DROP TRIGGER publication_content_kept ON publication",
    "DROP FUNCTION refuse_change()",
    "DROP FUNCTION refuse_public_change()",
    "ALTER TABLE occupation DROP CONSTRAINT occupation_no_overlap",
)

_PREDECESSOR = (
    "SELECT RAISE(ABORT, 'occupation_no_overlap') WHERE (SELECT ends_at FROM occupation "
    "WHERE resource_id = NEW.resource_id AND active = 1 AND starts_at < NEW.ends_at{but} "
    "ORDER BY starts_at DESC LIMIT 1) > NEW.starts_at; "
)
SQLITE_UP = (
    "CREATE TRIGGER occupation_no_overlap_insert BEFORE INSERT ON occupation WHEN NEW.active = 1 BEGIN "
    + _PREDECESSOR.format(but="")
    + "END",
    "CREATE TRIGGER occupation_no_overlap_update BEFORE UPDATE OF resource_id, starts_at, ends_at, active "
    "ON occupation WHEN NEW.active = 1 BEGIN " + _PREDECESSOR.format(but=" AND id <> NEW.id") + "END",
    *(
        f"CREATE TRIGGER {table}_written_once BEFORE UPDATE ON {table} BEGIN "
        f"SELECT RAISE(ABORT, 'written_once: {table}'); END"
        for table in WRITTEN_ONCE
    ),
    *(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'written_once: {table}'); END"
        for table in ("audit_entry", "registration_event")
    ),
    "CREATE TRIGGER publication_row_kept BEFORE DELETE ON publication_row "
    "WHEN (SELECT state FROM publication WHERE id = OLD.publication_id) IN ('prepared', 'published') BEGIN "
    "SELECT RAISE(ABORT, 'written_once: publication_row'); END",
    "CREATE TRIGGER publication_content_kept BEFORE UPDATE OF content_digest, plan_id, version, round_id "
    "ON publication WHEN OLD.state IN ('prepared', 'published') "
    "BEGIN SELECT RAISE(ABORT, 'written_once: publication'); END",
)
SQLITE_DOWN = (
    "DROP TRIGGER occupation_no_overlap_insert",
    "DROP TRIGGER occupation_no_overlap_update",
    *(f"DROP TRIGGER {table}_written_once" for table in WRITTEN_ONCE),
    *(f"DROP TRIGGER {table}_kept" for table in WRITTEN_ONCE),
    "DROP TRIGGER publication_content_kept",
)

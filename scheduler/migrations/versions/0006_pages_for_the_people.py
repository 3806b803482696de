"""Versions of names that two people may change, when the counter is open, each end 端 by its own name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
RENAMED = ("community", "organisation")
ASKED = ("registration", "volunteer")
ENDS = ("web", "mobile", "hotline", "door", "import")
NEW_ENDS = ("web", "mobile", "hotline", "window", "door", "letter", "import")
TOLD = (
    *((table, "channel") for table in ASKED),
    *((table, "channel") for table in ("booking", "waiting", "seat", "space_share", "dispute", "feedback")),
    ("agreement", "signed_channel"),
)
"""Where it is told by which end something came in; what is written once keeps the name it was written with."""


def upgrade() -> None:
    for table in RENAMED:
        op.add_column(table, sa.Column("row_version", sa.Integer(), server_default="1", nullable=False))
    for column in ("counter_zh", "counter_en"):
        op.add_column("community", sa.Column(column, sa.Text(), server_default="", nullable=False))
    _restrict_ends(NEW_ENDS)


def downgrade() -> None:
    for table, column in TOLD:
        op.execute(f"UPDATE {table} SET {column} = 'door' WHERE {column} IN ('window', 'letter')")
    _restrict_ends(ENDS)
    with op.batch_alter_table("community") as batch:
        for column in ("counter_en", "counter_zh"):
            batch.drop_column(column)
    for table in RENAMED:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("row_version")


def _restrict_ends(names: tuple[str, ...]) -> None:
    for table in ASKED:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_channel"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_channel"), f"channel IN ({', '.join(map(repr, names))})")

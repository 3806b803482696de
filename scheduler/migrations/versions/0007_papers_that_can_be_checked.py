"""Records of service as they were issued; whether the staff of a site stated that an owner found a space taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scheduler.migrations.guards_0007 import POSTGRES_UP, SQLITE_UP

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_records()
    op.add_column("call_back", sa.Column("confirmed", sa.Boolean(), server_default=sa.false(), nullable=False))
    # Where nothing was paid it was not kept who stated it; these are over within a week.
    op.execute("UPDATE call_back SET confirmed = missed WHERE fen > 0")
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRES_UP:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("call_back") as batch:
        batch.drop_column("confirmed")
    op.drop_table("service_record")


def _add_records() -> None:
    op.create_table(
        "service_record",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("shifts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("shown_to", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_service_record_community_id")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_service_record_volunteer_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["account.id"], name=op.f("fk_service_record_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_record")),
        sa.UniqueConstraint("code", name=op.f("uq_service_record_code")),
    )
    op.create_index(op.f("ix_service_record_volunteer_id"), "service_record", ["volunteer_id"], unique=False)

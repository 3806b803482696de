"""The covenant's drafts, agreements, the use of spaces, money, disputes, what people think."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from scheduler.migrations.guards_0005 import POSTGRES_DOWN, POSTGRES_UP, SQLITE_DOWN, SQLITE_UP

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
TABLES = (
    "violation",
    "agreement_event",
    "stay",
    "agreement",
    "payment_part",
    "money_transfer",
    "dispute_event",
    "dispute_effect",
    "covenant_draft",
    "call_back",
    "space_share",
    "register_entry",
    "refund",
    "payment",
    "passage",
    "money_transaction",
    "money_month",
    "feedback",
    "dispute",
    "block",
    "quote",
    "invoice",
    "number_series",
    "money_account",
)
ROLES = ("resident", "property_staff", "coordinator", "admin", "auditor")
NEW_ROLES = (*ROLES, "committee", "council")


def upgrade() -> None:
    _add_tables()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for column in ("votes_for", "votes_against", "abstained"):
        op.add_column("covenant", sa.Column(column, sa.Integer(), nullable=True))
    op.add_column("covenant", sa.Column("voted_on", sa.Date(), nullable=True))
    op.add_column("covenant", sa.Column("minutes", sa.String(length=200), server_default="", nullable=False))
    op.add_column("day_override", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    # A reference that comes with its column needs no copy of the table on SQLite.
    if on_sqlite:
        op.execute("ALTER TABLE space ADD COLUMN owner_id CHAR(32) CONSTRAINT fk_space_owner_id REFERENCES member (id)")
    else:
        op.add_column("space", sa.Column("owner_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f("fk_space_owner_id"), "space", "member", ["owner_id"], ["id"])
    op.create_index(op.f("ix_space_owner_id"), "space", ["owner_id"], unique=False)
    _restrict_roles(NEW_ROLES)
    for statement in SQLITE_UP if on_sqlite else POSTGRES_UP:
        op.execute(statement)


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_DOWN if on_sqlite else POSTGRES_DOWN:
        op.execute(statement)
    op.execute("DELETE FROM role WHERE name IN ('committee', 'council')")
    _restrict_roles(ROLES)
    op.drop_index(op.f("ix_space_owner_id"), table_name="space")
    with op.batch_alter_table("space") as batch:
        if not on_sqlite:  # there the reference is part of the column
            batch.drop_constraint(op.f("fk_space_owner_id"), type_="foreignkey")
        batch.drop_column("owner_id")
    with op.batch_alter_table("day_override") as batch:
        batch.drop_column("reason")
    with op.batch_alter_table("covenant") as batch:
        for column in ("minutes", "voted_on", "abstained", "votes_against", "votes_for"):
            batch.drop_column(column)
    for table in TABLES:
        op.drop_table(table)


def _restrict_roles(names: tuple[str, ...]) -> None:
    with op.batch_alter_table("role") as batch:
        batch.drop_constraint(op.f("ck_role_name"), type_="check")
        batch.create_check_constraint(op.f("ck_role_name"), f"name IN ({', '.join(map(repr, names))})")


def _add_tables() -> None:
    op.create_table(
        "money_account",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("ceiling", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('receivable', 'payable', 'cash', 'bank', 'provider', 'income', 'fund', 'platform', "
            "'operator', 'owner')",
            name=op.f("ck_money_account_kind"),
        ),
        sa.CheckConstraint("ceiling IS NULL OR balance <= ceiling", name=op.f("ck_money_account_ceiling")),
        sa.CheckConstraint("floor IS NULL OR balance >= floor", name=op.f("ck_money_account_floor")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_money_account_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_account")),
        sa.UniqueConstraint(
            "community_id", "kind", "subject_id", name=op.f("uq_money_account_community_id_kind_subject_id")
        ),
    )
    op.create_table(
        "number_series",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_number_series_community_id")),
        sa.PrimaryKeyConstraint("community_id", "kind", name=op.f("pk_number_series")),
    )
    op.create_table(
        "invoice",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("covenant_version", sa.Integer(), nullable=False),
        sa.Column("income", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("settled_fen", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("income IN ('shared', 'own', 'booking', 'overstay')", name=op.f("ck_invoice_income")),
        sa.CheckConstraint("fen > 0 AND settled_fen >= 0 AND settled_fen <= fen", name=op.f("ck_invoice_fen")),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_invoice_owner_id")),
        sa.CheckConstraint("state IN ('issued', 'paid', 'cancelled')", name=op.f("ck_invoice_state")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_invoice_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_invoice_member_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_invoice_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_invoice_community_id_number")),
    )
    op.create_index(
        "uq_invoice_cause_id_month",
        "invoice",
        ["cause_id", "month"],
        unique=True,
        postgresql_where=sa.text("state <> 'cancelled'"),
        sqlite_where=sa.text("state <> 'cancelled'"),
    )
    op.create_index(op.f("ix_invoice_community_id_member_id"), "invoice", ["community_id", "member_id"], unique=False)
    op.create_index(
        op.f("ix_invoice_community_id_state_due_on"), "invoice", ["community_id", "state", "due_on"], unique=False
    )
    op.create_table(
        "quote",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("covenant_version", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("subject IN ('registration', 'booking', 'agreement')", name=op.f("ck_quote_subject")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_quote_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_quote_member_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_quote_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    op.create_index(op.f("ix_quote_community_id_member_id"), "quote", ["community_id", "member_id"], unique=False)
    op.create_index(op.f("ix_quote_subject_id"), "quote", ["subject_id"], unique=False)
    op.create_index(
        "uq_quote_standing",
        "quote",
        ["subject_id"],
        unique=True,
        postgresql_where=sa.text("replaced_at IS NULL"),
        sqlite_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "block",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("violations", sa.Integer(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("until > since", name=op.f("ck_block_not_empty")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_block_community_id")),
        sa.ForeignKeyConstraint(["lifted_by"], ["account.id"], name=op.f("fk_block_lifted_by")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_block_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_vehicle_id_until"), "block", ["vehicle_id", "until"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("covenant_version", sa.Integer(), nullable=False),
        sa.Column("statement_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("outcome_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hearing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "about IN ('decision', 'fee', 'violation', 'neighbour', 'owner_return', 'booking')",
            name=op.f("ck_dispute_about"),
        ),
        sa.CheckConstraint(
            "state IN ('opened', 'mediation', 'settled', 'arbitration', 'decided', 'withdrawn', 'dismissed')",
            name=op.f("ck_dispute_state"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_dispute_community_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_dispute_decided_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_dispute_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_dispute_operator_id")),
        sa.ForeignKeyConstraint(["other_id"], ["member.id"], name=op.f("fk_dispute_other_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_dispute_round_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_dispute_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("receipt", name=op.f("uq_dispute_receipt")),
    )
    op.create_index(
        op.f("ix_dispute_community_id_state_answer_by"), "dispute", ["community_id", "state", "answer_by"], unique=False
    )
    op.create_index(op.f("ix_dispute_member_id"), "dispute", ["member_id"], unique=False)
    op.create_index(op.f("ix_dispute_other_id"), "dispute", ["other_id"], unique=False)
    op.create_index(op.f("ix_dispute_subject_id"), "dispute", ["subject_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("use_id", sa.Uuid(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("comment_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("subject IN ('site', 'room', 'organisation', 'shift')", name=op.f("ck_feedback_subject")),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_feedback_stars")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_feedback_community_id")),
        sa.ForeignKeyConstraint(["hidden_by"], ["account.id"], name=op.f("fk_feedback_hidden_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_feedback_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_feedback_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("member_id", "use_id", "subject", name=op.f("uq_feedback_member_id_use_id_subject")),
    )
    op.create_index(
        op.f("ix_feedback_community_id_subject_subject_id"),
        "feedback",
        ["community_id", "subject", "subject_id"],
        unique=False,
    )
    op.create_table(
        "money_month",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["closed_by"], ["account.id"], name=op.f("fk_money_month_closed_by")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_money_month_community_id")),
        sa.PrimaryKeyConstraint("community_id", "month", name=op.f("pk_money_month")),
    )
    op.create_table(
        "money_transaction",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("covenant_version", sa.Integer(), nullable=True),
        sa.Column("month", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('charge', 'payment', 'split', 'refund', 'payout', 'waiver', 'compensation', 'carry', "
            "'correction')",
            name=op.f("ck_money_transaction_kind"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_money_transaction_actor_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_money_transaction_community_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["money_transaction.id"], name=op.f("fk_money_transaction_reverses_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_money_transaction_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_transaction")),
        sa.UniqueConstraint(
            "community_id", "kind", "cause_id", name=op.f("uq_money_transaction_community_id_kind_cause_id")
        ),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_money_transaction_community_id_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_money_transaction_reverses_id")),
    )
    op.create_index(
        op.f("ix_money_transaction_community_id_month"), "money_transaction", ["community_id", "month"], unique=False
    )
    op.create_table(
        "passage",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("plate_index", sa.LargeBinary(), nullable=False),
        sa.Column("plate_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name=op.f("ck_passage_direction")),
        sa.CheckConstraint("source IN ('gate', 'file', 'clerk')", name=op.f("ck_passage_source")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_passage_community_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_passage_recorded_by")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_passage_site_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_passage_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("site_id", "reference", name=op.f("uq_passage_site_id_reference")),
    )
    op.create_index(op.f("ix_passage_community_id_at"), "passage", ["community_id", "at"], unique=False)
    op.create_index(
        op.f("ix_passage_site_id_plate_index_at"), "passage", ["site_id", "plate_index", "at"], unique=False
    )
    op.create_index(op.f("ix_passage_vehicle_id"), "passage", ["vehicle_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("method IN ('cash', 'transfer', 'provider')", name=op.f("ck_payment_method")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_payment_fen")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_payment_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_payment_member_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_payment_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_payment_community_id_number")),
    )
    op.create_index(op.f("ix_payment_member_id"), "payment", ["member_id"], unique=False)
    op.create_index(
        "uq_payment_reference",
        "payment",
        ["community_id", "method", "reference"],
        unique=True,
        postgresql_where=sa.text("reversed_at IS NULL"),
        sqlite_where=sa.text("reversed_at IS NULL"),
    )
    op.create_table(
        "refund",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=True),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('due', 'paid', 'withdrawn')", name=op.f("ck_refund_state")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_refund_fen")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_refund_community_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_refund_invoice_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_refund_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("community_id", "cause_id", "rule", name=op.f("uq_refund_community_id_cause_id_rule")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_refund_community_id_number")),
    )
    op.create_index(op.f("ix_refund_invoice_id"), "refund", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_refund_member_id"), "refund", ["member_id"], unique=False)
    op.create_table(
        "register_entry",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "document IN ('identity_card', 'vehicle_licence', 'title_deed', 'lease', "
            "'employer_letter', 'disability_card', 'insurance')",
            name=op.f("ck_register_entry_document"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_register_entry_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_register_entry_member_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_register_entry_recorded_by")),
        sa.ForeignKeyConstraint(["struck_by"], ["account.id"], name=op.f("fk_register_entry_struck_by")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_register_entry_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
    )
    op.create_index(
        op.f("ix_register_entry_community_id_member_id"), "register_entry", ["community_id", "member_id"], unique=False
    )
    op.create_table(
        "space_share",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('active', 'ended')", name=op.f("ck_space_share_state")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_space_share_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_space_share_member_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["account.id"], name=op.f("fk_space_share_operator_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_space_share_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_share")),
    )
    op.create_index(
        op.f("ix_space_share_community_id_member_id"), "space_share", ["community_id", "member_id"], unique=False
    )
    op.create_index(op.f("ix_space_share_space_id_state"), "space_share", ["space_id", "state"], unique=False)
    op.create_table(
        "call_back",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("space_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("fallback_id", sa.Uuid(), nullable=True),
        sa.Column("missed", sa.Boolean(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('given_back', 'fallback', 'compensated', 'withdrawn')", name=op.f("ck_call_back_state")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_call_back_not_empty")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_call_back_booking_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_call_back_community_id")),
        sa.ForeignKeyConstraint(["fallback_id"], ["space.id"], name=op.f("fk_call_back_fallback_id")),
        sa.ForeignKeyConstraint(["share_id"], ["space_share.id"], name=op.f("fk_call_back_share_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_call_back_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
    )
    op.create_index(op.f("ix_call_back_community_id_asked_at"), "call_back", ["community_id", "asked_at"], unique=False)
    op.create_index(op.f("ix_call_back_share_id"), "call_back", ["share_id"], unique=False)
    op.create_index(op.f("ix_call_back_space_id_starts_at"), "call_back", ["space_id", "starts_at"], unique=False)
    op.create_table(
        "covenant_draft",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("in_force_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("abstained", sa.Integer(), nullable=True),
        sa.Column("voted_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("scenario_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'proposed', 'adopted', 'rejected', 'withdrawn')", name=op.f("ck_covenant_draft_state")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_covenant_draft_community_id")),
        sa.ForeignKeyConstraint(["created_by"], ["account.id"], name=op.f("fk_covenant_draft_created_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_covenant_draft_decided_by")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_covenant_draft_scenario_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_covenant_draft")),
    )
    op.create_index(
        op.f("ix_covenant_draft_community_id_state"), "covenant_draft", ["community_id", "state"], unique=False
    )
    op.create_table(
        "dispute_effect",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("space_id", sa.Uuid(), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("applied_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('pin', 'forbid', 'compensate', 'correct_points', 'waive', 'lift_block')",
            name=op.f("ck_dispute_effect_kind"),
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_dispute_effect_community_id")),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_effect_dispute_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_dispute_effect_room_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_dispute_effect_site_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_dispute_effect_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_effect")),
    )
    op.create_index(op.f("ix_dispute_effect_dispute_id"), "dispute_effect", ["dispute_id"], unique=False)
    op.create_index(op.f("ix_dispute_effect_subject_id"), "dispute_effect", ["subject_id"], unique=False)
    op.create_table(
        "dispute_event",
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("note_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("inner", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_dispute_event_actor_id")),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_event_dispute_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_event")),
    )
    op.create_index(op.f("ix_dispute_event_dispute_id"), "dispute_event", ["dispute_id"], unique=False)
    op.create_table(
        "money_transfer",
        sa.Column("transaction_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("debit_id", sa.Uuid(), nullable=False),
        sa.Column("credit_id", sa.Uuid(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("debit_id <> credit_id", name=op.f("ck_money_transfer_two_accounts")),
        sa.CheckConstraint("fen > 0", name=op.f("ck_money_transfer_fen")),
        sa.ForeignKeyConstraint(["credit_id"], ["money_account.id"], name=op.f("fk_money_transfer_credit_id")),
        sa.ForeignKeyConstraint(["debit_id"], ["money_account.id"], name=op.f("fk_money_transfer_debit_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["money_transaction.id"], name=op.f("fk_money_transfer_transaction_id")
        ),
        sa.PrimaryKeyConstraint("transaction_id", "line", name=op.f("pk_money_transfer")),
    )
    op.create_index(op.f("ix_money_transfer_credit_id"), "money_transfer", ["credit_id"], unique=False)
    op.create_index(op.f("ix_money_transfer_debit_id"), "money_transfer", ["debit_id"], unique=False)
    op.create_table(
        "payment_part",
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_payment_part_fen")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_part_invoice_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_part_payment_id")),
        sa.PrimaryKeyConstraint("payment_id", "invoice_id", name=op.f("pk_payment_part")),
    )
    op.create_index(op.f("ix_payment_part_invoice_id"), "payment_part", ["invoice_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=True),
        sa.Column("covenant_version", sa.Integer(), nullable=False),
        sa.Column("terms_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sign_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_channel", sa.String(length=200), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("suspended_from", sa.Date(), nullable=True),
        sa.Column("suspended_until", sa.Date(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("renews_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('drawn_up', 'signed', 'active', 'suspended', 'ended', 'lapsed', 'replaced')",
            name=op.f("ck_agreement_state"),
        ),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_agreement_allocation_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_agreement_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_agreement_member_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_agreement_quote_id")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_agreement_registration_id")),
        sa.ForeignKeyConstraint(["renews_id"], ["agreement.id"], name=op.f("fk_agreement_renews_id")),
        sa.ForeignKeyConstraint(["replaces_id"], ["agreement.id"], name=op.f("fk_agreement_replaces_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_agreement_round_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_agreement_site_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_agreement_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("code", name=op.f("uq_agreement_code")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_agreement_community_id_number")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_agreement_replaces_id")),
    )
    op.create_index(
        op.f("ix_agreement_community_id_member_id"), "agreement", ["community_id", "member_id"], unique=False
    )
    op.create_index(op.f("ix_agreement_community_id_state"), "agreement", ["community_id", "state"], unique=False)
    op.create_index(op.f("ix_agreement_registration_id"), "agreement", ["registration_id"], unique=False)
    op.create_index(op.f("ix_agreement_round_id"), "agreement", ["round_id"], unique=False)
    op.create_index(op.f("ix_agreement_vehicle_id"), "agreement", ["vehicle_id"], unique=False)
    op.create_index(
        "uq_agreement_living",
        "agreement",
        ["registration_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('drawn_up', 'signed', 'active', 'suspended')"),
        sqlite_where=sa.text("state IN ('drawn_up', 'signed', 'active', 'suspended')"),
    )
    op.create_table(
        "stay",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("plate_index", sa.LargeBinary(), nullable=False),
        sa.Column("plate_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exit_missing", sa.Boolean(), nullable=False),
        sa.Column("allocation_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("allowed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overstay_minutes", sa.Integer(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"], name=op.f("fk_stay_allocation_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_stay_booking_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_stay_community_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_stay_site_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_stay_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
    )
    op.create_index(op.f("ix_stay_community_id_entered_at"), "stay", ["community_id", "entered_at"], unique=False)
    op.create_index(op.f("ix_stay_community_id_look_at"), "stay", ["community_id", "look_at"], unique=False)
    op.create_index(op.f("ix_stay_vehicle_id_entered_at"), "stay", ["vehicle_id", "entered_at"], unique=False)
    op.create_index(
        "uq_stay_open",
        "stay",
        ["site_id", "plate_index"],
        unique=True,
        postgresql_where=sa.text("left_at IS NULL"),
        sqlite_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "agreement_event",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_agreement_event_actor_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_event_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_event")),
    )
    op.create_index(op.f("ix_agreement_event_agreement_id"), "agreement_event", ["agreement_id"], unique=False)
    op.create_table(
        "violation",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("vehicle_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("stay_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('overstay', 'no_right', 'wrong_place', 'blocked_entry', 'no_show')",
            name=op.f("ck_violation_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'warned', 'charged', 'waived', 'expired')", name=op.f("ck_violation_state")
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_violation_community_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_violation_member_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_violation_recorded_by")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_violation_site_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_violation_stay_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_violation_vehicle_id")),
        sa.ForeignKeyConstraint(["waived_by"], ["account.id"], name=op.f("fk_violation_waived_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_violation")),
        sa.UniqueConstraint("stay_id", "kind", name=op.f("uq_violation_stay_id_kind")),
    )
    op.create_index(op.f("ix_violation_community_id_at"), "violation", ["community_id", "at"], unique=False)
    op.create_index(
        op.f("ix_violation_community_id_vehicle_id_counts_until"),
        "violation",
        ["community_id", "vehicle_id", "counts_until"],
        unique=False,
    )

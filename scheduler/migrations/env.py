"""Alembic's entry: the connection comes from `scheduler.migrate`, never from a file."""

from alembic import context

from scheduler.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

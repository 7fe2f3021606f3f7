"""Run by alembic: the revisions are applied on the connection, and in the transaction, that `migrating` hands over."""

from __future__ import annotations

from alembic import context

from configurator.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()

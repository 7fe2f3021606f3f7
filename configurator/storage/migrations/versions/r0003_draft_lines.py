"""The lines that a draft came to when it was saved, so that many quotes can be tried against another catalog."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("quote_versions", sa.Column("lines", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("quote_versions", "lines")

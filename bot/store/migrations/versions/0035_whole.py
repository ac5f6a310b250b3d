"""Which articles are translated whole, and which only as far as their briefs need.

Revision 0035, after 0034. What was translated before was translated whole.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "articles", sa.Column("whole", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.create_index("ix_articles_whole", "articles", ["whole", "stage", "number"])


def downgrade() -> None:
    op.drop_index("ix_articles_whole", "articles")
    op.drop_column("articles", "whole")

"""The page of a digest, and how often what is shown of an article changed.

Revision 0039, after 0037. Digests of before have no page.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digests", sa.Column("page", sa.String(64)))
    op.add_column(
        "articles", sa.Column("revision", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    op.drop_column("articles", "revision")
    op.drop_column("digests", "page")

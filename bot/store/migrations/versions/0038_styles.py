"""Briefs in the styles that chats choose, and who wrote the digests that were sent.

Revision 0038, after 0035. Of what was sent before, nothing is known.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "styled_briefs",
        sa.Column("article", _KEY, nullable=False),
        sa.Column("style", sa.String(64), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", "style", name="pk_styled_briefs"),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.number"],
            name="fk_styled_briefs_article",
            ondelete="CASCADE",
        ),
    )
    op.add_column("digests", sa.Column("writers", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("digests", "writers")
    op.drop_table("styled_briefs")

"""What articles are recognised by, which are versions of one, and what chats were told of that.

Revision 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "article_keys",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.Column("value", sa.Text()),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_article_keys_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("kind", "key", "article", name="pk_article_keys"),
    )
    op.create_index("ix_article_keys_article", "article_keys", ["article"])
    op.create_table(
        "article_versions",
        sa.Column("article", _KEY, nullable=False),
        sa.Column("series", _KEY, nullable=False),
        sa.Column("current_at", _UTC, nullable=False),
        sa.Column("anew", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.number"],
            name="fk_article_versions_article",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article", name="pk_article_versions"),
    )
    op.create_index("ix_article_versions_series", "article_versions", ["series"])
    op.create_table(
        "versions_told",
        sa.Column("chat", _KEY, nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.Column("at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_versions_told_chat", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_versions_told_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat", "article", name="pk_versions_told"),
    )
    op.create_index("ix_versions_told_article", "versions_told", ["article"])


def downgrade() -> None:
    op.drop_table("versions_told")
    op.drop_table("article_versions")
    op.drop_table("article_keys")

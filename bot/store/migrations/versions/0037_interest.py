"""What a chat thinks of its stories, and why each stood where it did in a digest.

Revision 0037, after 0038.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0037"
down_revision = "0038"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("chat", _KEY, nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.Column("user", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", "article", "user", name="pk_votes"),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_votes_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_votes_article", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_votes_article", "votes", ["article"])
    op.create_table(
        "digest_stories",
        sa.Column("digest", _KEY, nullable=False),
        sa.Column("story", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.Column("worth", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("digest", "story", name="pk_digest_stories"),
        sa.ForeignKeyConstraint(
            ["digest"], ["digests.id"], name="fk_digest_stories_digest", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_digest_stories_article", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_digest_stories_article", "digest_stories", ["article"])


def downgrade() -> None:
    op.drop_table("digest_stories")
    op.drop_table("votes")

"""What readers say is wrong with a translation.

Revision 0034, after 0033.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "amendments",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("chat", _KEY),
        sa.Column("user", sa.BigInteger()),
        sa.Column("article", _KEY),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("arabic", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("wrong", sa.String(16), nullable=False),
        sa.Column("english", sa.Text(), nullable=False),
        sa.Column("name_arabic", sa.String(128), nullable=False),
        sa.Column("name_english", sa.String(128), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", _UTC, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_amendments"),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_amendments_chat", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_amendments_article", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    for name in ("chat", "article", "key", "state"):
        op.create_index(f"ix_amendments_{name}", "amendments", [name])


def downgrade() -> None:
    op.drop_table("amendments")

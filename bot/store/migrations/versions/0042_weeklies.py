"""When the picture of the week next comes to a chat.

Revision 0042, after 0039. No chat of before has it sent by itself.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0039"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "weeklies",
        sa.Column("chat", _KEY, autoincrement=False, nullable=False),
        sa.Column("wall", sa.String(5), nullable=False),
        sa.Column("day", sa.String(7), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("next_run", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_weeklies"),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_weeklies_chat", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_weeklies_next_run", "weeklies", ["next_run"])


def downgrade() -> None:
    op.drop_table("weeklies")

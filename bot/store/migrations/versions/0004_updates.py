"""Updates that were answered; former ids of supergroups in a table of their own, where a chat
that is forgotten does not take them along.

Revision 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "updates",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_updates"),
    )
    op.create_index("ix_updates_at", "updates", ["at"])
    op.create_table(
        "former_ids",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("formerly", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("telegram_id", name="pk_former_ids"),
    )
    op.execute(
        "INSERT INTO former_ids (telegram_id, formerly) SELECT telegram_id, max(formerly) "
        "FROM chats WHERE formerly IS NOT NULL GROUP BY telegram_id"
    )
    op.drop_column("chats", "formerly")


def downgrade() -> None:
    op.add_column("chats", sa.Column("formerly", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE chats SET formerly = (SELECT formerly FROM former_ids "
        "WHERE former_ids.telegram_id = chats.telegram_id)"
    )
    op.drop_table("former_ids")
    op.drop_table("updates")

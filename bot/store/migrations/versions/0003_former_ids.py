"""The id a supergroup had as a group, which the operator's list may still hold.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chats", sa.Column("formerly", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("chats", "formerly")

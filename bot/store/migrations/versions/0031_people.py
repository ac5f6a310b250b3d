"""What a blocked user was before, and by which invitation somebody came.

Revision 0031, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("users", sa.Column("before", sa.String(16)))
    op.add_column("users", sa.Column("invitation", _KEY))


def downgrade() -> None:
    op.drop_column("users", "invitation")
    op.drop_column("users", "before")

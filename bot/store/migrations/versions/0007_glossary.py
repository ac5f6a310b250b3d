"""How names are spelled in English: the operator's entries and what articles taught.

Revision 0007, after 0006.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "glossary",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("arabic", sa.String(128), nullable=False),
        sa.Column("english", sa.String(128), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("first_seen", _UTC, nullable=False),
        sa.Column("changed_at", _UTC, nullable=False),
        sa.Column("article", _KEY),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_glossary_article", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_glossary"),
        sa.UniqueConstraint("key", name="uq_glossary_key"),
    )


def downgrade() -> None:
    op.drop_table("glossary")

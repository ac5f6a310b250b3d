"""Sources and what became of their entries; an article's source and the digest it is for.

Revision 0005, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    _sources()
    _entries()
    # In words, since a batch would make the table anew and its full-text triggers would go.
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE articles ADD COLUMN source {kind} "
        "CONSTRAINT fk_articles_source REFERENCES sources (id) ON DELETE SET NULL"
    )
    op.add_column("articles", sa.Column("slot", _UTC))
    op.create_index("ix_articles_source", "articles", ["source"])
    op.create_index("ix_articles_waiting", "articles", ["stage", "slot", "source", "not_before"])


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("title", sa.String(256), server_default="", nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("topic", sa.String(64), server_default="", nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("owner", sa.BigInteger()),
        sa.Column("interval_minutes", sa.Integer()),
        sa.Column("user_agent", sa.String(256)),
        sa.Column("full_text", sa.String(8), server_default="auto", nullable=False),
        sa.Column("must", _JSON, nullable=False),
        sa.Column("must_not", _JSON, nullable=False),
        sa.Column("health", sa.String(16), server_default="ok", nullable=False),
        sa.Column("created_at", _UTC, nullable=False),
        sa.Column("checked_at", _UTC),
        sa.Column("next_check", _UTC, nullable=False),
        sa.Column("last_ok", _UTC),
        sa.Column("last_new", _UTC),
        sa.Column("newest_at", _UTC),
        sa.Column("pace_minutes", sa.Integer()),
        sa.Column("failing_since", _UTC),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reported_at", _UTC),
        sa.Column("error", sa.String(64), server_default="", nullable=False),
        sa.Column("reason", sa.String(512), server_default="", nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("wishes", _JSON),
        sa.Column("moved_to", sa.Text()),
        sa.Column("moved_times", sa.Integer(), server_default="0", nullable=False),
        sa.Column("claim", sa.String(32), server_default="", nullable=False),
        sa.Column("claimed_until", _UTC),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sqlite_autoincrement=True,
    )
    shared = sa.text("owner IS NULL")
    op.create_index(
        "uq_sources_url_shared",
        "sources",
        ["url"],
        unique=True,
        sqlite_where=shared,
        postgresql_where=shared,
    )
    op.create_index("uq_sources_url_owner", "sources", ["url", "owner"], unique=True)
    op.create_index("ix_sources_next_check", "sources", ["next_check"])


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("source", _KEY, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("published", _UTC),
        sa.Column("found_at", _UTC, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("slot", _UTC),
        sa.Column("article", _KEY),
        sa.Column("error", sa.String(64), server_default="", nullable=False),
        sa.Column("reason", sa.String(512), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", _UTC),
        sa.Column("claim", sa.String(32), server_default="", nullable=False),
        sa.Column("claimed_until", _UTC),
        sa.Column("left_at", _UTC),
        sa.Column("fingerprint", sa.String(64), server_default="", nullable=False),
        sa.Column("edits", sa.Integer(), server_default="0", nullable=False),
        sa.Column("payload", sa.Text()),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.id"], name="fk_entries_source", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_entries_article", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.UniqueConstraint("source", "key", name="uq_entries_source_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entries_article", "entries", ["article"])
    op.create_index("ix_entries_state_slot", "entries", ["state", "slot"])
    op.create_index("ix_entries_left_at", "entries", ["left_at"])


def downgrade() -> None:
    op.drop_table("entries")
    op.drop_index("ix_articles_waiting", "articles")
    op.drop_index("ix_articles_source", "articles")
    op.drop_column("articles", "slot")
    op.drop_column("articles", "source")
    op.drop_table("sources")

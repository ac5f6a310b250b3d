"""First tables.

Revision 0001, after none. Later changes to the tables are revisions of their own; this one
stays as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

_GIN = (
    "CREATE INDEX ix_articles_words ON articles USING gin (to_tsvector('simple'::regconfig, words))"
)
# https://www.sqlite.org/fts5.html, external content tables
_FTS5 = (
    "CREATE VIRTUAL TABLE article_words USING fts5("
    "words, content='articles', content_rowid='number', tokenize='unicode61')",
    "CREATE TRIGGER article_words_insert AFTER INSERT ON articles BEGIN "
    "INSERT INTO article_words(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER article_words_delete AFTER DELETE ON articles BEGIN "
    "INSERT INTO article_words(article_words, rowid, words) "
    "VALUES ('delete', old.number, old.words); END",
    "CREATE TRIGGER article_words_update AFTER UPDATE OF words ON articles BEGIN "
    "INSERT INTO article_words(article_words, rowid, words) "
    "VALUES ('delete', old.number, old.words); "
    "INSERT INTO article_words(rowid, words) VALUES (new.number, new.words); END",
)


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("number", _KEY, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=512), server_default="", nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("translation", sa.Text(), nullable=True),
        sa.Column("brief", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_articles"),
        sa.UniqueConstraint("id", name="uq_articles_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_ready_at", "articles", ["ready_at"], unique=False)
    op.create_index("ix_articles_received_at", "articles", ["received_at"], unique=False)
    op.create_index("ix_articles_stage_number", "articles", ["stage", "number"], unique=False)
    op.create_table(
        "chats",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=256), server_default="", nullable=False),
        sa.Column("language", sa.String(length=8), server_default="en", nullable=False),
        sa.Column("settings", _JSON, nullable=False),
        sa.Column("settings_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=16), server_default="active", nullable=False),
        sa.Column("state_reason", sa.String(length=256), server_default="", nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint("telegram_id", "thread", name="uq_chats_telegram_id_thread"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "invites",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("uses_left", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("code_hash", name="uq_invites_code_hash"),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), server_default="", nullable=False),
        sa.Column("beat", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=128), server_default="", nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("standing", sa.String(length=16), server_default="unknown", nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
    )
    op.create_table(
        "callbacks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("chat", _KEY, nullable=False),
        sa.Column("user", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("data", _JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_callbacks_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
    )
    op.create_index("ix_callbacks_chat", "callbacks", ["chat"], unique=False)
    op.create_index("ix_callbacks_created_at", "callbacks", ["created_at"], unique=False)
    op.create_table(
        "digests",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("chat", _KEY, nullable=False),
        sa.Column("slot", sa.String(length=96), nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_by", sa.Integer(), server_default="0", nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_digests_chat", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint("chat", "slot", name="uq_digests_chat_slot"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digests_made_at", "digests", ["made_at"], unique=False)
    op.create_table(
        "incidents",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("chat", _KEY, nullable=True),
        sa.Column("subject", sa.String(length=256), server_default="", nullable=False),
        sa.Column("detail", sa.String(length=512), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_incidents_chat", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_at", "incidents", ["at"], unique=False)
    op.create_index("ix_incidents_chat", "incidents", ["chat"], unique=False)
    op.create_table(
        "schedules",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("chat", _KEY, nullable=False),
        sa.Column("wall", sa.String(length=5), nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("next_run", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_schedules_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        sa.UniqueConstraint("chat", "wall", name="uq_schedules_chat_wall"),
    )
    op.create_index("ix_schedules_next_run", "schedules", ["next_run"], unique=False)
    op.create_table(
        "digest_articles",
        sa.Column("digest", _KEY, nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"], ["articles.number"], name="fk_digest_articles_article", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["digests.id"], name="fk_digest_articles_digest", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", "article", name="pk_digest_articles"),
    )
    op.create_index("ix_digest_articles_article", "digest_articles", ["article"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("chat", _KEY, nullable=False),
        sa.Column("digest", _KEY, nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("payload", _JSON, nullable=False),
        sa.Column("state", sa.String(length=16), server_default="waiting", nullable=False),
        sa.Column("plain", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.String(length=256), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chats.id"], name="fk_outbox_chat", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["digest"], ["digests.id"], name="fk_outbox_digest", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("digest", "position", name="uq_outbox_digest_position"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_chat_message_id", "outbox", ["chat", "message_id"], unique=False)
    op.create_index("ix_outbox_digest", "outbox", ["digest"], unique=False)
    op.create_index("ix_outbox_finished", "outbox", ["finished_at"], unique=False)
    op.create_index(
        "ix_outbox_unsent",
        "outbox",
        ["chat", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_GIN)
    else:
        for statement in _FTS5:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE article_words")
    op.drop_table("outbox")
    op.drop_table("digest_articles")
    op.drop_table("schedules")
    op.drop_table("incidents")
    op.drop_table("digests")
    op.drop_table("callbacks")
    op.drop_table("users")
    op.drop_table("lease")
    op.drop_table("invites")
    op.drop_table("chats")
    op.drop_table("articles")

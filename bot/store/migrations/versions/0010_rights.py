"""Who may see an article. What is stored is given to where it came from.

Feeds of the shared catalogue and pushes are public. An article that a user's own source brought
stays that source's. Any other is given to the chat with an open request for it, else to the chat
with the oldest `view` button of it, else to nobody: it is closed.

Revision 0010, after 0009.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_UTC = sa.DateTime(timezone=True)
_LOG = logging.getLogger(__name__)


def upgrade() -> None:
    op.create_table(
        "article_rights",
        sa.Column("article", _KEY, nullable=False),
        sa.Column("chat", _KEY, nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("user", sa.BigInteger(), nullable=True),
        sa.Column("at", _UTC, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.number"],
            name="fk_article_rights_article",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chat"], ["chats.id"], name="fk_article_rights_chat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article", "chat", name="pk_article_rights"),
    )
    op.create_index("ix_article_rights_chat", "article_rights", ["chat"])
    op.create_table(
        "outbox_articles",
        sa.Column("message", _KEY, nullable=False),
        sa.Column("article", _KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["article"],
            ["articles.number"],
            name="fk_outbox_articles_article",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["outbox.id"], name="fk_outbox_articles_message", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message", "article", name="pk_outbox_articles"),
    )
    op.create_index("ix_outbox_articles_article", "outbox_articles", ["article"])
    op.add_column(
        "articles", sa.Column("public", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "article_keys", sa.Column("scope", sa.String(24), server_default="", nullable=False)
    )
    op.create_index("ix_article_keys_scope", "article_keys", ["scope"])
    _callbacks_of_articles()
    _give_back(op.get_bind())


def _callbacks_of_articles() -> None:
    """A button goes with the article that it is about."""
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a reference only with the column itself.
        op.execute(
            "ALTER TABLE callbacks ADD COLUMN article INTEGER"
            " CONSTRAINT fk_callbacks_article REFERENCES articles (number) ON DELETE CASCADE"
        )
    else:
        op.add_column("callbacks", sa.Column("article", _KEY, nullable=True))
        op.create_foreign_key(
            "fk_callbacks_article",
            "callbacks",
            "articles",
            ["article"],
            ["number"],
            ondelete="CASCADE",
        )
    op.create_index("ix_callbacks_article", "callbacks", ["article"])


# ------------------------------------------------------------------------------ what is stored

_PUSHED = "a submission"
"""The origin of a text that another system pushed without a link."""

_articles = sa.table(
    "articles", sa.column("number", sa.Integer), sa.column("id", sa.String),
    sa.column("public", sa.Boolean), sa.column("origin", sa.String),
)  # fmt: skip
_keys = sa.table(
    "article_keys", sa.column("kind", sa.String), sa.column("key", sa.String),
    sa.column("article", sa.Integer), sa.column("value", sa.String),
    sa.column("scope", sa.String),
)  # fmt: skip
_sources = sa.table("sources", sa.column("id", sa.Integer), sa.column("owner", sa.BigInteger))
_requests = sa.table(
    "requests", sa.column("id", sa.Integer), sa.column("chat", sa.Integer),
    sa.column("user", sa.BigInteger), sa.column("article", sa.Integer),
)  # fmt: skip
_callbacks = sa.table(
    "callbacks", sa.column("id", sa.String), sa.column("chat", sa.Integer),
    sa.column("action", sa.String), sa.column("data", _JSON),
    sa.column("article", sa.Integer), sa.column("created_at", _UTC),
)  # fmt: skip
_rights = sa.table(
    "article_rights", sa.column("article", sa.Integer), sa.column("chat", sa.Integer),
    sa.column("own", sa.Boolean), sa.column("user", sa.BigInteger), sa.column("at", _UTC),
)  # fmt: skip
_glossary = sa.table(
    "glossary", sa.column("article", sa.Integer), sa.column("origin", sa.String)
)  # fmt: skip
_outbox = sa.table(
    "outbox", sa.column("id", sa.Integer), sa.column("payload", _JSON),
    sa.column("state", sa.String),
)  # fmt: skip
_shown = sa.table(
    "outbox_articles", sa.column("message", sa.Integer), sa.column("article", sa.Integer)
)


def _give_back(c: sa.Connection) -> None:
    holders = _buttons(c)
    owners = {str(row.id): row.owner for row in c.execute(sa.select(_sources)).all()}
    brought: dict[int, set[str]] = {}
    for row in c.execute(sa.select(_keys.c.article, _keys.c.value).where(_keys.c.kind == "source")):
        brought.setdefault(row.article, set()).add(row.value)
    pushed = set(c.execute(sa.select(_keys.c.article).where(_keys.c.kind == "caller")).scalars())
    asked = {
        row.article: row.chat
        for row in c.execute(sa.select(_requests).order_by(_requests.c.id.desc()))
        if row.article is not None
    }
    public = kept = closed = 0
    for number, name, origin in c.execute(
        sa.select(_articles.c.number, _articles.c.id, _articles.c.origin)
    ).all():
        theirs = {source for source in brought.get(number, ()) if source in owners}
        chat = asked.get(number) or holders.get(number)
        if (
            any(owners[source] is None for source in theirs)
            or number in pushed
            or (origin == _PUSHED and number not in brought)
        ):
            c.execute(sa.update(_articles).where(_articles.c.number == number).values(public=True))
            public += 1
        elif theirs:
            _keep_in(c, number, name, f"s{min(theirs, key=int)}")
            kept += 1
        elif chat is not None:
            _keep_in(c, number, name, f"c{chat}")
            right = {"article": number, "chat": chat, "own": True, "user": None}
            c.execute(sa.insert(_rights).values(**right, at=datetime.now(UTC)))
            kept += 1
        else:
            _keep_in(c, number, name, "closed")
            closed += 1
    if public or kept or closed:
        _LOG.warning(
            "Articles now belong to those they came from: %d are public, %d are kept for the chat "
            "or source that brought them, and %d are closed, since it is not known who sent them.",
            public,
            kept,
            closed,
        )


def _buttons(c: sa.Connection) -> dict[int, int]:
    """Whose the oldest `view` button of each article is; each button learns its article."""
    oldest: dict[int, int] = {}
    live = set(c.execute(sa.select(_articles.c.number)).scalars())
    rows = c.execute(sa.select(_callbacks).order_by(_callbacks.c.created_at)).all()
    for row in rows:
        number = row.data.get("article") if isinstance(row.data, dict) else None
        if number not in live:
            continue
        c.execute(sa.update(_callbacks).where(_callbacks.c.id == row.id).values(article=number))
        if number is not None and row.action == "view":
            oldest.setdefault(number, row.chat)
    _link_messages(c, {row.id: row.data.get("article") for row in rows if row.data}, live)
    return oldest


def _link_messages(c: sa.Connection, about: dict[str, int | None], live: set[int]) -> None:
    """The messages in the outbox that show an article, told by their buttons.

    A message without such buttons may show one as well, as a page of a translation does. Where it
    was sent its text is of no more use, and goes: nobody could take it back later.
    """
    rows = sa.select(_outbox.c.id, _outbox.c.payload, _outbox.c.state)
    for row in c.execute(rows).all():
        keyboard = (row.payload or {}).get("keyboard", ())
        numbers = {about.get(button[1]) for line in keyboard for button in line} & live
        for number in numbers:
            c.execute(sa.insert(_shown).values(message=row.id, article=number))
        if not numbers and row.state in ("sent", "dropped"):
            nothing = {"text": ""}
            c.execute(sa.update(_outbox).where(_outbox.c.id == row.id).values(payload=nothing))


def _keep_in(c: sa.Connection, number: int, name: str, scope: str) -> None:
    """Its id and keys in a scope of its own; names it taught go from the glossary."""
    c.execute(
        sa.update(_articles).where(_articles.c.number == number).values(id=f"{name}~{scope}"[:32])
    )
    own = _keys.c.article == number, _keys.c.kind != "source"
    for kind, key in c.execute(sa.select(_keys.c.kind, _keys.c.key).where(*own)).all():
        hidden = hashlib.sha256(f"{scope}\0{key}".encode()).hexdigest()[:32]
        mine = _keys.c.kind == kind, _keys.c.key == key, _keys.c.article == number
        c.execute(sa.update(_keys).where(*mine).values(key=hidden, scope=scope))
    c.execute(
        sa.delete(_glossary).where(_glossary.c.article == number, _glossary.c.origin != "operator")
    )


def downgrade() -> None:
    c = op.get_bind()
    for number, name in c.execute(sa.select(_articles.c.number, _articles.c.id)).all():
        plain = name.partition("~")[0]
        taken = c.execute(sa.select(_articles.c.number).where(_articles.c.id == plain)).first()
        if plain != name and taken is None:
            c.execute(sa.update(_articles).where(_articles.c.number == number).values(id=plain))
    # A scoped key says nothing without its scope: the texts are known again by their links' feeds.
    c.execute(sa.delete(_keys).where(_keys.c.scope != ""))
    with op.batch_alter_table("callbacks") as batch:
        batch.drop_index("ix_callbacks_article")
        if c.dialect.name == "postgresql":
            batch.drop_constraint("fk_callbacks_article", type_="foreignkey")
        batch.drop_column("article")
    op.drop_index("ix_article_keys_scope", "article_keys")
    op.drop_column("article_keys", "scope")
    op.drop_column("articles", "public")
    op.drop_table("outbox_articles")
    op.drop_table("article_rights")

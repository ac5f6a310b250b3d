"""Filters on an article's words are no longer called topics, which sources have.

Revision 0033, after 0032.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_JSON = sa.JSON()
_chats = sa.table("chats", sa.column("id", sa.BigInteger()), sa.column("settings", _JSON))
_NAMES = {"topics_keep": "words_keep", "topics_drop": "words_drop"}


def upgrade() -> None:
    _rename(_NAMES)


def downgrade() -> None:
    _rename({new: old for old, new in _NAMES.items()})


def _rename(names: dict[str, str]) -> None:
    c = op.get_bind()
    for chat, settings in c.execute(sa.select(_chats.c.id, _chats.c.settings)).all():
        if names.keys() & (settings or {}).keys():
            changed = {names.get(name, name): value for name, value in settings.items()}
            c.execute(sa.update(_chats).where(_chats.c.id == chat).values(settings=changed))

"""Every table, gathered for migrations and for whoever needs the whole."""

from __future__ import annotations

from bot.store.amendments import amendments
from bot.store.article_keys import article_keys
from bot.store.articles import articles
from bot.store.callbacks import callbacks
from bot.store.chats import chats
from bot.store.digests import digest_articles, digest_stories, digests
from bot.store.entries import entries
from bot.store.figures import figures
from bot.store.former_ids import former_ids
from bot.store.glossary import glossary
from bot.store.inbox import inbox
from bot.store.incidents import incidents
from bot.store.invites import invites
from bot.store.lease import lease
from bot.store.outbox import outbox, outbox_articles
from bot.store.requests import requests
from bot.store.rights import article_rights
from bot.store.schedules import schedules
from bot.store.schema import metadata
from bot.store.sources import sources
from bot.store.styled import styled_briefs
from bot.store.switches import switches
from bot.store.troubles import troubles
from bot.store.updates import updates
from bot.store.users import users
from bot.store.versions import article_versions, versions_told
from bot.store.votes import votes
from bot.store.weeklies import weeklies

__all__ = [
    "amendments",
    "article_keys",
    "article_rights",
    "article_versions",
    "articles",
    "callbacks",
    "chats",
    "digest_articles",
    "digest_stories",
    "digests",
    "entries",
    "figures",
    "former_ids",
    "glossary",
    "inbox",
    "incidents",
    "invites",
    "lease",
    "metadata",
    "outbox",
    "outbox_articles",
    "requests",
    "schedules",
    "sources",
    "styled_briefs",
    "switches",
    "troubles",
    "updates",
    "users",
    "versions_told",
    "votes",
    "weeklies",
]

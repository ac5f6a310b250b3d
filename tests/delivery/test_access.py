"""Who may use the bot, decided by values alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.config import BotSettings
from bot.delivery.access import (
    RateLimit,
    Verdict,
    Visitor,
    known_user,
    may_receive,
    may_use,
    nobody_allowed,
    refusal,
)
from bot.store.addressees import Addressee
from bot.store.chats import ChatKind
from bot.store.users import Access
from tests.delivery.newsroom import READER, Newsroom, Telegram

ANYBODY = Visitor(8, 8, ChatKind.PRIVATE, Access.UNKNOWN, Access.UNKNOWN, False)


@given(
    user=st.none() | st.integers(),
    chat=st.integers(),
    kind=st.sampled_from(ChatKind),
    standing=st.sampled_from([Access.UNKNOWN, Access.BLOCKED]),
)
def test_an_empty_configuration_allows_nobody(
    user: int | None, chat: int, kind: ChatKind, standing: Access
) -> None:
    visitor = Visitor(user, chat, kind, standing, Access.UNKNOWN, False)
    assert nobody_allowed(BotSettings())
    assert not may_use(visitor, BotSettings())


async def test_a_bot_that_allows_nobody_says_so_at_start(
    telegram: Telegram, tmp_path: Path
) -> None:
    with structlog.testing.capture_logs() as written:
        async with Newsroom(tmp_path, telegram, owner=None, allowed_users=()) as room:
            await room.say("/start")
            await room.wait("private", READER)
    first = next(entry for entry in written if entry["event"] == "nobody_allowed")
    assert first["log_level"] == "warning"
    assert "allowed_users" in first["hint"]
    assert len(telegram.texts(READER)) == 1


def test_lists_invites_and_blocks() -> None:
    listed = BotSettings(allowed_users=(8,))
    assert may_use(ANYBODY, listed)
    assert may_use(replace(ANYBODY, standing=Access.ALLOWED), BotSettings())
    assert not may_use(replace(ANYBODY, standing=Access.BLOCKED), listed)
    assert may_use(replace(ANYBODY, standing=Access.BLOCKED), BotSettings(owner=8))


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.SUPERGROUP, ChatKind.CHANNEL])
def test_groups_are_open_where_listed_or_admitted(kind: ChatKind) -> None:
    group = replace(ANYBODY, chat=-5, kind=kind, user=None)
    assert not may_use(group, BotSettings(owner=1))
    assert may_use(group, BotSettings(allowed_chats=(-5,)))
    assert may_use(replace(group, admitted=True), BotSettings(owner=1))
    assert may_use(replace(group, chat=-1005, formerly=-5), BotSettings(allowed_chats=(-5,)))
    assert not may_use(replace(group, chat=-1005, formerly=-6), BotSettings(allowed_chats=(-5,)))
    blocked = replace(group, admitted=True, chat_standing=Access.BLOCKED)
    assert not may_use(blocked, BotSettings(allowed_chats=(-5,)))


@pytest.mark.parametrize(
    ("chat", "kind", "standing", "receives"),
    [
        (8, ChatKind.PRIVATE, Access.UNKNOWN, True),
        (9, ChatKind.PRIVATE, Access.UNKNOWN, False),
        (9, ChatKind.PRIVATE, Access.ALLOWED, True),
        (8, ChatKind.PRIVATE, Access.BLOCKED, False),
        (-5, ChatKind.GROUP, Access.UNKNOWN, True),
        (-5, ChatKind.GROUP, Access.BLOCKED, False),
        (-6, ChatKind.GROUP, Access.UNKNOWN, False),
        (1, ChatKind.PRIVATE, Access.BLOCKED, True),
    ],
)
def test_who_still_gets_what_nobody_asked_for(
    chat: int, kind: ChatKind, standing: Access, receives: bool
) -> None:
    settings = BotSettings(owner=1, allowed_users=(8,), allowed_chats=(-5,))
    to = Addressee(chat, kind, standing, False, None)
    assert may_receive(to, settings) is receives
    asked = None if standing is not Access.BLOCKED or chat == 1 else "blocked"
    assert refusal(to, asked=True, settings=settings) == asked
    assert (refusal(to, asked=False, settings=settings) is None) is receives


def test_a_group_gets_digests_by_its_former_id_or_by_who_opened_it() -> None:
    settings = BotSettings(allowed_chats=(-5,))
    group = Addressee(-1005, ChatKind.SUPERGROUP, Access.UNKNOWN, False, -5)
    assert may_receive(group, settings)
    assert not may_receive(group, BotSettings())
    assert may_receive(replace(group, admitted=True), BotSettings())


def test_an_admitted_group_gives_nobody_a_private_chat() -> None:
    assert not may_use(replace(ANYBODY, admitted=True), BotSettings(allowed_chats=(8,)))
    assert not known_user(replace(ANYBODY, user=None), BotSettings(owner=1))


def test_a_fast_user_is_told_once_and_goes_on_after_the_window() -> None:
    limit = RateLimit(2, 60)
    verdicts = [limit.check(8, now) for now in (0, 1, 2, 3, 59, 61)]
    assert verdicts == [
        Verdict.GO,
        Verdict.GO,
        Verdict.TELL,
        Verdict.IGNORE,
        Verdict.IGNORE,
        Verdict.GO,
    ]
    assert limit.check(9, 3) is Verdict.GO


def test_a_press_that_is_too_fast_leaves_the_telling_to_a_message() -> None:
    limit = RateLimit(1, 60)
    assert limit.check(1, 0) is Verdict.GO
    assert limit.check(1, 1, telling=False) is Verdict.IGNORE
    assert limit.check(1, 2) is Verdict.TELL
    assert limit.check(1, 3) is Verdict.IGNORE

"""Who may use the bot where, decided on what is known of them alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.config import BotSettings
from bot.delivery.access import Visitor
from bot.delivery.admission import (
    DENIED_AGAIN,
    Admission,
    Asker,
    Denial,
    admit,
    may_open,
    needs_invitation,
    opens_by_adding,
)
from bot.store.chats import ChatKind
from bot.store.users import Access

OWNER, FRIEND, STRANGER, GROUP = 7, 8, 9, -500
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SETTINGS = BotSettings(owner=OWNER, allowed_users=(FRIEND,))


def visitor(user: int | None, *, group: bool = False, admitted: bool = False) -> Visitor:
    chat, kind = (GROUP, ChatKind.GROUP) if group else (user or 0, ChatKind.PRIVATE)
    return Visitor(user, chat, kind, Access.UNKNOWN, Access.UNKNOWN, admitted)


def asking(user: int | None = STRANGER, *, group: bool = False) -> Asker:
    return Asker(visitor(user, group=group), NOW)


@pytest.mark.parametrize("user", [OWNER, FRIEND])
@pytest.mark.parametrize("group", [False, True])
def test_who_is_on_the_list_is_let_in(user: int, group: bool) -> None:
    asked = asking(user, group=group)
    assert admit(asked, SETTINGS) == Admission(allowed=True)
    assert not needs_invitation(replace(asked, invitation="code"), SETTINGS)


def test_a_stranger_is_refused_in_the_words_of_the_place() -> None:
    assert admit(asking(), SETTINGS) == Admission(False, said=Denial.DENIED)
    assert admit(asking(group=True), SETTINGS) == Admission(False, said=Denial.GROUP)
    assert admit(asking(None, group=True), SETTINGS) == Admission(False, said=Denial.GROUP)


@pytest.mark.parametrize(
    ("ago", "said"),
    [(DENIED_AGAIN - timedelta(seconds=1), None), (DENIED_AGAIN, Denial.DENIED)],
)
def test_a_refusal_is_repeated_after_hours_only(ago: timedelta, said: Denial | None) -> None:
    again = replace(asking(), seen_before=NOW - ago)
    assert admit(again, SETTINGS).said is said


def test_a_press_is_refused_without_a_message() -> None:
    assert admit(replace(asking(), quiet=True), SETTINGS) == Admission(allowed=False)


def test_an_invitation_lets_a_stranger_in_and_welcomes_them() -> None:
    invited = replace(asking(), invitation="code")
    assert needs_invitation(invited, SETTINGS)
    assert admit(replace(invited, invited=True), SETTINGS) == Admission(True, welcomed=True)


def test_an_invitation_used_in_a_group_lets_the_user_in_and_leaves_the_group_shut() -> None:
    invited = replace(asking(group=True), invitation="code", invited=True)
    assert admit(invited, SETTINGS) == Admission(False, welcomed=True, said=Denial.GROUP)


def test_a_bad_invitation_is_told_however_lately_they_were_refused() -> None:
    tried = replace(asking(), invitation="bad", seen_before=NOW)
    assert admit(tried, SETTINGS) == Admission(False, said=Denial.BAD_INVITATION)


def test_who_is_blocked_is_told_nothing_and_uses_no_invitation_up() -> None:
    blocked = replace(visitor(FRIEND), standing=Access.BLOCKED)
    tried = Asker(blocked, NOW, invitation="code")
    assert not needs_invitation(tried, SETTINGS)
    assert admit(tried, SETTINGS) == Admission(allowed=False)


def test_a_group_that_is_open_lets_its_members_in() -> None:
    member = Asker(visitor(STRANGER, group=True, admitted=True), NOW)
    assert admit(member, SETTINGS).allowed
    assert not may_open(member.visitor, SETTINGS)


def test_only_who_may_use_the_bot_opens_a_group() -> None:
    listed = BotSettings(owner=OWNER, allowed_users=(FRIEND,), allowed_chats=(GROUP,))
    friend, stranger = visitor(FRIEND, group=True), visitor(STRANGER, group=True)
    assert may_open(friend, SETTINGS)
    assert opens_by_adding(friend, SETTINGS)
    assert not may_open(stranger, SETTINGS)
    assert not opens_by_adding(stranger, SETTINGS)
    assert not may_open(visitor(None, group=True), SETTINGS)
    assert not may_open(visitor(FRIEND), SETTINGS)
    # On the operator's list it is open by the list alone.
    assert not may_open(friend, listed)

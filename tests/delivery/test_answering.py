"""The commands that people are told of are those that are answered."""

from __future__ import annotations

from unittest.mock import MagicMock

from bot.delivery.handlers.answering import commands
from bot.delivery.handlers.commands import BY_NAME


def test_the_two_tables_of_commands_name_the_same() -> None:
    assert commands(MagicMock()).keys() == BY_NAME.keys()

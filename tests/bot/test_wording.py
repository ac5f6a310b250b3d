"""The interface texts: the same in both languages, and safe whatever is put in."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.delivery.commands import COMMANDS
from bot.delivery.wording import LANGUAGES, check_name, language_of, plain, tell, texts
from tests.telegram_html import parse_html


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_values(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert english.keys() == other.keys()
    for key, text in english.items():
        assert fields(text) == fields(other[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=st.text())
def test_every_text_is_markup_telegram_reads_whatever_is_put_in(language: str, value: str) -> None:
    for key, text in texts(language).items():
        values = dict.fromkeys(fields(text), f"<b>{value}&")
        parse_html(tell(language, key, **values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described_within_telegrams_limits(language: str) -> None:
    for command in COMMANDS:
        assert 3 <= len(plain(language, f"commands.{command.name}")) <= 256
    assert len(COMMANDS) <= 100


def _checks() -> set[str]:
    """The names that stand in `Flag("...", ...)` of the code, or in a function for it."""
    found = set()
    for path in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="Flag" | "_flag"), args=[ast.Constant(value=str(name)), *_]
                ) if name.isidentifier():
                    found.add(name)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_a_name_for_readers(language: str) -> None:
    checks = _checks()
    assert "names_invented" in checks
    assert {check for check in checks if check_name(language, check) == check} == set()
    assert check_name(language, "of_an_older_version") == "of_an_older_version"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_the_settings_are_called_the_same(language: str) -> None:
    keys = [key for key in texts(language) if key.startswith("settings.button_")]
    names = [texts(language)[key] for key in [*keys, "follow.button"]]
    assert len(set(names) - {texts(language)["settings.button_none"]}) == len(names) - 1


def test_the_language_follows_telegrams_code() -> None:
    assert language_of("ar-EG") == "ar"
    assert language_of("fr") == "en"
    assert language_of(None) == "en"

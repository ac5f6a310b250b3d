"""The interface texts: the same in both languages, and safe whatever is put in."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.commands import COMMANDS
from bot.delivery.wording import LANGUAGES, language_of, plain, tell, texts
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_the_settings_are_called_the_same(language: str) -> None:
    keys = [key for key in texts(language) if key.startswith("settings.button_")]
    names = [texts(language)[key] for key in [*keys, "follow.button"]]
    assert len(set(names) - {texts(language)["settings.button_none"]}) == len(names) - 1


def test_the_language_follows_telegrams_code() -> None:
    assert language_of("ar-EG") == "ar"
    assert language_of("fr") == "en"
    assert language_of(None) == "en"

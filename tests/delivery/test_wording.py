"""The interface texts: the same in both languages, and safe whatever is put in."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

import bot
from bot.delivery.handlers.commands import COMMANDS
from bot.delivery.wording import (
    LANGUAGES,
    Counted,
    check_name,
    language_of,
    plain,
    plural_form,
    tell,
    texts,
)
from bot.store.articles import Stage
from bot.store.chats import ChatState
from bot.store.incidents import Incident
from tests.telegram_html import parse_html

# Texts that say a number with a word that agrees with it in other languages, not in this one.
AGREES_ELSEWHERE = {
    ("en", "search.head"): "the number is said alone",
    ("en", "sources.opml_found"): "the number stands after a colon",
    ("en", "glossary.found"): "the number stands after a colon",
    ("en", "glossary.file_found"): "the number stands after a colon",
    ("ar", "engine.waiting"): "the numbers stand after their words",
}
# Texts with a {count} and no word beside it that would have to agree.
ALONE = {
    "settings.stories", "settings.points", "sources.list_head", "sources.minutes", "sources.hours",
    "sources.opml_more", "glossary.more",
    "kept.gone_schedules", "kept.gone_sources", "kept.gone_articles", "kept.gone_digests",
    "kept.gone_messages", "kept.gone_requests",
}  # fmt: skip
NUMBERS = [0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 103, 111, 1000]


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def fields(text: str | Counted) -> set[str]:
    if isinstance(text, str):
        return names(text)
    forms = [form for of in text.forms.values() for form in of.values()]
    return names(text.text).union(text.forms, *map(names, forms))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_values(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert english.keys() == other.keys()
    for key, text in english.items():
        assert fields(text) == fields(other[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=25)  # with each of them every text is told
@given(value=st.text())
def test_every_text_is_markup_telegram_reads_whatever_is_put_in(language: str, value: str) -> None:
    for key, text in texts(language).items():
        values = dict.fromkeys(fields(text), f"<b>{value}&")
        parse_html(tell(language, key, **values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_with_forms_is_markup_whatever_the_number(language: str) -> None:
    counted = {key: text for key, text in texts(language).items() if isinstance(text, Counted)}
    assert counted
    for key, text in counted.items():
        for number in NUMBERS:
            values: dict[str, object] = dict.fromkeys(fields(text), "value")
            parse_html(tell(language, key, **values | dict.fromkeys(text.forms, number)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counted_text_has_the_forms_of_its_language_or_one_on_purpose(language: str) -> None:
    needed = Locale.parse(language).plural_form.tags | {"other"}
    counted = {
        key for each in LANGUAGES for key, t in texts(each).items() if isinstance(t, Counted)
    }
    for key, text in texts(language).items():
        if isinstance(text, Counted):
            assert (language, key) not in AGREES_ELSEWHERE
            for name, forms in text.forms.items():
                assert forms.keys() == needed, (key, name)
                assert f"{{{name}}}" in text.text, (key, name)
                # Whoever reads "few" must see how many.
                assert all(name in names(forms[f]) for f in forms.keys() - {"zero", "one", "two"})
        elif key in counted:
            assert (language, key) in AGREES_ELSEWHERE, key
        else:
            assert ("count" in fields(text)) == (key in ALONE), key


def test_arabic_has_six_forms_and_english_two() -> None:
    for number, arabic in [
        ("0", "zero"), ("1", "one"), ("2", "two"), ("3", "few"), ("10", "few"), ("11", "many"),
        ("99", "many"), ("100", "other"), ("102", "other"), ("103", "few"), ("111", "many"),
        ("1.5", "other"), ("", "other"), ("x", "other"), ("NaN", "other"), ("Infinity", "other"),
    ]:  # fmt: skip
        assert plural_form("ar", number) == arabic, number
        assert plural_form("en", number) == ("one" if number == "1" else "other"), number


@pytest.mark.parametrize(
    ("language", "key", "values", "said"),
    [
        ("en", "sources.opml_caption", {"count": 1}, "The catalogue: 1 source."),
        ("en", "sources.opml_caption", {"count": 2}, "The catalogue: 2 sources."),
        ("ar", "sources.opml_caption", {"count": 1}, "القائمة: مصدر واحد."),
        ("ar", "sources.opml_caption", {"count": 2}, "القائمة: مصدران."),
        ("ar", "sources.opml_caption", {"count": 3}, "القائمة: 3 مصادر."),
        ("ar", "sources.opml_caption", {"count": 11}, "القائمة: 11 مصدرا."),
        ("ar", "sources.opml_caption", {"count": 100}, "القائمة: 100 مصدر."),
        ("en", "engine.waiting", {"articles": 1, "requests": 2}, "Waiting: 1 article, 2 requests"),
        ("ar", "sources.interval_minutes", {"count": 60}, "كل 60 دقيقة"),
        ("ar", "sources.interval_minutes", {"count": 5}, "كل 5 دقائق"),
        ("en", "sources.interval_minutes", {"count": 1}, "every minute"),
        ("ar", "search.head", {"total": 2, "words": "a<b"}, "<b>نتيجتان عن «a&lt;b»</b>"),
    ],
)
def test_words_agree_with_their_number(
    language: str, key: str, values: dict[str, object], said: str
) -> None:
    assert tell(language, key, **values) == said


def test_what_is_put_in_is_never_taken_for_a_place_to_fill() -> None:
    assert "{total} <" in plain("ar", "search.head", total=3, words="{total} <")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described_within_telegrams_limits(language: str) -> None:
    for command in COMMANDS:
        assert 3 <= len(plain(language, f"commands.{command.name}")) <= 256
    assert len(COMMANDS) <= 100


@cache
def _checks() -> set[str]:
    """The names that stand in `Flag("...", ...)` of the code, or in a function for it."""
    found = set()
    codes = (path.read_text("utf-8") for path in Path(bot.__file__).parent.rglob("*.py"))
    for code in codes:
        for node in ast.walk(ast.parse(code)) if re.search(r"(Flag|_flag)\(", code) else ():
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
def test_every_state_that_is_counted_has_a_name(language: str) -> None:
    for state in (*ChatState, *Stage, *set(Incident) - {Incident.RUN}):
        assert f"states.{state}" in texts(language)


def test_dates_in_an_arabic_line_are_isolated() -> None:
    dates = "since|at|end|first|last|looked|paused|time|next|until|date"
    for key, text in texts("ar").items():
        said = text if isinstance(text, str) else text.text
        bare = re.findall(rf"(?<![\u2066\u2068])\{{(?:{dates})\}}", said)
        assert not bare, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_the_settings_are_called_the_same(language: str) -> None:
    keys = [key for key in texts(language) if key.startswith("settings.button_")]
    names = [texts(language)[key] for key in [*keys, "follow.button"]]
    assert len(set(names) - {texts(language)["settings.button_none"]}) == len(names) - 1


def test_the_language_follows_telegrams_code() -> None:
    assert language_of("ar-EG") == "ar"
    assert language_of("fr") == "en"
    assert language_of(None) == "en"

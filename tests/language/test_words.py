"""Small tables of words: clitics, verbs of saying, content words, and the reader of tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language import rows as reading
from bot.language.arabic import saying
from bot.language.arabic.clitics import without_article
from bot.language.arabic.openings import opens_paragraph, refers_back
from bot.language.content_words import content_words, shared_share
from bot.language.rows import rows


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("والوزير", "وزير"),
        ("بالمدرسه", "مدرسه"),
        ("للرئيس", "رئيس"),
        ("بغداد", "بغداد"),
        ("الا", "الا"),
    ],
)
def test_the_article_is_taken_off_with_what_stands_before_it(word: str, bare: str) -> None:
    assert without_article(word) == bare


def test_every_verb_of_saying_has_a_sense_that_is_known() -> None:
    assert {row["sense"] for row in rows("verbs_of_saying")} == set(saying.SENSES)
    assert set(saying.past("says")) < set(saying.past())
    assert "نقل" not in saying.past("says")


@pytest.mark.parametrize("verb", saying.past())
def test_a_verb_of_saying_opens_a_paragraph_and_leans_on_its_speaker(verb: str) -> None:
    assert opens_paragraph(f"و{verb} الوزير")
    assert refers_back(f"و{verb} أن الاجتماع تأجل")


def test_spellings_of_one_word_are_one_content_word() -> None:
    assert content_words("مستشفى المدرسة") == content_words("مستشفي والمدرسه")
    assert content_words("من إلى على هذا") == frozenset()
    assert shared_share(content_words("لقاء بومبيو"), content_words("زار بومبيو موسكو")) == 0.5


def test_a_row_of_too_many_cells_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "bad.tsv").write_text("#: word | words | it\none\ttwo\n", encoding="utf-8")
    monkeypatch.setattr(reading, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"bad\.tsv, line 2"):
        rows("bad")

"""What is known of Arabic stands in `bot/language`: strings elsewhere have no Arabic letters."""

from __future__ import annotations

from pathlib import Path

from tests.house.arabic_letters import REMEDY, ROOT, arabic_strings, exceptions, problems


def test_arabic_letters_stand_in_the_language_room_or_on_the_list() -> None:
    assert problems(ROOT, exceptions()) == []


def test_a_planted_letter_is_found() -> None:
    assert arabic_strings('x = f"{y} قال"') == [(1, " قال")]
    assert arabic_strings(r'x = "[\u0621-\u064a]"') == [(1, "[\u0621-\u064a]")]
    assert arabic_strings('"""قال"""\nx = 1\n"""قال."""\n') == []
    assert arabic_strings('x = "؟،٫ـ٣"  # قال') == []


def test_a_file_that_is_not_listed_and_one_that_needs_no_row_are_told(tmp_path: Path) -> None:
    (tmp_path / "bot" / "language").mkdir(parents=True)
    (tmp_path / "bot" / "language" / "words.py").write_text('X = "قال"\n', "utf-8")
    (tmp_path / "bot" / "room.py").write_text('\nX = "قال"\n', "utf-8")
    assert problems(tmp_path, {"bot/gone.py": "why"}) == [
        f"bot/room.py:2: {REMEDY}",
        "bot/gone.py: take it off arabic_outside.tsv",
    ]
    assert problems(tmp_path, {"bot/room.py": "a greeting"}) == []

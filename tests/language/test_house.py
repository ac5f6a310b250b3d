"""What is known of Arabic stands in `bot/language`: strings elsewhere have no Arabic letters."""

from __future__ import annotations

import ast
from pathlib import Path

from bot.language.arabic.fold import TATWEEL
from bot.language.arabic.script import ARABIC

ROOT = Path(__file__).parents[2]
BOT = ROOT / "bot"
EXCEPTIONS = Path(__file__).parent / "arabic_outside.tsv"


def arabic_strings(source: str) -> list[str]:
    """String literals of Python source with an Arabic letter in them, escaped or not; no docs."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        if any(c.isalpha() and c != TATWEEL and ARABIC.match(c) for c in node.value)
    ]


def test_arabic_letters_stand_in_the_language_room_or_on_the_list() -> None:
    found = {
        str(path.relative_to(ROOT))
        for path in BOT.rglob("*.py")
        if not path.is_relative_to(BOT / "language")
        and arabic_strings(path.read_text(encoding="utf-8"))
    }
    rows = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    listed = dict(row.split("\t") for row in rows if not row.startswith("#"))
    assert all(listed.values())
    assert found - set(listed) == set(), "move them to bot/language, or list them with a reason"
    assert set(listed) - found == set(), "take them off the list"


def test_a_planted_letter_is_found() -> None:
    assert arabic_strings('x = f"{y} قال"') == [" قال"]
    assert arabic_strings(r'x = "[\u0621-\u064a]"') == ["[\u0621-\u064a]"]
    assert arabic_strings('"""قال"""\nx = 1\n"""قال."""\n') == []
    assert arabic_strings('x = "؟،٫ـ٣"  # قال') == []

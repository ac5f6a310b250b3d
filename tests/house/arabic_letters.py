"""Arabic letters in Python strings outside `bot/language`, where what is known of Arabic stands.

    python tests/house/arabic_letters.py     lists them; exits with 1 where there is one

`arabic_outside.tsv` names the files that may have some, each with the reason. A file on the list
that needs none any more is told too.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from bot.language.arabic.fold import TATWEEL
from bot.language.arabic.script import ARABIC

ROOT = Path(__file__).parents[2]
EXCEPTIONS = Path(__file__).with_name("arabic_outside.tsv")
REMEDY = (
    "Arabic letters in a string: move them to bot/language, or add a row with the reason to "
    "tests/house/arabic_outside.tsv"
)
ESCAPED = re.compile(r"\\[uUN]")
"""Only these write an Arabic letter by its number or name."""


def arabic_strings(source: str) -> list[tuple[int, str]]:
    """(line, text) of string literals of Python source with an Arabic letter, escaped or not.

    Docstrings are left out.
    """
    # Parsing takes longest: not where there is neither a letter nor a backslash to write it with.
    if not (ARABIC.search(source) or ESCAPED.search(source)):
        return []
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        if any(c.isalpha() and c != TATWEEL and ARABIC.match(c) for c in node.value)
    ]


def problems(root: Path, listed: dict[str, str]) -> list[str]:
    """What is wrong in `root`/bot, a line each. `listed`: files that may, and why."""
    told, needed = [], set()
    for path in sorted((root / "bot").rglob("*.py")):
        name = path.relative_to(root).as_posix()
        found = arabic_strings(path.read_text("utf-8"))
        if found and not name.startswith("bot/language/"):
            needed.add(name)
            if name not in listed:
                told.append(f"{name}:{found[0][0]}: {REMEDY}")
    told += [f"{name}: take it off {EXCEPTIONS.name}" for name in sorted(set(listed) - needed)]
    told += [f"{name}: its row says no reason" for name, why in listed.items() if not why]
    return told


def exceptions() -> dict[str, str]:
    rows = EXCEPTIONS.read_text("utf-8").splitlines()
    return dict(row.split("\t") for row in rows if not row.startswith("#"))


def main() -> int:
    found = problems(ROOT, exceptions())
    print("\n".join(found) if found else "Arabic letters stand where they may.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

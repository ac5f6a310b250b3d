"""The articles of tests/briefs/articles: Arabic written for the purpose, and what a brief owes it.

A file opens with what it is (kind, event, outlet, date), then the title and the sentences, each
with its English behind "= ". Lines with "+ name | pattern" are facts a brief must have, lines with
"- pattern" what no line of it may say; patterns are regular expressions over one line of English.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "briefs" / "articles"


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Written:
    """One article of the set."""

    name: str
    kind: str
    event: str
    """Articles of one event have one name here, and no others."""
    outlet: str
    text: str
    """As a user would paste it: title, outlet, date, then a sentence a paragraph."""
    pairs: tuple[tuple[str, str], ...]
    """Arabic and English, the title first."""
    facts: tuple[Fact, ...]
    falsehoods: tuple[re.Pattern[str], ...]


def load(folder: Path = FOLDER, *, owing: bool = True) -> list[Written]:
    """The set in the order of its files; `owing`: each has facts that a brief owes it. Raises
    ValueError where a file is malformed."""
    found = [_written(path) for path in sorted(folder.glob("*.txt"))]
    for each in found:
        if owing and not each.facts:
            raise ValueError(f"{each.name}.txt: facts are needed")
    return found


def _written(path: Path) -> Written:
    head: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    facts: list[Fact] = []
    falsehoods: list[re.Pattern[str]] = []
    arabic = ""
    for line in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
        if len(head) < 4 and ": " in line:
            name, _, value = line.partition(": ")
            head[name] = value
        elif line.startswith("= "):
            pairs.append((arabic, line[2:]))
            arabic = ""
        elif line.startswith("+ "):
            name, _, pattern = line[2:].partition(" | ")
            facts.append(Fact(name, re.compile(pattern, re.IGNORECASE)))
        elif line.startswith("- ") and not _is_arabic(line):
            falsehoods.append(re.compile(line[2:], re.IGNORECASE))
        elif arabic:
            raise ValueError(f"{path.name}: no English behind {arabic!r}")
        else:
            arabic = line
    if set(head) != {"kind", "event", "outlet", "date"} or not pairs:
        raise ValueError(f"{path.name}: kind, event, outlet, date and sentences are needed")
    title, *body = (arabic for arabic, _ in pairs)
    text = "\n\n".join([title, f"{head['outlet']}\n{head['date']}", *body])
    return Written(
        path.stem, head["kind"], head["event"], head["outlet"], text + "\n", tuple(pairs),
        tuple(facts), tuple(falsehoods),
    )  # fmt: skip


def _is_arabic(line: str) -> bool:
    return re.search("[\u0621-\u064a]", line) is not None

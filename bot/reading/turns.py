"""Turns of an interview: which lines are the interviewer's, which the answers, and whose.

Pages set interviews in four ways, tried in this order: "س:" and "ج:" before each turn; names
before each turn, as transcripts of broadcasts do; "*" or "-" before each question; questions as
lines of their own in a text that calls itself an interview. A turn goes on until the next begins.
What a question takes for granted is the interviewer's word, and no fact of the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.language.arabic.characters import bare_end, words
from bot.language.arabic.fold import for_tables as fold
from bot.language.lexicon import rows
from bot.reading.lines import LineRole, TextLine, is_bullet
from bot.reading.outlet import find
from bot.records import ParagraphKind, Turn

_MARK = "؟?"
_LABEL = re.compile(r"^\W{0,3}([^:：\n\d]{1,60}?)\s*[:：](?!//)\s*(?=\S)")
_BULLET = re.compile(r"^[•●▪◦■*\-–—\s]+(?=\S)")
_NAME_WORDS = 6
_ANSWER_WORDS = 3
"""Words from which a line below a question is its answer, not another heading."""
_FEWEST = 2
"""Questions from which a text is an interview."""
_NAMED_TURNS = 4
_INTRODUCED = 4
"""Lines from the top in which a text says that it is an interview."""
_SPEAKER = re.compile(r"^\W*(.{3,60}?)\s+(?:ل|لـ|في حوار|في مقابلة)\s*[«\"“]?[^:：]{2,40}[:：]")
_TITLED = re.compile(r"^\W*([^:：،,.]{3,50}?)\s*[:：]\s")


@dataclass(frozen=True, slots=True)
class _Found:
    """A turn's first line: its position, and the turn with what is left of the line."""

    at: int
    turn: Turn
    text: str


def split_turns(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines, with an answer that stands behind its question as a line of its own."""
    result: list[TextLine] = []
    for line in lines:
        parts = _inline().split(line.text) if len(line.text) < 20_000 else [line.text]
        whole = len(parts) < 2 or not _labels().match(fold(parts[0]))
        for number, part in enumerate([line.text] if whole else parts):
            result.append(replace(line, text=part, gap=line.gap or number > 0))
    return result


def mark_turns(lines: Sequence[TextLine], title: str | None) -> None:
    """Give the lines of an interview their turns; others are left as they are."""
    still = [line for line in lines if line.open and line.hint is not ParagraphKind.CAPTION]
    top = " ".join(filter(None, [title, *(line.text for line in still[:_INTRODUCED])]))
    named = title or (still[0].text if still else "")
    for found in (_labelled(still), _named(still), _bulleted(still), _asked(still, top)):
        if found:
            _apply(still, found, _speaker(named, top))
            return


def _apply(lines: Sequence[TextLine], found: Sequence[_Found], speaker: str | None) -> None:
    begins = {each.at: each for each in found}
    turn: Turn | None = None
    for at, line in enumerate(lines):
        first = True
        if each := begins.get(at):
            turn, line.text = each.turn, each.text
        elif turn is not None and turn.question and not _is_question(line.text):
            # What follows a question without a mark of its own answers it.
            turn = Turn(question=False)
        elif turn is not None:
            turn, first = replace(turn, label=""), False
        if turn is None:
            continue
        if not turn.question and turn.speaker is None:
            turn = replace(turn, speaker=speaker)
        line.turn = turn
        if first and line.hint is not ParagraphKind.HEADING:
            line.role = LineRole.PROSE


# ------------------------------------------------------------------------ "س:" and "ج:"


def _labelled(lines: Sequence[TextLine]) -> list[_Found]:
    found = []
    for at, line in enumerate(lines):
        label = _labels().match(fold(line.text))
        if label is None:
            continue
        # Folding takes signs away, so the label's end is looked for in the line itself.
        end = _end_of_label(line.text, label[0])
        question = label["question"] is not None
        text = line.text[end:].strip()
        if text:
            found.append(_Found(at, Turn(question, None, line.text[:end].strip()), text))
    asked = sum(each.turn.question for each in found)
    return found if asked and len(found) > asked and len(found) >= _FEWEST else []


def _end_of_label(text: str, folded: str) -> int:
    end = len(folded)
    while len(fold(text[:end])) < len(folded):
        end += 1
    return end


@cache
def _labels() -> re.Pattern[str]:
    def named(role: str) -> str:
        listed = [
            fold(word)
            for row in rows("turns")
            if row["role"] == role
            for word in row.listed("words")
        ]
        return "|".join(re.escape(word) for word in sorted(listed, key=len, reverse=True))

    return re.compile(
        rf"\W{{0,3}}(?:ال)?(?:(?P<question>{named('question')})|{named('answer')})"
        r"\s?\(?\d{0,2}\)?\s?[:：/\-–—.)ـ]+\s*(?=\S)"
    )


@cache
def _inline() -> re.Pattern[str]:
    """Between a question and the answer behind it on one line."""
    answers = "|".join(
        re.escape(word)
        for row in rows("turns")
        if row["role"] == "answer"
        for word in row.listed("words")
    )
    return re.compile(rf"(?<=[؟?.!])\s+(?=(?:ال)?(?:{answers})\s?\d{{0,2}}\s?[:：/\-–—])")


# ------------------------------------------------------------------------ names before turns


def _named(lines: Sequence[TextLine]) -> list[_Found]:
    labelled = [
        (at, label[1].strip(), label.end())
        for at, line in enumerate(lines)
        if (label := _LABEL.match(line.text)) and len(words(label[1])) <= _NAME_WORDS
    ]
    full = _full_names([name for _, name, _ in labelled])
    turns: dict[str, list[tuple[int, int]]] = {}
    for at, name, end in labelled:
        turns.setdefault(full[name], []).append((at, end))
    turns = {name: at for name, at in turns.items() if len(at) > 1}
    if len(turns) < 2 or sum(map(len, turns.values())) < _NAMED_TURNS:
        return []
    asking = {
        name: sum(any(mark in lines[at].text for mark in _MARK) for at, _ in found) / len(found)
        for name, found in turns.items()
    }
    asks = max(turns, key=lambda name: (find(name) is not None, asking[name]))
    if asking[asks] < 0.5:
        return []
    return sorted(
        (
            _Found(
                at,
                Turn(name == asks, name, lines[at].text[:end].strip()),
                lines[at].text[end:].strip(),
            )
            for name, found in turns.items()
            for at, end in found
        ),
        key=lambda each: each.at,
    )


def _full_names(names: Sequence[str]) -> dict[str, str]:
    """Each label with the longest label that has its words: a name is given whole once."""
    longest = sorted(dict.fromkeys(names), key=lambda name: len(words(name)), reverse=True)
    own = {name: set(words(fold(name))) for name in longest}
    return {name: next(full for full in longest if own[name] <= own[full]) for name in longest}


# ------------------------------------------------------------------------ questions as lines


def _bulleted(lines: Sequence[TextLine]) -> list[_Found]:
    return _answered(
        lines, [at for at, x in enumerate(lines) if is_bullet(x.text) and _is_question(x.text)]
    )


def _asked(lines: Sequence[TextLine], top: str) -> list[_Found]:
    told = {
        fold(word)
        for row in rows("turns")
        if row["role"] == "interview"
        for word in row.listed("words")
    }
    if told.isdisjoint(words(fold(top))):
        return []
    return _answered(lines, [at for at, line in enumerate(lines) if _is_question(line.text)])


def _answered(lines: Sequence[TextLine], asked: Sequence[int]) -> list[_Found]:
    """The questions among the lines, where at least two have text below that is none."""
    places = set(asked)
    answered = [
        at
        for at in asked
        if at + 1 < len(lines)
        and at + 1 not in places
        and len(words(lines[at + 1].text)) >= _ANSWER_WORDS
    ]
    if len(answered) < _FEWEST:
        return []
    found = []
    for at in range(asked[0], len(lines)):
        text = lines[at].text
        bullet = _BULLET.match(text)
        bare = text[bullet.end() :] if bullet else text
        label = bullet[0].strip() if bullet else ""
        if at in places:
            found.append(_Found(at, Turn(True, None, label), bare))
        elif bullet and at - 1 in places:
            found.append(_Found(at, Turn(False, None, label), bare))
    return found


def _is_question(text: str) -> bool:
    end = bare_end(text)
    return bool(end) and end[-1] in _MARK and len(words(text)) >= _ANSWER_WORDS


# ------------------------------------------------------------------------ who answers


def _speaker(title: str, top: str) -> str | None:
    """Whom the headline or the introduction names as the one who was asked."""
    for pattern in (_SPEAKER, _TITLED):
        if (found := pattern.match(title)) and len(words(found[1])) <= _NAME_WORDS:
            return found[1].strip()
    met = _met().search(top)
    return met[1].strip() if met else None


@cache
def _met() -> re.Pattern[str]:
    told = "|".join(
        re.escape(word)
        for row in rows("turns")
        if row["role"] == "interview"
        for word in row.listed("words")
    )
    return re.compile(
        rf"(?:{told})(?: \w+){{0,2}} مع (.{{3,60}}?)"
        r"(?=\s*[،,.:؛|«\"(–—]|\s-|\s(?:حول|عن|بشأن|في|على|بمناسبة|قال|تناول|تحدث|حيث|للحديث)\b|$)"
    )

"""What is said as lines: with its mark, in the language that it has, and its Arabic on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.digest.render.lines import Line, Role, Run, line_of
from bot.formats.marks import Mark, mark_of, marked, not_shown
from bot.language.joining import ended, told_behind
from bot.language.lettering import clean, other_language
from bot.records import Form, Standing, Statement

NO_HEADLINE = "no headline"
WRITTEN = "✎"
"""Behind a line that a model wrote."""
LEFT_IN_ARABIC = "in Arabic: not reliably translated"


def text_of(statement: Statement, url: str | None = None) -> Run | None:
    """What the statement says, in the language it says it; None where it says nothing."""
    arabic = statement.language == "ar"
    text = clean(statement.text) or (clean(statement.source) if arabic else "")
    return Run(text, url, arabic) if text else None


def headed(headline: Statement, link: str | None = None) -> Iterator[Run]:
    """A headline with its mark, wherever it is shown."""
    if headline.language == "en" and (mark := marked(headline)):
        yield Run(f"{mark}: ")
    yield text_of(headline, link) or Run(NO_HEADLINE, link)
    yield from written(headline)


def written(statement: Statement) -> Iterator[Run]:
    if statement.form is Form.MODEL:
        yield Run(f" {WRITTEN}", quiet=True)


def left_in(name: str) -> str:
    return f"left in {name}: only Arabic is translated"


def point_lines(statement: Statement, who: Sequence[Run]) -> Iterator[Line]:
    text = text_of(statement)
    if statement.language == "ar" and text is not None:
        yield line_of(Role.UNVERIFIED, LEFT_IN_ARABIC, *who)
        yield Line(Role.ARABIC, (text,))
    elif text is not None and (name := other_language(statement.language)):
        yield line_of(Role.UNVERIFIED, left_in(name), *who)
        yield Line(Role.ARABIC, (text,))
    elif statement.standing is Standing.PLAIN:
        if text is not None:
            yield line_of(Role.POINT, text, *written(statement), *who)
    else:
        yield from doubtful(statement, "", who)


def joined_lines(facts: Sequence[Statement], who: Sequence[Run]) -> Iterator[Line]:
    """Short facts in one line, all reported by the same. A mark is the second's, and before it."""
    second = facts[1]
    opening, behind = (clean(fact.text) for fact in facts)
    if second.standing is Standing.PLAIN:
        yield line_of(Role.POINT, told_behind(opening, behind), *who)
        return
    yield line_of(Role.POINT, f"{ended(opening)} {marked(second)}: {behind}", *who)
    yield from source_of(second)


def doubtful(statement: Statement, opening: str, who: Sequence[Run] = ()) -> Iterator[Line]:
    """With its mark, and its Arabic on request; without its English where that is withheld."""
    text = text_of(statement)
    withheld = not_shown(statement) if statement.form is not Form.REPORT else ""
    mark = mark_of(statement.flags) or Mark.MEANING
    if withheld or text is None:
        yield line_of(Role.UNVERIFIED, opening, withheld or f"[not shown: {mark}]", *who)
        if source := clean(statement.source):
            yield Line(Role.ARABIC, (Run(source, arabic=True),))
        return
    yield line_of(Role.UNVERIFIED, f"{opening}{mark}: ", text, *written(statement), *who)
    yield from source_of(statement)


def source_of(statement: Statement) -> Iterator[Line]:
    source = clean(statement.source)
    if statement.standing is not Standing.PLAIN and source and source != clean(statement.text):
        yield Line(Role.SOURCE, (Run(source, arabic=True),))

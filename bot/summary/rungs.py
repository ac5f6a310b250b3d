"""The form in which a chosen fact is told: the first rung of the ladder that holds.

A sentence that is shown plainly, whole or as a clause of it; a fact line; the English with its
mark; at last only that there is a report, and of whom. What is important is not swapped for what
is easy: the fact stays, its form changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.formats.points import POINT_WORDS
from bot.language.figures import figures
from bot.records import Form, Named, Standing, Statement, TranslatedSegment, Translation
from bot.summary.candidates import Prose, evidence, readable
from bot.summary.context import is_fragment, leans
from bot.summary.fact_line import fact_line, is_two_places
from bot.summary.naming import naming
from bot.summary.trimming import SUPERLATIVE, again, broken_off, clipped, trimmed
from bot.summary.turns import spoken_english

NAMES_IN_REPORT = 3
SHORTER = (22, 18, 15, 12, 10)
"""Words to which a fact is cut that is to share a point."""
_QUOTE_MARK = re.compile(r"[«“\"„]")
"""A name that opens a quotation is a paper's or a book's: "the Middle East" is Asharq Al-Awsat."""
UNRELIABLE = "not reliably translated"


def told(prose: Prose, place: int, words: int = POINT_WORDS) -> Statement | None:
    """The fact of one sentence, in so many words at most; None where nothing at all can be said."""
    this = prose.sentences[place]
    if this.pending:
        return awaited(prose.translation, this)
    english = _english(prose, place, words)
    plain = english if english is not None and english.standing is Standing.PLAIN else None
    if plain is not None and plain.form is not Form.CLAUSE:
        return plain
    line = fact_line(this.segment.source, prose.names[place], words)
    # A cut that lost figures gives way to the line that has them.
    if plain is not None and (line is None or not figures(plain.text) < figures(line.text)):
        return plain
    if line is not None:
        return stated(prose.translation, this, line.text, Form.FACTS)
    if english is None:
        english = _english(prose, place, words, broken_off)
    if english is not None or this.standing is Standing.PLAIN:
        # What is rightly translated and still cannot be told alone is no report to warn of.
        return english
    return report(prose, place)


def cuts(prose: Prose, place: int, known: str = "") -> tuple[Statement, ...]:
    """The same in every length that it can be cut to without a figure lost, the longest first.
    `known`: what is told before it, where whoever speaks may have been named with his office."""
    first = told(prose, place)
    if first is None:
        return ()
    if first.form not in (Form.SENTENCE, Form.CLAUSE) or prose.sentences[place].pending:
        return (first,)
    found = {first.text: first}
    needed = figures(SUPERLATIVE.sub("", first.text))
    for most in SHORTER:
        fits = len(first.text.split()) <= most
        shorter = None if fits else _english(prose, place, most, clipped)
        if shorter is not None and figures(shorter.text) >= needed:
            found.setdefault(shorter.text, shorter)
    named = [n.english for n in prose.names[place] if n.kind == "person" and n.english in known]
    for each in list(found.values()):
        short = next((cut for n in named if (cut := again(each.text, n)) != each.text), each.text)
        found.setdefault(short, replace(each, text=short, form=Form.CLAUSE))
    return tuple(sorted(found.values(), key=lambda cut: -len(cut.text.split())))


def whole(prose: Prose, place: int) -> Statement | None:
    """The same where the article is shown whole: nothing is cut."""
    this = prose.sentences[place]
    if not readable(this):
        return stated(prose.translation, this, this.segment.source.strip(), Form.SENTENCE)
    if this.standing is Standing.WITHHELD:
        return told(prose, place)
    speech = naming(prose, place) if prose.answers(place) else None
    text = speech.text if speech else spoken_english(this.target.strip())
    return stated(prose.translation, this, text, Form.SENTENCE)


def _english(
    prose: Prose, place: int, words: int, shorten: Callable[[str, int], str | None] = trimmed
) -> Statement | None:
    """The sentence's own English, cut to a point; None where it cannot be shown or not be read
    without the sentences around it."""
    this = prose.sentences[place]
    if not readable(this) or this.standing is Standing.WITHHELD:
        return None
    speech = naming(prose, place)
    if speech is None:
        return None
    if speech.relies is not None and prose.sentences[speech.relies].pending:
        return awaited(prose.translation, this, prose.sentences[speech.relies])
    if is_fragment(speech.text) or leans(speech.text):
        return None
    cut = shorten(speech.text, words)
    if cut is None or is_fragment(cut.removesuffix(" …")):
        return None
    form = Form.SENTENCE if cut == this.target.strip() else Form.CLAUSE
    made = stated(prose.translation, this, cut, form)
    if speech.relies is None:
        return made
    named_in = prose.sentences[speech.relies]
    return replace(
        made,
        evidence=made.evidence + evidence(prose.translation, named_in),
        flags=made.flags + tuple(f for f in named_in.flags if f not in made.flags),
    )


def awaited(translation: Translation, *segments: TranslatedSegment) -> Statement:
    """What is said once these sentences are translated: until then the Arabic of the first."""
    first = segments[0].segment
    source = first.source.strip()
    return Statement(source, source, first.language, evidence(translation, *segments))


def as_statement(translation: Translation, segment: TranslatedSegment) -> Statement:
    """A sentence as it is, its English or its own words where there is none."""
    text = segment.target if readable(segment) else segment.segment.source
    return stated(translation, segment, text.strip(), Form.SENTENCE)


def report(prose: Prose, place: int) -> Statement | None:
    """Whom a sentence is about, where nothing more can be said; None where nobody is named."""
    this = prose.sentences[place]
    about = spellings(prose.names[place], this.segment.source)
    if not about:
        return None
    text = f"Also on {' and '.join(about)}: {UNRELIABLE}"
    return stated(prose.translation, this, text, Form.REPORT)


def spellings(names: Sequence[Named], source: str) -> list[str]:
    """The certain names in `source`, each once, people and bodies before places."""
    sure = [
        n
        for n in names
        if n.certain
        and n.kind not in ("demonym", "word", "outlet", "other")
        and not is_two_places(n, source)
        and not _QUOTE_MARK.match(source[max(0, n.start - 1) : n.start])
    ]
    ranked = sorted(sure, key=lambda n: n.kind in ("country", "place"))
    return list(dict.fromkeys(n.english for n in ranked))[:NAMES_IN_REPORT]


def stated(
    translation: Translation, segment: TranslatedSegment, text: str, form: Form
) -> Statement:
    """A statement on one sentence. What is made by rule has no findings of its own."""
    by_rule = form is Form.FACTS
    shown = form is not Form.SENTENCE or readable(segment)
    return Statement(
        text=text,
        source=segment.segment.source.strip(),
        language="en" if shown else segment.segment.language,
        evidence=evidence(translation, segment),
        flags=() if by_rule or not shown else segment.flags,
        form=form,
        trust=None if by_rule or not shown else segment.trust,
    )

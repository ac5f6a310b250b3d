"""The one line an article is known by: English, what happened, at most 14 words.

The title; else the lead, trimmed; else a fact line of either; else the opening of the lead; else
the title or the lead with its mark; at last only who reports, and on whom. A sentence from further
down is no stand-in: it tells of the story, but not which story it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.language.dates.calendar import WEEKDAY_NAMES
from bot.language.figures import figures
from bot.language.openings import CORRECTS, TOLD_TO
from bot.records import Form, Named, Standing, Statement, Translation
from bot.summary.bearers import with_bearer
from bot.summary.candidates import Prose, Title, evidence, readable
from bot.summary.context import broken, is_fragment, leans, without_connective
from bot.summary.fact_line import fact_line
from bot.summary.rungs import UNRELIABLE, awaited, spellings, stated
from bot.summary.trimming import attribution_last, broken_off, headline_of
from bot.summary.turns import is_heading, spoken_english

HEADLINE_WORDS = 14
NAMES_IN_HEADLINE = 2
_ON = re.compile(r"(?:, but)? …$")
Shorten = Callable[[str, int], str | None]

_ABBREVIATION = re.compile(r"(?:\b[A-Za-z]\.)+$")
_KICKER = re.compile(
    r"^(?:(?:live|urgent|breaking|watch|video|photos?|exclusive)\s*(?:[:|.…-]+)|[^|:]{3,40}\s\|)\s*",
    re.IGNORECASE,
)
"""What a page sets before a title and is no part of what happened."""
_CALLED = re.compile(r"^[A-Z]\w+(?: \w+)?\s*(?:\.{2,}|[:…]|\s[–—-])\s*(?=\S)")
"""What a translation made of the word "correction"."""
_TOLD_TO = re.compile(r"\s+(?:to|for|tells?) (?:the )?[\"“«]?[A-Z][^:\"”»]{2,40}[\"”»]?(?=:\s)")
_NEXT = re.compile(r"(?<=[a-z\"”»)][.!?])\s+(?=[\"“«A-Z])")
"""Between two sentences that the splitter took for one, as titles join them with two dots."""
_CORRECTION = re.compile(r"^(?:correction|clarification)\s*[:.…-]+\s*", re.IGNORECASE)


def headline(
    prose: Prose, title: Title | None, named: Sequence[Named], lead: int | None
) -> Statement:
    """The headline of an article. `named`: the names in its title; `lead`: the place of its first
    sentence of news."""
    found = next(_rungs(prose, title, named, lead), None)
    return found or _untranslated(prose.translation, title)


def _rungs(
    prose: Prose, title: Title | None, named: Sequence[Named], lead: int | None
) -> Iterator[Statement]:
    for standing in (Standing.PLAIN, Standing.DOUBTFUL):
        yield from _of_title(prose, title, standing, headline_of, lead)
        facts = [] if standing is not Standing.PLAIN else _of_facts(prose, title, named, lead)
        if lead is not None:
            # A cut that lost figures gives way to the line that has them.
            told = _of_lead(prose, lead, standing, _claim)
            yield from (
                t for t in told if not any(figures(t.text) < figures(f.text) for f in facts)
            )
        yield from facts
        yield from _of_title(prose, title, standing, broken_off, lead)
        if lead is not None:
            yield from _of_lead(prose, lead, standing, _opening)
    yield from _report(prose, title, named, lead)


def _of_title(
    prose: Prose, title: Title | None, standing: Standing, shorten: Shorten, lead: int | None
) -> Iterator[Statement]:
    """The title whole; then, of one that is several sentences, each that reads on its own, the
    longest first."""
    translation = prose.translation
    if title is None or is_heading(title.source):
        return
    if title.pending:
        yield awaited(translation, *title.segments)
    parts = sorted(title.segments, key=lambda s: -len(s.segment.source))
    for part in (title, *(Title((p,)) for p in parts if len(parts) > 1)):
        if part.standing is not standing or not part.readable:
            continue
        whole = _KICKER.sub("", spoken_english(part.target))
        if TOLD_TO.search(part.source):
            whole = _TOLD_TO.sub("", whole, count=1)
        if CORRECTS.match(part.source):
            whole = f"Correction: {_CALLED.sub('', whole)}"
        told: tuple[str, ...] = (whole,)
        if lead is not None:
            said = prose.sentences[lead].segment.source
            told = with_bearer(whole, part.source, said, prose.names[lead])
        told += (_uncalled(told[0]), *_sentences(whole))
        text = next(filter(None, (shorten(each, HEADLINE_WORDS) for each in told)), None)
        if text is None or broken(_ON.sub("", text)) or (part is not title and leans(text)):
            continue
        same = without_full_stop(text) == without_full_stop(part.target)
        yield Statement(
            without_full_stop(text),
            part.source,
            "en",
            evidence(translation, *part.segments),
            part.flags,
            Form.SENTENCE if same else Form.CLAUSE,
            min((s.trust for s in part.segments if s.trust is not None), default=None),
        )


def _sentences(title: str) -> list[str]:
    """Those of a title of several that read on their own, the longest first."""
    found = _NEXT.split(title)
    alone = [each for each in found if len(found) > 1 and not leans(each)]
    return sorted(alone, key=len, reverse=True)


def _uncalled(title: str) -> str:
    """A correction that says what was wrong need not be called one."""
    return _CORRECTION.sub("", title) if " not " in title else title


def _claim(text: str, words: int) -> str | None:
    return headline_of(text, words) or attribution_last(text, words)


def _opening(text: str, words: int) -> str | None:
    return broken_off(text, words) or attribution_last(text, words, broken_off)


def _of_lead(prose: Prose, lead: int, standing: Standing, shorten: Shorten) -> Iterator[Statement]:
    this = prose.sentences[lead]
    if this.pending:
        yield awaited(prose.translation, this)
    if this.standing is not standing or not readable(this):
        return
    whole = without_connective(spoken_english(this.target, this.segment.source))
    if is_fragment(whole) or leans(whole):
        return
    text = shorten(whole, HEADLINE_WORDS)
    if text is not None and not broken(_ON.sub("", text)):
        form = Form.SENTENCE if text == this.target.strip() else Form.CLAUSE
        made = stated(prose.translation, this, text, form)
        yield replace(made, text=without_full_stop(text))


def _of_facts(
    prose: Prose, title: Title | None, named: Sequence[Named], lead: int | None
) -> list[Statement]:
    """The title's line or the lead's, whichever tells more."""
    found = []
    if title is not None:
        line = fact_line(title.source, named, HEADLINE_WORDS)
        if line is not None:
            basis = evidence(prose.translation, *title.segments)
            found.append(Statement(line.text, title.source, "en", basis, (), Form.FACTS))
    if lead is not None:
        this = prose.sentences[lead]
        line = fact_line(this.segment.source, prose.names[lead], HEADLINE_WORDS)
        if line is not None:
            found.append(stated(prose.translation, this, line.text, Form.FACTS))
    return sorted(found, key=lambda told: -told.text.count(";"))


def _report(
    prose: Prose, title: Title | None, named: Sequence[Named], lead: int | None
) -> Iterator[Statement]:
    """ "Report by Al-Quds, Saturday, on Kamel al-Wazir: not reliably translated"."""
    article = prose.translation.article
    segments = title.segments if title is not None else prose.sentences[:1]
    if article.language != "ar" or not segments:
        return
    day = article.published.day if article.published else None
    of = f" by {article.outlet}" if article.outlet else ""
    by = [f"Report{of}", *([WEEKDAY_NAMES[day.weekday()]] if day else [])]
    about = spellings(named, title.source if title else "")
    if lead is not None:
        about += spellings(prose.names[lead], prose.sentences[lead].segment.source)
    about = list(dict.fromkeys(about))[:NAMES_IN_HEADLINE]
    on = f" on {' and '.join(about)}" if about else ""
    text = f"{', '.join(by)}{',' if day and on else ''}{on}: {UNRELIABLE}"
    source = " ".join(s.segment.source.strip() for s in segments)
    flags = tuple(flag for s in segments for flag in s.flags)
    yield Statement(text, source, "en", evidence(prose.translation, *segments), flags, Form.REPORT)


def without_full_stop(text: str) -> str:
    """The text in headline style: no full stop at its end, abbreviations left whole."""
    text = text.strip()
    if text.endswith(".") and not text.endswith("..") and not _ABBREVIATION.search(text):
        return text[:-1].rstrip()
    return text


def _untranslated(translation: Translation, title: Title | None) -> Statement:
    """The title, or without one the first sentence, as the page has it."""
    if title is not None:
        language = title.segments[0].segment.language
        return Statement(
            title.source, title.source, language, evidence(translation, *title.segments)
        )
    for segment in translation.segments:
        source = segment.segment.source.strip()
        return Statement(source, source, segment.segment.language, evidence(translation, segment))
    article = translation.article
    words = article.title or article.origin
    return Statement(words, words, article.language, ())

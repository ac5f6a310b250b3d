"""What stands beside what: an article's parts in order, each with its sentences in English."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.formats.marks import SIGN, marked, not_shown
from bot.language.lettering import clean, other_language
from bot.records import (
    Article,
    Flag,
    Moment,
    ParagraphKind,
    Part,
    Severity,
    Standing,
    TranslatedSegment,
    Translation,
)

TOGETHER = 24
"""Sentences of one `Side`; a style has a rule for each place, which lights both languages."""
NOT_YET = "[not translated yet]"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source: a sentence, or (`segment` None) what stands between two."""

    text: str
    segment: TranslatedSegment | None = None


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """The kicker, the title or one paragraph. `pieces` join to its source text."""

    part: Part
    kind: ParagraphKind
    pieces: tuple[Piece, ...]

    @property
    def sentences(self) -> tuple[TranslatedSegment, ...]:
        return tuple(piece.segment for piece in self.pieces if piece.segment is not None)

    @property
    def passed_through(self) -> bool:
        """Nothing in it was translated: it was no Arabic, or has no sentence."""
        return all(each.passed_through and not each.pending for each in self.sentences)

    @property
    def as_it_was(self) -> str:
        """What is said beside what was passed through."""
        named = (other_language(sentence.segment.language) for sentence in self.sentences)
        name = next(filter(None, named), None)
        return f"in {name}, not translated" if name else "as in the original"


def rows(translation: Translation) -> Iterator[SentenceRow]:
    """Kicker, title and every paragraph, as the article has them."""
    article = translation.article
    places: defaultdict[tuple[Part, int | None], list[TranslatedSegment]] = defaultdict(list)
    for segment in translation.segments:
        places[segment.segment.part, segment.segment.paragraph].append(segment)
    for part, text in ((Part.KICKER, article.kicker), (Part.TITLE, article.title)):
        if text:
            yield SentenceRow(part, ParagraphKind.HEADING, tuple(_pieces(text, places[part, None])))
    for number, paragraph in enumerate(article.paragraphs):
        pieces = _pieces(paragraph.text, places[Part.BODY, number])
        yield SentenceRow(Part.BODY, paragraph.kind, tuple(pieces))


def _pieces(text: str, segments: list[TranslatedSegment]) -> Iterator[Piece]:
    at = 0
    for segment in sorted(segments, key=lambda s: s.segment.start):
        start, end = segment.segment.start, segment.segment.end
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], segment)
        at = end
    if at < len(text):
        yield Piece(text[at:])


@dataclass(frozen=True, slots=True)
class Beside:
    """A sentence and its Arabic, as a page shows them; sentences that are still to be translated
    and follow each other are one."""

    english: str
    arabic: str
    mark: str = ""
    """ "⚠ number", where it is doubtful."""
    hidden: str = ""
    """What stands in the place of English that is withheld or not there yet."""
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A paragraph, or a part of a long one, in both languages."""

    kind: str
    """ "title", "kicker", or a kind of paragraph."""
    sentences: tuple[Beside, ...] = ()
    through: str = ""
    """The text of what was not to be translated."""
    note: str = ""


def sides(translation: Translation) -> Iterator[Side]:
    """The whole article, both languages beside each other."""
    for row in rows(translation):
        kind = row.kind.value if row.part is Part.BODY else row.part.value
        if row.passed_through:
            source = clean("".join(piece.text for piece in row.pieces))
            if source:
                yield Side(kind, through=source, note=row.as_it_was)
            continue
        together = _joined([beside(sentence) for sentence in row.sentences])
        for start in range(0, len(together), TOGETHER):
            yield Side(kind, tuple(together[start : start + TOGETHER]))


def beside(sentence: TranslatedSegment) -> Beside:
    arabic = clean(sentence.segment.source)
    if sentence.pending:
        return Beside("", arabic, hidden=NOT_YET)
    if hidden := not_shown(sentence):
        return Beside("", arabic, hidden=hidden)
    note = "as in the original" if sentence.passed_through else ""
    why = clean(reasons(sentence.flags))
    english = clean(sentence.target)
    if not english:
        return Beside("", arabic, hidden="[no translation]")
    return Beside(english, arabic, marked(sentence), "", why, note)


def _joined(sentences: list[Beside]) -> list[Beside]:
    made: list[Beside] = []
    for each in sentences:
        if made and each.hidden == made[-1].hidden == NOT_YET:
            made[-1] = replace(each, arabic=f"{made[-1].arabic} {each.arabic}")
        else:
            made.append(each)
    return made


def reasons(flags: tuple[Flag, ...]) -> str:
    """What was found that counts, each finding once; empty where nothing."""
    found = [f.detail or f.check for f in flags if f.severity is not Severity.NOTE]
    return "; ".join(dict.fromkeys(found))


def byline(translation: Translation) -> tuple[str, ...]:
    """Outlet, author and times as far as they are stated, ready to be joined."""
    article = translation.article
    parts = [article.outlet, article.author]
    for label, moment in times(article):
        day = f" {moment.day.isoformat()}" if moment.day else ""
        clock = f" {moment.clock:%H:%M %Z}".rstrip() if moment.clock else ""
        parts.append(label + day + clock)
    return tuple(part for part in parts if part)


def times(article: Article) -> Iterator[tuple[str, Moment]]:
    """("published", when) and ("updated", when), as far as they are stated."""
    for label, moment in (("published", article.published), ("updated", article.updated)):
        if moment and (moment.day or moment.clock):
            yield label, moment


def translated_by(translation: Translation) -> str:
    """ "aren 0.2 (embedded)", or "aren 0.2 (embedded) (36 sentences) and gemma (chat) (6)"."""
    counted = Counter(engine.label for engine in translation.translators)
    if len(counted) < 2:
        return next(iter(counted), translation.engine.label)
    (first, number), *others = counted.most_common()
    noun = "sentence" if number == 1 else "sentences"
    return " and ".join([f"{first} ({number} {noun})", *(f"{e} ({n})" for e, n in others)])


def unavailable(translation: Translation) -> str:
    """ "; could not be used: gemma (chat)", where an engine should have been asked."""
    labels = ", ".join(engine.label for engine in translation.absent)
    return f"; could not be used: {labels}" if labels else ""


def in_part(translation: Translation) -> str:
    """ "Translated in part: 12 of 40 sentences so far"; nothing of what is whole."""
    total, pending = len(translation.segments), len(translation.pending)
    return f"Translated in part: {total - pending} of {total} sentences so far" if pending else ""


def credit(translation: Translation) -> str:
    """ "Translated by aren 0.2 (embedded), 6 of 42 sentences marked ⚠"."""
    done = [s for s in translation.segments if not s.passed_through and not s.pending]
    marked = sum(s.standing is not Standing.PLAIN for s in done)
    noun = "sentence" if len(done) == 1 else "sentences"
    return (
        f"Translated by {translated_by(translation)}, "
        f"{marked} of {len(done)} {noun} marked {SIGN}{unavailable(translation)}"
    )

"""The values that travel between rooms.

Frozen dataclasses and the small protocols at the seams. No I/O, no room's logic: a room
takes one of these and returns the next.

    Document -> Article -> Translation -> Brief -> Digest
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class Progress(Protocol):
    """Told how far a long piece of work has come; must return quickly and never raise."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


class Encoder(Protocol):
    """Sentence vectors with Arabic and English in one space."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), dimensions)."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """A name where it stands in an Arabic text, and the spelling settled for it."""

    start: int
    end: int
    english: str
    kind: str
    """person, place, organisation, outlet, title, treaty, country, demonym, other or word."""
    certain: bool


class Speller(Protocol):
    """The names of Arabic texts with the spellings that readers get."""

    def named(self, texts: Sequence[str]) -> list[tuple[Named, ...]]:
        """Of each text of one article, in order of place; what one text makes certain holds for
        the others."""
        ...


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence that a line stands on."""

    arabic: str
    english: str
    """With its speaker named; empty where it has none that can be shown."""


class Grounds(Protocol):
    """Holds a line that a model wrote to the sentences it cites."""

    def findings(
        self, said: str, cited: Sequence[Cited], article: Sequence[Cited]
    ) -> tuple[Flag, ...]:
        """What the line says and they do not; nothing where it holds. `article`: all of its
        sentences, the first of which every reader has above the line."""
        ...


# ---------------------------------------------------------------------------------- documents

MAX_BYTES = 20 * 1024 * 1024
"""A larger document is no article; Telegram's download limit for bots is the same."""

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".mhtml": "multipart/related",
    ".mht": "multipart/related",
    ".webarchive": "application/x-webarchive",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Of the documents that can be read, by the ending of a file's name."""


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as they came, before anything is understood of them."""

    origin: str
    """What the user would recognise: a path, an address, or "-" for standard input."""
    data: bytes
    media_type: str | None = None
    """"text/html", "text/plain", or None where the bytes must tell."""
    charset: str | None = None
    """As declared by the transport; never trusted over a BOM."""
    url: str | None = None


# ----------------------------------------------------------------------------------- articles


class ParagraphKind(StrEnum):
    """What a paragraph is for."""

    PROSE = "prose"
    HEADING = "heading"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `paragraph.text[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A publication time, only as far as the page states it: either part may be unknown.

    `clock` carries a tzinfo only where the page states a zone.
    """

    day: date | None = None
    clock: time | None = None

    def iso(self) -> str | None:
        """ISO 8601 text; None where the day is unknown, a date alone where the time is."""
        if self.day is None:
            return None
        if self.clock is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.clock).isoformat()


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose words a paragraph of an interview is."""

    question: bool
    """The interviewer's: what it takes for granted is nobody's report."""
    speaker: str | None = None
    """As the page names them; None where it does not."""
    label: str = ""
    """What stood before the words and was taken off them ("س:", "سامر حداد:", "-")."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: ParagraphKind
    language: str
    """ISO 639 code, or "und" where the text is too short to tell."""
    sentences: tuple[Sentence, ...] = ()
    turn: Turn | None = None
    """None outside the turns of an interview."""
    posted: Moment | None = None
    """Of a live page: the time of the post that the paragraph is of."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of the page left out as litter, and the name of the rule that said so."""

    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the text put behind words; `words` may be the address itself."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Article:
    """What was understood of one document. What the page does not state is None."""

    id: str
    """Stable for the same normalised text: 16 hex digits of its SHA-256."""
    origin: str
    title: str | None
    paragraphs: tuple[Paragraph, ...]
    language: str
    confidence: float
    """Of the language, 0 to 1."""
    kicker: str | None = None
    outlet: str | None = None
    author: str | None = None
    section: str | None = None
    """What the page or its feed files it under ("اقتصاد"), as it stands."""
    published: Moment | None = None
    updated: Moment | None = None
    url: str | None = None
    canonical: str | None = None
    """The address that the page calls its own (`rel=canonical`), absolute; a claim, no proof."""
    removed: tuple[Removed, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader should know of how the page read, e.g. "Hijri date, not converted"."""
    links: tuple[Link, ...] = ()
    """Of a post: where its words lead, in order."""
    photograph: str | None = None
    """The address of the picture that the page names for others to show beside a link to it."""

    @property
    def prose(self) -> tuple[Paragraph, ...]:
        return tuple(p for p in self.paragraphs if p.kind is ParagraphKind.PROSE)

    @property
    def texts(self) -> tuple[str, ...]:
        """Kicker, title and every paragraph, as far as they are there."""
        parts = (self.kicker, self.title, *(p.text for p in self.paragraphs))
        return tuple(part for part in parts if part)

    @property
    def outlet_label(self) -> str:
        """The outlet as the page states it; else the site, the file's name, or "standard input"."""
        if self.outlet:
            return self.outlet
        if self.url:
            # A page's own address may be none.
            with suppress(ValueError):
                if site := urlsplit(self.url).hostname:
                    return site.removeprefix("www.")
        if self.origin == "-":
            return "standard input"
        return PurePath(self.origin).name or self.origin


# -------------------------------------------------------------------------------- translation


class Part(StrEnum):
    """Where in the article a segment stands."""

    KICKER = "kicker"
    TITLE = "title"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence to be translated, and where it stands.

    For BODY, `article.paragraphs[paragraph].text[start:end] == source`; for TITLE and KICKER
    `paragraph` is None and the offsets are into that field.
    """

    index: int
    """Position among the article's segments, from 0; what evidence points at."""
    part: Part
    paragraph: int | None
    start: int
    end: int
    source: str
    language: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One candidate translation."""

    text: str
    score: float | None
    """Mean log-probability per token (0 is best); None where the engine does not say."""
    problem: str = ""
    """Why the engine gave no translation, for readers; `text` is empty then."""


class Severity(StrEnum):
    """How much a finding weighs.

    WITHHELD: the English more likely misleads than not, so it is not shown. ERROR: a reader could
    be misled, so the sentence is unverified. WARNING: something named may be wrong; shown to the
    reader beside the sentence. NOTE: a measure or a form, without a word to point at; for
    choosing among sentences and for the JSON.
    """

    WITHHELD = "withheld"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_GRAVE = (Severity.WITHHELD, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Flag:
    """One check's finding on one hypothesis."""

    check: str
    severity: Severity
    detail: str


class Standing(StrEnum):
    """How an English sentence is shown."""

    PLAIN = "plain"
    """As it is."""
    DOUBTFUL = "doubtful"
    """With a mark."""
    WITHHELD = "withheld"
    """Not at all: its Arabic stands in its place."""


def standing_of(flags: Sequence[Flag]) -> Standing:
    """The gravest finding decides; a note changes nothing."""
    found = {flag.severity for flag in flags}
    if Severity.WITHHELD in found:
        return Standing.WITHHELD
    if found & {Severity.ERROR, Severity.WARNING}:
        return Standing.DOUBTFUL
    return Standing.PLAIN


@dataclass(frozen=True, slots=True)
class EngineIdentity:
    """Which model spoke. `version` changes with anything that changes its output."""

    name: str
    version: str
    label: str
    """For readers: "aren 0.2 (embedded)"."""


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    segment: Segment
    target: str
    score: float | None
    """None where the source was passed through untranslated, or the engine does not say."""
    flags: tuple[Flag, ...] = ()
    engine: EngineIdentity | None = None
    """Who translated this sentence; None where nobody did, and in records of before 0.2."""
    trust: float | None = None
    """The probability that it does not mislead; None where it was not measured."""
    pending: bool = False
    """Not translated yet, since no brief stands on it; `target` is empty."""

    @property
    def standing(self) -> Standing:
        return Standing.WITHHELD if self.pending else standing_of(self.flags)

    @property
    def verified(self) -> bool:
        """No check found an error."""
        return not any(flag.severity in _GRAVE for flag in self.flags)

    @property
    def passed_through(self) -> bool:
        return self.score is None and self.engine is None


@dataclass(frozen=True, slots=True)
class Translation:
    article: Article
    engine: EngineIdentity
    """The configured one; who translated a sentence is said by the sentence."""
    segments: tuple[TranslatedSegment, ...]
    absent: tuple[EngineIdentity, ...] = ()
    """Engines that should have been asked and could not be used."""

    @property
    def translators(self) -> tuple[EngineIdentity, ...]:
        """Who translated each sentence that was translated, in order."""
        return tuple(filter(None, map(self.translator_of, self.segments)))

    def translator_of(self, segment: TranslatedSegment) -> EngineIdentity | None:
        """None where nobody translated it."""
        return None if segment.passed_through else segment.engine or self.engine

    @property
    def pending(self) -> frozenset[int]:
        """`Segment.index` of the sentences that are still to be translated."""
        return frozenset(s.segment.index for s in self.segments if s.pending)

    @property
    def whole(self) -> bool:
        """Every sentence is translated; else only those that the brief stands on."""
        return not self.pending

    def of_part(self, part: Part) -> tuple[TranslatedSegment, ...]:
        return tuple(s for s in self.segments if s.segment.part is part)


# ------------------------------------------------------------------------------------ summary


@dataclass(frozen=True, slots=True)
class Evidence:
    """The source sentence a statement stands on."""

    article: str
    """`Article.id`"""
    segment: int
    """`Segment.index` in that article's translation"""


class Form(StrEnum):
    """What a statement is made of."""

    SENTENCE = "sentence"
    """The English of its sentence, whole."""
    CLAUSE = "clause"
    """A part of it, or a name put in for "he"."""
    FACTS = "facts"
    """Figures, names and an event's word, each taken from the Arabic by rule."""
    REPORT = "report"
    """Only that something is reported, and of whom: it could not be translated reliably."""
    MODEL = "model"
    """Written by a model over the sentences it stands on, and held to them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said to the reader: a headline or a point.

    `text` is English, or another language where the page has it so. `source` is the Arabic it
    stands on, shown on request.
    """

    text: str
    source: str
    language: str
    evidence: tuple[Evidence, ...]
    flags: tuple[Flag, ...] = ()
    form: Form = Form.SENTENCE
    trust: float | None = None
    """The least of the sentences it stands on; None where none was measured."""
    writer: str = ""
    """Of what a model wrote: the model, and the version of each prompt it was told."""
    joins: bool = False
    """Short, and stands in one point with the statement before it."""

    @property
    def standing(self) -> Standing:
        return standing_of(self.flags)

    @property
    def verified(self) -> bool:
        return not any(flag.severity in _GRAVE for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Brief:
    """One article condensed."""

    translation: Translation
    headline: Statement
    points: tuple[Statement, ...]
    whole: bool = False
    """Too short to summarise: the points are the whole article in order."""

    @property
    def article(self) -> Article:
        return self.translation.article


# ------------------------------------------------------------------------------------- digest


@dataclass(frozen=True, slots=True)
class Skipped:
    """A document that did not make it, and why."""

    path: str
    error: str
    """The error's class name, e.g. "NotArabic"."""
    reason: str
    """One sentence for the user."""


@dataclass(frozen=True, slots=True)
class StoryPoint:
    """A fact within a story, with everyone who reports it."""

    statement: Statement
    outlets: tuple[str, ...]
    """Those who report it, in the order of `Story.briefs`; an article's origin where its outlet
    is unknown."""
    agreed: bool
    """Reported by every article of a story that has more than one."""


class Life(StrEnum):
    """How far a story has come, for those who read the digest."""

    NEW = "new"
    """Nothing of it was sent before."""
    DEVELOPING = "developing"
    """Something was; these are its new reports."""
    QUIET = "quiet"
    """It was followed for days, and nothing came for some."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was sent of a story before, of one day."""

    day: date | None
    statement: Statement
    """A headline, or the toll of that day."""
    source: str
    """Who says so: "Health Ministry via Al Jazeera"."""


@dataclass(frozen=True, slots=True)
class Against:
    """A denial of what a story's headline says, or the claim that the headline denies."""

    denies: bool
    statement: Statement
    source: str
    """The outlet, as `Article.outlet_label` has it."""
    day: date | None


class Reason(StrEnum):
    """Why a story stands where it does: the parts of its score."""

    OUTLETS = "outlets"
    """Independent outlets that report it."""
    TOLL = "toll"
    """Dead, injured and missing."""
    AGE = "age"
    UNTOLD = "untold"
    """Nothing of it could be told but that it is reported."""
    RETOLD = "retold"
    """A story before it says much of the same."""
    WATCHED = "watched"
    """It has names or words that the chat looks out for."""
    TOPIC = "topic"
    """It is of a topic or a country that the chat put first."""
    OUTLET = "outlet"
    """An outlet that the chat put first reports it."""
    LIKED = "liked"
    DISLIKED = "disliked"
    """It is like stories that the chat called good, or not."""


@dataclass(frozen=True, slots=True)
class Worth:
    """One part of a story's score."""

    reason: Reason
    value: float
    """In outlets: 1 is what one more independent outlet is worth."""
    about: tuple[str, ...] = ()
    """The chat's own words for it: what it watches, or put first."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A name, or words, that a chat looks out for."""

    name: str
    """As the chat wrote it."""
    forms: tuple[str, ...]
    """It and what it is known by, in Arabic and English."""


@dataclass(frozen=True, slots=True)
class Interest:
    """What one chat cares for, as the order of its digest is told it. The empty one is nobody's."""

    watched: tuple[Watched, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics, and countries by ISO code, that come first."""
    outlets: tuple[str, ...] = ()
    """Those that come first."""
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()
    """Arabic headlines of stories that the chat called good, or not."""


NOBODYS = Interest()


@dataclass(frozen=True, slots=True)
class Story:
    """The reports of one event."""

    headline: Statement
    points: tuple[StoryPoint, ...]
    briefs: tuple[Brief, ...]
    """Those that were not sent before."""
    differences: tuple[str, ...] = ()
    """What the reports state differently, a line each; empty unless certain. Tolls are set beside
    those that were sent before."""
    worth: tuple[Worth, ...] = ()
    """What its place in the digest is made of."""
    topics: tuple[str, ...] = ()
    """What it is about, most of all the first, then ISO codes of countries; empty where nobody
    asked."""
    life: Life = Life.NEW
    earlier: tuple[Past, ...] = ()
    """What was sent of it before, a day each, the oldest first."""
    against: Against | None = None
    copies: tuple[tuple[str, ...], ...] = ()
    """`Article.id` of reports that are one text, lightly edited: two or more in each group."""
    sent: tuple[str, ...] = ()
    """`Article.id` of its reports that were sent before; its tolls may be among the differences."""
    background: Past | None = None
    """A headline of another story of the same people or place that was sent before; only where that
    is certain."""

    @property
    def behind(self) -> tuple[str, ...]:
        """`Article.id` of all that was sent before and of which it says something."""
        beside = self.background.statement.evidence if self.background else ()
        return tuple(dict.fromkeys((*self.sent, *(each.article for each in beside))))

    @property
    def watched(self) -> tuple[str, ...]:
        """The names, or words, for which it was looked out."""
        return tuple(n for part in self.worth if part.reason is Reason.WATCHED for n in part.about)


class Changed(StrEnum):
    """What an outlet changed in an article after it was sent."""

    TITLE = "title"
    NUMBER = "number"
    NAME = "name"
    NEGATION = "negation"
    """It denies what it affirmed, or affirms what it denied."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing an article said, and what it says in its place now."""

    what: Changed
    before: Statement
    after: Statement


@dataclass(frozen=True, slots=True)
class Correction:
    """An article that says something else than it did when it was sent."""

    article: str
    """`Article.id` of the version that holds now."""
    replaces: str
    """`Article.id` of the version that was sent."""
    outlet: str
    """Its origin where its outlet is unknown."""
    url: str | None
    headline: Statement
    """As it is now."""
    changes: tuple[Change, ...]
    more: int = 0
    """Further changes, not listed."""


@dataclass(frozen=True, slots=True)
class Digest:
    made_at: datetime
    """Aware."""
    engine: EngineIdentity | None
    """None where no article made it."""
    stories: tuple[Story, ...]
    also: tuple[Story, ...] = ()
    """Stories beyond the limit, shown as headlines only."""
    skipped: tuple[Skipped, ...] = field(default=())
    corrections: tuple[Correction, ...] = ()
    """Of what earlier digests said."""
    by_topic: bool = False
    """Stories of one topic stand together, under its name."""
    overview: Statement | None = None
    """One line over the stories, by a model."""
    unwritten: tuple[str, ...] = ()
    """What of the digest a model should have written and did not, each with the reason: joined
    points of a story, the overview."""
    repeated: tuple[Story, ...] = ()
    """Stories whose new reports say nothing that was not sent before."""
    quiet: tuple[Story, ...] = ()
    """Stories that were followed for days and have gone quiet since the last digest; their reports
    were sent before."""

    @property
    def articles(self) -> int:
        return sum(len(story.briefs) for story in (*self.stories, *self.also, *self.repeated))

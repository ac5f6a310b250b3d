"""The one place that knows the order of the rooms: documents in, a digest out."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime

from bot.config import Settings
from bot.digest.composition import compose
from bot.digest.ties import People
from bot.errors import ModelError
from bot.heap import give_memory_back
from bot.pipeline.depth import needed, settled, works_in_part
from bot.pipeline.documents import silent
from bot.pipeline.editing import PATIENCE, DigestEditor
from bot.pipeline.private_texts import remote_hosts, translating_hosts, without_remote
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.pipeline.writing import by_model, condenser
from bot.reading import language
from bot.records import Article, Brief, Digest, EngineIdentity, Progress, Skipped, Translation
from bot.summary.summariser import Summariser
from bot.translation.agreement import agreed
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.chat.calls import Calls
from bot.translation.engines.configured import automatic_line, load_engines
from bot.translation.engines.embedded import loading as embedded
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.judge import Judge
from bot.translation.memory import Memory, RememberingTranslator
from bot.translation.names import Names
from bot.translation.names.learning import Learnt
from bot.translation.names.terms import Term
from bot.translation.rounds import rounds_of, translate_more
from bot.translation.segments import begun
from bot.translation.trust import Checker

_LOG = logging.getLogger(__name__)


class Rooms:
    """The loaded models, shared by everything that runs in this process.

    Loads each on first use; `close` frees the engine. `terms`: entries of the glossary that hold
    whatever `use` is given. `frugal`: what waits while the engine works gives its memory back and
    loads again later, a second or two in a run that takes minutes; a bot that translates all day
    keeps everything.
    """

    def __init__(
        self,
        settings: Settings,
        progress: Progress = silent,
        terms: Iterable[Term] = (),
        *,
        frugal: bool = False,
    ) -> None:
        self._frugal = frugal
        self._settings = settings
        self._progress = progress
        self.encoder = SentenceEncoder()
        self.speller = NamesSpeller(lambda: self.names)
        self._calls = Calls()
        self._editor = DigestEditor(settings, None if frugal else PATIENCE, self._calls)
        self._standing = Names.load().with_terms(terms)
        self.names = self._standing
        self._lessons: list[Learnt] = []
        self._engines: Members | None = None
        self._line: tuple[str, ...] = ()
        """What stood behind "auto" when they were loaded."""
        self._local: Members | None = None
        self._checker: EmbeddedTranslator | None = None
        """Only where the embedded model does not translate too."""
        self._opened: Memory | None = None
        chosen = settings.translation
        self._rounds = rounds_of(chosen.beam, chosen.beam_again)

    @property
    def engines(self) -> Members:
        """Those of the settings; of "auto" others than before where files came or went."""
        if self._engines is not None and self._line:
            if self._line == automatic_line(self._settings):
                return self._engines
            self._engines.close()
            self._engines = None
        if self._engines is None:
            self._line = automatic_line(self._settings)
            self._engines = self._loaded(self._settings)
        return self._engines

    def _kept_here(self) -> Members:
        """For texts that must not leave this machine."""
        if not translating_hosts(self._settings):
            return self.engines
        if self._local is None:
            self._local = self._loaded(without_remote(self._settings))
        return self._local

    def _loaded(self, settings: Settings) -> Members:
        engines = load_engines(settings, self._progress)
        if settings.translation.memory:
            memory = self._opened = self._opened or self._memory()
            if memory and self._frugal:
                self.encoder.keep_in(memory)
            if memory:
                engines.wrap(lambda engine: RememberingTranslator(engine, memory))
        return engines

    @property
    def checker(self) -> Checker | None:
        """The embedded model, which reads what any engine wrote; None where the settings do
        without it. Where it translates too, it is the same one, so that it is loaded once."""
        if not self._settings.translation.trust:
            return None
        if self._checker is None:
            for member in self.engines:
                if member.name == embedded.NAME:
                    engine = member.bare()
                    assert isinstance(engine, EmbeddedTranslator)
                    return engine
            self._checker = embedded.load(self._settings, self._progress)
        return self._checker

    def _memory(self) -> Memory | None:
        """The memory; None where its folder cannot be written, which costs time and no digest."""
        path = self._settings.memory_path
        try:
            return Memory(path)
        except (OSError, sqlite3.Error) as error:
            _LOG.warning(
                "The translation memory %s cannot be used (%s): this run does without it. Set "
                "MUJAZ_CACHE_DIR to a folder that can be written, or MUJAZ_TRANSLATION__MEMORY="
                "false.",
                path,
                error,
            )
            return None

    def stop(self) -> None:
        """As `bot.pipeline.seams.Models.stop`."""
        self._calls.break_off()

    def close(self) -> None:
        self.stop()
        self._editor.close()
        self._rest_engines()
        self._engines = self._local = self._checker = None

    def _rest_engines(self) -> None:
        """Give their memory back; what is translated later loads them again."""
        for each in (self._engines, self._local, self._checker):
            if each is not None:
                each.close()

    def translate_private(
        self,
        given: Sequence[Article | Translation],
        *,
        may_leave: bool = False,
        points: int | None = None,
    ) -> list[Translation]:
        """Of texts that not everybody may see: nothing of them is remembered or learnt.

        `may_leave`: a remote engine may be sent them, where one is configured.
        """
        engines = self.engines if may_leave else self._kept_here()
        names, lessons = self.names, self._lessons
        try:
            with self._opened.reading_only() if self._opened else nullcontext():
                return self._translated(given, engines, (), points)
        finally:
            self.names, self._lessons = names, lessons

    def translate(
        self,
        given: Sequence[Article | Translation],
        shared: Collection[str] = (),
        points: int | None = None,
    ) -> list[Translation]:
        """Articles, or translations of which sentences are pending; what is translated stays.

        `shared`: ids of those that several chats will see. `points`: only as far as briefs of so
        many points need; None: whole.
        """
        return self._translated(given, self.engines, shared, points)

    def _translated(
        self,
        given: Sequence[Article | Translation],
        engines: Members,
        shared: Collection[str],
        points: int | None,
    ) -> list[Translation]:
        before = self._make_room if self._frugal else None
        identity = engines.identity
        old = [begun(each, identity) if isinstance(each, Article) else each for each in given]
        made = old
        while any(wanted := self._wanted(made, points)):
            judge = Judge(self.names, self.encoder, self.checker, self._opened)
            more = translate_more(
                made,
                wanted,
                engines,
                judge,
                self.names,
                self._progress,
                shared,
                before,
                self._rounds,
            )
            made, lessons = agreed(more, judge, self.names)
            self._lessons = [*self._lessons, *lessons]
            self.names = self.names.with_terms(lesson.term for lesson in lessons)
        return [_added(*each) for each in zip(old, made, strict=True)]

    def _wanted(
        self, translations: Sequence[Translation], points: int | None
    ) -> list[frozenset[int]]:
        """The sentences to be translated next, of each."""
        condense = self._condenser(self._settings)
        if points is None or not works_in_part(condense):
            return [each.pending for each in translations]
        return [needed(condense, each, points) for each in translations]

    def _condenser(self, settings: Settings) -> Summariser:
        return condenser(
            settings, self.encoder, self.speller, lambda: self.names, calls=self._calls
        )

    def _make_room(self) -> None:
        self.encoder.rest()
        language.rest()
        give_memory_back()

    def use(self, terms: Iterable[Term]) -> None:
        """Spell names by these entries from now on, and by no others but the standing ones."""
        self.names = self._standing.with_terms(terms)

    def passed_over(self) -> dict[str, str]:
        """Engines that are left alone for now, by their configured names, and why."""
        return {member.name: member.why for member in self._engines or () if member.down}

    def renewers(self) -> frozenset[EngineIdentity]:
        """The configured engines; none while one of them cannot be made, and none where texts go
        to a remote one, which would have them a second time and be paid for it."""
        if remote_hosts(self._settings):
            return frozenset()
        try:
            return frozenset(member.translator().identity for member in self.engines)
        except ModelError:
            return frozenset()

    def lessons(self) -> tuple[Learnt, ...]:
        """What translations have taught since this was last asked."""
        told, self._lessons = tuple(self._lessons), []
        return told

    def brief(self, translations: Sequence[Translation], *, stays: bool = False) -> list[Brief]:
        """`stays`: no text may leave this machine."""
        if self._frugal:
            self._rest_engines()
        settings = without_remote(self._settings) if stays else self._settings
        condense, points = self._condenser(settings), settings.summary.points
        briefs = []
        for number, translation in enumerate(translations):
            self._progress("condensing", number, len(translations))
            briefs.append(settled(condense, translation, points))
        self._progress("condensing", len(translations), len(translations))
        return briefs

    def writing(
        self, translation: Translation, styles: Sequence[str], *, stays: bool = False
    ) -> Callable[[], tuple[Brief, dict[str, Brief]]]:
        """As `bot.pipeline.seams.Models.writing`."""
        settings, names = self._settings, self.names
        if stays:
            # What only the operator's model could write in a style is told in one.
            settings, styles = without_remote(settings), ()
        points = settings.summary.points

        def brief(style: str | None = None) -> Brief:
            speller = NamesSpeller(lambda: names)
            condense = condenser(settings, self.encoder, speller, lambda: names, style, self._calls)
            return settled(condense, translation, points)

        def write() -> tuple[Brief, dict[str, Brief]]:
            made = brief()
            if not by_model(made):
                return made, {}
            return made, {style: brief(style) for style in styles}

        return write

    def digest(
        self,
        briefs: Sequence[Brief],
        failed: Sequence[Skipped],
        made_at: datetime,
        before: Sequence[Brief] = (),
        since: date | None = None,
    ) -> Digest:
        """`before`: what the reader knows already; `since`: from which day on it is new."""
        made = compose(
            briefs,
            failed,
            self.encoder,
            made_at,
            max_stories=self._settings.digest.max_stories,
            points=self._settings.summary.points,
            before=before,
            since=since,
            people=People(lambda: self.speller),
        )
        return self._editor.edited(made, self.names)

    def edited(self, digest: Digest, private: Collection[str], style: str) -> Digest:
        """As `bot.pipeline.seams.Models.edited`."""
        return self._editor.edited(digest, self.names, private, style)


def _added(old: Translation, new: Translation) -> Translation:
    """The new one, in which what was translated before reads as it did: briefs stand on it."""
    pairs = zip(old.segments, new.segments, strict=True)
    return replace(new, segments=tuple(n if o.pending else o for o, n in pairs))

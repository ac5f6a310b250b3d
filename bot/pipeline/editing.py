"""What a chat model writes over a composed digest: joined stories, and the line that opens it.

Each story is asked for once, whatever digests it stands in. A digest waits only so long: what comes
later serves the next one. An endpoint that fails is left alone for a while, and the digest says in
its record what of it no model wrote.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from bot.config import Settings
from bot.errors import ModelError
from bot.pipeline.private_texts import condensing_hosts
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.writing import NamesGrounds, digest_author, story_author
from bot.records import Brief, Digest, Statement, Story
from bot.summary.summariser import ASKED
from bot.summary.written.author import NoAnswer
from bot.summary.written.held import Editor
from bot.summary.written.overview import overview
from bot.summary.written.story import joined, several_outlets
from bot.translation.engines.chat.calls import Calls
from bot.translation.names import Names

AT_ONCE = 4
"""Stories being asked for at a time."""
PATIENCE = 20.0
"""Seconds that one digest of a bot waits for its stories, and again for its overview."""
REST = 600.0
"""Seconds after an endpoint that failed."""
SLOW_REST = 60.0
"""Seconds after one that did not answer in time; what it says later is kept."""
KEPT = 256
"""Stories and overviews that are not asked for again."""

RESTING = "the chat endpoint failed or was slow a short while ago"

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class DigestEditor:
    """For one thread that composes; the endpoint's time is spent in others."""

    def __init__(
        self,
        settings: Settings,
        patience: float | None = PATIENCE,
        calls: Calls | None = None,
    ) -> None:
        """`patience`: None waits for as long as the endpoint takes. `calls`: by which it is
        asked."""
        self._settings = settings
        self._calls = calls or Calls()
        self._patience = patience
        self._threads = ThreadPoolExecutor(AT_ONCE, "editor")
        self._asked: OrderedDict[object, Future[Any]] = OrderedDict()
        self._not_before = 0.0

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def edited(
        self, digest: Digest, names: Names, private: Collection[str] = (), style: str = ""
    ) -> Digest:
        """The digest with what holds of what the model writes. `private`: ids of articles that no
        remote endpoint may have. Raises BadPrompt, and BrokenOff where the calls are."""
        if self._settings.summary.engine not in ASKED:
            return digest
        held_back = private if condensing_hosts(self._settings) else ()
        speller, grounds = NamesSpeller(lambda: names), NamesGrounds(lambda: names)
        points = self._settings.summary.points

        def open_(story: Story) -> bool:
            return not any(brief.article.id in held_back for brief in story.briefs)

        editor = Editor(story_author(self._settings, style, self._calls), grounds)
        several = [
            story for story in digest.stories if points and several_outlets(story) and open_(story)
        ]
        made, missing = self._answers(
            [(_told([s], style), partial(joined, s, points, speller, editor)) for s in several]
        )
        # What a story is to its own chat stays: only the lines were written for all.
        lines = {
            id(story): replace(story, headline=new.headline, points=new.points)
            for story, new in zip(several, made, strict=True)
            if new
        }
        stories = tuple(lines.get(id(story), story) for story in digest.stories)
        editor = Editor(digest_author(self._settings, self._calls), grounds)
        line, why = self._overview(tuple(filter(open_, stories)), speller, editor)
        unwritten = (*(f"a story of several outlets: {each}" for each in missing), *why)
        return replace(digest, stories=stories, overview=line, unwritten=unwritten)

    def _overview(
        self, stories: tuple[Story, ...], speller: NamesSpeller, editor: Editor
    ) -> tuple[Statement | None, tuple[str, ...]]:
        if len(stories) < 2:
            return None, ()
        make = partial(overview, stories, speller, editor)
        (line,), missing = self._answers([(_told(stories), make)])
        return line, tuple(f"the overview: {why}" for why in missing)

    def _answers(
        self, work: Sequence[tuple[object, Callable[[], T]]]
    ) -> tuple[list[T | None], list[str]]:
        """Of each place what was made of it, and why others are missing, each reason once."""
        if work and monotonic() < self._not_before:
            ready = [self._ready(place) for place, _ in work]
            return ready, [RESTING] if None in ready else []
        futures: list[Future[T]] = []
        for place, make in work:
            future = self._asked.pop(place, None)
            if future is None or (future.done() and future.exception() is not None):
                future = self._threads.submit(make)
            self._asked[place] = future
            futures.append(future)
        while len(self._asked) > KEPT:
            self._asked.popitem(last=False)
        done, _ = wait(futures, self._patience)
        missing = [self._why_not(future) for future in futures if future in done]
        if len(done) < len(set(futures)):
            missing.append("the chat endpoint takes too long")
            # So that the digests of an hour do not wait for it one after another.
            self._not_before = monotonic() + SLOW_REST
        reasons = [why for why in dict.fromkeys(missing) if why]
        for why in reasons:
            _LOG.warning("A digest is made without the chat model's part: %s", why)
        made = [f.result() if f in done and f.exception() is None else None for f in futures]
        return made, reasons

    def _ready(self, place: object) -> Any:
        """What was answered meanwhile."""
        future = self._asked.get(place)
        return future.result() if future and future.done() and not future.exception() else None

    def _why_not(self, future: Future[T]) -> str | None:
        """Raises what is nobody's to expect."""
        error = future.exception()
        if error is None:
            return None
        if isinstance(error, ModelError):
            self._not_before = monotonic() + REST
        elif not isinstance(error, NoAnswer):
            raise error
        return str(error)


def _read(brief: Brief) -> tuple[object, ...]:
    """The English that the model is shown, with what a chat's readers amended."""
    return tuple((each.target, each.flags) for each in brief.translation.segments)


def _told(stories: Sequence[Story], *besides: object) -> object:
    """What an answer depends on: whose sentences, and how they are told."""
    return besides, tuple(
        (
            story.headline,
            story.points,
            story.differences,
            tuple((b.article.id, _read(b)) for b in story.briefs),
        )
        for story in stories
    )

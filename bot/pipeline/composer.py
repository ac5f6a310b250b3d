"""Makes digests of stored articles, outside the event loop and beside a translation."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from bot.digest.composition import compose
from bot.digest.gathering import Gatherings
from bot.digest.ties import People
from bot.digest.topics import Topics
from bot.formats.points import first_points, in_points
from bot.language.lexicon import RuleRow
from bot.pipeline.amending import readers_wrote
from bot.pipeline.depth import stands_on
from bot.pipeline.vectors import Apart
from bot.pipeline.worker import ModelWorker, Stopped
from bot.recent import Recent
from bot.records import Article, Brief, Digest, Encoder, Interest, Speller
from bot.stages import stage
from bot.store.articles import StoredArticle
from bot.summary.summariser import ASKED
from bot.translation.engines.chat.calls import BrokenOff

BRIEFS_KEPT = 1024
"""As many as are kept as they were made (bot.delivery.scheduling.editions), each some 40 KB; with
every number of points that a chat asked for, 4 KB more each."""

TEXTS_KEPT = 2048
"""Openings of reports, and sentences of stories that several tell, with their vectors."""


class Composer:
    def __init__(
        self, worker: ModelWorker, summary: str, topics: Sequence[RuleRow] | None = None
    ) -> None:
        """`worker`: its models are used once they are there. `topics`: the table of topics; None:
        the shipped one."""
        self._worker = worker
        self._summary = summary
        self._topic_table = topics
        self._topics: Topics | None = None
        self._own_encoder: Encoder | None = None
        self._vectors = Apart(self._encoder, TEXTS_KEPT)
        self._people = People(self._speller)
        self._gathered = Gatherings()
        self._told: Recent[int, tuple[Brief, dict[int, Brief]]] = Recent(BRIEFS_KEPT)
        self._thread = ThreadPoolExecutor(1, "compose")

    def forget(self) -> None:
        """What is held may be of articles that were deleted."""
        self._thread.submit(self._forget)

    def _forget(self) -> None:
        self._gathered.clear()
        self._told.clear()
        self._vectors.clear()
        self._people.clear()

    def shut(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def compose(
        self,
        stored: Sequence[StoredArticle],
        made_at: datetime,
        *,
        stories: int,
        points: int,
        interest: Interest,
        topics: Mapping[str, tuple[str, ...]],
        by_topic: bool,
        style: str | None,
        before: Sequence[Brief] = (),
        since: date | None = None,
    ) -> Digest:
        """A digest of briefed articles, outside the event loop and beside a translation. `style`:
        None: with no line over several articles by a model, for whoever shows none of it. `before`:
        what its reader was sent, the last time on the day `since`. Raises Stopped where the models
        are stopped meanwhile."""
        loop = asyncio.get_running_loop()
        if self._summary in ASKED and self._worker.models is None:
            await self._worker.run(self._worker.ready, None)
        with stage("compose"):
            briefs = await loop.run_in_executor(self._thread, self._briefs, stored, points)
            made = partial(
                compose,
                briefs,
                (),
                self._vectors,
                made_at,
                stories,
                points,
                interest,
                topics=topics,
                by_topic=by_topic,
                before=before,
                since=since,
                people=self._people,
                gathered=self._gathered,
            )
            digest = await loop.run_in_executor(self._thread, made)
            if self._summary not in ASKED or self._worker.models is None or style is None:
                return digest
            private = frozenset(
                each.article.id
                for each in stored
                if not each.public or (each.brief and readers_wrote(each.brief))
            )
            edited = partial(self._worker.models.edited, digest, private, style)
            try:
                return await loop.run_in_executor(self._thread, edited)
            except BrokenOff:
                raise Stopped from None

    async def topics(self, told: Sequence[Article]) -> list[tuple[str, ...]]:
        """What articles are about, as `bot.digest.topics` tells it."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._told_topics, told)

    def _told_topics(self, told: Sequence[Article]) -> list[tuple[str, ...]]:
        if self._topics is None:
            self._topics = Topics(self._encoder(), self._topic_table)
        return [self._topics.of(article) for article in told]

    def _encoder(self) -> Encoder:
        models = self._worker.models
        if models is not None:
            return models.encoder
        if self._own_encoder is None:
            from bot.pipeline.vectors import SentenceEncoder

            self._own_encoder = SentenceEncoder()
        return self._own_encoder

    def _speller(self) -> Speller:
        from bot.pipeline.spelling import NamesSpeller
        from bot.translation.names import Names

        models = self._worker.models
        return models.speller if models else NamesSpeller(Names.load)

    def _briefs(self, stored: Sequence[StoredArticle], points: int) -> list[Brief]:
        """With so many points; the same record each time for the same brief."""
        told = []
        for each in stored:
            assert each.brief is not None
            # The stored brief is held with them, so that its id stays its own.
            _, made = self._told.made(id(each.brief), partial(_alone, each.brief))
            if points not in made:
                made[points] = self._with_points(each.brief, points)
            told.append(made[points])
        return told

    def _with_points(self, brief: Brief, points: int) -> Brief:
        from bot.summary.summariser import WRITTEN, summariser

        # A stored brief holds its best points in the article's order, so another number
        # of points is another choice and not a part of it.
        if len(in_points(brief.points)) == points or brief.whole:
            return brief
        if self._summary in WRITTEN:
            # What a model wrote has its most important points first, and is not written anew.
            return replace(brief, points=first_points(brief.points, points))
        other = summariser(self._summary, self._encoder(), self._speller())
        made = other.summarise(brief.translation, points)
        # A chat may ask for more points than any did when it was translated.
        return brief if stands_on(made) & brief.translation.pending else made


def _alone(brief: Brief) -> tuple[Brief, dict[int, Brief]]:
    """As it is held before a number of points is asked for."""
    return brief, {}

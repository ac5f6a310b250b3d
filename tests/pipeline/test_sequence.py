"""The summariser seq2seq on a BART made by hand: converted without torch, run, aligned, held."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tokenizers import pre_tokenizers

from bot.config import Settings, SummarySequenceSettings, SummarySettings, TranslationSettings
from bot.language.arabic.sentences import spans
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.pipeline.writing import condenser
from bot.records import Brief, Form, Severity, Statement
from bot.summary.written.aligning import aligned
from bot.translation.engines.spelling import load_spelling
from bot.translation.model_store import conversion
from bot.translation.names import Names
from tests.cli.running import mujaz
from tests.pipeline.test_writing import BODY, TITLE
from tests.summary import copying_bart
from tests.summary.made_translations import translation

ENCODER, SPELLER = SentenceEncoder(), NamesSpeller(Names.load)
LIE = "Inflation has exceeded 2% since the start of the year, governor Adel Sharkas said."


def summarised(model: Path, cache: Path, body: tuple[tuple[str, str], ...], points: int) -> Brief:
    settings = Settings(
        cache_dir=cache,
        translation=TranslationSettings(threads=1),
        summary=SummarySettings(
            engine="seq2seq", seq2seq=SummarySequenceSettings(model=str(model))
        ),
    )
    return condenser(settings, ENCODER, SPELLER, Names.load).summarise(
        translation(TITLE, body), points
    )


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = [english for _, english in BODY]
    return copying_bart.make(tmp_path_factory.mktemp("model") / "copying-bart", [*texts, LIE])


@pytest.fixture(scope="module")
def brief(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Brief]:
    cache = tmp_path_factory.mktemp("cache")
    return lambda body=BODY, points=3: summarised(model, cache, body, points)


def notes(statement: Statement) -> dict[str, str]:
    return {f.check: f.detail for f in statement.flags if f.severity is Severity.NOTE}


def test_a_summary_is_told_in_points_on_the_arabic_they_come_from(
    brief: Callable[..., Brief],
) -> None:
    made = brief()
    assert [point.text for point in made.points] == [english for _, english in BODY[:3]]
    for place, point in enumerate(made.points):
        assert point.form is Form.MODEL
        assert point.writer == "copying-bart int8 (seq2seq)"
        assert point.source == BODY[place][0]
        assert [e.segment for e in point.evidence] == [place + 1]
    # It writes no headline, and none is missed.
    assert made.headline.form is not Form.MODEL
    assert notes(made.headline) == {}


def test_a_sentence_that_does_not_hold_is_told_by_the_ladder(brief: Callable[..., Brief]) -> None:
    body = (BODY[0], (BODY[1][0], LIE), *BODY[2:])
    made = brief(body)
    assert LIE not in [point.text for point in made.points if point.form is Form.MODEL]
    assert [point.form for point in made.points if notes(point)]
    assert all("not_held" in notes(p) for p in made.points if p.form is not Form.MODEL)


def test_without_the_model_the_brief_is_the_extractive_one_and_says_how_to_get_it(
    tmp_path: Path,
) -> None:
    settings = Settings(cache_dir=tmp_path, summary=SummarySettings(engine="seq2seq"))
    made = condenser(settings, ENCODER, SPELLER, Names.load).summarise(translation(TITLE, BODY), 3)
    assert made.points
    for point in made.points:
        assert "mujaz models pull distilbart-cnn-12-6" in notes(point)["not_written"]


def test_converting_takes_no_torch(model: Path) -> None:
    assert not conversion.check_can_convert(model, {p.name for p in model.iterdir()})


def test_a_tokenizer_of_bytes_gives_the_text_back(tmp_path: Path) -> None:
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {p: n for n, p in enumerate(["<s>", "<pad>", "</s>", "<unk>", *letters, "th"])}
    (tmp_path / "vocab.json").write_text(json.dumps(vocabulary))
    (tmp_path / "merges.txt").write_text("#version: 0.2\nt h\n")
    spelling = load_spelling(tmp_path)
    pieces = spelling.pieces("The path of Öz, </s> 6%.")
    assert "th" in pieces
    assert "</s>" not in pieces
    assert spelling.text(pieces) == "The path of Öz, </s> 6%."


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("Inflation has not exceeded 2% this year, Sharkas said.", (1,)),
        ("Reserves reached $22 billion in October.", (4,)),
        ("The bank cut its main rate to 6% and the economy will grow 2.7% in 2027.", (0, 2)),
        ("Football fans cheered.", ()),
    ],
)
def test_a_sentence_is_aligned_to_those_it_shares_words_with(
    said: str, places: tuple[int, ...]
) -> None:
    assert sorted(aligned(said, [english for _, english in BODY])) == sorted(places)


def test_the_presets_are_listed_with_licence_and_published_scores() -> None:
    listed = mujaz("models", "presets").stdout
    part = listed.partition("distilbart-cnn-12-6\n")[2]
    assert "ROUGE-2 21.26" in part
    assert "Apache-2.0" in part
    assert "flan-t5-base" in part


def test_the_made_sentences_are_sentences() -> None:
    text = " ".join(english for _, english in BODY)
    assert len(spans(text)) == len(BODY)

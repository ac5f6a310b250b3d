"""Engines measured on a test set: figures, renderers, COMET, and what is said when it cannot be."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
import sacrebleu

from bot.commands.console import show_evaluation
from bot.config import Settings, load_settings
from bot.errors import BadTestset, MissingExtra, ModelNotHere
from bot.evaluation.evaluate import evaluate
from bot.evaluation.render.html import page
from bot.evaluation.results import Evaluation
from bot.evaluation.testset import load_pairs
from bot.pipeline.documents import silent
from bot.pipeline.rooms import Rooms
from bot.pipeline.vectors import SentenceEncoder
from bot.records import EngineIdentity, Hypothesis, Progress
from bot.translation.engines.cascade.member import Member
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding
from tests.delivery.table_translator import PAIRS as TABLE
from tests.delivery.table_translator import TableTranslator

PAIRS = [
    *TABLE.items(),
    ("التقى الوزير 12 سفيرا <أمس>.", "The minister met 12 envoys <yesterday>."),
]


class Careless(TableTranslator):
    """Says one thing of everything."""

    identity = EngineIdentity("careless", "1", "careless 1 (test)")

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        return [(Hypothesis("The minister met 15 envoys <today>.", -0.2),) for _ in sources]


ENCODER = SentenceEncoder()


class TwoRooms(Rooms):
    """The real rooms with made-up engines, and one encoder for all."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        super().__init__(settings, progress)
        careless = settings.translation.engine == "careless"
        self.encoder = ENCODER
        self._engines = Members.only(Careless() if careless else TableTranslator())


@pytest.fixture(scope="module", autouse=True)
def few_resamples() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.evaluation.scores.RESAMPLES", 100)
        yield


def settings(engine: str, memory: bool = False) -> Settings:
    return load_settings(None, translation={"engine": engine, "memory": memory})


@pytest.fixture(scope="module")
def two() -> Evaluation:
    chosen = [(name, settings(name)) for name in ("table", "careless")]
    return evaluate("news.tsv", PAIRS, chosen, silent, TwoRooms)


def test_scores_are_sacrebleus(two: Evaluation) -> None:
    references = [reference for _, reference in PAIRS]
    for result in two.engines:
        texts = [segment.target for segment in result.segments]
        for metric, expected in (
            ("BLEU", sacrebleu.corpus_bleu(texts, [references])),
            ("chrF", sacrebleu.corpus_chrf(texts, [references])),
            ("chrF++", sacrebleu.corpus_chrf(texts, [references], word_order=2)),
        ):
            assert result.scores[metric].value == pytest.approx(expected.score)


def test_the_second_engine_is_compared_with_the_first(two: Evaluation) -> None:
    first, second = two.engines
    assert all(score.p_value is None for score in first.scores.values())
    assert all(score.p_value < 0.05 for score in second.scores.values() if score.p_value)
    assert second.scores["chrF"].p_value is not None
    assert first.scores["chrF"].margin > 0


def test_what_the_checks_flag(two: Evaluation) -> None:
    first, second = two.engines
    assert second.flags["numbers"].flagged == 1.0
    assert second.flags["numbers"].references == 0.0
    assert second.flags["numbers"].confirmed == 1.0
    assert second.flags["any"].chrf_others is None
    assert first.flags["any"].flagged < 1.0


def test_speed_and_memory(two: Evaluation) -> None:
    for result in two.engines:
        assert result.words_per_second is not None
        assert result.words_per_second > 0
        assert result.peak_memory is not None
        assert result.peak_memory > 10_000_000


def test_progress_names_the_engine() -> None:
    told: list[str] = []
    chosen = [(name, settings(name)) for name in ("table", "careless")]
    evaluate("x", PAIRS[:3], chosen, lambda stage, done, total: told.append(stage), TwoRooms)
    assert {"translating with table", "asking careless again", "measuring"} <= set(told)


def test_a_remembered_run_has_no_speed() -> None:
    (result,) = evaluate(
        "x", PAIRS[:3], [("table", settings("table", True))], silent, TwoRooms
    ).engines
    assert result.words_per_second is None
    assert result.peak_memory is None


def test_two_engines_that_say_the_same_do_not_differ() -> None:
    chosen = [(name, settings(name)) for name in ("table", "again")]
    found = evaluate("x", PAIRS[:4], chosen, silent, TwoRooms)
    assert {score.p_value for score in found.engines[1].scores.values()} == {1.0}


def test_an_engine_that_cannot_be_used_is_said_before_the_first_translates() -> None:
    told: list[str] = []

    class Broken(TwoRooms):
        def __init__(self, own: Settings, progress: Progress) -> None:
            super().__init__(own, progress)
            self.engines.first.translator().translate = self._translate  # type: ignore[method-assign]
            self._broken = own.translation.engine == "broken"

        def _translate(self, sources: Sequence[str], *rest: object) -> object:
            told.append("broken" if self._broken else "table")
            if self._broken:
                raise ModelNotHere("It is not here.")
            return TableTranslator().translate(sources)

    chosen = [(name, settings(name)) for name in ("table", "broken")]
    with pytest.raises(ModelNotHere):
        evaluate("x", PAIRS[:4], chosen, silent, Broken)
    assert told == ["broken"]


def test_who_translated_of_a_cascade_and_who_could_not_is_noted() -> None:
    def missing() -> TableTranslator:
        raise ModelNotHere("It is not here.")

    class Several(TwoRooms):
        def __init__(self, own: Settings, progress: Progress) -> None:
            super().__init__(own, progress)
            members = (("none", missing), ("table", TableTranslator), ("careless", Careless))
            self._engines = Members(Member(n, load, 60) for n, load in members)

    found = evaluate("x", PAIRS, [("cascade", settings("cascade"))], silent, Several)
    assert found.notes[0] == "cascade: none could not be used: It is not here."
    # The table does not know the last sentence, but what is said of it instead is no better.
    assert found.notes[1].startswith(f"cascade: {len(PAIRS)} of {len(PAIRS)} by table 1")
    assert "could not be used" in page(found, 1)


def test_the_worst_sentences_come_first(two: Evaluation) -> None:
    places = two.worst(3)
    lowest = [min(r.chrf[n] for r in two.engines) for n in range(len(PAIRS))]
    assert [lowest[n] for n in places] == sorted(lowest)[:3]
    assert len(two.worst(1000)) == len(PAIRS)


def test_json_holds_every_sentence(two: Evaluation) -> None:
    made = json.loads(show_evaluation(two, 20, as_json=True, to_file=True))
    assert made["sentences"] == len(made["pairs"]) == len(PAIRS)
    first = made["engines"][0]
    assert len(first["translations"]) == len(PAIRS)
    assert set(first["scores"]) == {"BLEU", "chrF", "chrF++"}
    assert "nrefs:1" in made["signatures"]["chrF++"]


def test_terminal_names_engines_scores_and_sentences(two: Evaluation) -> None:
    shown = show_evaluation(two, 2, as_json=False, to_file=True)
    for part in ("careless 1 (test)", "chrF++", "±", "source words/s", "numbers", "The worst 2"):
        assert part in shown


class _Balanced(HTMLParser):
    """Reads a page and keeps count of what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing_else(two: Evaluation) -> None:
    made = page(two, 20)
    parser = _Balanced()
    parser.feed(made)
    assert not parser.open
    assert "svg" in parser.tags
    assert not parser.tags & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"(?:src|href)=|url\(", made)
    assert "&lt;yesterday&gt;" in made
    assert "<yesterday>" not in made
    assert made.count("<circle") == len(PAIRS)


def test_one_engine_alone_is_enough() -> None:
    found = evaluate("x", PAIRS[:4], [("table", settings("table"))], silent, TwoRooms)
    assert "chrF of each sentence" not in page(found, 1)
    assert "table" in show_evaluation(found, 0, as_json=False, to_file=True)


def test_without_comet_it_is_said(two: Evaluation) -> None:
    assert any("COMET is not installed" in note for note in two.notes)


def fake_comet(monkeypatch: pytest.MonkeyPatch, predict: Callable[..., object]) -> None:
    model = SimpleNamespace(predict=predict)
    module = SimpleNamespace(
        download_model=lambda name: f"/models/{name}",
        load_from_checkpoint=lambda path: model,
        __spec__=SimpleNamespace(name="comet"),
    )
    monkeypatch.setitem(sys.modules, "comet", module)


def test_comet_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def predict(data: list[dict[str, str]], **options: object) -> object:
        assert set(data[0]) == {"src", "mt", "ref"}
        return SimpleNamespace(system_score=0.8125)

    fake_comet(monkeypatch, predict)
    found = evaluate("x", PAIRS[:3], [("table", settings("table"))], silent, TwoRooms)
    assert found.engines[0].scores["COMET"].value == 81.25
    assert "81.2" in show_evaluation(found, 0, as_json=False, to_file=True)


def test_comet_that_fails_costs_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def predict(data: list[dict[str, str]], **options: object) -> object:
        raise OSError("no hub")

    fake_comet(monkeypatch, predict)
    found = evaluate("x", PAIRS[:3], [("table", settings("table"))], silent, TwoRooms)
    assert "COMET" not in found.engines[0].scores
    assert "no hub" in found.notes[0]


def test_without_sacrebleu_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> object:
        return None if name == "sacrebleu" else found(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    with pytest.raises(MissingExtra, match=r"\.\[eval\]"):
        evaluate("x", PAIRS[:1], [("table", settings("table"))], silent, TwoRooms)


def test_a_test_set_of_one_file_or_two(tmp_path: Path) -> None:
    one, ar, en = tmp_path / "set.tsv", tmp_path / "set.ar", tmp_path / "set.en"
    one.write_text("\ufeffأ\tA\tmore\nب\tB\n\nonly\n", encoding="utf-8")
    ar.write_text("أ\u2028ا\r\nب\r\n", encoding="utf-8")
    en.write_text("A\nB\n", encoding="utf-8")
    assert load_pairs([one]) == [("أ", "A"), ("ب", "B")]
    assert load_pairs([ar, en]) == [("أ\u2028ا", "A"), ("ب", "B")]
    assert load_pairs([ar, en], limit=1) == [("أ\u2028ا", "A")]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.tsv": b"no tab here"}, "no line with a sentence"),
        ({"a.tsv": b"\xff\xfe\x00"}, "not UTF-8"),
        ({"a": b"x\ny\n", "b": b"x\n"}, "2 lines and"),
        ({"a": b"", "b": b"", "c": b""}, "one TSV"),
    ],
)
def test_a_bad_test_set_says_what_to_do(tmp_path: Path, files: dict[str, bytes], said: str) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BadTestset, match=said):
        load_pairs([tmp_path / name for name in files])


def test_a_missing_test_set(tmp_path: Path) -> None:
    with pytest.raises(BadTestset, match="cannot be read"):
        load_pairs([tmp_path / "nowhere.tsv"])

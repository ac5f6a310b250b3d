"""The engine over the made-up model: everything but the sense of what it says."""

import math
import random
from pathlib import Path

import pytest
from safetensors.numpy import load_file, save_file

from bot.config import Settings
from bot.errors import CanaryFailed, DamagedModel, UnknownEngine
from bot.translation.engines.canary import Canary
from bot.translation.engines.configured import engine_statuses, load_engines
from bot.translation.engines.embedded.built import place_of
from bot.translation.engines.embedded.card import Card, load_card
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.engines.embedded.loading import build, status
from bot.translation.engines.embedded.prompt import Prompter
from bot.translation.engines.embedded.searcher import Tuning
from bot.translation.engines.translator import BEAM, GREEDY, SAMPLE, Decoding
from bot.translation.memory import Memory, RememberingTranslator
from tests.translation.engines.tiny_model import Tiny


def silent(stage: str, done: int, total: int) -> None:
    pass


def engine(tiny: Tiny, cache: Path, **changes: object) -> EmbeddedTranslator:
    options = {"canaries": (), "threads": 2} | changes
    return EmbeddedTranslator(load_card(tiny.folder), cache, silent, **options)  # type: ignore[arg-type]


SOURCES = ["abc", "", "a longer source with words", "d", " \u200f", "xy z " * 9, "abc", "q r s t"]


@pytest.mark.parametrize("decoding", [GREEDY, BEAM, SAMPLE, Decoding(beam=3, hypotheses=2)])
def test_answers_in_the_order_asked(tiny: Tiny, tmp_path: Path, decoding: Decoding) -> None:
    done: list[int] = []
    answers = engine(tiny, tmp_path).translate(SOURCES, decoding, done.append)
    assert sum(done) == len(answers) == len(SOURCES)
    for source, hypotheses in zip(SOURCES, answers, strict=True):
        blank = not source.strip(" \u200f")
        assert len(hypotheses) == (1 if blank else decoding.hypotheses)
        scores = [hypothesis.score for hypothesis in hypotheses]
        assert scores == sorted(scores, reverse=True)
        assert all(math.isfinite(score) and score <= 0 for score in scores)
        if blank:
            assert (hypotheses[0].text, hypotheses[0].score) == ("", 0.0)


@pytest.mark.parametrize("decoding", [GREEDY, BEAM])
def test_each_source_has_its_own_answer(tiny: Tiny, tmp_path: Path, decoding: Decoding) -> None:
    """Of different lengths, so that the batches are the same in any order: CTranslate2's int8
    arithmetic is not quite the same in another batch."""
    letters = random.Random(0)
    sources = ["".join(letters.choices("abcdefgh", k=k)) for k in range(1, 15)]
    translator = engine(tiny, tmp_path, tuning=Tuning(batch_pieces=80))
    expected = dict(zip(sources, translator.translate(sources, decoding), strict=True))
    letters.shuffle(sources)
    assert translator.translate(sources, decoding) == [expected[source] for source in sources]
    assert len({answer[0].score for answer in expected.values()}) > 7


def test_sampling_is_the_same_in_every_run(tiny: Tiny, tmp_path: Path) -> None:
    sampling = Decoding(hypotheses=3, temperature=1.0, seed=5)
    translator = engine(tiny, tmp_path)
    first = translator.translate(SOURCES, sampling)
    assert translator.translate(SOURCES, sampling) == first
    other = translator.translate(SOURCES, Decoding(hypotheses=3, temperature=1.0, seed=6))
    assert other != first


def test_a_loop_ends_in_proportion_to_its_source(tiny: Tiny, tmp_path: Path) -> None:
    translator = engine(tiny, tmp_path, tuning=Tuning(length_factor=1.0, length_offset=2))
    for source in ("ab", "abcdefgh" * 4):
        text = translator.translate([source])[0][0].text
        assert len(text) <= len(source) + 2 + 2


def test_a_source_over_every_limit_is_translated_all_the_same(tiny: Tiny, tmp_path: Path) -> None:
    translator = engine(tiny, tmp_path)
    source = "abcd" * 30
    assert not translator.fits(source)
    assert len(translator.translate([source])[0]) == 1


def test_fits_counts_the_pieces_of_the_normalised_source(tiny: Tiny, tmp_path: Path) -> None:
    translator = engine(tiny, tmp_path)
    assert translator.max_pieces == 20
    assert translator.pieces(" a  b\u200f ") == 3
    assert translator.fits("a" * 20)
    assert not translator.fits("a" * 21)


def test_nothing_is_built_before_it_is_needed(tiny: Tiny, tmp_path: Path) -> None:
    translator = engine(tiny, tmp_path / "cache")
    assert translator.fits("abc")
    assert translator.identity.name == "tiny"
    assert translator.identity.label == "tiny 0.0 (embedded)"
    assert not (tmp_path / "cache").exists()


def test_closed_and_used_again(tiny: Tiny, tmp_path: Path) -> None:
    translator = engine(tiny, tmp_path)
    first = translator.translate(["abc def"])
    translator.close()
    assert translator.translate(["abc def"]) == first


def test_version_changes_with_what_changes_the_output(tiny: Tiny, tmp_path: Path) -> None:
    versions = {
        engine(tiny, tmp_path).identity.version,
        engine(tiny, tmp_path, tuning=Tuning(length_factor=2)).identity.version,
    }
    tiny.edit_card(adapter={"file": "adapter.safetensors", "rank": 4, "alpha": 4})
    versions.add(engine(tiny, tmp_path).identity.version)
    assert len(versions) == 3


def test_what_another_model_wrote_is_not_remembered(tiny: Tiny, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.sqlite")
    first = RememberingTranslator(engine(tiny, tmp_path), memory)
    first.translate(["abc", "def"])
    again = RememberingTranslator(engine(tiny, tmp_path), memory)
    again.translate(["abc", "def"])
    adapter = tiny.folder / "adapter.safetensors"
    save_file({name: 2 * values for name, values in load_file(adapter).items()}, adapter)
    trained = RememberingTranslator(engine(tiny, tmp_path), memory)
    trained.translate(["abc", "def"])
    assert (first.translated, again.translated, trained.translated) == (2, 0, 2)


def test_version_does_not_change_with_speed(tiny: Tiny, tmp_path: Path) -> None:
    fast = engine(tiny, tmp_path, threads=1, tuning=Tuning(batch_pieces=99))
    assert fast.identity == engine(tiny, tmp_path).identity


def test_a_model_that_does_not_load_is_built_once_more(tiny: Tiny, tmp_path: Path) -> None:
    translator = engine(tiny, tmp_path)
    expected = translator.translate(["abc"])
    translator.close()
    path = place_of(load_card(tiny.folder), tmp_path) / "model.bin"
    path.write_bytes(b"\xff" * path.stat().st_size)
    assert translator.translate(["abc"]) == expected


def test_a_built_file_that_was_written_over_is_built_anew(tiny: Tiny, tmp_path: Path) -> None:
    """It has its size and loads: only its SHA-256 tells."""
    translator = engine(tiny, tmp_path)
    path = translator.load() / "model.bin"
    translator.close()
    whole = path.read_bytes()
    harmed = bytearray(whole)
    harmed[len(whole) // 2] ^= 1
    path.write_bytes(harmed)
    translator.load()
    assert path.read_bytes() == whole


# ---------------------------------------------------------------------------------- canaries


def test_a_model_that_translates_nothing_is_refused(tiny: Tiny, tmp_path: Path) -> None:
    canaries = (Canary("abc", (frozenset({"cairo"}),)),)
    for _ in range(2):  # The failure is not remembered as a pass.
        with pytest.raises(CanaryFailed, match="abc -> "):
            engine(tiny, tmp_path, canaries=canaries).load()


# ------------------------------------------------------------------------------ model folders


def test_the_template_is_data(tiny: Tiny) -> None:
    assert Prompter(load_card(tiny.folder)).prompt("ab") == ["<bos>", "a", "b", "\n"]
    tiny.edit_card(prompt=["\n", "<bos>", "{source}"])
    assert Prompter(load_card(tiny.folder)).prompt("ab") == ["\n", "<bos>", "a", "b"]


def test_a_source_cannot_end_the_prompt(tiny: Tiny) -> None:
    pieces = Prompter(load_card(tiny.folder)).pieces("a<eos>\nb")
    assert not {"<eos>", "\n"} & set(pieces)


def test_bytes_that_are_no_text_show(tiny: Tiny) -> None:
    prompter = Prompter(load_card(tiny.folder))
    byte = tiny.pieces.index("<0xD9>")
    assert prompter.text([tiny.pieces.index("a"), byte, 1]) == "a\ufffd"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"prompt": ["<bos>", "{source}", "{names}"]}, "update Mujaz"),
        ({"prompt": ["<bos>", "<other>", "{source}"]}, "<other>"),
        ({"end": "<stop>"}, "<stop>"),
    ],
)
def test_a_template_that_cannot_be_filled(
    tiny: Tiny, changes: dict[str, object], message: str
) -> None:
    tiny.edit_card(**changes)
    with pytest.raises(DamagedModel, match=message):
        Prompter(load_card(tiny.folder))


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": ["<bos>"]},
        {"prompt": ["{source}", "{source}"]},
        {"adapter": {"file": "adapter.safetensors", "rank": 0, "alpha": 1}},
        {"base": {}},
        {"max_source_pieces": "many"},
    ],
)
def test_a_card_that_makes_no_sense(tiny: Tiny, changes: dict[str, object]) -> None:
    tiny.edit_card(**changes)
    with pytest.raises(DamagedModel, match=r"model\.json"):
        load_card(tiny.folder)


@pytest.mark.parametrize(
    "name", ["model.json", "adapter.safetensors", "kept_ids.npy", "tokenizer.json"]
)
def test_a_missing_model_file_is_named(tiny: Tiny, name: str) -> None:
    (tiny.folder / name).unlink()
    with pytest.raises(DamagedModel, match=f"{name}.*Reinstall"):
        load_card(tiny.folder)


def test_a_damaged_tokenizer(tiny: Tiny) -> None:
    (tiny.folder / "tokenizer.json").write_text("{")
    with pytest.raises(DamagedModel, match=r"tokenizer\.json is damaged"):
        Prompter(load_card(tiny.folder))


# ----------------------------------------------------------------------------- status, table


def test_status_before_and_after_the_build(tiny: Tiny, tmp_path: Path) -> None:
    before = status(Settings(cache_dir=tmp_path), tiny.folder)
    assert (before.usable, before.built, before.size_bytes) == (True, False, 0)
    assert "mujaz models build" in before.detail
    engine(tiny, tmp_path).load()
    after = status(Settings(cache_dir=tmp_path), tiny.folder)
    assert (after.usable, after.built, after.detail) == (True, True, "")
    assert after.path == before.path
    assert after.size_bytes > 0


def test_status_tells_of_older_builds(tiny: Tiny, tmp_path: Path) -> None:
    engine(tiny, tmp_path).load()
    tiny.edit_card(version="0.1")
    detail = status(Settings(cache_dir=tmp_path), tiny.folder).detail
    assert "Built on first use" in detail
    assert "Older builds may be deleted" in detail


def test_status_of_a_broken_install(tiny: Tiny, tmp_path: Path) -> None:
    tiny.parts[0].unlink()
    broken = status(Settings(cache_dir=tmp_path), tiny.folder)
    assert not broken.usable
    assert "pip install" in broken.detail


def test_build_mends_what_verify_finds(tiny: Tiny, tmp_path: Path) -> None:
    place = engine(tiny, tmp_path).load()
    whole = (place / "model.bin").read_bytes()
    harmed = bytearray(whole)
    harmed[len(whole) // 2] ^= 1
    (place / "model.bin").write_bytes(harmed)
    assert build(Settings(cache_dir=tmp_path), silent, False, tiny.folder, ()) == place
    assert (place / "model.bin").read_bytes() == whole


def test_an_engine_nobody_has() -> None:
    settings = Settings(translation={"engine": "babelfish"})  # type: ignore[arg-type]
    for ask in (engine_statuses, lambda s: load_engines(s, silent)):
        with pytest.raises(UnknownEngine, match=r'"babelfish"; there are: .*embedded'):
            ask(settings)


def test_the_shipped_model_is_whole() -> None:
    card: Card = load_card()
    card.check()
    assert (card.folder / "SHA256SUMS").is_file()
    assert len(card.digest) == 64


@pytest.mark.parametrize(
    "settings",
    [
        {"beam": 0},
        {"hypotheses": 0},
        {"beam": 2, "hypotheses": 3},
        {"hypotheses": 2},
        {"beam": 4, "temperature": 0.5},
        {"temperature": -1},
        {"top_p": 0},
    ],
)
def test_a_decoding_that_makes_no_sense(settings: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"at least|at most|exclude"):
        Decoding(**settings)

"""The engine ctranslate2 on the tiny MarianMT, against what transformers' `generate` answered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import ctranslate2
import pytest
from hypothesis import HealthCheck, given, settings, strategies

from bot.config import Settings, SummarySettings, load_settings
from bot.errors import (
    BadSettings,
    CanaryFailed,
    DamagedModel,
    EngineRefused,
    EngineUnavailable,
    MissingLibrary,
    ModelNotHere,
)
from bot.pipeline.engines import check_device
from bot.translation.engines.canary import Canary
from bot.translation.engines.configured import engine_statuses, load_engines
from bot.translation.engines.ctranslate2.loading import status, translator_of
from bot.translation.engines.ctranslate2.searcher import CTranslate2Searcher, Running
from bot.translation.engines.families import (
    M2M100,
    MADLAD,
    MARIAN,
    MARIAN_MANY,
    NLLB,
    T5,
    adjusted,
    family_of,
)
from bot.translation.engines.pieces import PieceTranslator
from bot.translation.engines.transformers import loading as native
from bot.translation.engines.translator import GREEDY, SAMPLE, Decoding
from bot.translation.memory import Memory, RememberingTranslator
from bot.translation.model_store import conversion
from bot.translation.model_store.choosing import ensure_converted
from bot.translation.model_store.pull import pull
from bot.translation.model_store.pulled import ORIGINAL
from bot.translation.model_store.remote import look_up
from tests.translation.model_store.conftest import MODEL, made_settings, silent
from tests.translation.model_store.loopback_hub import LoopbackHub

CANARIES = (
    Canary("لم ترفض الحكومة اتفاق السلام.", (frozenset({"government"}), frozenset({"not"}))),
    Canary("علقت شركة النفط زيادة الأسعار قبل 25 يوما.", (frozenset({"25"}),)),
)
WIDE = Decoding(beam=4, hypotheses=4)


def engine(cache: Path, **own: Any) -> PieceTranslator:
    chosen = made_settings(cache, **({"model": str(MODEL), "quantization": "float32"} | own))
    folder = ensure_converted(str(own.get("model", MODEL)), chosen, silent)
    return translator_of(folder, chosen, CANARIES)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def tiny_marian(cache: Path) -> PieceTranslator:
    return engine(cache)


# --------------------------------------------------------------- the same as transformers says


@pytest.mark.parametrize(("way", "decoding"), [("greedy", GREEDY), ("beam", WIDE)])
def test_texts_and_scores_are_those_of_generate(
    tiny_marian: PieceTranslator, answers: dict[str, Any], way: str, decoding: Decoding
) -> None:
    found = tiny_marian.translate([answer["source"] for answer in answers[way]], decoding)
    for hypotheses, answer in zip(found, answers[way], strict=True):
        assert hypotheses[0].text == answer["text"]
        assert hypotheses[0].score == pytest.approx(answer["score"], abs=2e-4)
        assert len(hypotheses) == decoding.hypotheses
        assert list(hypotheses) == sorted(hypotheses, key=lambda h: -h.score)


def test_one_by_one_or_together_in_any_order(
    tiny_marian: PieceTranslator, answers: dict[str, Any]
) -> None:
    sources = [answer["source"] for answer in answers["greedy"]][:9]
    together = [found[0].text for found in tiny_marian.translate(sources)]
    alone = [tiny_marian.translate([source])[0][0].text for source in sources]
    assert alone == together
    assert [f[0].text for f in tiny_marian.translate(sources[::-1])] == together[::-1]


def test_draws_repeat_and_seeds_differ(tiny_marian: PieceTranslator) -> None:
    odd = ["ناقشت في بيروت الأسعار السلام"]
    hot = Decoding(hypotheses=6, temperature=3.0)
    first = tiny_marian.translate(odd, hot)
    assert tiny_marian.translate(odd, hot) == first
    other = tiny_marian.translate(odd, Decoding(hypotheses=6, temperature=3.0, seed=7))
    assert other != first
    assert len(tiny_marian.translate(odd, SAMPLE)[0]) == SAMPLE.hypotheses


def test_blank_sources_and_progress(tiny_marian: PieceTranslator) -> None:
    told: list[int] = []
    sources = ["", "رفضت الحكومة خطة.", " \u200f ", "م" * 3000, "ناقشت الحكومة"]
    found = tiny_marian.translate(sources, GREEDY, told.append)
    assert sum(told) == len(sources)
    assert [f[0].text == "" for f in found] == [True, False, True, False, False]
    assert found[0][0].score == 0


def test_a_source_longer_than_the_network_takes_is_not_cut(tiny_marian: PieceTranslator) -> None:
    long = " ".join(["ناقشت الحكومة خطة اقتصادية جديدة في بيروت."] * 30)
    assert tiny_marian.max_pieces == 64 - 1
    assert not tiny_marian.fits(long)
    assert tiny_marian.pieces(long) > 4 * 64
    (found,) = tiny_marian.translate([long])
    assert found[0].text.lower().count("beirut") >= 5


@given(strategies.text(max_size=20))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_text_is_answered(tiny_marian: PieceTranslator, text: str) -> None:
    (found,) = tiny_marian.translate([text])
    assert found[0].score <= 0
    assert "\n" not in found[0].text


def test_text_that_spells_a_sign_is_text(tiny_marian: PieceTranslator) -> None:
    assert tiny_marian.pieces("</s>") > 1


# ------------------------------------------------------------------------ identity and memory


def test_models_forms_and_settings_never_share_a_memory(
    cache: Path, tmp_path: Path, published: Path
) -> None:
    (published / "generation_config.json").write_text("{}")
    other = engine(cache, model=str(published))
    weights = published / "model.safetensors"
    changed = tmp_path / "changed"
    shutil.copytree(published, changed)
    data = bytearray(weights.read_bytes())
    data[len(data) // 2] ^= 1
    (changed / "model.safetensors").write_bytes(data)
    versions = {
        "as it is": engine(cache).identity.version,
        "int8": engine(cache, quantization="int8").identity.version,
        "computed otherwise": engine(cache, compute_type="int8").identity.version,
        "other weights": engine(cache, model=str(changed)).identity.version,
        "another tag": engine(cache, source_tag=">>eng<<").identity.version,
        "another device": engine(cache, device="auto").identity.version,
    }
    assert len(set(versions.values())) == len(versions)
    # Batches, threads and the place on disk change no answer.
    same = {engine(cache, batch_tokens=64).identity.version, other.identity.version}
    assert same == {versions["as it is"]}


def test_two_engines_do_not_mix(cache: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.sqlite")
    source = ["رفضت المعارضة نتائج الانتخابات في القاهرة."]
    for one in (engine(cache), engine(cache, quantization="int8")):
        asked = RememberingTranslator(one, memory)
        asked.translate(source)
        assert asked.translated == 1
        asked.translate(source)
        assert asked.translated == 1


# ---------------------------------------------------------------------------------- refusals


def test_a_model_that_does_not_translate_is_refused(cache: Path) -> None:
    chosen = made_settings(cache, model=str(MODEL), quantization="float32")
    folder = ensure_converted(str(MODEL), chosen, silent)
    with pytest.raises(CanaryFailed, match="القاهرة عاصمة مصر"):
        translator_of(folder, chosen).translate(["رفضت"])


def test_the_canaries_are_asked_once_for_each_form(tmp_path: Path) -> None:
    for form in ("float32", "int8"):
        engine(tmp_path, quantization=form).load()
        engine(tmp_path, quantization=form).load()
    assert len(list((tmp_path / "canaries").iterdir())) == 2


def test_what_is_not_there_is_said_with_the_next_step(tmp_path: Path) -> None:
    hub = made_settings(tmp_path)
    with pytest.raises(ModelNotHere, match="mujaz models pull opus-mt-ar-en"):
        load_engines(hub, silent).first.translator()
    first = engine_statuses(hub)[0]
    assert (first.name, first.usable) == ("ctranslate2", False)
    assert "mujaz models pull" in first.detail
    for folder in (str(tmp_path / "none"), "./none", str(tmp_path)):
        with pytest.raises(ModelNotHere, match="no folder with a model"):
            load_engines(made_settings(tmp_path, model=folder), silent).first.translator()


def test_a_folder_still_to_be_converted_can_be_used(tmp_path: Path) -> None:
    chosen = made_settings(tmp_path, model=str(MODEL))
    before = status(chosen)
    assert (before.usable, before.built) == (True, False)
    assert "mujaz models build" in before.detail
    ensure_converted(str(MODEL), chosen, silent)
    after = status(chosen)
    assert (after.usable, after.built, after.label) == (
        True,
        True,
        "tiny_marian int8 (ctranslate2)",
    )


def test_damage_is_seen(tmp_path: Path) -> None:
    made = engine(tmp_path)
    chosen = made_settings(tmp_path, model=str(MODEL), quantization="float32")
    assert status(chosen).built
    path = made.parts.folder.path / "model.bin"
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    assert "damaged" in status(chosen).detail
    path.write_bytes(b"\xff" * len(data))
    with pytest.raises(DamagedModel, match="pull it again"):
        translator_of(made.parts.folder, chosen).load()


def test_a_file_that_was_written_over_is_refused_by_name(tmp_path: Path) -> None:
    """It has its size, loads, and was tried before: only its SHA-256 tells."""
    made = engine(tmp_path)
    made.load()
    made.close()
    path = made.parts.folder.path / "model.bin"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(DamagedModel, match=r"model\.bin is damaged: .*mujaz models"):
        engine(tmp_path).translate(["رفضت"])


def test_what_takes_torch_to_convert_says_so_before_the_download(
    hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "find_spec", lambda name: None)
    config = json.loads((hub.folder / "config.json").read_text())
    (hub.folder / "config.json").write_text(json.dumps(config | {"model_type": "m2m_100"}))
    with pytest.raises(MissingLibrary, match=r"\.\[convert\]"):
        engine(tmp_path, model=str(hub.folder))
    model = look_up(hub.address, hub.name)
    with pytest.raises(MissingLibrary, match=r"\.\[convert\]"):
        pull(model, "int8", tmp_path, lambda model: True, silent)
    assert not hub.given("model.safetensors")
    assert pull(model, ORIGINAL, tmp_path, lambda model: True, silent).path.name == ORIGINAL


def test_the_engine_transformers_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(native, "find_spec", lambda name: None)
    chosen = made_settings(tmp_path, "transformers", model=str(MODEL))
    with pytest.raises(MissingLibrary, match=r"\.\[torch\]"):
        load_engines(chosen, silent).first.translator()
    assert ".[torch]" in engine_statuses(chosen)[0].detail


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ({"ctranslate2": {"device": "tpu"}}, "device"),
        ({"ctranslate2": {"quantization": "int3"}}, "quantization"),
        ({"ctranslate2": {"batch_tokens": 0}}, "batch_tokens"),
        ({"ctranslate2": {"beams": 3}}, "beams"),
        ({"ctranslate2": {"model": ""}}, "model"),
        ({"transformers": {"dtype": "int8"}}, "dtype"),
        ({"hub": {"address": "ftp://somewhere"}}, "address"),
    ],
)
def test_settings_that_make_no_sense(section: dict[str, Any], wrong: str) -> None:
    with pytest.raises(BadSettings, match=rf"translation\.\w+\.{wrong}"):
        load_settings(None, translation=section)


# ---------------------------------------------------------------------------------- families


@pytest.mark.parametrize(
    ("vocabulary", "model_type", "family"),
    [
        ({"arb_Arab", "eng_Latn", "a"}, "m2m_100", NLLB),
        ({"__ar__", "__en__"}, "m2m_100", M2M100),
        ({"<2en>", "<2ar>", "<extra_id_0>"}, "t5", MADLAD),
        ({"<extra_id_0>"}, "t5", T5),
        ({">>eng<<", ">>fra<<"}, "marian", MARIAN_MANY),
        ({"a", "b"}, "", MARIAN),
    ],
)
def test_the_vocabulary_tells_the_family(
    vocabulary: set[str], model_type: str, family: object
) -> None:
    assert family_of(vocabulary, model_type) == family


@pytest.mark.parametrize("vocabulary", [{"eng_Latn"}, {"__en__", "x"}, {">>fra<<", ">>deu<<"}])
def test_models_without_arabic_or_english_are_refused(vocabulary: set[str]) -> None:
    with pytest.raises(DamagedModel, match=r"no Arabic|not into English"):
        family_of(vocabulary)


def test_tags_stand_where_the_family_has_them() -> None:
    assert NLLB.source(["x"]) == ["arb_Arab", "x", "</s>"]
    assert adjusted(NLLB, "arz_Arab", "", "").source(["x"]) == ["arz_Arab", "x", "</s>"]
    assert adjusted(NLLB, "", "fra_Latn", "").target == "fra_Latn"
    assert MARIAN.source(["x"]) == ["x", "</s>"]


def test_the_settings_reach_the_engine(tmp_path: Path) -> None:
    made: Settings = made_settings(tmp_path, model="a/b", batch_tokens=99)
    assert made.translation.ctranslate2.batch_tokens == 99


def test_without_a_gpu_it_says_so_before_anything_is_translated(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 0)
    with pytest.raises(EngineRefused, match=r'ctranslate2\.device to "cpu"'):
        engine(cache, device="cuda").translate(["رفضت"])
    own = made_settings(cache, model=str(MODEL), quantization="float32", device="cuda")
    found = status(own)
    assert not found.usable
    assert "No GPU" in found.detail
    with pytest.raises(EngineRefused, match="No GPU"):
        check_device(own)
    summing = Settings(summary=SummarySettings(engine="seq2seq"), translation=own.translation)
    embedded = own.translation.model_copy(update={"engine": "embedded"})
    with pytest.raises(EngineRefused, match="No GPU"):
        check_device(summing.model_copy(update={"translation": embedded}))
    # Nobody asks for the engine whose device it is.
    check_device(own.model_copy(update={"translation": embedded}))
    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    check_device(own)


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        ("Library libcublas.so.12 is not found or cannot be loaded", EngineUnavailable, "CUDA 12"),
        ("CUDA failed with error out of memory", EngineUnavailable, "batch_tokens"),
        ("No position encodings are defined", RuntimeError, "No position"),
    ],
)
def test_what_is_wrong_with_the_gpu_is_no_fault_of_the_model(
    cache: Path, said: str, kind: type[Exception], told: str
) -> None:
    class Failing:
        def result(self) -> Any:
            raise RuntimeError(said)

        def done(self) -> bool:
            return True

    class Model:
        def translate_batch(self, prompts: list[Any], **options: Any) -> list[Failing]:
            return [Failing() for _ in prompts]

    searcher = CTranslate2Searcher(cache, "", False, Running("cuda", "default", 1))
    searcher._model = Model()
    with pytest.raises(kind, match=told):
        list(searcher.search([[0]], {0: ["▁"]}, GREEDY))

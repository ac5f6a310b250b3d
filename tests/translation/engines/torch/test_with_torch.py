"""What needs torch: CTranslate2's own converter, and the engine transformers."""

from __future__ import annotations

import filecmp
import json
from pathlib import Path
from typing import Any

import pytest

from bot.errors import CanaryFailed, DamagedModel, EngineRefused
from bot.translation.engines.canary import Canary
from bot.translation.engines.ctranslate2.loading import translator_of as fast_of
from bot.translation.engines.pieces import PieceTranslator
from bot.translation.engines.transformers.loading import build, translator_of
from bot.translation.engines.translator import GREEDY, SAMPLE, Decoding
from bot.translation.model_store import marian
from bot.translation.model_store.choosing import ensure_converted, original_of
from bot.translation.model_store.conversion import convert
from tests.translation.model_store.conftest import HERE, MODEL, made_settings, silent

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

ODD = ["ناقشت في بيروت الأسعار السلام", "هذا نص لا يعرفه النموذج.", "رفضت رفضت رفضت أمس"]
WIDE = Decoding(beam=4, hypotheses=4)


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "tiny_marian.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def native(cache: Path, folder: Path = MODEL, **own: Any) -> PieceTranslator:
    chosen = made_settings(cache, "transformers", **({"model": str(folder)} | own))
    return translator_of(original_of(str(folder), chosen), chosen, canaries=())


def fast(cache: Path, folder: Path = MODEL) -> PieceTranslator:
    chosen = made_settings(cache, model=str(folder), quantization="float32")
    return fast_of(ensure_converted(str(folder), chosen, silent), chosen, canaries=())


@pytest.mark.parametrize("form", ["int8", "float32", "float16", "int8_float32"])
def test_our_converter_writes_what_ctranslate2s_writes(tmp_path: Path, form: str) -> None:
    from ctranslate2.converters import TransformersConverter

    ours = tmp_path / "ours"
    ours.mkdir()
    marian.convert(MODEL, ours, form)
    theirs = Path(TransformersConverter(str(MODEL)).convert(str(tmp_path / "theirs"), None, form))
    names = sorted(path.name for path in theirs.iterdir())
    assert filecmp.cmpfiles(ours, theirs, names, shallow=False) == (names, [], [])


@pytest.mark.parametrize("zipped", [True, False])
def test_weights_in_torchs_formats_convert_to_the_same(
    tmp_path: Path, published: Path, zipped: bool
) -> None:
    from safetensors.torch import load_file

    weights = load_file(published / "model.safetensors")
    (published / "model.safetensors").unlink()
    path = published / "pytorch_model.bin"
    torch.save(weights, path, _use_new_zipfile_serialization=zipped)
    for name, folder in (("one", MODEL), ("other", published)):
        (tmp_path / name).mkdir()
        convert(folder, tmp_path / name, "float32")
    assert filecmp.cmp(tmp_path / "one" / "model.bin", tmp_path / "other" / "model.bin", False)


@pytest.mark.parametrize("decoding", [GREEDY, WIDE])
def test_both_engines_say_the_same(
    cache: Path, answers: dict[str, Any], decoding: Decoding
) -> None:
    sources = [answer["source"] for answer in answers["beam"]] + ODD + [""]
    ours, theirs = (e.translate(sources, decoding) for e in (fast(cache), native(cache)))
    for one, other in zip(ours, theirs, strict=True):
        assert one[0].text == other[0].text
        assert one[0].score == pytest.approx(other[0].score, abs=1e-3)
        assert len(one) == len(other)


def test_draws_of_the_native_engine_repeat(cache: Path) -> None:
    hot = Decoding(hypotheses=4, temperature=3.0)
    engine = native(cache)
    first = engine.translate(ODD, hot)
    assert engine.translate(ODD, hot) == first
    assert engine.translate(ODD, Decoding(hypotheses=4, temperature=3.0, seed=3)) != first
    assert len(engine.translate(ODD, SAMPLE)[0]) == SAMPLE.hypotheses


def test_the_engines_have_identities_of_their_own(cache: Path) -> None:
    versions = {
        fast(cache).identity.version,
        native(cache).identity.version,
        native(cache, dtype="bfloat16").identity.version,
    }
    assert len(versions) == 3


def test_the_native_engine_is_asked_the_canaries(cache: Path) -> None:
    chosen = made_settings(cache, "transformers", model=str(MODEL))
    with pytest.raises(CanaryFailed, match="القاهرة عاصمة مصر"):
        build(chosen, silent, False)
    knows = Canary("رفضت الحكومة اتفاق السلام.", (frozenset({"government"}),))
    folder = original_of(str(MODEL), chosen)
    assert translator_of(folder, chosen, (knows,)).load() == MODEL


def test_no_gpu_is_said(cache: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(EngineRefused, match="GPU"):
        native(cache, device="cuda").translate(["رفضت"])
    assert native(cache, device="auto").translate(["رفضت"])[0][0].text


def test_damaged_weights_are_said(cache: Path, published: Path) -> None:
    path = published / "model.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DamagedModel, match="does not load"):
        native(cache, published).translate(["رفضت"])


# ------------------------------------------------------- other families, with untrained weights


@pytest.fixture(scope="module")
def nllb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained NLLB with the real layout: its tags and its tokenizer's file."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    folder = tmp_path_factory.mktemp("nllb")
    letters = sorted({*"▁ابتثجحخدذرزسشصضطظعغفقكلمنهويةأإءabcdefghijklmnopqrstuvwxyz."})
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    vocabulary |= {letter: number + 4 for number, letter in enumerate(letters)}
    tokenizer = NllbTokenizer(vocab=vocabulary, merges=[], src_lang="arb_Arab")
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    config = M2M100Config(
        vocab_size=len(tokenizer), d_model=32, encoder_layers=1, decoder_layers=1,
        encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=32,
        decoder_ffn_dim=32, max_position_embeddings=128, decoder_start_token_id=2,
    )  # fmt: skip
    model = M2M100ForConditionalGeneration(config)
    with torch.no_grad():
        model.model.shared.weight.mul_(20)  # So that it says more than one piece.
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize("decoding", [GREEDY, WIDE])
def test_nllb_with_its_tags_in_both_engines(cache: Path, nllb: Path, decoding: Decoding) -> None:
    ours, theirs = fast(cache, nllb), native(cache, nllb)
    assert ours.parts.family.name == theirs.parts.family.name == "nllb"
    tokenizer = transformers.AutoTokenizer.from_pretrained(nllb, src_lang="arb_Arab")
    expected = tokenizer.convert_ids_to_tokens(tokenizer(ODD[0]).input_ids)
    assert ours.parts.family.source(ours._spelling.pieces(ODD[0])) == expected
    for one, other in zip(
        ours.translate(ODD, decoding), theirs.translate(ODD, decoding), strict=True
    ):
        assert "eng_Latn" not in one[0].text
        assert one[0].text == other[0].text
        assert one[0].score == pytest.approx(other[0].score, abs=1e-3)

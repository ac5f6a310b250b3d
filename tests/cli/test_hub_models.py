"""`mujaz models pull` and its company, as a user types them, against a loopback hub."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import mujaz
from tests.translation.model_store.conftest import MODEL
from tests.translation.model_store.loopback_hub import LoopbackHub


def test_pull_list_and_remove(tmp_path: Path) -> None:
    with LoopbackHub(MODEL, licence="cc-by-nc-4.0") as hub:
        here = {
            "MUJAZ_CACHE_DIR": str(tmp_path),
            "MUJAZ_TRANSLATION__HUB__ADDRESS": hub.address,
        }
        refused = mujaz("models", "pull", "opus-mt-ar-en", **here)
        assert refused.returncode == 1
        assert "--yes" in refused.stderr
        assert "LicenceNotAccepted" in refused.stderr

        pulled = mujaz("models", "pull", "opus-mt-ar-en", "--yes", **here)
        assert pulled.returncode == 0, pulled.stderr
        for words in ("cc-by-nc-4.0", "Not for commercial use", hub.revision[:12], "MB", "Ready:"):
            assert words in pulled.stderr
        assert '[translation] engine = "ctranslate2"' in pulled.stderr

        again = mujaz("models", "pull", "opus-mt-ar-en", **here)
        assert again.returncode == 0
        assert "licence" not in again.stderr
    listed = mujaz("models", **here).stdout
    for words in ("pulled: Helsinki-NLP/opus-mt-ar-en, int8", "cc-by-nc-4.0", hub.revision):
        assert words in listed
    removed = mujaz("models", "remove", "opus-mt-ar-en", **here)
    assert "Removed Helsinki-NLP/opus-mt-ar-en" in removed.stderr
    assert "pulled" not in mujaz("models", **here).stdout


def test_presets_say_licence_size_and_whose_figures() -> None:
    shown = mujaz("models", "presets").stdout
    for name in (
        "opus-mt-ar-en",
        "opus-mt-tc-big-ar-en",
        "nllb-200-distilled-600M",
        "nllb-200-distilled-1.3B",
    ):
        assert name in shown
    assert shown.count("not for commercial use") == 2
    assert "as published" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pull", "a/b", "--quantization", "int3"), "int8_float16"),
        (("pull", "opus"), "owner/name"),
        (("remove", "a/b"), "not here"),
    ],
)
def test_mistakes_are_answered_with_a_way_on(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = mujaz("models", *arguments, MUJAZ_CACHE_DIR=str(tmp_path))
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr

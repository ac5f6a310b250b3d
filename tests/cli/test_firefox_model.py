"""`mujaz models get firefox`, as a user types it, against a loopback stand-in of the service."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bot.translation.engines.canary import CANARIES, check_canary, libraries
from bot.translation.engines.firefox.engine import LIBRARIES, NAME, FirefoxTranslator
from bot.translation.engines.pieces import notes_of
from bot.translation.model_store.folder import read_folder
from tests.cli.running import mujaz
from tests.translation.model_store import tiny_firefox
from tests.translation.model_store.loopback_service import LoopbackService
from tests.translation.model_store.tiny_firefox import MODEL, VOCABULARY

pytest.importorskip("fxtranslate")


@pytest.fixture
def service(tmp_path: Path) -> LoopbackService:
    tiny_firefox.write(tmp_path / "tiny")
    return LoopbackService()


def published(service: LoopbackService, tmp_path: Path) -> None:
    service.publish(tmp_path / "tiny" / MODEL, "model")
    service.publish(tmp_path / "tiny" / VOCABULARY, "vocab")


def here(tmp_path: Path, source: str) -> dict[str, str]:
    return {
        "MUJAZ_CACHE_DIR": str(tmp_path / "cache"),
        "MUJAZ_TRANSLATION__FIREFOX__SOURCE": source,
    }


def test_get_list_and_get_again(service: LoopbackService, tmp_path: Path) -> None:
    with service:
        published(service, tmp_path)
        environment = here(tmp_path, service.source)
        before = mujaz("models", **environment).stdout
        assert "firefox: Firefox ar-en (firefox), cannot be used" in before
        assert "Get it: mujaz models get firefox" in before

        got = mujaz("models", "get", "firefox", **environment)
        for words in ("base-memory 3.0", "MPL-2.0", "0.3 MB"):
            assert words in got.stderr
        # The ten sentences are asked at once, and the tiny model knows too few words for them.
        assert got.returncode == 1
        assert "does not translate here" in got.stderr
        assert "Ready:" not in got.stderr
        passed(Path(got.stderr.partition("It is in ")[2].partition(",")[0]), tmp_path / "cache")
        done = mujaz("models", "get", "firefox", **environment)
        assert done.returncode == 0, done.stderr
        assert "Ready:" in done.stderr
        assert "To translate with it" not in done.stderr
        named = environment | {"MUJAZ_TRANSLATION__ENGINE": "embedded"}
        assert "--engine firefox" in mujaz("models", "get", "firefox", **named).stderr
        again = mujaz("models", "get", "firefox", **environment)
        assert "here already" in again.stderr
    listed = mujaz("models", **environment).stdout
    assert (
        'firefox (in use, chosen by engine = "auto"): Firefox ar-en base-memory 3.0 (firefox), '
        "ready" in listed
    )


def test_a_folder_of_ones_own_is_used_as_it_stands(
    service: LoopbackService, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    with service:
        published(service, tmp_path)
        source = here(tmp_path, service.source)
        done = mujaz("models", "get", "firefox", "--to", str(folder), **source)
    assert done.returncode == 0, done.stderr
    assert f'source = "{folder}"' in done.stderr
    assert json.loads((folder / "mujaz.json").read_text())["from"] == service_address(done.stderr)
    listed = mujaz("models", **here(tmp_path, str(folder))).stdout
    assert "Firefox ar-en base-memory 3.0 (firefox), ready" in listed
    assert str(folder) in listed


def service_address(shown: str) -> str:
    return shown.partition("from ")[2].split()[0]


def test_without_a_network_it_is_one_line_and_what_is_here_stays(
    service: LoopbackService, tmp_path: Path
) -> None:
    with service:
        published(service, tmp_path)
        environment = here(tmp_path, service.source)
        assert "It is in" in mujaz("models", "get", "firefox", **environment).stderr
    done = mujaz("models", "get", "firefox", **environment)
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "translation.firefox.source" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3
    assert "(firefox), ready" in mujaz("models", **environment).stdout


def test_without_the_package_it_is_said_and_the_rest_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fxtranslate", None)
    done = mujaz("models", "get", "firefox", MUJAZ_CACHE_DIR=str(tmp_path))
    assert done.returncode == 1
    assert (
        'MissingLibrary: The engine firefox needs fxtranslate: pip install ".[firefox]"'
        in done.stderr
    )
    listed = mujaz("models", MUJAZ_CACHE_DIR=str(tmp_path)).stdout
    assert "firefox: Firefox ar-en (firefox), cannot be used" in listed
    assert 'embedded (in use, chosen by engine = "auto")' in listed


def test_the_first_digest_says_once_that_a_better_model_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    environment = {"MUJAZ_CACHE_DIR": str(tmp_path / "cache")}

    def said(**other: str) -> bool:
        done = mujaz("digest", str(empty), **environment | other)
        return "The embedded engine translates." in done.stderr

    assert not said(MUJAZ_TRANSLATION__ENGINE="embedded")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "fxtranslate", None)
        assert not said()
    assert said()
    assert not said()


def passed(folder: Path, cache: Path) -> None:
    """Note that the ten sentences were passed, for which the tiny model knows too few words."""
    engine = FirefoxTranslator(read_folder(folder), cache, 1)
    good = [" ".join(next(iter(group)) for group in each.expected) for each in CANARIES]
    about = {"version": engine.identity.version, **libraries(*LIBRARIES)}
    check_canary(notes_of(cache, engine.folder, NAME), about, lambda sources: good)


def test_an_article_is_translated_with_it(service: LoopbackService, tmp_path: Path) -> None:
    folder, page = tmp_path / "mine", tmp_path / "news.txt"
    sentences = [
        "ناقشت المحكمة نتائج الانتخابات في بيروت أمس .",
        "أعلنت وزارة الصحة حملة تطعيم وطنية جديدة في القاهرة اليوم .",
    ]
    page.write_text("\n\n".join(sentences), "utf-8")
    with service:
        published(service, tmp_path)
        source = here(tmp_path, service.source)
        mujaz("models", "get", "firefox", "--to", str(folder), **source)
    environment = here(tmp_path, str(folder))
    command = ("translate", str(page), "--engine", "firefox", "--format", "json")
    refused = mujaz(*command, **environment)
    assert refused.returncode == 1
    assert "CanaryFailed" in refused.stderr

    passed(folder, tmp_path / "cache")
    done = mujaz(*command, **environment)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "discussed court results elections" in found["segments"][0]["target"]
    assert "ministry health campaign vaccination national" in found["segments"][1]["target"]


def test_another_engine_cannot_be_got(tmp_path: Path) -> None:
    done = mujaz("models", "get", "opus", MUJAZ_CACHE_DIR=str(tmp_path))
    assert done.returncode == 2
    assert "firefox" in done.stderr

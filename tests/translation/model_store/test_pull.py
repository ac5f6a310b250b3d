"""From a loopback hub to translations: interrupted, resumed, corrupted, refused, kept."""

from __future__ import annotations

import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.config import Settings
from bot.errors import CannotWrite, HubRefused, LicenceNotAccepted, ModelNotHere, NoDiskSpace
from bot.translation.engines.ctranslate2.loading import translator_of
from bot.translation.engines.translator import Decoding
from bot.translation.model_store import download
from bot.translation.model_store.choosing import converted_of
from bot.translation.model_store.folder import ModelFolder
from bot.translation.model_store.pull import pull
from bot.translation.model_store.pulled import (
    ORIGINAL,
    READY,
    download_of,
    place_of,
    pulled,
    remove,
    unfinished,
)
from bot.translation.model_store.remote import HubModel, look_up
from tests.translation.model_store.conftest import silent
from tests.translation.model_store.loopback_hub import LoopbackHub

NAME = "Helsinki-NLP/opus-mt-ar-en"
WEIGHTS = "model.safetensors"


def yes(model: HubModel) -> bool:
    return True


def get(hub: LoopbackHub, cache: Path, form: str = "int8", **changes: Any) -> ModelFolder:
    model = look_up(hub.address, hub.name)
    return pull(model, form, cache, changes.get("accept", yes), changes.get("progress", silent))


class Stop(BaseException):
    """What Ctrl-C and a kill are to the code they hit."""


def stopping_after(count: int) -> Any:
    calls = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal calls
        calls += stage.startswith("downloading")
        if calls > count:
            raise Stop

    return progress


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_BLOCK", 1 << 14)


# -------------------------------------------------------------------------------- all is well


def test_pulled_converted_and_translating(
    hub: LoopbackHub, settings: Settings, answers: dict[str, Any]
) -> None:
    seen = []
    folder = get(hub, settings.cache_dir, progress=lambda *step: seen.append(step))
    assert (folder.name, folder.quantization) == (NAME, "int8")
    assert (folder.revision, folder.licence) == (hub.revision, "apache-2.0")
    assert {stage for stage, *_ in seen} == {
        f"downloading {NAME}",
        "converting to int8",
        "verifying",
    }
    assert all(done <= total for _, done, total in seen)

    translator = translator_of(converted_of("opus-mt-ar-en", settings), settings, canaries=())
    sources = [answer["source"] for answer in answers["beam"]]
    found = translator.translate(sources, Decoding(beam=4, hypotheses=4))
    texts = [hypotheses[0].text for hypotheses in found]
    # int8 may differ from float32 in a piece; of forty at most one does.
    assert sum(a == b for a, b in zip(texts, answers["references"], strict=True)) >= 39


def test_only_what_is_needed_is_downloaded_and_nothing_of_it_stays(
    hub: LoopbackHub, cache: Path
) -> None:
    folder = get(hub, cache)
    asked = {request.path.lstrip("/") for request in hub.requests}
    assert "tf_model.h5" not in asked
    assert "rust_model.ot" not in asked
    assert {WEIGHTS, "source.spm", "target.spm", "vocab.json", "config.json"} <= asked
    assert not unfinished(cache)
    assert {path.name for path in folder.path.iterdir()} == {
        "model.bin",
        "config.json",
        "shared_vocabulary.json",
        "source.spm",
        "target.spm",
        "mujaz.json",
    }


def test_a_second_pull_asks_for_no_file_and_a_new_commit_replaces_the_old(
    hub: LoopbackHub, cache: Path
) -> None:
    first = get(hub, cache)
    hub.requests.clear()
    assert get(hub, cache) == first
    assert not hub.requests

    (hub.folder / "README.md").write_text("changed", "utf-8")
    second = get(hub, cache)
    assert second.path == first.path
    assert second.revision == hub.revision != first.revision
    assert [model.revision for model in pulled(cache)] == [hub.revision]


def test_forms_stand_side_by_side_and_go_together(hub: LoopbackHub, cache: Path) -> None:
    for form in ("int8", "float32", ORIGINAL):
        get(hub, cache, form)
    assert {model.path.name for model in pulled(cache)} == {"int8", "float32", ORIGINAL}
    assert len({model.digest for model in pulled(cache)}) == 3
    assert remove(cache, NAME) > 1_000_000
    assert pulled(cache) == []
    with pytest.raises(ModelNotHere, match="mujaz models"):
        remove(cache, NAME)


def test_the_licence_is_shown_before_the_first_byte(hub: LoopbackHub, cache: Path) -> None:
    asked = []

    def no(model: HubModel) -> bool:
        asked.append((model.licence, model.size))
        return False

    with pytest.raises(LicenceNotAccepted, match="not downloaded"):
        get(hub, cache, accept=no)
    assert asked == [("apache-2.0", asked[0][1])]
    assert asked[0][1] > 1_000_000
    assert not hub.requests


def test_a_ready_made_folder_is_used_as_it_is(
    hub: LoopbackHub, settings: Settings, tmp_path: Path
) -> None:
    made = get(hub, tmp_path / "elsewhere").path
    with LoopbackHub(made, name="somebody/opus-mt-ar-en-ct2", licence="cc-by-4.0") as other:
        model = look_up(other.address, other.name)
        assert model.converted
        folder = pull(model, "int8", settings.cache_dir, yes, silent)
    assert folder.path.name == READY
    for name in ("model.bin", "shared_vocabulary.json", "config.json", "source.spm"):
        assert (folder.path / name).read_bytes() == (made / name).read_bytes()
    assert folder.licence == "cc-by-4.0"
    assert converted_of("somebody/opus-mt-ar-en-ct2", settings).path == folder.path


def test_weights_in_torchs_own_format_are_found(hub: LoopbackHub, cache: Path) -> None:
    (hub.folder / WEIGHTS).rename(hub.folder / "pytorch_model.bin")
    names = {file.name for file in look_up(hub.address, NAME).files}
    assert "pytorch_model.bin" in names
    (hub.folder / WEIGHTS).write_bytes(b"1")
    names = {file.name for file in look_up(hub.address, NAME).files}
    assert "pytorch_model.bin" not in names


# -------------------------------------------------------------------------- stopped half way


def test_stopped_and_resumed(hub: LoopbackHub, cache: Path) -> None:
    with pytest.raises(Stop):
        get(hub, cache, progress=stopping_after(20))
    assert len(unfinished(cache)) == 1
    assert pulled(cache) == []
    waiting = download_of(cache, NAME, hub.revision)
    (part,) = waiting.glob("*.part")
    have = part.stat().st_size
    assert have > 0
    whole = {path.name for path in waiting.iterdir() if path != part}

    hub.requests.clear()
    get(hub, cache)
    (resumed,) = hub.given(part.stem)
    assert resumed.start == have
    assert not any(hub.given(name) for name in whole)
    assert not unfinished(cache)


def test_a_broken_connection_is_taken_up_where_it_broke(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.trouble.cut_after, hub.trouble.cuts = 50_000, 3
    waited: list[float] = []
    model = look_up(hub.address, NAME)
    download.fetch(model, tmp_path, silent, waited.append)
    assert len(waited) == 3
    starts = [request.start for file in model.files for request in hub.given(file.name)]
    assert len([start for start in starts if start]) == 3
    for file in model.files:
        assert (tmp_path / file.name).read_bytes() == (hub.folder / file.name).read_bytes()


def test_a_connection_that_gives_nothing_is_given_up(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.trouble.cut_after, hub.trouble.cuts = 0, 100
    waited: list[float] = []
    with pytest.raises(HubRefused, match="run the same command again"):
        download.fetch(look_up(hub.address, NAME), tmp_path, silent, waited.append)
    assert len(waited) == download.TRIES - 1
    assert waited == sorted(waited)


def test_a_hub_that_knows_no_ranges_is_begun_anew(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.trouble.cut_after, hub.trouble.cuts, hub.trouble.ignores_ranges = 50_000, 1, True
    model = look_up(hub.address, NAME)
    download.fetch(model, tmp_path, silent, lambda seconds: None)
    for file in model.files:
        assert (tmp_path / file.name).read_bytes() == (hub.folder / file.name).read_bytes()


# --------------------------------------------------------------------------------- corrupted


def test_a_corrupted_file_is_downloaded_again(hub: LoopbackHub, cache: Path) -> None:
    hub.trouble.corrupt = 1
    get(hub, cache)
    assert max(len(hub.given(name)) for name in (WEIGHTS, "source.spm", "target.spm")) == 2


def test_corrupted_twice_is_refused_and_not_kept(hub: LoopbackHub, cache: Path) -> None:
    hub.trouble.corrupt = 2
    with pytest.raises(HubRefused, match="another checksum"):
        get(hub, cache)
    assert pulled(cache) == []
    get(hub, cache)


def test_half_a_file_of_something_else_does_not_spoil_the_whole(
    hub: LoopbackHub, cache: Path
) -> None:
    waiting = download_of(cache, NAME, hub.revision)
    waiting.mkdir(parents=True)
    (waiting / f"{WEIGHTS}.part").write_bytes(b"x" * 1000)
    (waiting / "config.json").write_bytes(b"x" * (hub.folder / "config.json").stat().st_size)
    get(hub, cache)
    assert [request.start for request in hub.given(WEIGHTS)] == [1000, 0]


# ----------------------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("status", "words"),
    [(401, "does not exist"), (403, "accept its terms"), (404, "not exist"), (429, "later")],
)
def test_what_the_hub_refuses_is_said(hub: LoopbackHub, status: int, words: str) -> None:
    hub.trouble.status = status
    with pytest.raises(HubRefused, match=words):
        look_up(hub.address, NAME)


def test_a_model_or_hub_that_is_none(hub: LoopbackHub) -> None:
    for name in ("no/such-model", "opus", "../../etc/passwd", "a/b/c"):
        with pytest.raises(HubRefused, match=r"does not exist|is no name"):
            look_up(hub.address, name)
    hub.trouble.no_hub = True
    with pytest.raises(HubRefused, match=r"translation\.hub\.address"):
        look_up(hub.address, NAME)


def test_no_hub_at_the_address(hub: LoopbackHub) -> None:
    with pytest.raises(HubRefused, match="cannot be reached"):
        look_up("http://127.0.0.1:1", NAME)


def test_names_from_the_hub_that_lead_elsewhere_are_never_wanted(
    hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = hub.listing()
    listing["siblings"] += [{"rfilename": name} for name in ("../vocab.json", "/etc/LICENSE")]
    monkeypatch.setattr(LoopbackHub, "listing", lambda self: listing)
    assert all("/" not in file.name for file in look_up(hub.address, NAME).files)


def test_a_model_without_weights(hub: LoopbackHub) -> None:
    (hub.folder / WEIGHTS).unlink()
    with pytest.raises(HubRefused, match="no weights"):
        look_up(hub.address, NAME)


def test_too_little_room_is_said_before_the_download(
    hub: LoopbackHub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 10**6))
    with pytest.raises(NoDiskSpace, match="1 MB are free"):
        get(hub, cache)
    assert not hub.requests


def test_a_shelf_that_cannot_be_written(hub: LoopbackHub, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    with pytest.raises(CannotWrite, match="MUJAZ_CACHE_DIR"):
        get(hub, tmp_path / "cache")


def test_two_pulls_at_once_download_once(hub: LoopbackHub, cache: Path) -> None:
    from threading import Thread

    waiting: list[str] = []
    second = Thread(
        target=lambda: get(hub, cache, progress=lambda stage, *_: waiting.append(stage))
    )

    def progress(stage: str, done: int, total: int) -> None:
        if stage.startswith("downloading") and not second.ident:
            second.start()

    get(hub, cache, progress=progress)
    second.join()
    assert len(hub.given(WEIGHTS)) == 1
    assert not any(stage.startswith("downloading") for stage in waiting)


def test_requests_ask_for_no_compression(hub: LoopbackHub, tmp_path: Path) -> None:
    seen: list[str] = []
    with download.client() as client:
        client.event_hooks["request"].append(
            lambda request: seen.append(request.headers["Accept-Encoding"])
        )
        model = look_up(hub.address, NAME)
        download._fetch_file(
            client, model, model.files[0], tmp_path, lambda done: None, lambda seconds: None
        )
    assert set(seen) == {"identity"}
    assert isinstance(client, httpx.Client)


def test_a_place_is_named_by_model_and_form(tmp_path: Path) -> None:
    assert place_of(tmp_path, "a/b", "int8") != place_of(tmp_path, "a/b", "float32")
    assert place_of(tmp_path, "a/b", "int8") != place_of(tmp_path, "a/c", "int8")

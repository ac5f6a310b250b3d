"""Getting Firefox's model: chosen among the service's records, downloaded, checked, unpacked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import CannotWrite, HubRefused
from bot.translation.model_store import firefox, firefox_offer
from bot.translation.model_store.firefox_offer import FirefoxModel, chosen, look_up
from bot.translation.model_store.folder import MANIFEST, read_folder
from tests.translation.model_store import tiny_firefox
from tests.translation.model_store.conftest import silent
from tests.translation.model_store.loopback_service import LoopbackService
from tests.translation.model_store.tiny_firefox import MODEL, VOCABULARY

pytest.importorskip("fxtranslate")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    tiny_firefox.write(folder)
    return folder


@pytest.fixture
def service(built: Path) -> Iterator[LoopbackService]:
    with LoopbackService() as running:
        running.publish(built / MODEL, "model")
        running.publish(built / VOCABULARY, "vocab")
        yield running


def got(service: LoopbackService, tmp_path: Path, place: str = "place") -> Path:
    return firefox.get(look_up(service.source), tmp_path / place, tmp_path / "cache", silent)


def record(kind: str, architecture: str, version: str, size: int, **other: Any) -> dict[str, Any]:
    name = f"{kind}.{architecture}.{version}"
    attachment = {"hash": hashlib.sha256(name.encode()).hexdigest(), "size": size}
    return {
        "name": name,
        "fileType": kind,
        "sourceLanguage": "ar",
        "targetLanguage": "en",
        "architecture": architecture,
        "version": version,
        "attachment": attachment | {"location": f"at/{name}"},
    } | other


def both(architecture: str, version: str, size: int, **other: Any) -> list[dict[str, Any]]:
    kinds = ("model", "vocab")
    return [record(kind, architecture, version, size, **other) for kind in kinds]


def best(*records: dict[str, Any]) -> FirefoxModel:
    return chosen(records, "http://records", "http://cdn/")


def test_the_newest_released_version_of_the_largest_architecture_is_chosen() -> None:
    found = best(
        *both("base-memory", "2.0", 31),
        *both("base-memory", "3.0", 30, filter_expression="env.appinfo.OS != 'Android'"),
        *both("tiny", "3.1", 17),
        *both("base-memory", "3.1a2", 30),
        *both("base-memory", "4.0", 30),
        *both("base", "3.0", 60, filter_expression="env.channel == 'nightly'"),
        *both("base", "3.0", 61, filter_expression="env.appinfo.OS == 'Android'"),
        *both("base", "3.0", 60, sourceLanguage="en", targetLanguage="ar"),
        record("model", "base", "3.2", 60),
    )
    assert (found.architecture, found.version) == ("base-memory", "3.0")
    assert {file.url for file in found.contents} == {
        "http://cdn/at/model.base-memory.3.0",
        "http://cdn/at/vocab.base-memory.3.0",
    }
    assert found.size == 60


def test_two_vocabularies_are_two_files() -> None:
    kinds = ("model", "srcvocab", "trgvocab", "lex")
    found = best(*(record(kind, "base", "3.0", 5) for kind in kinds))
    assert found.roles == {
        "model": "model.base.3.0",
        "source_vocabulary": "srcvocab.base.3.0",
        "target_vocabulary": "trgvocab.base.3.0",
    }
    assert len(found.files) == 3


def test_no_model_is_said() -> None:
    with pytest.raises(HubRefused, match="no released model from Arabic to English"):
        best(*both("base", "3.0", 5, sourceLanguage="fr"))


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", ".hidden", "a/b", ""])
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    records = both("base", "3.0", 5)
    records[0]["name"] = name
    with pytest.raises(ValueError, match="SHA-256"):
        best(*records)


def test_a_name_that_would_write_over_the_terminal_is_refused() -> None:
    with pytest.raises(ValueError, match="x1b"):
        best(*both("base\x1b[2J", "3.0", 5))


def test_what_arrives_is_unpacked_checked_and_recorded(
    service: LoopbackService, built: Path, tmp_path: Path
) -> None:
    place = got(service, tmp_path)
    for name in (MODEL, VOCABULARY):
        assert (place / name).read_bytes() == (built / name).read_bytes()
    manifest = read_folder(place).manifest
    assert manifest["licence"] == "MPL-2.0"
    assert manifest["files"][MODEL]["sha256"] == service.records[0]["decompressedHash"]
    pinned = firefox.files_in(read_folder(place))
    assert (pinned.model.path, pinned.target_vocabulary.path) == (
        place / MODEL,
        place / VOCABULARY,
    )
    # Nothing of the download is left.
    assert list((tmp_path / "cache").rglob("*.part")) == []
    assert list((tmp_path / "cache").rglob(".download-*")) == []


def test_the_same_again_downloads_nothing_unless_a_file_is_damaged(
    service: LoopbackService, tmp_path: Path
) -> None:
    place = got(service, tmp_path)
    service.starts.clear()
    got(service, tmp_path)
    assert service.starts == []
    content = (place / MODEL).read_bytes()
    (place / MODEL).write_bytes(content[:-1] + b"\1")
    got(service, tmp_path)
    assert (place / MODEL).read_bytes() == content


def test_a_stopped_download_goes_on_where_it_ended(
    service: LoopbackService, tmp_path: Path
) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if len(service.starts) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        firefox.get(look_up(service.source), tmp_path / "place", tmp_path / "cache", stop)
    assert not (tmp_path / "place").exists()
    got(service, tmp_path)
    # The model, half of the vocabulary, and its other half.
    model, vocabulary, rest = service.starts
    assert (model[1], vocabulary[1]) == (0, 0)
    assert rest[0] == vocabulary[0]
    assert rest[1] > 0


def test_what_arrives_damaged_is_fetched_once_more_and_then_refused(
    service: LoopbackService, tmp_path: Path
) -> None:
    service.trouble.corrupt = 1
    assert (got(service, tmp_path) / MODEL).exists()
    service.trouble.corrupt = 2
    with pytest.raises(HubRefused, match="another checksum"):
        got(service, tmp_path, "other")
    assert not (tmp_path / "other").exists()


def test_a_file_that_is_not_the_records_when_unpacked_is_refused(
    service: LoopbackService, tmp_path: Path
) -> None:
    service.records[0]["decompressedHash"] = "0" * 64
    with pytest.raises(HubRefused, match="another SHA-256"):
        got(service, tmp_path)
    assert not (tmp_path / "place").exists()


def test_a_folder_is_a_mirror_for_others(
    service: LoopbackService, built: Path, tmp_path: Path
) -> None:
    folder = got(service, tmp_path)
    with LoopbackService(mirror=folder) as mirror:
        copy = got(mirror, tmp_path, "copy")
    assert (copy / MODEL).read_bytes() == (built / MODEL).read_bytes()
    assert read_folder(copy).digest == read_folder(folder).digest
    # What a mirror says of itself leads nowhere: only its files count.
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest | {"revision": "/../../../out"}))
    with LoopbackService(mirror=folder) as mirror:
        assert look_up(mirror.source).revision == read_folder(copy).revision
    # The service has nothing newer than what came by the mirror.
    assert firefox.is_here(look_up(service.source), copy)


def test_a_folder_with_other_files_is_left_alone(service: LoopbackService, tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "letter.txt").write_text("mine")
    with pytest.raises(CannotWrite, match=r"something else: letter\.txt"):
        got(service, tmp_path)
    assert (tmp_path / "place" / "letter.txt").read_text() == "mine"
    # The same where a model stands beside it, and where the model is another engine's.
    place = got(service, tmp_path, "model")
    (place / "letter.txt").write_text("mine")
    (place / VOCABULARY).write_bytes(b"\0" * (place / VOCABULARY).stat().st_size)
    with pytest.raises(CannotWrite, match=r"letter\.txt"):
        got(service, tmp_path, "model")
    (place / "letter.txt").unlink()
    assert got(service, tmp_path, "model") == place
    (place / MANIFEST).write_text('{"name": "opus-mt-ar-en", "files": {}}')
    with pytest.raises(CannotWrite, match="something else"):
        got(service, tmp_path, "model")
    assert (place / MODEL).exists()


def test_a_server_that_takes_the_call_and_says_nothing_is_given_up(
    service: LoopbackService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(firefox_offer, "PATIENCE", 0.05)
    service.trouble.silent = True
    with pytest.raises(HubRefused, match=r"does not answer.*translation\.firefox\.source"):
        look_up(service.source)


def test_the_patience_is_under_five_seconds() -> None:
    assert firefox_offer.PATIENCE < 5


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{}", b"[]", b'{"data": 3}'])
def test_another_web_server_is_told_from_a_service(
    service: LoopbackService, tmp_path: Path, body: bytes
) -> None:
    service.trouble.body = body
    for source in (service.source, f"{service.address}/mirror"):
        with pytest.raises(HubRefused, match=r"Check translation\.firefox\.source"):
            look_up(source)


def test_an_older_manifest_without_its_file_is_refused(tmp_path: Path, built: Path) -> None:
    about = {"architecture": "a", "version": "3.0", "files": {}}
    about |= dict.fromkeys(firefox_offer.ROLES, MODEL)
    (tmp_path / MANIFEST).write_text(json.dumps(about))
    with (
        LoopbackService(mirror=tmp_path) as mirror,
        pytest.raises(HubRefused, match="a file is missing"),
    ):
        look_up(mirror.source)

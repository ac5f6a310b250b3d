import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from bot.errors import BuildInterrupted, CannotWrite, DamagedModel, ModelError, NoDiskSpace
from bot.records import Progress
from bot.translation.engines.embedded.built import (
    WAITING,
    ensure,
    is_whole,
    place_of,
    verify,
)
from bot.translation.engines.embedded.card import Card, load_card
from bot.translation.model_store.files import size_of
from tests.translation.engines.tiny_model import Tiny

CHILD = """
import sys
from pathlib import Path
from bot.translation.engines.embedded.build import build_model
from bot.translation.engines.embedded.card import load_card
from bot.translation.engines.embedded.built import ensure

folder, cache, log = map(Path, sys.argv[1:4])

def build(card, folder, progress):
    with log.open("a") as lines:
        print("built", file=lines)
    print("building", flush=True)
    if sys.argv[4] == "hang":
        sys.stdin.read()
    build_model(card, folder, progress)

print(ensure(load_card(folder), cache, lambda stage, *_: print(stage, flush=True), build=build))
"""


def silent(stage: str, done: int, total: int) -> None:
    pass


def not_needed(card: Card, folder: Path, progress: Progress) -> None:
    raise AssertionError("built a second time")


@pytest.fixture
def card(tiny: Tiny) -> Card:
    return load_card(tiny.folder)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def child(tiny: Tiny, cache: Path, log: Path, how: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tiny.folder), str(cache), str(log), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tiny.site), *sys.path])},
    )


def visible(cache: Path) -> list[str]:
    return sorted(p.name for p in (cache / "models").iterdir() if not p.name.endswith(".lock"))


def test_built_once_and_whole(card: Card, cache: Path) -> None:
    place = ensure(card, cache, silent)
    assert place == place_of(card, cache)
    assert is_whole(place)
    verify(place)
    assert ensure(card, cache, silent, build=not_needed) == place
    assert visible(cache) == [place.name]
    assert size_of(place) == sum(p.stat().st_size for p in place.iterdir()) > 0


def test_the_manifest_says_what_was_built(card: Card, cache: Path) -> None:
    manifest = json.loads((ensure(card, cache, silent) / "manifest.json").read_text())
    assert manifest["digest"] == card.digest
    assert set(manifest["files"]) == {"model.bin", "config.json", "vocabulary.json"}
    assert all(len(f["sha256"]) == 64 for f in manifest["files"].values())


def test_another_adapter_is_another_place(tiny: Tiny, card: Card, cache: Path) -> None:
    before = place_of(card, cache)
    path = tiny.folder / "adapter.safetensors"
    path.write_bytes(path.read_bytes() + b" ")
    assert place_of(load_card(tiny.folder), cache) != before


def test_another_prompt_is_another_place(tiny: Tiny, card: Card, cache: Path) -> None:
    before = place_of(card, cache)
    tiny.edit_card(prompt=["<bos>", "\n", "{source}"])
    assert place_of(load_card(tiny.folder), cache) != before


@pytest.mark.parametrize("name", ["model.bin", "config.json", "vocabulary.json", "manifest.json"])
@pytest.mark.parametrize("harm", ["missing", "cut"])
def test_a_damaged_model_is_built_anew(card: Card, cache: Path, name: str, harm: str) -> None:
    place = ensure(card, cache, silent)
    path = place / name
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-20])
    assert not is_whole(place)
    with pytest.raises(DamagedModel, match="mujaz models build --force"):
        verify(place)
    ensure(card, cache, silent)
    verify(place)
    assert visible(cache) == [place.name]


def test_a_flipped_bit_is_found_by_verify_alone(card: Card, cache: Path) -> None:
    place = ensure(card, cache, silent)
    data = bytearray((place / "model.bin").read_bytes())
    data[len(data) // 2] ^= 4
    (place / "model.bin").write_bytes(data)
    assert is_whole(place)
    with pytest.raises(DamagedModel, match=r"model\.bin is damaged"):
        verify(place)
    ensure(card, cache, silent, force=True)
    verify(place)


def test_an_interrupted_build_leaves_nothing(card: Card, cache: Path) -> None:
    def interrupted(card: Card, folder: Path, progress: Progress) -> None:
        (folder / "model.bin").write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(BuildInterrupted, match="next run starts it again"):
        ensure(card, cache, silent, build=interrupted)
    assert visible(cache) == []
    verify(ensure(card, cache, silent))


def test_an_interrupted_rebuild_keeps_what_was_there(card: Card, cache: Path) -> None:
    def interrupted(card: Card, folder: Path, progress: Progress) -> None:
        raise KeyboardInterrupt

    place = ensure(card, cache, silent)
    with pytest.raises(BuildInterrupted):
        ensure(card, cache, silent, force=True, build=interrupted)
    verify(place)


def test_a_killed_build_is_cleaned_up_by_the_next(
    tiny: Tiny, card: Card, cache: Path, tmp_path: Path
) -> None:
    with child(tiny, cache, tmp_path / "log", "hang") as process:
        assert process.stdout and process.stdout.readline() == "building\n"
        process.kill()
        process.wait()
    assert any(name.startswith(".building-") for name in visible(cache))
    place = ensure(card, cache, silent)
    verify(place)
    assert visible(cache) == [place.name]


def test_two_processes_build_once(tiny: Tiny, card: Card, cache: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    first, second = (child(tiny, cache, log) for _ in range(2))
    ends = [process.communicate()[0].splitlines()[-1] for process in (first, second)]
    assert ends == [str(place_of(card, cache))] * 2
    assert log.read_text() == "built\n"


def test_the_one_that_waits_says_so_and_uses_the_result(
    tiny: Tiny, card: Card, cache: Path, tmp_path: Path
) -> None:
    place = ensure(card, tmp_path / "elsewhere", silent)
    final = place_of(card, cache)
    final.parent.mkdir(parents=True)
    with (
        FileLock(final.with_name(f".{final.name}.lock")) as held,
        child(tiny, cache, tmp_path / "log") as process,
    ):
        assert process.stdout and process.stdout.readline() == f"{WAITING}\n"
        place.rename(final)
        held.release()
        assert process.communicate()[0] == f"{final}\n"
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("number", "expected"), [(errno.ENOSPC, NoDiskSpace), (errno.EACCES, CannotWrite)]
)
def test_a_disk_that_refuses(
    card: Card, cache: Path, number: int, expected: type[ModelError]
) -> None:
    def refused(card: Card, folder: Path, progress: Progress) -> None:
        (folder / "model.bin").write_bytes(b"half")
        raise OSError(number, os.strerror(number))

    with pytest.raises(expected, match="MUJAZ_CACHE_DIR"):
        ensure(card, cache, silent, build=refused)
    assert visible(cache) == []


def test_a_cache_folder_that_is_a_file(card: Card, cache: Path) -> None:
    cache.write_text("")
    with pytest.raises(CannotWrite, match="MUJAZ_CACHE_DIR"):
        ensure(card, cache, silent)

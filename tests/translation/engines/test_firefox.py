"""The engine firefox, with a model whose translations are known beforehand."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings
from bot.errors import CanaryFailed, DamagedModel, EngineRefused, MissingLibrary, ModelNotHere
from bot.translation.engines.canary import Canary
from bot.translation.engines.firefox import loading, worker
from bot.translation.engines.firefox.engine import MAX_PIECES, FirefoxTranslator
from bot.translation.engines.firefox.workers import DIED
from bot.translation.engines.registry import ENGINES
from bot.translation.model_store.files import file_sha256
from bot.translation.model_store.folder import MANIFEST, read_folder
from tests.translation.model_store import tiny_firefox
from tests.translation.model_store.conftest import silent
from tests.translation.model_store.tiny_firefox import DICTIONARY, MODEL, translated

pytest.importorskip("fxtranslate")

KNOWN = (Canary("أعلنت الحكومة خطة", (frozenset({"government"}), frozenset({"plan"}))),)
FIRST = "أعلنت الحكومة خطة اقتصادية جديدة في بيروت اليوم ."
SECOND = "ناقشت المحكمة نتائج الانتخابات أمس ."


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder as `mujaz models get firefox --to` makes it."""
    return tiny_firefox.got(tmp_path / "model")


@pytest.fixture
def engine(place: Path, tmp_path: Path) -> Iterator[FirefoxTranslator]:
    translator = made(place, tmp_path)
    yield translator
    translator.close()


def made(place: Path, cache: Path, workers: int = 1, **other: Any) -> FirefoxTranslator:
    return FirefoxTranslator(read_folder(place), cache, workers, **{"canaries": KNOWN} | other)


def configured(cache: Path, **own: Any) -> Settings:
    return Settings.model_validate(
        {"cache_dir": cache, "translation": {"engine": "firefox", "firefox": own}}
    )


def texts(engine: FirefoxTranslator, *sources: str) -> list[str]:
    return [answer.text for (answer,) in engine.translate(sources)]


def processes(engine: FirefoxTranslator) -> list[int]:
    return [each._process.pid or 0 for each in engine._workers._running]


def test_sentences_come_back_in_their_order_and_without_scores(place: Path, tmp_path: Path) -> None:
    engine = made(place, tmp_path, workers=2)
    told: list[int] = []
    try:
        found = engine.translate([SECOND, "", FIRST, SECOND], progress=told.append)
    finally:
        engine.close()
    answers = [answer for (answer,) in found]
    wanted = [translated(SECOND), "", translated(FIRST), translated(SECOND)]
    assert [a.text for a in answers] == wanted
    assert [a.score for a in answers] == [None, 0.0, None, None]
    assert not any(a.problem for a in answers)
    assert sum(told) == 4


def test_a_character_that_comes_in_bytes_is_put_together(engine: FirefoxTranslator) -> None:
    assert texts(engine, "في بيروت 🙂 اليوم") == ["in beirut 🙂 today"]


def test_what_is_too_long_is_cut_and_joined_and_nothing_is_lost(engine: FirefoxTranslator) -> None:
    words = list(DICTIONARY) * 6
    assert engine.pieces(" ".join(words)) > MAX_PIECES
    assert texts(engine, " ".join(words)) == [translated(" ".join(words))]


def test_one_endless_word_is_translated_in_stretches(engine: FirefoxTranslator) -> None:
    word = "ب" * 600
    assert not engine.fits(word)
    (answer,) = engine.translate([word])[0]
    assert not answer.problem
    assert answer.text.replace(" ", "") == word


def test_processes_start_with_the_first_sentence_and_end_with_close(
    place: Path, tmp_path: Path
) -> None:
    engine = made(place, tmp_path, workers=2)
    assert processes(engine) == []
    texts(engine, FIRST, SECOND)
    running = [each._process for each in engine._workers._running]
    assert len(running) == 2
    engine.close()
    assert [process.is_alive() for process in running] == [False, False]
    assert texts(engine, FIRST) == [translated(FIRST)]
    engine.close()


def test_whatever_stops_a_translation_ends_the_processes(place: Path, tmp_path: Path) -> None:
    engine = made(place, tmp_path)
    texts(engine, FIRST)
    running = [each._process for each in engine._workers._running]

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.translate([SECOND], progress=stop)
    assert processes(engine) == []
    assert not any(process.is_alive() for process in running)


ALONE = """
import sys
from pathlib import Path
from bot.translation.engines.firefox.engine import FirefoxTranslator
from bot.translation.model_store.folder import read_folder

if __name__ == "__main__":
    engine = FirefoxTranslator(read_folder(Path(sys.argv[1])), Path(sys.argv[2]), 2, ())
    engine.translate(["a", "b", "c"])
    print("working", flush=True)
    while True:
        engine.translate(["a", "b", "c"])
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_when_the_program_is_killed_its_processes_end(
    place: Path, tmp_path: Path, how: signal.Signals
) -> None:
    program = tmp_path / "alone.py"
    program.write_text(ALONE)
    command = [sys.executable, str(program), str(place), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"working\n"
        running.send_signal(how)
        # They hold the same output open: it ends when the last of them does.
        assert running.stdout.read() == b""
    assert running.returncode == -how


def test_ctrl_c_ends_the_program_and_its_processes(place: Path, tmp_path: Path) -> None:
    program = tmp_path / "alone.py"
    program.write_text(ALONE)
    command = [sys.executable, str(program), str(place), str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"working\n"
        os.killpg(running.pid, signal.SIGINT)
        assert running.stdout.read() == b""
        shown = running.stderr.read().decode()
    assert running.returncode == -signal.SIGINT
    assert shown.count("Traceback") == 1


def test_ctrl_c_of_the_terminal_is_not_the_processes_own(engine: FirefoxTranslator) -> None:
    texts(engine, FIRST)
    (process,) = processes(engine)
    os.kill(process, signal.SIGINT)
    assert texts(engine, SECOND) == [translated(SECOND)]
    assert processes(engine) == [process]


def test_a_process_killed_while_idle_costs_no_sentence(engine: FirefoxTranslator) -> None:
    texts(engine, FIRST)
    (dead,) = engine._workers._running
    os.kill(dead._process.pid or 0, signal.SIGKILL)
    dead._process.join()
    assert texts(engine, SECOND) == [translated(SECOND)]
    assert processes(engine) != [dead._process.pid]


def test_the_sentence_that_kills_its_process_says_so_and_the_others_are_translated(
    engine: FirefoxTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts(engine, FIRST)
    (running,) = engine._workers._running
    ask = running.ask

    def ask_and_kill(source: str) -> bool:
        # The process is stopped, so that the sentence is under way when it dies.
        os.kill(running._process.pid or 0, signal.SIGSTOP)
        assert ask(source)
        os.kill(running._process.pid or 0, signal.SIGKILL)
        return True

    monkeypatch.setattr(running, "ask", ask_and_kill)
    long, short = f"{SECOND} {FIRST}", SECOND
    (killer,), (other,) = engine.translate([long, short])
    assert (killer.text, killer.problem) == ("", DIED)
    assert other.text == translated(short)


def test_processes_that_die_again_at_once_are_no_endless_loop(
    engine: FirefoxTranslator, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts(engine, FIRST)
    monkeypatch.setattr("bot.translation.engines.firefox.workers._Worker.answer", lambda self: None)
    with pytest.raises(EngineRefused, match="end whenever they are asked"):
        engine.translate([SECOND, "في", "بيروت", "اليوم", "أمس"])
    assert processes(engine) == []


class Panic(BaseException):
    """As the compiled code's own, which no `except Exception` catches."""


class OnePanic:
    """A translator that panics once."""

    panicked = False

    def backend(self) -> str:
        return "none"

    def translate(self, source: str) -> str:
        if source == "panic" and not OnePanic.panicked:
            OnePanic.panicked = True
            raise Panic("index out of bounds")
        return source.upper()


class Ends:
    """A connection whose other end asks these sentences and is then gone."""

    def __init__(self, *sources: str) -> None:
        self.sources = list(sources)
        self.sent: list[tuple[str, str]] = []

    def send(self, answer: tuple[str, str]) -> None:
        self.sent.append(answer)

    def recv(self) -> str:
        if not self.sources:
            raise EOFError
        return self.sources.pop(0)


def test_a_panic_is_a_problem_of_its_sentence_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[OnePanic] = []

    def open_one(files: object) -> OnePanic:
        opened.append(OnePanic())
        return opened[-1]

    monkeypatch.setattr(worker, "_opened", open_one)
    monkeypatch.setattr(worker, "_silence", lambda: None)
    before = signal.getsignal(signal.SIGINT)
    ends = Ends("one", "panic", "two")
    try:
        worker.serve(ends, None)  # type: ignore[arg-type]
    finally:
        signal.signal(signal.SIGINT, before)
    assert ends.sent == [
        (worker.READY, "none"),
        (worker.DONE, "ONE"),
        (worker.PROBLEM, "index out of bounds"),
        (worker.DONE, "TWO"),
    ]
    assert len(opened) == 2


def test_a_changed_byte_is_found_before_the_model_is_loaded(place: Path, tmp_path: Path) -> None:
    content = bytearray((place / MODEL).read_bytes())
    content[-300] ^= 1
    (place / MODEL).write_bytes(content)
    with pytest.raises(DamagedModel, match=r"SHA-256 differs.*mujaz models get firefox"):
        made(place, tmp_path).load()


def test_a_model_that_the_package_panics_at_is_a_named_error(place: Path, tmp_path: Path) -> None:
    broken = (place / MODEL).read_bytes().replace(b"encoder_l1_ffn_W1\0", b"encoder_l1_ffn_xx\0")
    (place / MODEL).write_bytes(broken)
    manifest = json.loads((place / MANIFEST).read_text())
    manifest["files"][MODEL]["sha256"] = file_sha256(place / MODEL)
    (place / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises((DamagedModel, CanaryFailed), match="mujaz models get firefox"):
        made(place, tmp_path).load()


def test_a_model_that_does_not_know_the_ten_sentences_is_refused(
    place: Path, tmp_path: Path
) -> None:
    settings = configured(tmp_path, source=str(place))
    engine = loading.load(settings, silent)
    with pytest.raises(CanaryFailed, match="mujaz models get firefox"):
        engine.translate([FIRST])
    assert processes(engine) == []


def test_another_model_is_another_version(place: Path, tmp_path: Path) -> None:
    before = made(place, tmp_path).identity
    manifest = json.loads((place / MANIFEST).read_text())
    manifest["files"][MODEL]["sha256"] = "0" * 64
    (place / MANIFEST).write_text(json.dumps(manifest))
    after = made(place, tmp_path).identity
    assert (before.name, before.label) == (after.name, after.label)
    assert before.label == "Firefox ar-en tiny 3.0 (firefox)"
    assert before.version != after.version


def test_status_of_what_is_there_and_what_is_missing(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = loading.status(configured(tmp_path, source=str(place)))
    assert (here.usable, here.built, here.path, here.licence) == (True, True, place, "MPL-2.0")
    missing = loading.status(configured(tmp_path))
    assert (missing.usable, missing.detail) == (
        False,
        "The Firefox model is not here. Get it: mujaz models get firefox",
    )
    elsewhere = loading.status(configured(tmp_path, source=str(tmp_path / "no")))
    assert f"mujaz models get firefox --to {tmp_path / 'no'}" in elsewhere.detail
    for odd in ("~nobody-of-this-name/model", "\0", "x" * 5000, str(place / MODEL)):
        assert "is not in" in loading.status(configured(tmp_path, source=odd)).detail
    with pytest.raises(ModelNotHere):
        loading.load(configured(tmp_path), silent)

    monkeypatch.setitem(sys.modules, "fxtranslate", None)
    without = loading.status(configured(tmp_path, source=str(place)))
    assert not without.usable
    assert 'pip install ".[firefox]"' in without.detail
    with pytest.raises(MissingLibrary, match="another engine"):
        loading.load(configured(tmp_path), silent)


def test_a_folder_of_another_engine_is_no_firefox_model(place: Path, tmp_path: Path) -> None:
    manifest = json.loads((place / MANIFEST).read_text())
    del manifest["source_vocabulary"]
    (place / MANIFEST).write_text(json.dumps(manifest))
    status = loading.status(configured(tmp_path, source=str(place)))
    assert not status.usable
    assert "no 'source_vocabulary'" in status.detail


def test_it_is_in_the_table() -> None:
    assert ENGINES.get("firefox") is loading

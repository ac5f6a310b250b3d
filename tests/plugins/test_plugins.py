"""Engines, summarisers and formats of other packages, through the real command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.pipeline.spelling import NamesSpeller
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Translation
from bot.summary.summariser import summariser
from bot.translation.engines.registry import ENGINES
from bot.translation.names import Names
from tests.cli.running import BOLTON, mujaz, process
from tests.plugins.other_packages import found_in, laid_out
from tests.summary.made_translations import STORY, TITLE, translation

TINY = Path(__file__).parent / "tiny_engine"
OURS = {"embedded", "ctranslate2", "firefox", "transformers", "chat", "cascade"}

LOUD = """
def loud(digest, *, width=80, colour=False):
    return f"{digest.articles} ARTICLES OF {width}\\n"
"""
SPELLER = NamesSpeller(Names.load)
FIRST = """
from bot.records import Brief, Statement

class First:
    def __init__(self, encoder, speller):
        self.encoder = encoder

    def summarise(self, translation, points):
        first = translation.segments[0]
        said = Statement(first.target, first.segment.source, "en", ())
        return Brief(translation, said, ())
"""


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that pip has installed the tiny engine into, without a network."""
    folder = tmp_path_factory.mktemp("tiny")
    source = shutil.copytree(TINY, folder / "source")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    alone = ["--no-index", "--no-deps", "--no-build-isolation", "--target", folder / "site"]
    subprocess.run([*pip, *alone, source], check=True)
    return folder / "site"


@pytest.fixture
def installed(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same, found by this process too: a process of its own compiles every rule anew."""
    monkeypatch.syspath_prepend(str(tiny))
    yield tiny
    sys.modules.pop("tiny_engine", None)


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose packages this process finds, too."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in ("loud", "first"):
        sys.modules.pop(name, None)


@pytest.fixture
def article(tmp_path: Path) -> str:
    """The beginning of a real one: checking a sentence takes longer than translating it here."""
    title, date, lead, *_ = BOLTON.read_text("utf-8").split("\n\n")
    place = tmp_path / "article.txt"
    place.write_text("\n\n".join((title, date, lead)), "utf-8")
    return str(place)


def test_an_engine_of_another_package_translates(tiny: Path, tmp_path: Path, article: str) -> None:
    here = found_in(tiny) | {"MUJAZ_CACHE_DIR": str(tmp_path)}
    done = process("translate", article, "--format", "json", "--engine", "tiny", **here)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["engine"]["label"] == "tiny 1 (a plugin)"
    assert "Russia" in made["segments"][0]["target"]
    assert "something" in made["segments"][0]["target"]


def test_it_stands_in_a_cascade_and_has_settings_of_its_own(
    installed: Path, tmp_path: Path, article: str
) -> None:
    config = tmp_path / "mujaz.toml"
    config.write_text(
        '[translation]\nengine = "cascade"\n[translation.cascade]\nengines = ["chat", "tiny"]\n'
        '[translation.plugins.tiny]\nunknown = "a thing"\n'
    )
    here = {"MUJAZ_CACHE_DIR": str(tmp_path), "MUJAZ_CONFIG": str(config)}
    done = mujaz("translate", article, "--format", "json", **here)
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["absent"] == ["chat"]
    assert "a thing" in made["segments"][0]["target"]
    assert made["segments"][0]["engine"] == "tiny 1 (a plugin)"


def test_it_is_listed_and_built_as_ours_are(installed: Path, tmp_path: Path) -> None:
    here = {"MUJAZ_CACHE_DIR": str(tmp_path)}
    listed = mujaz("models", **here)
    assert "\ntiny: tiny 1 (a plugin), ready\n" in listed.stdout
    built = mujaz("models", "build", "--quiet", **here, MUJAZ_TRANSLATION__ENGINE="tiny")
    assert built.stderr == f"Ready: {installed / 'tiny_engine.py'}\n"


def test_an_unknown_engine_is_told_of_those_of_other_packages(installed: Path) -> None:
    done = mujaz("translate", str(BOLTON), "--engine", "babelfish")
    assert done.returncode == 1
    told, _, listed = done.stderr.partition("; there are: ")
    assert told == 'UnknownEngine: There is no translation engine "babelfish"'
    # Whoever develops a package of their own may have it installed here.
    assert OURS | {"tiny"} <= set(listed.rstrip(".\n").split(", "))


BROKEN = [
    ("oops = not_there", "ModuleNotFoundError: No module named 'not_there'"),
    ("oops = loud", "loud has no load, build, status"),
    ("oops = loud:nothing", "AttributeError: module 'loud' has no attribute 'nothing'"),
    ("chat = loud", "Mujaz has one of that name"),
]


@pytest.mark.parametrize(("row", "why"), BROKEN)
def test_one_that_does_not_load_is_left_out_with_a_line_that_names_its_package(
    beside: Path, tmp_path: Path, row: str, why: str
) -> None:
    laid_out(beside, "mujaz-oops", "mujaz.engines", row, loud=LOUD)
    name = row.partition(" ")[0]
    here = found_in(beside) | {"MUJAZ_CACHE_DIR": str(tmp_path)}
    listed = process("models", **here)
    assert listed.returncode == 0
    heads = [line.split(":")[0] for line in listed.stdout.splitlines() if line[:1] != " "]
    assert {head.partition(" (in use")[0] for head in heads} >= OURS
    assert "oops" not in heads
    assert listed.stderr == (
        f'The package mujaz-oops offers "{name}" for mujaz.engines, which is left out: {why}\n'
    )


def test_what_nobody_asks_for_is_not_imported(
    beside: Path, caplog: pytest.LogCaptureFixture
) -> None:
    laid_out(beside, "mujaz-oops", "mujaz.engines", "oops = not_there")
    assert ENGINES.get("embedded") is not None
    assert ENGINES.get("nothing") is None
    assert ENGINES.names() == ("embedded", "ctranslate2", "firefox", "transformers", "chat", "oops")
    assert not caplog.records


def test_of_two_packages_with_one_name_the_first_is_taken(
    beside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = laid_out(tmp_path / "other", "mujaz-a", "mujaz.summarisers", "own = first:First")
    monkeypatch.syspath_prepend(str(other))
    laid_out(beside, "mujaz-b", "mujaz.summarisers", "own = nowhere", first=FIRST)
    assert type(summariser("own", SentenceEncoder(), SPELLER)).__name__ == "First"
    with pytest.raises(BadSettings, match="there is: chat, extractive, own"):
        summariser("oracle", SentenceEncoder(), SPELLER)
    assert "The package mujaz-b" in caplog.text
    assert "mujaz-a has one of that name" in caplog.text


def test_a_summariser_of_another_package_condenses(beside: Path) -> None:
    laid_out(beside, "mujaz-first", "mujaz.summarisers", "first = first:First", first=FIRST)
    made: Translation = translation(TITLE, STORY)
    brief: Brief = summariser("first", SentenceEncoder(), SPELLER).summarise(made, 3)
    assert (brief.headline.text, brief.points) == (TITLE[1], ())


def test_a_format_of_another_package_is_offered_and_used(
    installed: Path, beside: Path, tmp_path: Path
) -> None:
    laid_out(beside, "mujaz-loud", "mujaz.renderers", "loud = loud:loud", loud=LOUD)
    assert "[terminal|telegram|markdown|json|html|loud]" in mujaz("digest", "--help").stdout
    here = {"MUJAZ_CACHE_DIR": str(tmp_path)}
    done = mujaz("digest", str(BOLTON), "--format", "loud", "--engine", "tiny", "--quiet", **here)
    assert (done.returncode, done.stdout) == (0, "1 ARTICLES OF 80\n")


def test_a_format_that_does_not_load_is_said_before_the_work(beside: Path, tmp_path: Path) -> None:
    laid_out(beside, "mujaz-loud", "mujaz.renderers", "loud = not_there")
    done = mujaz("digest", str(tmp_path), "--format", "loud")
    assert done.returncode == 1
    assert "there are: terminal, telegram, markdown, json, html." in done.stderr

"""The whole path with the real model: Arabic files in, an English digest out.

The articles are short, because the model is the slowest thing here.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.config import load_settings
from bot.translation.engines.embedded.built import ensure
from bot.translation.engines.embedded.card import load_card
from tests.cli.running import mujaz, process
from tests.telegram_html import parse_html

ARTICLES = {
    "floods.txt": """فيضانات تضرب شمال السودان

قالت وزارة الصحة يوم الأحد إن 12 شخصا قتلوا في الفيضانات.

ولم يعلن الوزير عن موعد زيارته إلى الخرطوم.
""",
    "bank.txt": """البنك المركزي المصري يرفع الفائدة

رفع البنك المركزي المصري سعر الفائدة إلى 27 في المئة يوم الخميس.

وقال البنك في بيان إن التضخم لم ينخفض في يناير.
""",
}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder of its own around the user's built model, so that no memory is shared."""
    built = ensure(load_card(), load_settings().cache_dir, lambda stage, done, total: None)
    folder = tmp_path_factory.mktemp("cache")
    place = folder / built.relative_to(load_settings().cache_dir)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(built, target_is_directory=True)
    return folder


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("articles")
    for name, text in ARTICLES.items():
        (made / name).write_text(text, encoding="utf-8")
    (made / "broken.html").write_bytes(b"\x00\x01\x02" * 50)
    return made


@pytest.fixture(scope="session")
def digest(cache: Path, folder: Path) -> dict[str, Any]:
    shown = process("digest", str(folder), "--format", "json", MUJAZ_CACHE_DIR=str(cache))
    assert shown.returncode == 0, shown.stderr
    assert "articles" in shown.stderr
    assert "sentences" in shown.stderr
    found: dict[str, Any] = json.loads(shown.stdout)
    return found


def test_good_articles_make_it_and_a_bad_one_is_named(digest: dict[str, Any]) -> None:
    articles = [article for story in digest["stories"] for article in story["articles"]]
    assert {Path(article["origin"]).name for article in articles} == set(ARTICLES)
    assert [(Path(s["path"]).name, s["error"]) for s in digest["skipped"]] == [
        ("broken.html", "BinaryDocument")
    ]


def test_two_events_are_two_stories(digest: dict[str, Any]) -> None:
    assert len(digest["stories"]) == 2


def test_every_point_is_english_with_its_numbers_or_is_marked(digest: dict[str, Any]) -> None:
    points = [point for story in digest["stories"] for point in story["points"]]
    assert len(points) >= 2
    for point in points:
        assert point["evidence"]
        if point["verified"]:
            assert not any("؀" <= letter <= "ۿ" for letter in point["text"])
            for number in ("12", "27"):
                assert (number in point["source"]) == (number in point["text"])
        else:
            assert any(flag["severity"] == "error" for flag in point["flags"])


def test_a_second_run_translates_nothing_again(
    cache: Path, folder: Path, digest: dict[str, Any]
) -> None:
    # With the model's folder gone, a sentence that was not remembered would have to build it.
    (link,) = [p for p in cache.rglob("*") if p.is_symlink()]
    target = link.readlink()
    link.unlink()
    try:
        again = mujaz("digest", str(folder), "--format", "telegram", MUJAZ_CACHE_DIR=str(cache))
        assert again.returncode == 0, again.stderr
        assert not any(place.name == "model.bin" for place in cache.rglob("*"))
    finally:
        link.symlink_to(target, target_is_directory=True)
    text, _ = parse_html(again.stdout)
    for story in digest["stories"]:
        assert story["headline"] in text


def test_a_whole_translation_side_by_side(cache: Path, folder: Path) -> None:
    path = str(folder / "bank.txt")
    shown = mujaz("translate", path, "--format", "json", MUJAZ_CACHE_DIR=str(cache))
    assert shown.returncode == 0, shown.stderr
    found = json.loads(shown.stdout)
    sources = [segment["source"] for segment in found["segments"]]
    assert sources[0] == "البنك المركزي المصري يرفع الفائدة"
    assert len(sources) == 3
    assert all(segment["target"] for segment in found["segments"])
    page = mujaz("translate", path, "--format", "html", MUJAZ_CACHE_DIR=str(cache)).stdout
    assert all(source in page for source in sources)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for other processes")
def test_ctrl_c_says_so_and_leaves_no_traceback(cache: Path, folder: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "digest", "--whole", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"MUJAZ_CACHE_DIR": str(cache)},
        text=True,
        encoding="utf-8",
    )
    assert running.stdin
    assert running.stderr
    # Each its own, or one translation would do for all and the run might end before the signal.
    running.stdin.write(" ".join(f"وصل الوفد رقم {n} إلى المدينة اليوم." for n in range(400)))
    running.stdin.close()
    heard = running.stderr.readline()
    while heard and "translating" not in heard:
        heard = running.stderr.readline()
    running.send_signal(signal.SIGINT)
    rest = running.stderr.read()
    assert running.wait() == 130
    assert "Traceback" not in rest
    assert "Stopped" in rest

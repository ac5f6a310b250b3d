"""Writes the pages of a real digest, says their size and time, and draws them as readers see them.

    python bench/pages.py FOLDER [PATH...]

PATH as `mujaz digest` takes them; without one, samples/. Draws one PNG a page at a phone's and a
desk's width, light, dark and as it is printed; needs Chromium and playwright for that. Nothing is
asserted, the screens are for looking at.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.config import load_settings
from bot.pipeline.digests import make_digest
from bot.pipeline.documents import silent
from bot.pipeline.page_files import Files, digest_files, list_files
from bot.records import Digest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TIMES = 20
SCREENS = (
    ("phone", 390, "light", "screen"),
    ("phone-dark", 390, "dark", "screen"),
    ("desk", 1280, "light", "screen"),
    ("print", 794, "dark", "print"),
)
TALLEST = 2600

T = TypeVar("T")


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    paths = sys.argv[2:] or [str(SAMPLES)]
    digest = make_digest(paths, load_settings(), silent, whole=True)
    for name, text in measured(digest).items():
        (folder / name).write_text(text, "utf-8")
    draw(folder)


def measured(digest: Digest) -> Files:
    """The files; prints what they weigh and how long they take."""
    (files, listing), of_digest = _timed(lambda: digest_files(digest, "digest"))
    lists, of_lists = _timed(lambda: list_files([listing] * 42, folder="f", base="", days=14))
    stories = len(files) - 1
    print(f"{digest.articles} articles in {stories} stories")
    print(
        f"the digest and its stories: {of_digest:.1f} ms; the lists of 42 such: {of_lists:.1f} ms"
    )
    for name in ("digest.html", *sorted(lists)):
        _weigh(name, (files | lists)[name])
    _weigh(f"{stories} stories", "".join(t for n, t in files.items() if n != "digest.html"))
    lists = list_files([listing], folder="f", base="", days=14)
    return files | lists


def _timed(make: Callable[[], T]) -> tuple[T, float]:
    """The result, and the least milliseconds of some runs."""
    made, least = make(), float("inf")
    for _ in range(TIMES):
        began = time.perf_counter()
        make()
        least = min(least, time.perf_counter() - began)
    return made, least * 1000


def _weigh(name: str, text: str) -> None:
    data = text.encode()
    print(f"{name}: {len(data) / 1000:.1f} kB, {len(gzip.compress(data)) / 1000:.1f} kB packed")


def draw(folder: Path) -> None:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        print(f"Not drawn: none of {', '.join(BROWSERS)} is installed.")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found)
        for screen, width, scheme, media in SCREENS:
            page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
            page.emulate_media(media=media)
            for name in ("index.html", "digest.html", "digest-1.html"):
                page.goto((folder / name).absolute().as_uri())
                page.evaluate("[...document.querySelectorAll('details')].slice(1, 3)"
                              ".forEach(each => each.open = true)")  # fmt: skip
                lit = page.locator("article.report .en .s1, article.report .en .s0")
                if lit.count():
                    lit.last.focus()
                    page.evaluate("scrollTo(0, 0)")
                height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
                clip = {"x": 0, "y": 0, "width": width, "height": height}
                to = folder / f"{Path(name).stem}-{screen}.png"
                page.screenshot(path=to, full_page=True, clip=clip)
                print(f"drawn: {to}")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()

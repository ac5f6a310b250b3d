"""Draws a digest as Telegram shows it on a phone: one PNG, 360 pixels wide.

    python bench/phone.py FILE.png                       # some articles of tests/briefs
    python bench/phone.py FILE.png --engine embedded --folder tests/briefs/fresh 70-final

The messages are those that Telegram would be sent, in a font like its own. To see a digest as it
was, copy bench/phone.py, bench/brief_set.py and tests/briefs into a checkout of that commit and run
this there. Needs Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

if TYPE_CHECKING:
    from bench.brief_set import Written
    from bot.records import Digest

WIDTH, HEIGHT = 360, 760
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STYLE = """
body{margin:0;background:#d5e3d0;width:360px;
font:15px/1.35 'Noto Sans','Noto Sans Arabic',sans-serif}
.m{background:#fff;border-radius:12px;padding:7px 10px;margin:8px 44px 2px 8px;white-space:pre-wrap;
overflow-wrap:anywhere;unicode-bidi:plaintext}
.u{background:#e3fbcf;margin:8px 8px 2px 90px}
.k{display:flex;gap:4px;margin:2px 44px 2px 8px}.k span{flex:1;background:#8aa58299;color:#fff;
border-radius:7px;padding:7px 2px;text-align:center;font-size:13.5px;overflow:hidden;
white-space:nowrap;text-overflow:ellipsis}
code{font-family:monospace;color:#2a6ebb}
a{color:#2a6ebb;text-decoration:none}
blockquote{margin:2px 0;padding:2px 8px;border-left:3px solid #55a5db;background:#eef6fc;
border-radius:4px;unicode-bidi:plaintext;font-size:14px}
blockquote[expandable]{max-height:60px;overflow:hidden}
"""
SHOWN = ("01-bus", "02-bus", "12-saudi", "25-interview", "33-live", "46-royal")
"""Articles of tests/briefs/articles of several kinds, by how their names begin."""


def photograph(body: str, file: Path, height: int = HEIGHT) -> None:
    """A page of bubbles as a PNG; the page is left beside it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    source = file.with_suffix(".html")
    source.write_text(f"<meta charset=utf-8><style>{STYLE}</style><body>{body}</body>", "utf-8")
    browser = next((b for b in BROWSERS if shutil.which(b)), None)
    if browser is None:
        sys.exit("There is no Chromium here; the pages are beside as HTML.")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--hide-scrollbars", f"--screenshot={file}",
         f"--window-size={WIDTH},{height}", source.resolve().as_uri()],
        check=True, capture_output=True,
    )  # fmt: skip


def _digest(articles: Sequence[Written], engine: str, points: int) -> Digest:
    """Imports little of the bench where the engine is the real one, for older commits."""
    from bot.config import load_settings
    from bot.digest.composition import compose
    from bot.pipeline.documents import read_document
    from bot.pipeline.rooms import Rooms
    from bot.records import Document

    made_at = datetime(2026, 12, 1, tzinfo=UTC)
    if engine == "oracle":
        from bench.briefs import digest_of, made_by

        with made_by(articles, engine, points) as (briefs, encoder):
            return digest_of(briefs, encoder, points, made_at)
    rooms = Rooms(load_settings(None))
    read = [read_document(Document(f"{each.name}.txt", each.text.encode())) for each in articles]
    briefs = list(rooms.brief(rooms.translate(read)))
    return compose(briefs, (), rooms.encoder, made_at, max_stories=len(briefs), points=points)


def main() -> None:
    from bench.brief_set import FOLDER, load
    from bot.digest.render.telegram import render_telegram

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("names", nargs="*", default=SHOWN, help="how the articles' names begin")
    parser.add_argument("--engine", choices=("embedded", "oracle"), default="embedded")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--points", type=int, default=3)
    parser.add_argument("--height", type=int, default=2 * HEIGHT)
    given = parser.parse_args()
    articles = [each for each in load(given.folder) if each.name.startswith(tuple(given.names))]
    messages = render_telegram(_digest(articles, given.engine, given.points))
    photograph(
        "".join(f'<div class="m">{text}</div>' for text in messages), given.file, given.height
    )


if __name__ == "__main__":
    main()

"""The picture in the README: a real digest as SVG, made by the whole pipeline.

    python bench/readme_picture.py [PATH...] [-o docs/digest.svg]

rich draws it; the picture is then made to stand alone (no font from the network) and its
Arabic freed of the fixed width per character that rich gives all text, which tears joined
letters apart and pushes lines with vowel marks out of the frame.

The digest is made with a cache of its own, so nothing that this machine has learnt shows in it;
`--cache` keeps one to make the picture quickly again.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from rich.console import Console

from bot.config import load_settings
from bot.digest.render.terminal import DigestScreen
from bot.pipeline.digests import make_digest
from bot.records import Digest

WIDTH = 88
SVG = "http://www.w3.org/2000/svg"
FONTS = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'
ARABIC = re.compile("[\u0600-\u08ff\ufb50-\ufefc]")


def picture(digest: Digest, title: str, width: int = WIDTH) -> str:
    """The digest as it looks on a terminal `width` cells wide."""
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    console.print(DigestScreen(digest))
    return standing_alone(console.export_svg(title=title, unique_id="mujaz"))


def standing_alone(drawn: str) -> str:
    """The same picture without anything from the network, its Arabic joined."""
    drawn = re.sub(r"@font-face\s*\{[^}]*\}", "", drawn)
    drawn = drawn.replace("Fira Code, monospace", FONTS)
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(drawn)
    for text in root.iter(f"{{{SVG}}}text"):
        if ARABIC.search(text.text or ""):
            text.attrib.pop("textLength", None)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="The README's picture of a digest.")
    parser.add_argument("paths", nargs="*", default=["samples/"])
    parser.add_argument("-o", "--output", type=Path, default=Path("docs/digest.svg"))
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--cache", type=Path, help="a cache folder to use in place of a new one")
    given = parser.parse_args()

    def progress(stage: str, done: int, total: int) -> None:
        print(f"{stage}: {done}/{total}", file=sys.stderr)

    with tempfile.TemporaryDirectory() as fresh:
        cache = {"cache_dir": given.cache or Path(fresh)}
        digest = make_digest(given.paths, load_settings(None).model_copy(update=cache), progress)
    title = f"mujaz digest {' '.join(given.paths)}"
    given.output.write_text(picture(digest, title, given.width), "utf-8")


if __name__ == "__main__":
    main()

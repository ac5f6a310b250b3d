"""Rebuild the derived name data of `bot/translation/names/` from its sources.

    python bench/build_names.py --names DIR [--words FILE] [--corpus AR EN]

`--names` holds `wikidata-names.tsv` (Arabic word, spelling; CC0). Writes `words.tsv.gz`.
`--words` is a SCOWL word list, one a line (Debian: wamerican and wbritish together).
Writes `english.txt.gz`.
`--corpus` is Arabic text and its English reference, a sentence a line: table words that its
English never spells are printed, to be judged by hand for `ordinary.txt`.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.language.arabic.fold import for_names as fold
from bot.translation.names.sound import similarity
from bot.translation.names.words import words

HERE = Path(__file__).resolve().parents[1] / "bot" / "translation" / "names"
AGREEMENT = 0.72
"""Least similarity of a spelling that is kept; see bench/name_sounds.py for the curve."""
MOST = 5
_NAME = re.compile(r"[A-ZÀ-Ž][A-Za-zÀ-ž'’-]+\Z")


def cleaned(path: Path) -> dict[str, list[str]]:
    """Folded Arabic word to its spellings that agree in sound, the most plausible first."""
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        arabic, _, spelling = line.partition("\t")
        word = fold(arabic)
        if len(word) < 3 or " " in word or not _NAME.match(spelling):
            continue
        agreement = similarity(word, spelling)
        if agreement >= AGREEMENT:
            table[word][spelling] = agreement - 0.05 * (not spelling.isascii())
    return {
        word: sorted(spellings, key=lambda s: (-round(spellings[s], 2), len(s), s))[:MOST]
        for word, spellings in sorted(table.items())
    }


def ordinary_candidates(
    table: dict[str, list[str]], arabic: Path, english: Path
) -> list[tuple[str, int, int]]:
    """Table words with how often they stand in the Arabic and how often the English spells them."""
    seen: Counter[str] = Counter()
    spelled: Counter[str] = Counter()
    for source, target in zip(
        arabic.read_text("utf-8").splitlines(), english.read_text("utf-8").splitlines(), strict=True
    ):
        capitals = re.findall(r"\b[A-ZÀ-Ž][\w'’-]+", target)
        for word in {w.folded for w in words(source)} & table.keys():
            seen[word] += 1
            spelled[word] += any(similarity(word, c) >= AGREEMENT for c in capitals)
    return [(w, seen[w], spelled[w]) for w in sorted(seen, key=lambda w: (-seen[w], w))]


def _write(name: str, text: str) -> None:
    (HERE / name).write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--words", type=Path)
    parser.add_argument("--corpus", type=Path, nargs=2)
    options = parser.parse_args()
    table = cleaned(options.names / "wikidata-names.tsv")
    _write("words.tsv.gz", "".join(f"{w}\t{'|'.join(s)}\n" for w, s in table.items()))
    print(len(table), "words,", sum(map(len, table.values())), "spellings")
    if options.words:
        listed = unicodedata.normalize("NFC", options.words.read_text("utf-8")).split()
        common = sorted({w for w in listed if w.isascii() and w.isalpha() and w.islower()})
        _write("english.txt.gz", "\n".join(common) + "\n")
        print(len(common), "English words")
    if options.corpus:
        for word, count, times in ordinary_candidates(table, *options.corpus):
            if times < count:
                print(word, count, times, "|".join(table[word]), sep="\t")


if __name__ == "__main__":
    main()

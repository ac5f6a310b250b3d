"""Rebuild the derived name data of `bot/translation/names/` from its sources.

    python bench/build_names.py [--names DIR] [--words FILE] [--corpus AR EN]

Always writes `gazetteer.tsv.gz` and `phrases.tsv.gz` from the tables of `bench/names/`, and says
how many. A line of the first has folded Arabic names, English spellings, kind and use; of the
second folded Arabic, accepted English and use. The use is `owed` (good English has it), `inlined`
(certain, but good English may say it in other words) or `doubtful` (an ordinary word, or another's
name as well). Names are set apart by hand, in `apart.tsv` there; phrases by how they fared in good
pairs, `phrases-met.tsv`, which `bench/entries.py --phrases --write FILE` makes.
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
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.language.arabic.fold import for_names as fold
from bot.translation.names import tables
from bot.translation.names.sound import similarity
from bot.translation.names.words import words


def key_of(arabic: str) -> str:
    """The folded Arabic words of a name or a phrase."""
    return " ".join(word.folded for word in words(arabic))


HERE = Path(__file__).resolve().parents[1] / "bot" / "translation" / "names"
RAW = Path(__file__).resolve().parent / "names"
AGREEMENT = 0.72
"""Least similarity of a spelling that is kept; see bench/name_sounds.py for the curve."""
MOST = 5
SEEN, OWED = 3, 0.05
"""Good pairs that must have a phrase before it is owed, and the share of them that may lack it."""
INLINED = 0.25
"""The share that may lack a phrase that is inlined."""
_ARABIC = re.compile("[ء-ي]")
_WHAT_IT_IS = re.compile(
    r"\b(?:the|Palace of|Gulf of|Strait of|Bay of|Mount|Lake|River|Valley|Mountains?|Islands?"
    r"|Province|province|Governorate|governorate|State|District|district|camp|crossing|Plain"
    r"|(?:International )?[Aa]irport|(?:air )?base|(?:oil |gas )?field|Dam|Bridge|hills|prison"
    r"|Square|Street|Avenue|Port|port|refinery|city|Peninsula|Desert|Sea)\b"
)
_WRITTEN = re.compile(r"[ء-ي\u064b-\u0652\s-]+\Z")
"""Names are looked up by their Arabic words, so one with a digit would be found without it."""
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


def read_rows(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def set_apart() -> dict[str, str]:
    """Folded names to what `apart.tsv` says they are good for; the others are owed."""
    return {key_of(arabic): use for arabic, use, _ in read_rows(RAW / "apart.tsv")}


def gazetteer(apart: Mapping[str, str]) -> list[str]:
    """The lines of `gazetteer.tsv.gz`.

    A form that stands for two names is doubtful, and so is one that `apart.tsv` calls so.
    """
    entries: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for name in ("gazetteer-persons.tsv", "gazetteer-places.tsv"):
        for arabic, english, kind, variants in read_rows(RAW / name):
            listed = [v for v in variants.split("|") if v]
            forms = [arabic, *(v for v in listed if _ARABIC.search(v))]
            spellings = accepted([english, *(v for v in listed if v not in forms)], kind)
            keys = list(dict.fromkeys(key_of(form) for form in forms if _WRITTEN.match(form)))
            for key in keys:
                # A longer form that holds a shorter one: that is found within it.
                if not any(f" {other} " in f" {key} " for other in keys if other != key):
                    entries[key].append((ordered(key, key_of(arabic), spellings), kind))
    lines: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for form, meanings in entries.items():
        spellings = list(dict.fromkeys(s for spelled, _ in meanings for s in spelled))
        one = all(set(meanings[0][0]) & set(spelled) for spelled, _ in meanings)
        use = apart.get(form, "owed") if one else "doubtful"
        lines["|".join(spellings), meanings[0][1], use].append(form)
    return ["\t".join(("|".join(forms), *rest)) for rest, forms in lines.items()]


def accepted(spellings: Sequence[str], kind: str) -> list[str]:
    """The spellings with what stands for them: United Nations for UN, Bekaa for Bekaa Valley."""
    found = list(spellings)
    found += [re.sub(r"\bUN\b", "United Nations", s) for s in spellings]
    if kind == "place":
        found += [core for core in map(proper, spellings) if core]
    return list(dict.fromkeys(found))


def proper(spelling: str) -> str:
    """The name of a place without the word for what it is; empty where no name is left."""
    core = _WHAT_IT_IS.sub("", spelling).strip()
    known = tables.english()
    names = [part for part in re.findall(r"[^\W\d_]+", core) if part.casefold() not in known]
    return core if core != spelling and names and core[:1].isupper() else ""


def phrases() -> list[str]:
    """The lines of `phrases.tsv.gz`, those with the same Arabic made one.

    What a phrase is good for is read off `phrases-met.tsv`: how often it stood in the Arabic of
    good pairs, and how often their English had nothing of what is accepted.
    """
    met = {
        key: (int(stood), int(missed)) for key, stood, missed in read_rows(RAW / "phrases-met.tsv")
    }
    english: dict[str, list[str]] = defaultdict(list)
    for arabic, usual, others, _ in read_rows(RAW / "news-phrases.tsv"):
        if _WRITTEN.match(arabic):
            english[key_of(arabic)] += [usual, *(o for o in others.split("|") if o)]
    return [
        "\t".join((key, "|".join(dict.fromkeys(said)), phrase_use(key, *met.get(key, (0, 0)))))
        for key, said in english.items()
    ]


def phrase_use(key: str, stood: int, missed: int) -> str:
    """Whether a phrase is owed as well as inlined, inlined only, or doubtful."""
    if stood >= SEEN and missed <= OWED * stood:
        return "owed"
    known = stood > 1 or " " in key
    return "inlined" if known and missed <= INLINED * stood else "doubtful"


def ordered(form: str, main: str, spellings: Sequence[str]) -> tuple[str, ...]:
    """The spellings with the one first that goes with a form of one word, or a shortened one.

    بابل is Babylon or Babil, and محافظة بابل is Babil province; نابليون is Napoleon.
    """
    first, *others = dict.fromkeys(spellings)
    alone = " " not in form
    if not alone and form.count(" ") >= main.count(" "):
        return (first, *others)
    size = first.removeprefix("the ").count(" ")
    shorter = [
        s for s in others if s.removeprefix("the ").count(" ") < size and (alone or not s.isupper())
    ]
    if alone and not shorter and size:
        shorter = [part for part in first.split() if similarity(form, part) >= AGREEMENT][-1:]
    return tuple(dict.fromkeys((*shorter, first, *others)))


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
    parser.add_argument("--names", type=Path)
    parser.add_argument("--words", type=Path)
    parser.add_argument("--corpus", type=Path, nargs=2)
    options = parser.parse_args()
    names = gazetteer(set_apart())
    _write("gazetteer.tsv.gz", "\n".join(names) + "\n")
    print(len(names), "names,", sum(line.endswith("doubtful") for line in names), "doubtful")
    terms = phrases()
    _write("phrases.tsv.gz", "\n".join(terms) + "\n")
    uses = Counter(line.rpartition("\t")[2] for line in terms)
    print(len(terms), "phrases,", ", ".join(f"{n} {use}" for use, n in uses.items()))
    if options.names:
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

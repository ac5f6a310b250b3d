"""How wide to search and how to choose: `bench/searches.py FILE.tsv... [--limit 60] [--tell OUT]`.

Files of two or more columns, Arabic and English (or SOURCE.ar:REFERENCE.en). Each width of the beam
is asked once for all its hypotheses, names put in as always; then three ways choose among them: the
first; the one with the fewest findings, then by score; the same, but by trust where findings are
equal. `2+3` is the default: a beam of 2, and a beam of 3 beside it where all fail a check.
Prints BLEU, chrF, seconds of asking and judging, the share that is marked, and the estimated share
that misleads: one less the mean trust. That is an estimate; `--tell` writes the sentences where the
ways differ, in a fixed random order, to be read: each English once, with the ways that show it, its
trust, its standing and room for a verdict (bench/reading.py prints the table of what was read).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import sacrebleu

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.config import load_settings
from bot.pipeline.documents import silent
from bot.pipeline.rooms import Rooms
from bot.records import EngineIdentity, Standing, standing_of
from bot.translation.engines.embedded import loading
from bot.translation.engines.translator import Decoding
from bot.translation.judge import Candidate, Judge, best
from bot.translation.names import Scope

Rule = Callable[[Sequence[Candidate]], Candidate]

DEFAULT = "2+3"
"""A beam of 2, and where all of it fails a check a beam of 3: as articles are translated."""

RULES: dict[str, Rule] = {
    "first": lambda found: found[0],
    "checks, score": best,
    "checks, trust": lambda found: min(
        found, key=lambda c: (c.errors, len(c.flags), -(c.trust or 0.0))
    ),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One sentence with all that one width gave, before and after it was weighed."""

    source: str
    reference: str
    scope: Scope
    found: tuple[Candidate, ...]
    weighed: tuple[Candidate, ...]


def pairs_of(name: str, limit: int, longest: int = 1000) -> list[tuple[str, str]]:
    """`limit` of those of at most `longest` Arabic words, spread evenly."""
    if ":" in name:
        sides = [Path(part).read_text("utf-8").splitlines() for part in name.split(":")]
        rows = list(zip(*sides, strict=True))
    else:
        lines = Path(name).read_text("utf-8").splitlines()
        rows = [(cells[0], cells[1]) for cells in (line.split("\t") for line in lines)]
    rows = [row for row in rows if len(row[0].split()) <= longest]
    return rows[:: max(1, len(rows) // limit)][:limit]


def asked_again(rooms: Rooms, judge: Judge, asked: Sequence[Asked], beam: int) -> list[Asked]:
    """The same sentences; those that all fail a check with the hypotheses of another width too."""
    failing = [n for n, each in enumerate(asked) if all(c.errors for c in each.found)]
    more = ask(rooms, judge, [(asked[n].source, asked[n].reference) for n in failing], beam)
    added = dict(zip(failing, more, strict=True))
    return [
        replace(
            each,
            found=(*each.found, *added[n].found),
            weighed=(*each.weighed, *added[n].weighed),
        )
        if n in added
        else each
        for n, each in enumerate(asked)
    ]


def ask(rooms: Rooms, judge: Judge, pairs: Sequence[tuple[str, str]], beam: int) -> list[Asked]:
    """Prints what asking, checking and weighing took."""
    engine = loading.load(load_settings(), silent)
    scopes = [rooms.names.scope([source]) for source, _ in pairs]
    hinted = [rooms.names.inline(s, scope) for (s, _), scope in zip(pairs, scopes, strict=True)]
    engine.load()
    started = time.monotonic()
    answers = engine.translate(hinted, Decoding(beam=beam, hypotheses=beam))
    asked = time.monotonic()
    cases = [(n, h) for n, found in enumerate(answers) for h in found]
    candidates = judge.candidates([(pairs[n][0], h, scopes[n]) for n, h in cases])
    own = EngineIdentity("aren", "", "")
    named = [Candidate(c.text, c.score, c.flags, own) for c in candidates]
    checked = time.monotonic()
    weighed = judge.weighed(
        [(pairs[n][0], c, scopes[n]) for (n, _), c in zip(cases, named, strict=True)]
    )
    done = time.monotonic()
    print(
        f"  beam {beam}: asking {asked - started:.1f} s, checking {checked - asked:.1f} s, "
        f"reading all {len(cases)} hypotheses {done - checked:.1f} s",
        flush=True,
    )
    return [
        Asked(
            source,
            reference,
            scopes[n],
            tuple(c for (m, _), c in zip(cases, named, strict=True) if m == n),
            tuple(c for (m, _), c in zip(cases, weighed, strict=True) if m == n),
        )
        for n, (source, reference) in enumerate(pairs)
    ]


def chosen(asked: Asked, rule: str) -> Candidate:
    """As it would be shown: chosen before it is weighed, but where the trust chooses."""
    if rule == "checks, trust":
        plain = {c.text: c for c in asked.found}
        return RULES[rule](
            [Candidate(c.text, c.score, plain[c.text].flags, trust=c.trust) for c in asked.weighed]
        )
    return RULES[rule](asked.found)


def shown(asked: Asked, rule: str) -> Candidate:
    text = chosen(asked, rule).text
    return next(c for c in asked.weighed if c.text == text)


def report(name: str, beam: str, asked: Sequence[Asked]) -> None:
    references = [each.reference for each in asked]
    for _, rule in ways_of([beam]):
        found = [shown(each, rule) for each in asked]
        texts = [c.text for c in found]
        bleu = sacrebleu.corpus_bleu(texts, [references]).score
        chrf = sacrebleu.corpus_chrf(texts, [references]).score
        marked = sum(standing_of(c.flags) is not Standing.PLAIN for c in found)
        misleads = 1 - sum(c.trust or 0.0 for c in found) / len(found)
        print(
            f"{name:14} beam {beam:3}  {rule:14} BLEU {bleu:5.1f}  chrF {chrf:5.1f}  "
            f"marked {marked / len(found):4.0%}  estimated to mislead {misleads:4.0%}",
            flush=True,
        )


def ways_of(beams: Sequence[str]) -> list[tuple[str, str]]:
    """Each width with the rules that choose something of their own there."""
    return [
        (beam, rule)
        for beam in beams
        for rule in RULES
        if beam != (DEFAULT if rule == "first" else "1")
    ]


def tell(path: Path, by_beam: dict[str, list[Asked]], count: int) -> None:
    """Sentences where the ways differ: what each way shows, to be read beside the Arabic."""
    order = list(range(len(by_beam[next(iter(by_beam))])))
    random.Random(0).shuffle(order)
    lines: list[str] = []
    told = 0
    for place in order:
        says: dict[str, tuple[Candidate, list[str]]] = {}
        for beam, rule in ways_of(tuple(by_beam)):
            found = shown(by_beam[beam][place], rule)
            says.setdefault(found.text, (found, []))[1].append(f"beam {beam} {rule}")
        if len(says) == 1 or told == count:
            continue
        told += 1
        about = by_beam[next(iter(by_beam))][place]
        for text, (found, names) in says.items():
            standing = standing_of(found.flags).value
            cells = [str(place), "|".join(names), f"{found.trust or 0.0:.3f}", standing]
            lines.append("\t".join([*cells, about.source, about.reference, text, "", ""]))
    head = "id ways trust standing arabic reference english verdict wrong".replace(" ", "\t")
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("files", nargs="+")
    made.add_argument("--limit", type=int, default=60, help="sentences of each file")
    made.add_argument("--longest", type=int, default=1000, help="Arabic words of a sentence")
    made.add_argument("--beam", type=int, nargs="+", default=[1, 2, 4])
    made.add_argument("--tell", type=Path, help="write the sentences that differ")
    made.add_argument("--count", type=int, default=60, help="how many of them")
    options = made.parse_args()
    rooms = Rooms(load_settings(), silent)
    judge = Judge(rooms.names, rooms.encoder, rooms.checker)
    together: dict[str, list[Asked]] = {}
    for name in options.files:
        pairs = pairs_of(name, options.limit, options.longest)
        print(f"{name}: {len(pairs)} sentences")
        for beam in options.beam:
            ways = {str(beam): ask(rooms, judge, pairs, beam)}
            if beam == 2:
                ways[DEFAULT] = asked_again(rooms, judge, ways["2"], 3)
            for way, asked in ways.items():
                report(Path(name.split(":")[0]).stem, way, asked)
                together.setdefault(way, []).extend(asked)
    for way, asked in together.items():
        report("all", way, asked)
    if options.tell:
        tell(options.tell, together, options.count)


if __name__ == "__main__":
    main()

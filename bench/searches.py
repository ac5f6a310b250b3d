"""How wide to search and how to choose: `bench/searches.py FILE.tsv... [--limit 60] [--tell OUT]`.

Files of two or more columns, Arabic and English (or SOURCE.ar:REFERENCE.en). Each width of the beam
is asked once for all its hypotheses, names put in as always; then three ways choose among them: the
first; the one with the fewest findings, then by score; the same, but by trust where findings are
equal. Prints BLEU, chrF, seconds of asking and judging, the share that is marked, and the
estimated share that misleads: one less the mean trust. That is an estimate; `--tell` writes the
sentences where the ways differ, in a fixed random order, to be read.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


def pairs_of(name: str, limit: int) -> list[tuple[str, str]]:
    if ":" in name:
        sides = [Path(part).read_text("utf-8").splitlines() for part in name.split(":")]
        rows = list(zip(*sides, strict=True))
    else:
        lines = Path(name).read_text("utf-8").splitlines()
        rows = [(cells[0], cells[1]) for cells in (line.split("\t") for line in lines)]
    return rows[:: max(1, len(rows) // limit)][:limit]


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


def report(name: str, beam: int, asked: Sequence[Asked]) -> None:
    references = [each.reference for each in asked]
    for rule in RULES:
        if beam == 1 and rule != "first":
            continue
        found = [shown(each, rule) for each in asked]
        texts = [c.text for c in found]
        bleu = sacrebleu.corpus_bleu(texts, [references]).score
        chrf = sacrebleu.corpus_chrf(texts, [references]).score
        marked = sum(standing_of(c.flags) is not Standing.PLAIN for c in found)
        misleads = 1 - sum(c.trust or 0.0 for c in found) / len(found)
        print(
            f"{name:14} beam {beam}  {rule:14} BLEU {bleu:5.1f}  chrF {chrf:5.1f}  "
            f"marked {marked / len(found):4.0%}  estimated to mislead {misleads:4.0%}",
            flush=True,
        )


def tell(path: Path, by_beam: dict[int, list[Asked]], count: int) -> None:
    """Sentences where the ways differ: what each way shows, to be read beside the Arabic."""
    widths = sorted(by_beam)
    order = list(range(len(by_beam[widths[0]])))
    random.Random(0).shuffle(order)
    lines = []
    for place in order:
        says = {
            f"{beam} {rule}": shown(by_beam[beam][place], rule).text
            for beam in widths
            for rule in RULES
            if beam > 1 or rule == "first"
        }
        if len(set(says.values())) > 1 and len(lines) < count:
            about = by_beam[widths[0]][place]
            lines.append("\t".join([about.source, about.reference, *says.values()]))
    head = "\t".join(["source", "reference", *says])
    path.write_text("\n".join([head, *lines]) + "\n", "utf-8")


def main() -> None:
    made = argparse.ArgumentParser(description=__doc__)
    made.formatter_class = argparse.RawDescriptionHelpFormatter
    made.add_argument("files", nargs="+")
    made.add_argument("--limit", type=int, default=60, help="sentences of each file")
    made.add_argument("--beam", type=int, nargs="+", default=[1, 2, 4])
    made.add_argument("--tell", type=Path, help="write the sentences that differ")
    made.add_argument("--count", type=int, default=60, help="how many of them")
    options = made.parse_args()
    rooms = Rooms(load_settings(), silent)
    judge = Judge(rooms.names, rooms.encoder, rooms.checker)
    together: dict[int, list[Asked]] = {}
    for name in options.files:
        pairs = pairs_of(name, options.limit)
        print(f"{name}: {len(pairs)} sentences")
        for beam in options.beam:
            asked = ask(rooms, judge, pairs, beam)
            report(Path(name.split(":")[0]).stem, beam, asked)
            together.setdefault(beam, []).extend(asked)
    for beam in options.beam:
        report("all", beam, together[beam])
    if options.tell:
        tell(options.tell, together, options.count)


if __name__ == "__main__":
    main()

"""BLEU, chrF and chrF++ of an engine on a test set, and what the checks say of its sentences.

    python bench/quality.py TESTSET.tsv                    source <TAB> reference, a pair a line
    python bench/quality.py SOURCE.ar REFERENCE.en         two files, line by line
    python bench/quality.py ... --limit 200 --engine embedded --save out.tsv --json figures.json
    python bench/quality.py --first SET.tsv SET.tsv SOURCE.ar REFERENCE.en
    python bench/quality.py --first ... --beam 1 2 --model FOLDER

Every line is one sentence and goes the way a sentence of an article goes: names hinted, asked,
checked, asked again. `first answer` is what the engine said before any check. `--first` asks for
nothing else, of as many sets as are named and with each width of the search: so are two versions
of the embedded model compared, `--model` naming the folder of one.

How right the flags are, where a reference is given: a flag is `confirmed` when the same check
finds nothing wrong with the reference (what it found is then a fault of the translation, not of
the check); and the mean sentence chrF of flagged and of unflagged sentences says whether the
flags fall on the worse ones. A sentence is `poor` below 40 sentence chrF.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import Any

import sacrebleu

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import add_option, record
from bench.first_answers import print_first_answers
from bot.commands.console import ProgressDisplay
from bot.config import load_settings
from bot.evaluation.testset import load_pairs
from bot.pipeline.rooms import Rooms
from bot.records import (
    Article,
    Hypothesis,
    Paragraph,
    ParagraphKind,
    Sentence,
    Severity,
    TranslatedSegment,
)
from bot.translation.judge import Judge
from bot.translation.rounds import ROUNDS

POOR = 40.0


def main() -> None:
    arguments = parse_arguments()
    if arguments.first:
        print_first_answers(
            arguments.testset, arguments.limit, arguments.engine, arguments.model, arguments.beam
        )
        return
    pairs = load_pairs(arguments.testset, arguments.limit)
    sources = [source for source, _ in pairs]
    references = [reference for _, reference in pairs]
    chosen = {"engine": arguments.engine, "memory": arguments.remember}
    settings = load_settings(None, translation=chosen)
    with ProgressDisplay() as progress:
        rooms = Rooms(settings, progress)
        started = time.monotonic()
        firsts = first_answers(rooms, sources)
        first_seconds = time.monotonic() - started
        started = time.monotonic()
        segments = translated(rooms, sources)
        seconds = time.monotonic() - started
        figures: dict[str, Any] = {
            "engine": rooms.engines.identity.label,
            "sentences": len(pairs),
            "first answer": scores(firsts, references, sources, first_seconds),
            "after checks": scores([s.target for s in segments], references, sources, seconds),
            "flags": flag_figures(rooms, segments, references),
        }
        rooms.close()
    print_figures(figures)
    if arguments.save:
        save(arguments.save, segments, references)
    if arguments.record:
        record(readme_figures(figures))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("testset", nargs="+", type=Path)
    parser.add_argument("--engine", default="embedded")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument(
        "--remember",
        action="store_true",
        help="use the translation memory, so that an interrupted run goes on; times mean nothing",
    )
    parser.add_argument("--save", type=Path, help="TSV of source, reference, English, flags")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--first", action="store_true", help="first answers alone, no checks")
    parser.add_argument("--beam", type=int, nargs="+", default=[1, 2], help="widths for --first")
    parser.add_argument("--model", type=Path, help="for --first: another folder like aren's")
    add_option(parser)
    arguments = parser.parse_args()
    if arguments.model and not arguments.first:
        parser.error("--model is for --first")
    if arguments.record and arguments.engine != "embedded":
        parser.error("--record is for the embedded engine")
    return arguments


def first_answers(rooms: Rooms, sources: list[str]) -> list[str]:
    answers = rooms.engines.first.translator().translate(sources, ROUNDS[0].decoding)
    return [hypotheses[0].text for hypotheses in answers]


def translated(rooms: Rooms, sources: list[str]) -> list[TranslatedSegment]:
    articles = [
        Article(
            id=str(number),
            origin=str(number),
            title=None,
            paragraphs=(Paragraph(s, ParagraphKind.PROSE, "ar", (Sentence(0, len(s), s),)),),
            language="ar",
            confidence=1.0,
        )
        for number, s in enumerate(sources)
    ]
    return [translation.segments[0] for translation in rooms.translate(articles)]


def scores(
    hypotheses: list[str], references: list[str], sources: list[str], seconds: float
) -> dict[str, float]:
    words = sum(len(source.split()) for source in sources)
    return {
        "BLEU": sacrebleu.corpus_bleu(hypotheses, [references]).score,
        "chrF": sacrebleu.corpus_chrf(hypotheses, [references]).score,
        "chrF++": sacrebleu.corpus_chrf(hypotheses, [references], word_order=2).score,
        "source words/s": words / seconds,
    }


def flag_figures(
    rooms: Rooms, segments: list[TranslatedSegment], references: list[str]
) -> dict[str, dict[str, float]]:
    judge = Judge(rooms.names, rooms.encoder)
    cases = [
        (s.segment.source, Hypothesis(r, 0.0), rooms.names.scope([s.segment.source]))
        for s, r in zip(segments, references, strict=True)
    ]
    reference_flags = [candidate.flags for candidate in judge.candidates(cases)]
    quality = [
        sacrebleu.sentence_chrf(s.target, [r]).score
        for s, r in zip(segments, references, strict=True)
    ]
    flagged: dict[str, set[int]] = defaultdict(set)
    in_reference: dict[str, set[int]] = defaultdict(set)
    for number, (segment, reference) in enumerate(zip(segments, reference_flags, strict=True)):
        for flag in segment.flags:
            if flag.severity is Severity.ERROR:
                flagged[flag.check].add(number)
                flagged["any error"].add(number)
        for flag in reference:
            if flag.severity is Severity.ERROR:
                in_reference[flag.check].add(number)
                in_reference["any error"].add(number)
    return {
        check: one_check(flagged[check], in_reference[check], quality)
        for check in sorted(flagged.keys() | in_reference.keys())
    }


def one_check(numbers: set[int], false_alarms: set[int], quality: list[float]) -> dict[str, float]:
    others = set(range(len(quality))) - numbers

    def poor(some: set[int]) -> float:
        return sum(quality[n] < POOR for n in some) / len(some) if some else float("nan")

    def mean(some: set[int]) -> float:
        return fmean(quality[n] for n in some) if some else float("nan")

    return {
        "flagged": len(numbers) / len(quality),
        "references flagged": len(false_alarms) / len(quality),
        "confirmed": len(numbers - false_alarms) / len(numbers) if numbers else float("nan"),
        "poor if flagged": poor(numbers),
        "poor if not": poor(others),
        "chrF flagged": mean(numbers),
        "chrF not": mean(others),
    }


def readme_figures(figures: dict[str, Any]) -> dict[str, dict[str, float]]:
    first, after, wrong = figures["first answer"], figures["after checks"], figures["flags"]
    return {
        "engine_scores": {
            "sentences": figures["sentences"],
            "first_bleu": first["BLEU"],
            "first_chrf": first["chrF"],
            "first_chrfpp": first["chrF++"],
            "bleu": after["BLEU"],
            "chrf": after["chrF"],
            "chrfpp": after["chrF++"],
        },
        "engine_flagged": {
            "flagged": 100 * wrong["any error"]["flagged"],
            "chrf_flagged": wrong["any error"]["chrF flagged"],
            "chrf_others": wrong["any error"]["chrF not"],
        },
    }


def print_figures(figures: dict[str, Any]) -> None:
    print(f"{figures['engine']}, {figures['sentences']} sentences")
    for name in ("first answer", "after checks"):
        print(f"{name:<16}" + "  ".join(f"{k} {v:.1f}" for k, v in figures[name].items()))
    for check, row in figures["flags"].items():
        parts = [
            f"{k} {v:.1f}" if k.startswith("chrF") else f"{k} {100 * v:.1f}%"
            for k, v in row.items()
        ]
        print(f"{check:<16}" + "  ".join(parts))


def save(path: Path, segments: list[TranslatedSegment], references: list[str]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for segment, reference in zip(segments, references, strict=True):
            flags = "; ".join(f"{f.severity} {f.check}: {f.detail}" for f in segment.flags)
            row = (segment.segment.source, reference, segment.target, f"{segment.score:.2f}", flags)
            out.write("\t".join(part.replace("\t", " ") for part in row) + "\n")


if __name__ == "__main__":
    main()

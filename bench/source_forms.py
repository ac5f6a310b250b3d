"""Whether the Arabic translates better when something easy is taken out of it first.

    python bench/source_forms.py SET.tsv ... SOURCE.ar,REFERENCE.en [--engine embedded]

"months": of a month given in both calendars ("نوفمبر/تشرين الثاني") one name stays. "parentheses":
what stands in parentheses goes, in the Arabic before it is translated; it is compared with taking
it out of the English afterwards, both against the reference without it. "honorifics": words of
respect go ("معالي وزير الصحة", the health minister); bench/honorifics.tsv has some. Only sentences
that the form changes are asked, with the search of the first round; of them BLEU and chrF as
written and changed, and how many lost and gained a point of chrF or more.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sacrebleu

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.config import load_settings
from bot.evaluation.testset import Pair, load_pairs
from bot.language.honorifics import without_honorifics
from bot.language.lexicon import rows
from bot.pipeline.documents import silent
from bot.translation.engines.configured import load_engines
from bot.translation.engines.translator import Translator
from bot.translation.rounds import FIRST

_PARENTHESIS = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Form:
    source: Callable[[str], str]
    english: Callable[[str], str]
    """For what was translated as written, and for the reference."""


def _months() -> Form:
    written = [name for row in rows("calendar") for name in row.listed("arabic")]
    names = "|".join(map(re.escape, sorted(written, key=len, reverse=True)))
    doubled = re.compile(rf"({names})\s*(?:/\s*(?:{names})|\(\s*(?:{names})\s*\))")
    return Form(lambda text: doubled.sub(r"\1", text), lambda text: text)


def _without_parentheses(text: str) -> str:
    return _PARENTHESIS.sub("", text)


def changed(form: Form, pairs: Sequence[Pair]) -> list[Pair]:
    """Those that the form changes; of parentheses only where the English has as many."""
    found = []
    for source, reference in pairs:
        same = len(_PARENTHESIS.findall(source)) == len(_PARENTHESIS.findall(reference))
        if form.source(source) != source and (form.english(reference) == reference or same):
            found.append((source, reference))
    return found


def measure(name: str, form: Form, pairs: Sequence[Pair], engine: Translator) -> str:
    some = changed(form, pairs)
    if not some:
        return f"{name:<13}{0:>9}"
    sources = [source for source, _ in some]
    asked = [*sources, *map(form.source, sources)]
    said = [found[0].text for found in engine.translate(asked, FIRST)]
    sides = [list(map(form.english, said[: len(some)])), said[len(some) :]]
    references = [form.english(reference) for _, reference in some]
    bleu = [sacrebleu.corpus_bleu(side, [references]).score for side in sides]
    chrf = [sacrebleu.corpus_chrf(side, [references]).score for side in sides]
    alone = [
        [sacrebleu.sentence_chrf(e, [r]).score for e, r in zip(side, references, strict=True)]
        for side in sides
    ]
    gains = [after - before for before, after in zip(*alone, strict=True)]
    found = f"{bleu[0]:>5.1f} {bleu[1]:>5.1f}   {chrf[0]:>5.1f} {chrf[1]:>5.1f}"
    worse, better = sum(gain <= -1 for gain in gains), sum(gain >= 1 for gain in gains)
    return f"{name:<13}{len(some):>9}   {found}   {worse:>4} {better:>4}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--engine", default="embedded")
    given = parser.parse_args()
    engine = load_engines(load_settings(None, translation={"engine": given.engine}), silent)
    pairs = [
        pair for name in given.sets for pair in load_pairs([Path(part) for part in name.split(",")])
    ]
    print("form          changed   BLEU          chrF          chrF worse, better", flush=True)
    forms = {
        "months": _months(),
        "parentheses": Form(_without_parentheses, _without_parentheses),
        "honorifics": Form(without_honorifics, lambda text: text),
    }
    translator = engine.first.translator()
    for name, form in forms.items():
        print(measure(name, form, pairs, translator), flush=True)
    translator.close()


if __name__ == "__main__":
    main()

"""False alarms and recall of the name checks on a parallel text.

    python bench/names_checks.py SOURCE TARGET [--names TSV] [--show N]

False alarms: the share of good pairs with an ERROR of each check. Recall: the reference with a
certain name replaced by another (`swapped`), or with a foreign name put before a name of it
(`inserted`), is flagged. `--names` (word, spelling) prints the similarity curve against chance.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.records import Flag, Severity
from bot.translation.names import Match, Names, match, name_checks
from bot.translation.names.letters import fold, words
from bot.translation.names.sound import similarity
from bot.translation.names.spelling import accepted

FOREIGN = (
    *("Vladimir Putin", "John Paul II", "Timor-Leste", "Guinea-Bissau", "Mike Powell"),
    *("Ban Ki-moon", "Kosovo", "Switzerland", "Khartoum", "Johnson", "Maduro", "Netanyahu"),
    *("Ottawa", "Wellington", "Kazakhstan", "the Kremlin", "the United Nations", "Garmont"),
    *("Sergei Laurent", "Patrushev", "Zimbabwe", "Herbert", "Richard", "David", "Robert Fisk"),
    *("Stockholm", "Mogadishu", "the Taliban", "the Croats", "Al-Jazeera"),
)


def errors(flags: tuple[Flag, ...]) -> list[str]:
    return [f.detail for f in flags if f.severity is Severity.ERROR]


def curve(path: Path) -> None:
    pairs = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    sample = random.Random(1).sample(pairs, min(3000, len(pairs)))
    others = [spelling for _, spelling in sample]
    random.Random(2).shuffle(others)
    own = [similarity(fold(a), e) for a, e in sample]
    chance = [similarity(fold(a), e) for (a, _), e in zip(sample, others, strict=True)]
    print("similarity  own spelling  another's")
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.9):
        rates = [sum(s >= least for s in scores) / len(sample) for scores in (own, chance)]
        print(f"  >= {least:.2f}     {rates[0]:.3f}         {rates[1]:.4f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    if options.names:
        curve(options.names)
    sources = options.source.read_text("utf-8").splitlines()
    targets = options.target.read_text("utf-8").splitlines()
    names = Names.load()
    checks = dict(
        zip(("lost", "invented", "misspelled", "office"), name_checks(names), strict=True)
    )
    alarms = dict.fromkeys(checks, 0)
    warnings = dict.fromkeys(checks, 0)
    begun = time.perf_counter()
    for source, target in zip(sources, targets, strict=True):
        for name, check in checks.items():
            flags = check(source, target, None)
            alarms[name] += bool(errors(flags))
            warnings[name] += any(f.severity is Severity.WARNING for f in flags)
            if options.show and flags:
                print(name, [(f.severity.value[0], f.detail) for f in flags], "|", target)
    spent = time.perf_counter() - begun
    print(f"{len(sources)} pairs, {1000 * spent / len(sources):.1f} ms each")
    for name in checks:
        print(
            f"{name}: errors on {alarms[name] / len(sources):.2%} of good pairs,"
            f" warnings on {warnings[name] / len(sources):.2%}"
        )
    swapped(names, checks, sources, targets)
    inserted(checks, sources, targets)


def swapped(names: Names, checks: dict, sources: list[str], targets: list[str]) -> None:  # type: ignore[type-arg]
    """Each certain name of each pair replaced by a random other."""
    draw = random.Random(3)
    tried = {"lost": 0, "invented": 0, "either": 0}
    total = 0
    for source, target in zip(sources, targets, strict=True):
        for mention in names.find(source):
            soft = mention.kind in ("demonym", "title", "treaty", "word")
            if not mention.certain or soft or match(mention, target) is not Match.EXACT:
                continue
            foreign = draw.choice(FOREIGN)
            changed = target
            for spelling in sorted(accepted(mention), key=len, reverse=True):
                changed = re.sub(rf"(?<!\w){re.escape(spelling)}(?!\w)", foreign, changed)
            if changed == target:
                continue
            total += 1
            lost = bool(errors(checks["lost"](source, changed, None)))
            invented = bool(errors(checks["invented"](source, changed, None)))
            tried["lost"] += lost
            tried["invented"] += invented
            tried["either"] += lost or invented
    for name, count in tried.items():
        print(f"swapped ({total}): {name} {count / max(total, 1):.3f}")


def inserted(checks: dict, sources: list[str], targets: list[str]) -> None:  # type: ignore[type-arg]
    """A foreign name put after a comma or a lower-case word of each reference."""
    draw = random.Random(4)
    caught = total = 0
    missed: Counter[str] = Counter()
    for source, target in zip(sources, targets, strict=True):
        gaps = [m.end() for m in re.finditer(r"\b[a-z]+ ", target)]
        if not gaps or not any(True for _ in words(source)):
            continue
        at = draw.choice(gaps)
        foreign = draw.choice(FOREIGN)
        total += 1
        changed = f"{target[:at]}{foreign} {target[at:]}"
        hit = bool(errors(checks["invented"](source, changed, None)))
        caught += hit
        missed[foreign] += not hit
    print(
        f"inserted ({total}): invented {caught / max(total, 1):.3f}, missed {missed.most_common(9)}"
    )


if __name__ == "__main__":
    main()

"""How often the topics of articles are told right.

python -m bench.topics [--wrong]

The articles of tests/briefs/articles with the labels of bench/topics.tsv, which were written before
the table and not looked at while it was: held back, though by the table's own author. They have
little of culture and science.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bench.brief_set import load
from bot.digest.topics import Topics
from bot.language.lexicon import problems
from bot.pipeline.vectors import SentenceEncoder
from bot.reading.article import read
from bot.records import Document

LABELS = Path(__file__).with_suffix(".tsv")


def labels() -> dict[str, tuple[str, frozenset[str]]]:
    """Article -> its topic, and that with the others that fit it."""
    found = {}
    for line in LABELS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, topic, also = (*line.split("\t"), "")[:3]
            found[name] = topic, frozenset([topic, *filter(None, also.split("|"))])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--wrong", action="store_true", help="list what was told wrong")
    asked = parser.parse_args()
    wrong = problems(LABELS.name, LABELS.read_bytes())
    assert not wrong, wrong
    topics, known = Topics(SentenceEncoder()), labels()
    first = fits = told = told_right = found = 0
    confused: Counter[tuple[str, str]] = Counter()
    for article in load():
        label, also = known[article.name]
        given = [
            t for t in topics.of(read(Document(article.name, article.text.encode()))) if t.islower()
        ]
        first += given[:1] == [label]
        fits += bool(given) and given[0] in also
        told += len(given)
        told_right += len(set(given) & also)
        found += label in given
        if not given or given[0] not in also:
            confused[label, given[0] if given else "none"] += 1
            if asked.wrong:
                print(f"{article.name}: {label}, told {', '.join(given) or 'nothing'}")
    count = len(known)
    print(f"{count} articles, {len({label for label, _ in known.values()})} topics")
    print(f"the first topic told is the label's: {first} ({first / count:.1%})")
    print(f"the first topic told fits: {fits} ({fits / count:.1%})")
    print(f"the label is among those told: {found} ({found / count:.1%})")
    print(f"of {told} topics told {told_right} fit ({told_right / max(1, told):.1%})")
    for (label, other), times in confused.most_common():
        print(f"  {label} told as {other}: {times}")


if __name__ == "__main__":
    main()

"""How often the topics of articles are told right.

python -m bench.topics [--wrong]

All by the table's own author: the articles of tests/briefs/articles, labelled (bench/topics.tsv)
before the table was written and not looked at for it; and headlines with their leads
(bench/topics_short.tsv), since those articles have little of culture and science. Of those one
part was looked at while the table was mended, and the other written after that.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.brief_set import load
from bot.digest.topics import Topics
from bot.language.lexicon import rows_in
from bot.pipeline.vectors import SentenceEncoder
from bot.reading.article import read
from bot.records import Article, Document

HERE = Path(__file__).parent


def articles() -> Iterator[tuple[str, Article, str, frozenset[str]]]:
    """(name, article, its topic, that and others that fit it)"""
    labels = {row["name"]: row for row in rows_in(HERE / "topics.tsv")}
    for written in load():
        row = labels[written.name]
        known = frozenset([row["topic"], *row.listed("also")])
        yield written.name, _read(written.name, written.text), row["topic"], known


def headlines(which: str) -> Iterator[tuple[str, Article, str, frozenset[str]]]:
    for row in rows_in(HERE / "topics_short.tsv"):
        if row["set"] == which:
            article = _read(row["headline"], f"{row['headline']}\n\n{row['lead']}\n")
            yield row["headline"], article, row["topic"], frozenset([row["topic"]])


def _read(name: str, text: str) -> Article:
    return read(Document(name, text.encode()))


def measure(
    told_by: Topics, of: Iterator[tuple[str, Article, str, frozenset[str]]], list_wrong: bool
) -> None:
    count = first = fits = none = told = right = found = 0
    confused: Counter[tuple[str, str]] = Counter()
    for name, article, label, also in of:
        given = [topic for topic in told_by.of(article) if not topic.isupper()]
        count += 1
        first += given[:1] == [label]
        fits += bool(given) and given[0] in also
        none += not given
        told += len(given)
        right += len(set(given) & also)
        found += label in given
        if not given or given[0] not in also:
            confused[label, given[0] if given else "none"] += 1
            if list_wrong:
                print(f"  {name}: {label}, told {', '.join(given) or 'nothing'}")
    print(f"  the first topic told is the label: {first} of {count} ({first / count:.1%})")
    print(f"  the first topic told fits: {fits} ({fits / count:.1%}); none told: {none}")
    print(f"  the label is among those told: {found} ({found / count:.1%})")
    print(f"  of {told} topics told {right} fit ({right / max(1, told):.1%})")
    for (label, other), times in confused.most_common():
        print(f"  {label} told as {other}: {times}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what was told wrong")
    asked = parser.parse_args()
    topics = Topics(SentenceEncoder())
    print("articles of tests/briefs")
    measure(topics, articles(), asked.wrong)
    for which in ("looked", "held"):
        print(f"headlines with leads, {which}")
        measure(topics, headlines(which), asked.wrong)


if __name__ == "__main__":
    main()

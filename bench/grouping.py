"""Grouping reports into stories, on labelled reports written for the purpose: tests/grouping.

Six parts of some hundred reports each, with toll updates, follow-ups days later, denials,
anniversaries, look-alikes of one week, and agency copy lightly edited. The weights were fitted on
the first two, of which "varied" tells an event's other sides in other words, and on the look-alikes
of tests/briefs, tests/digest and samples/. The others are only measured: "held_back" was written
before the signals were looked at, "fresh" before they were looked at again, the other two by
somebody who had seen neither the code nor the other parts: "fresh2" (stories D01 to D15 of its
file) has been looked at since, "last" (D16 to D30) is held back: its wrong stories are not listed.
The baselines get the threshold that is best for them on the first part: title words (Jaccard,
single link), and greedy centroids of the sentence vectors.

    python -m bench.grouping            all parts, baselines beside
    python -m bench.grouping --wrong    with the stories that were merged or split
    python -m bench.grouping --fit      the weights that the first two parts give
    python -m bench.grouping --time     CPU seconds for 100 to 10,000 reports, and the exponent
"""

from __future__ import annotations

import random
import re
import time
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import numpy as np

from bench import brief_set
from bot.digest.copies import independent
from bot.digest.grouping import group, stories
from bot.digest.likeness import WEIGHTS, Rarity, signs
from bot.digest.profile import Profile, Words, profiles, words_of
from bot.language.arabic.sentences import spans
from bot.pipeline.documents import read_document
from bot.pipeline.vectors import SentenceEncoder
from bot.records import (
    Article,
    Brief,
    Document,
    EngineIdentity,
    Moment,
    Paragraph,
    ParagraphKind,
    Sentence,
    Statement,
)
from bot.translation.segments import begun
from tests.digest.made_reports import REPORTS
from tests.digest.sample_reports import SAMPLES as SAMPLE_REPORTS
from tests.digest.sample_reports import SECOND

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "grouping"
SAMPLES = FOLDER.parents[1] / "samples"
FITTED = ("fitted", "varied")
"""What the weights are of."""
PARTS = (*FITTED, "held_back", "fresh", "fresh2", "last")
HELD_BACK = "last"
"""The part that stands in the file of the one before it, from story `LAST` on."""
LAST = "D16"
MONTH = "2026-11-"
_NOBODY = EngineIdentity("none", "0", "none")

Groups = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One report of the set."""

    story: str
    text: str
    """Reports of one story with one letter here are one text, edited."""
    brief: Brief


def load(part: str) -> list[Labelled]:
    """The reports of one part, as they stand in its file. Raises ValueError where a line is
    malformed."""
    found: list[Labelled] = []
    story = ""
    file = "fresh2" if part == HELD_BACK else part
    for line in (FOLDER / f"{file}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            story = line.split()[1]
        elif line and (file != "fresh2" or (story >= LAST) is (part == HELD_BACK)):
            when, outlet, text, title, opening = line.split(" | ")
            moment = datetime.fromisoformat(MONTH + when)
            brief = _brief(title, opening, outlet, moment.date(), moment.time())
            found.append(Labelled(story, text, brief))
    return found


def _brief(
    title: str, opening: str, outlet: str, day: date | None, clock: clock_time | None = None
) -> Brief:
    sentences = tuple(Sentence(start, end, opening[start:end]) for start, end in spans(opening))
    article = Article(
        id=sha256(f"{outlet} {title} {opening}".encode()).hexdigest()[:16],
        origin=outlet,
        title=title,
        paragraphs=(Paragraph(opening, ParagraphKind.PROSE, "ar", sentences),),
        language="ar",
        confidence=1.0,
        outlet=outlet,
        published=Moment(day, clock),
    )
    return untranslated(article)


def untranslated(article: Article) -> Brief:
    """As the summary room would hand it on, but for its English."""
    title = article.title or ""
    return Brief(begun(article, _NOBODY), Statement(title, title, "ar", ()), ())


# ------------------------------------------------------------------------------------ measures


@dataclass(frozen=True, slots=True)
class Measured:
    """B-cubed precision and recall; groups of several stories; stories in several groups."""

    precision: float
    recall: float
    merged: int
    split: int

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def measured(truth: Sequence[str], groups: Groups) -> Measured:
    of = {item: set(members) for members in groups for item in members}
    told_by: defaultdict[str, set[int]] = defaultdict(set)
    for item, story in enumerate(truth):
        told_by[story].add(item)
    same = {item: told_by[truth[item]] for item in of}
    held = [{truth[item] for item in members} for members in groups]
    return Measured(
        precision=float(np.mean([len(of[i] & same[i]) / len(of[i]) for i in of])),
        recall=float(np.mean([len(of[i] & same[i]) / len(same[i]) for i in of])),
        merged=sum(len(stories) > 1 for stories in held),
        split=sum(n > 1 for n in Counter(story for stories in held for story in stories).values()),
    )


def copies_found(labelled: Sequence[Labelled]) -> tuple[int, int, int]:
    """Pairs of one text that are taken for one; that there are; and pairs wrongly taken."""
    found = there = wrong = 0
    for one, other in combinations(labelled, 2):
        if one.story != other.story:
            continue
        taken = len(independent([one.brief, other.brief])) == 1
        there += one.text == other.text
        found += taken and one.text == other.text
        wrong += taken and one.text != other.text
    return found, there, wrong


# ----------------------------------------------------------------------------------- baselines


def by_title_words(reports: Sequence[Profile], limit: float) -> Groups:
    """Single link over the Jaccard coefficient of the titles' words."""
    group_of = list(range(len(reports)))
    for i, j in combinations(range(len(reports)), 2):
        one, other = reports[i].words.title, reports[j].words.title
        if len(one & other) >= limit * max(1, len(one | other)):
            old, new = group_of[j], group_of[i]
            group_of = [new if each == old else each for each in group_of]
    return [[i for i, of in enumerate(group_of) if of == each] for each in set(group_of)]


def by_centroids(reports: Sequence[Profile], limit: float) -> Groups:
    """Each report, in time, joins the nearest centroid of title and opening, or starts one."""
    sums: list[np.ndarray] = []
    groups: list[list[int]] = []
    for number, report in enumerate(reports):
        near = [float(each @ report.vector / np.linalg.norm(each)) for each in sums]
        best = int(np.argmax(near)) if near else -1
        if near and near[best] >= limit:
            groups[best].append(number)
            sums[best] = sums[best] + report.vector
        else:
            groups.append([number])
            sums.append(report.vector)
    return groups


def best_limit(
    method: Callable[[Sequence[Profile], float], Groups],
    reports: Sequence[Profile],
    truth: Sequence[str],
) -> float:
    limits = [n / 50 for n in range(5, 45)]
    return max(limits, key=lambda limit: measured(truth, method(reports, limit)).f1)


# ------------------------------------------------------------------------------------- fitting


Set = tuple[Sequence[Profile], Sequence[str]]
"""Reports and their stories."""


LOOK_ALIKE_TIMES = 10
"""How often the small sets of look-alikes count, which hold what must not become one story."""


def fit(sets: Sequence[Set], ridge: float = 0.3) -> np.ndarray:
    """Weights and bias by logistic regression (Newton's method) over all pairs of each set."""
    rows: list[list[float]] = []
    same: list[bool] = []
    for reports, truth in sets:
        rarity = Rarity(report.words for report in reports)
        in_time = sorted(range(len(reports)), key=lambda n: reports[n].day or date.min)
        for i, j in combinations(in_time, 2):
            found = signs(reports[i], reports[j], rarity)
            rows.append([*(float(found[name]) for name in WEIGHTS), 1.0])
            same.append(truth[i] == truth[j])
    x, y = np.array(rows), np.array(same, dtype=float)
    penalty = np.diag([ridge] * len(WEIGHTS) + [0.001])
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - penalty @ weights
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, slope)
    return weights


def other_sets(encoder: SentenceEncoder) -> Iterator[Set]:
    """Look-alikes that were in the repository before: tests/briefs, tests/digest, and samples/,
    five articles on two nations that are five stories, whole and with a second outlet's."""
    made = [
        (each.event, _brief(each.title[0], _joined(a for a, _ in each.lead), each.outlet, each.day))
        for each in REPORTS
    ]
    written = [
        (each.event, untranslated(read_document(Document(each.name, each.text.encode()))))
        for each in brief_set.load()
    ]
    sampled = [
        (path.name, untranslated(read_document(Document(path.name, path.read_bytes()))))
        for path in sorted(SAMPLES.glob("*.txt"))
    ]
    led = [
        (event, _brief(title, opening, event, None))
        for event, title, opening in (*SAMPLE_REPORTS, *SECOND)
    ]
    for labelled in (made, written, sampled, led):
        yield profiles([brief for _, brief in labelled], encoder), [story for story, _ in labelled]


def _set(labelled: Sequence[Labelled], encoder: SentenceEncoder) -> Set:
    briefs = [each.brief for each in labelled]
    return profiles(briefs, encoder), [each.story for each in labelled]


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(sentences)


# ---------------------------------------------------------------------------------------- time


def recombined(count: int, seed: int = 1) -> Iterator[tuple[str, Profile]]:
    """Reports of one week, each with its story: titles and openings of the set, in which three of
    four words and half of the meaning are others for each retelling, so that there are as many
    events as in that many reports, and words are as rare."""
    told = [each for part in PARTS[:2] for each in load(part)]
    encoder = SentenceEncoder()
    vectors = profiles([each.brief for each in told], encoder)
    chance = random.Random(seed)
    for number in range(count):
        picked, retelling = chance.randrange(len(told)), chance.randrange(1 + count // 50)
        base, article = vectors[picked], told[picked].brief.article
        other = chance.choice(told).brief.article
        title = _reworded(article.title or "", retelling)
        opening = _reworded(article.paragraphs[0].text, retelling)
        opening += " " + _reworded(other.paragraphs[0].text, retelling)
        report = Profile(
            _turned(base.vector, retelling),
            _words(title, opening),
            date(2026, 11, 3) + timedelta(days=number * 7 // count),
            frozenset(),
        )
        yield f"{told[picked].story} {retelling}", report


def _words(title: str, opening: str) -> Words:
    return words_of.__wrapped__(title, opening)


def _turned(vector: np.ndarray, retelling: int) -> np.ndarray:
    noise = np.random.default_rng(retelling).standard_normal(len(vector)).astype(np.float32)
    turned = vector + noise / np.linalg.norm(noise)
    return np.asarray(turned / np.linalg.norm(turned))


def _reworded(text: str, retelling: int) -> str:
    """Three of four words with letters of their own."""
    letters = "بتثجحخدذرز"
    tail = "".join(letters[int(digit)] for digit in str(retelling))
    at = iter(range(len(text)))
    return re.sub(r"\w{4,}", lambda m: m[0] + tail if next(at) % 4 else m[0], text)


def timed() -> None:
    """And how it grows: from 100 on, and from 1,000 on, since below that reports have fewer to be
    compared with than they will."""
    sizes, seconds = (100, 300, 1000, 3000, 10_000), []
    for size in sizes:
        made = list(recombined(size))
        start = time.process_time()
        found = stories([report for _, report in made])
        seconds.append(time.process_time() - start)
        m = measured([story for story, _ in made], found)
        print(f"{size:6,} reports: {seconds[-1]:7.2f} s, {len(found):,} stories, F1 {m.f1:.3f}")
    for first in (0, 2):
        slope = np.polyfit(np.log(sizes[first:]), np.log(seconds[first:]), 1)[0]
        print(f"from {sizes[first]:,} on, time grows with the number to the power {slope:.2f}")


# ---------------------------------------------------------------------------------------- main


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--part", choices=PARTS, help="one part only")
    parser.add_argument("--wrong", action="store_true", help="list merged and split stories")
    parser.add_argument("--fit", action="store_true", help="print the weights")
    parser.add_argument("--time", action="store_true", help="measure time instead")
    given = parser.parse_args()
    if given.time:
        timed()
        return
    encoder = SentenceEncoder()
    fitted = [_set(load(part), encoder) for part in FITTED]
    if given.fit:
        weights = fit([*fitted, *LOOK_ALIKE_TIMES * [*other_sets(encoder)]])
        for name, value in zip((*WEIGHTS, "BIAS"), weights, strict=True):
            print(f"{name}: {value:.2f}")
        return
    baselines = {
        f"{name} ({limit:.2f})": (method, limit)
        for name, method in (("title words", by_title_words), ("centroids", by_centroids))
        for limit in [best_limit(method, *fitted[0])]
    }
    for part in [given.part] if given.part else PARTS:
        _report(part, encoder, baselines, wrong=given.wrong)


def _report(
    part: str,
    encoder: SentenceEncoder,
    baselines: dict[str, tuple[Callable[[Sequence[Profile], float], Groups], float]],
    *,
    wrong: bool,
) -> None:
    labelled = sorted(load(part), key=lambda each: str(each.brief.article.published))
    truth = [each.story for each in labelled]
    briefs = [each.brief for each in labelled]
    reports = profiles(briefs, encoder)
    ours = group(briefs, encoder)
    print(f"{part}: {len(labelled)} reports, {len(set(truth))} stories")
    print(f"{'':22} precision  recall     F1  merged  split")
    rows = {"ours": ours} | {
        name: method(reports, limit) for name, (method, limit) in baselines.items()
    }
    for name, groups in rows.items():
        m = measured(truth, groups)
        print(
            f"{name:22} {m.precision:9.3f}  {m.recall:6.3f}  {m.f1:5.3f}  {m.merged:6}  {m.split:5}"
        )
    found, there, mistaken = copies_found(labelled)
    print(f"copies of one text: {found} of {there} found, {mistaken} wrongly")
    if wrong and part != HELD_BACK:
        _wrong(labelled, ours)


def _wrong(labelled: Sequence[Labelled], groups: Groups) -> None:
    truth = [each.story for each in labelled]
    for members in groups:
        held = sorted({truth[i] for i in members})
        if len(held) > 1 or len(members) < truth.count(held[0]):
            print("  " + "+".join(held))
            for i in members:
                print(f"    {truth[i]} {labelled[i].brief.article.title}")


if __name__ == "__main__":
    main()

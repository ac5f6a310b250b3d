"""What briefs show of what had to be shown: tests/briefs, with the embedded engine and an oracle.

    python bench/briefs.py                      # both engines, beside the baselines
    python bench/briefs.py --show               # every brief beside its Arabic, to be read
    python bench/briefs.py --freeze FILE.json   # what this checkout's summariser shows

The oracle is a table of the set's own English, asked through the same rooms and checks, so that
choosing is measured apart from translating. Baselines: the first four sentences in the same
engine's English, cut to the number of words of our brief; and the summariser as it was, which
tests/briefs/before.json holds (made by copying bench/brief_set.py, bench/briefs.py and
tests/briefs into a worktree of commit c007733 and running `--freeze` there).

A fact is shown where its pattern is found in one line that has no mark (unmarked) or has one
(marked). A falsehood counts where no mark stands at it; `bench/falsehoods.py` says what is one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain, combinations, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.brief_set import FOLDER, Written, load
from bench.falsehoods import kinds_of
from bot.config import load_settings
from bot.digest.composition import compose
from bot.formats.points import in_points
from bot.language.arabic.fold import for_identity
from bot.language.joining import told_behind
from bot.pipeline.documents import read_document
from bot.pipeline.rooms import Rooms
from bot.records import (
    Brief,
    Digest,
    Document,
    Encoder,
    EngineIdentity,
    Form,
    Hypothesis,
    Part,
    Standing,
    Statement,
    TranslatedSegment,
)
from bot.summary.turns import spoken, spoken_english
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding, SourceSentence

BEFORE = FOLDER.parent / "before.json"
HEADLINE_WORDS, POINT_WORDS = 14, 28
LEAD = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line that a reader sees."""

    text: str
    mark: str
    """plain, doubtful, or withheld where no English is shown."""
    headline: bool = False
    source: str = ""
    """The Arabic that it stands on; empty where that was not kept."""
    whole: bool = False
    """Nothing was cut from its English."""
    joins: bool = False
    """It stands in one point with the line before it. A pattern has to be in one of the two."""

    @property
    def words(self) -> int:
        return len(self.text.split()) if self.mark != "withheld" else 0


Shown = dict[str, list[Line]]
"""By the name of an article."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engine", choices=("embedded", "oracle"), action="append")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--freeze", type=Path)
    parser.add_argument("--points", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    given = parser.parse_args()
    written = load(given.folder)
    frozen = {}
    for engine in given.engine or ("oracle", "embedded"):
        briefs, grouped = made(written, engine, given.points)
        ours = {name: _lines(brief) for name, brief in briefs.items()}
        frozen[engine] = {
            "shown": {n: [asdict(x) for x in lines] for n, lines in ours.items()},
            "grouped": [sorted(story) for story in grouped],
        }
        if given.show:
            show(written, briefs, ours)
        if not given.freeze:
            report(engine, written, briefs, ours, grouped)
    if given.freeze:
        given.freeze.write_text(json.dumps(frozen, ensure_ascii=False, indent=1) + "\n", "utf-8")


class Oracle:
    """A Translator that says what the set says."""

    identity = EngineIdentity("oracle", "1", "oracle (tests/briefs)")
    max_pieces = 10_000
    at_once = 64

    def __init__(self, written: Iterable[Written]) -> None:
        self._english = {
            for_identity(arabic): english
            for each in written
            for ar, en in each.pairs
            # Reading takes the label of a turn or the time of a post off its line.
            for arabic, english in ((spoken(ar), spoken_english(en)), (ar, en))
        }

    @property
    def informed(self) -> Oracle:
        return self

    def pieces(self, source: str) -> int:
        return len(source.split())

    def fits(self, source: str) -> bool:
        return True

    def translate_informed(
        self,
        sources: Sequence[SourceSentence],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        return self.translate([source.text for source in sources], decoding, progress)

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        return [(self._hypothesis(source),) for source in sources]

    def _hypothesis(self, source: str) -> Hypothesis:
        english = self._english.get(for_identity(source))
        if english is None:
            print(f"The set has no English of: {source}", file=sys.stderr)
            return Hypothesis("", None, "the set has no English of it")
        return Hypothesis(english, None)

    def close(self) -> None:
        """Nothing is held."""


def made(
    written: Sequence[Written], engine: str, points: int
) -> tuple[dict[str, Brief], list[list[str]]]:
    """The briefs by the articles' names, and the names that came out as one story."""
    with made_by(written, engine, points) as (briefs, encoder):
        named = {Path(brief.article.origin).stem: brief for brief in briefs}
        names = {brief.article.id: name for name, brief in named.items()}
        digest = digest_of(briefs, encoder, points, datetime(2026, 12, 1, tzinfo=UTC))
    grouped = [
        [names[b.article.id] for b in story.briefs] for story in (*digest.stories, *digest.also)
    ]
    return {each.name: named[each.name] for each in written}, grouped


@contextmanager
def made_by(
    written: Sequence[Written], engine: str, points: int
) -> Iterator[tuple[list[Brief], Encoder]]:
    """The briefs, and what compares their sentences."""
    settings = load_settings(None)
    # The oracle's English is right, so nothing is to doubt it but the rules.
    asked = {"trust": engine == "embedded"}
    settings = settings.model_copy(
        update={
            "summary": settings.summary.model_copy(update={"points": points}),
            "translation": settings.translation.model_copy(update=asked),
        }
    )
    rooms = Rooms(settings)
    if engine == "oracle":
        rooms._engines = Members.only(Oracle(written))
    articles = [read_document(Document(f"{each.name}.txt", each.text.encode())) for each in written]
    yield list(rooms.brief(rooms.translate(articles))), rooms.encoder
    rooms.close()


def digest_of(briefs: Sequence[Brief], encoder: Encoder, points: int, made_at: datetime) -> Digest:
    """One digest of them all."""
    return compose(briefs, (), encoder, made_at, max_stories=len(briefs), points=points)


def _mark(flagged: Statement | TranslatedSegment) -> str:
    standing = getattr(flagged, "standing", None)
    if standing is not None:
        return {"plain": "plain", "withheld": "withheld"}.get(standing.value, "doubtful")
    return "doubtful" if any(f.severity.value != "note" for f in flagged.flags) else "plain"


def _lines(brief: Brief) -> list[Line]:
    points = [
        (fact, _behind(point[0], fact) if n else fact.text, bool(n))
        for point in in_points(brief.points)
        for n, fact in enumerate(point)
    ]
    return [
        Line(text, _shown(s), s is brief.headline, s.source, s.form is Form.SENTENCE, joins)
        for s, text, joins in ((brief.headline, brief.headline.text, False), *points)
    ]


def _behind(first: Statement, second: Statement) -> str:
    """What a reader sees of a fact behind another: who says so is not said twice."""
    if second.standing is not Standing.PLAIN:
        return second.text
    return told_behind(first.text, second.text)[len(first.text.rstrip(".")) :].lstrip(". ")


def _shown(statement: Statement) -> str:
    """What says only that there is a report shows no English that was withheld."""
    if statement.language == "ar":
        return "withheld"
    form = getattr(statement, "form", None)
    return "doubtful" if form is not None and form.value == "report" else _mark(statement)


def lead(brief: Brief, words: int) -> list[Line]:
    """The first four sentences in order, cut where the words run out."""
    lines = []
    for segment in brief.translation.of_part(Part.BODY)[:LEAD]:
        mark = _mark(segment)
        kept = segment.target.split()[:words] if mark != "withheld" else []
        words -= len(kept)
        whole = len(kept) == len(segment.target.split())
        lines.append(Line(" ".join(kept), mark, source=segment.segment.source, whole=whole))
    return lines


@dataclass(slots=True)
class Score:
    """Sums over the set."""

    facts: int = 0
    plain: int = 0
    marked: int = 0
    falsehoods: int = 0
    words: int = 0

    def add(self, article: Written, lines: Sequence[Line]) -> None:
        english = [line for line in lines if line.mark != "withheld"]
        self.words += sum(line.words for line in english)
        for fact in article.facts:
            marks = {line.mark for line in english if fact.pattern.search(line.text)}
            self.facts += 1
            self.plain += "plain" in marks
            self.marked += marks == {"doubtful"}
        self.falsehoods += len(untrue(article, english))

    def row(self, name: str) -> str:
        shown = self.plain + self.marked
        return (
            f"{name:24} {shown:4} of {self.facts} ({shown / self.facts:4.0%})  "
            f"unmarked {self.plain:4}  marked {self.marked:4}  lost {self.facts - shown:4}  "
            f"falsehoods unmarked {self.falsehoods:3}  words {self.words:6}"
        )


def untrue(article: Written, lines: Iterable[Line]) -> list[tuple[str, str]]:
    """(kind or pattern, line) of what no line may say, where no mark stands at it; one a line."""
    found = []
    for line in (line for line in lines if line.mark == "plain"):
        patterns = (p.pattern for p in article.falsehoods if p.search(line.text))
        kinds = kinds_of(article, line.text, line.source, line.whole)
        found += [(kind, line.text) for kind in islice(chain(patterns, kinds), 1)]
    return found


def scored(written: Sequence[Written], shown: Shown) -> Score:
    total = Score()
    for article in written:
        total.add(article, shown[article.name])
    return total


def report(
    engine: str,
    written: Sequence[Written],
    briefs: dict[str, Brief],
    ours: Shown,
    grouped: Sequence[Sequence[str]],
) -> None:
    leads = {n: lead(b, sum(line.words for line in ours[n])) for n, b in briefs.items()}
    now, first = scored(written, ours), scored(written, leads)
    print(f"\n{engine}: {len(written)} articles")
    print(now.row("briefs"))
    print(first.row(f"first {LEAD} sentences"))
    if BEFORE.exists() and (before := json.loads(BEFORE.read_text("utf-8")).get(engine)):
        old = {n: [Line(**line) for line in lines] for n, lines in before["shown"].items()}
        both = [article for article in written if article.name in old]
        if both:
            print(f"the {len(both)} of them that were shown to the summariser as it was:")
            print(scored(both, ours).row("briefs"))
            print(scored(both, leads).row(f"first {LEAD} sentences"))
            print(scored(both, old).row("summariser as it was"))
            _form("  as it was", old, both, before["grouped"])
    print(f"briefs / lead: {(now.plain + now.marked) / max(1, first.plain + first.marked):.2f}")
    _form("  briefs", ours, written, grouped)
    kinds = dict.fromkeys(article.kind for article in written)
    for kind in kinds:
        print(scored([a for a in written if a.kind == kind], ours).row(f"  {kind}"))


def _form(
    name: str, shown: Shown, written: Sequence[Written], grouped: Sequence[Sequence[str]]
) -> None:
    heads = [shown[a.name][0] for a in written]
    points: list[int] = []
    for line in (line for a in written for line in shown[a.name][1:]):
        if line.joins:
            points[-1] += line.words
        else:
            points.append(line.words)
    joined = sum(line.joins for a in written for line in shown[a.name])
    english = sum(line.mark != "withheld" for line in heads)
    long = sum(line.words > HEADLINE_WORDS for line in heads)
    over = sum(words > POINT_WORDS for words in points)
    events = {article.name: article.event for article in written}
    together = {frozenset(p) for story in grouped for p in combinations(story, 2)}
    pairs = [frozenset(p) for p in combinations(events, 2)]
    one = [p for p in pairs if len({events[n] for n in p}) == 1]
    wrong = [p for p in together if p.issubset(events) and len({events[n] for n in p}) > 1]
    print(
        f"{name}: headlines in English {english} of {len(heads)}, over {HEADLINE_WORDS} words "
        f"{long}; points {len(points)} ({joined} of two facts), over {POINT_WORDS} words {over}; "
        f"pairs of one event "
        f"together {sum(p in together for p in one)} of {len(one)}, wrongly together {len(wrong)}"
    )


def show(written: Sequence[Written], briefs: dict[str, Brief], ours: Shown) -> None:
    for article in written:
        print(f"\n=== {article.name}")
        for segment in briefs[article.name].translation.segments:
            print(f"    {segment.segment.source}\n      [{_mark(segment)}] {segment.target}")
        for line in ours[article.name]:
            sign = "##" if line.headline else "  +" if line.joins else " •"
            print(f"{sign} [{line.mark}] {line.text}")
        english = [line for line in ours[article.name] if line.mark != "withheld"]
        for fact in article.facts:
            marks = {line.mark for line in english if fact.pattern.search(line.text)}
            print(f"   {'+' if marks else 'LOST'} {fact.name} {' '.join(sorted(marks))}")
        for pattern, text in untrue(article, english):
            print(f"   FALSE {pattern} in: {text}")


if __name__ == "__main__":
    main()

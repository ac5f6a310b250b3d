"""Which answers of an engine are checked, and that the one taken is the best of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records import Flag, Hypothesis, Severity
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding
from bot.translation.judge import Candidate, Judge, best
from bot.translation.names.find import Scope
from tests.translation.test_rounds_cascade import ENCODER, GAS, NAMES, Table, article
from tests.translation.translating import translate_articles

FINDINGS = tuple(Flag("made", severity, "") for severity in Severity)


class Ranked(Table):
    """Gives the same answers to every sentence, the best first."""

    def __init__(self, answers: Sequence[Hypothesis]) -> None:
        super().__init__("ranked", {})
        self.answers = tuple(answers)

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        return [self.answers for _ in sources]


class Told(Judge):
    """Finds what it was told to find."""

    def __init__(self, findings: Sequence[tuple[Flag, ...]]) -> None:
        super().__init__(NAMES, ENCODER)
        self.findings = findings
        self.checked: list[int] = []

    def candidates(self, cases: Sequence[tuple[str, Hypothesis, Scope]]) -> list[Candidate]:
        numbers = [int(hypothesis.text) for _, hypothesis, _ in cases]
        self.checked += numbers
        return [
            Candidate(h.text, h.score, self.findings[number])
            for (_, h, _), number in zip(cases, numbers, strict=True)
        ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(FINDINGS), max_size=2).map(tuple), min_size=1, max_size=4),
    st.booleans(),
)
def test_what_cannot_win_is_not_checked(findings: list[tuple[Flag, ...]], scored: bool) -> None:
    scores = [-0.1 * (number // 2) if scored else None for number in range(len(findings))]
    answers = [Hypothesis(str(number), score) for number, score in enumerate(scores)]
    judge = Told(findings)
    engines = Members.only(Ranked(answers))
    (made,) = translate_articles([article(GAS)], engines, judge, NAMES, lambda *_: None)
    of_all = best([Candidate(h.text, h.score, findings[int(h.text)]) for h in answers])
    assert made.segments[0].target == of_all.text
    if not findings[0]:
        assert judge.checked == [0]
    else:
        assert set(judge.checked) == set(range(len(findings)))

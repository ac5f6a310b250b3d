"""Stories that readers share, and that no reader shares who may see other reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.digest import gathering
from bot.digest.composition import compose
from bot.digest.gathering import Gathered, Gatherings
from bot.digest.ties import People
from bot.pipeline.vectors import SentenceEncoder
from bot.records import NOBODYS, Brief, Digest, Encoder, Interest, Watched
from tests.digest.test_stories_over_days import AGAIN, CLAIM, CRASH, DENIAL, JAILED, MADE, RISEN


class Counted:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times, gather = 0, gathering.gather

        def counting(
            briefs: Sequence[Brief],
            before: Sequence[Brief],
            encoder: Encoder,
            points: int,
            people: People | None = None,
        ) -> Gathered:
            self.times += 1
            return gather(briefs, before, encoder, points, people)

        monkeypatch.setattr(gathering, "gather", counting)


def made(
    encoder: SentenceEncoder,
    shared: Gatherings | None,
    new: Sequence[Brief],
    before: Sequence[Brief] = (),
    interest: Interest = NOBODYS,
    points: int = 4,
) -> Digest:
    given = {} if shared is None else {"gathered": shared}
    return compose(new, (), encoder, MADE, 10, points, interest, before=before, **given)


def test_readers_of_the_same_reports_share_the_stories_and_not_their_order(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, counted = Gatherings(), Counted(monkeypatch)
    new, before = [RISEN, AGAIN, DENIAL], [CRASH, CLAIM]
    watching = Interest(watched=(Watched("finance", ("finance ministry",)),))
    for interest in (NOBODYS, watching, NOBODYS):
        told = made(encoder, shared, new, before, interest)
        assert told == made(encoder, None, new, before, interest)
    assert counted.times == 1
    assert told.stories != made(encoder, shared, new, before, watching).stories


def test_whoever_may_see_one_report_less_has_stories_of_their_own(
    encoder: SentenceEncoder,
) -> None:
    """Of those sent before too, of their order, and of a report that only reads the same."""
    shared = Gatherings()
    sets = [
        ([RISEN, JAILED], [CRASH]),
        ([RISEN, JAILED], []),
        ([RISEN], [CRASH]),
        ([JAILED, RISEN], [CRASH]),
        ([RISEN, JAILED, CRASH], []),
    ]
    for _ in range(2):
        for new, before in sets:
            assert made(encoder, shared, new, before) == made(encoder, None, new, before)
            for points in (1, 2):
                told = made(encoder, shared, new, before, points=points)
                assert told == made(encoder, None, new, before, points=points)


def test_what_was_used_last_is_kept(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared, counted = Gatherings(most=2), Counted(monkeypatch)
    for new in ([RISEN], [CRASH], [RISEN], [CLAIM], [RISEN], [CRASH]):
        made(encoder, shared, new)
    assert counted.times == 4


def test_no_more_different_reports_are_held_than_may_be(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A digest makes many gatherings of few reports; over days the reports become many."""
    shared, counted = Gatherings(distinct=2), Counted(monkeypatch)
    for new in ([RISEN], [CRASH], [RISEN, CRASH], [RISEN]):
        made(encoder, shared, new)
    assert counted.times == 3
    for new in ([CLAIM], [RISEN], [CRASH]):
        made(encoder, shared, new)
    assert counted.times == 5
    shared.clear()
    made(encoder, shared, [CRASH])
    assert counted.times == 6


def test_briefs_of_one_report_count_as_one(
    encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chats choose how many points they read; the report behind them is the same."""
    shared, counted = Gatherings(distinct=1), Counted(monkeypatch)
    shorter = replace(RISEN, points=RISEN.points[:1])
    for new in ([RISEN], [shorter], [RISEN], [shorter]):
        made(encoder, shared, new)
    assert counted.times == 2

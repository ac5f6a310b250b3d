"""Articles translated whole, as the pipeline has it done."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.records import Article, Progress, Translation
from bot.translation.engines.cascade.members import Members
from bot.translation.judge import Judge
from bot.translation.names import Names
from bot.translation.rounds import translate_more
from bot.translation.segments import begun


def translate_articles(
    articles: Sequence[Article],
    engines: Members,
    judge: Judge,
    names: Names,
    progress: Progress,
    shared: Collection[str] = (),
) -> list[Translation]:
    given = [begun(article, engines.identity) for article in articles]
    wanted = [each.pending for each in given]
    return translate_more(given, wanted, engines, judge, names, progress, shared)

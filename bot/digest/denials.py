"""The denial that stands against a story's headline, or the claim that the headline denies.

A story holds denials of many things: a governor may deny in a story of a fire that he resigned. So
a denial and a claim are set together only where the claim's title or opening has what is denied.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.digest.profile import day_of, opening, title_of
from bot.language.content_words import content_words
from bot.language.denials import denied
from bot.records import Against, Brief, Statement

ROOT = 4
"""Letters by which two stems are forms of one word, as "resigned" and "resignation" are."""


def against(headline: Statement, briefs: Sequence[Brief]) -> Against | None:
    """`briefs`: all reports of the story, the oldest first, those sent before among them. Of
    several denials the last is told, and of several claims the first; no denial is older than what
    it denies."""
    told = next((b for b in briefs if _tells(b, headline)), None)
    if told is None:
        return None
    if what := denied(title_of(told)):
        claims = (
            b
            for b in briefs
            if not denied(title_of(b)) and _states(b, what) and _not_later(b, told)
        )
        return _against(next(claims, None), denies=False)
    denials = (
        b
        for b in reversed(briefs)
        if (d := denied(title_of(b))) and _states(told, d) and _not_later(told, b)
    )
    return _against(next(denials, None), denies=True)


def _against(brief: Brief | None, *, denies: bool) -> Against | None:
    if brief is None:
        return None
    return Against(denies, brief.headline, brief.article.outlet_label, day_of(brief))


def _not_later(claim: Brief, denial: Brief) -> bool:
    """By the days of their pages. Where one of them is not known, nobody can tell."""
    one, other = day_of(claim), day_of(denial)
    if one is None or other is None:
        return one is other
    return one <= other


def _tells(brief: Brief, headline: Statement) -> bool:
    return any(evidence.article == brief.article.id for evidence in headline.evidence)


def _states(brief: Brief, what: frozenset[str]) -> bool:
    said = {word[:ROOT] for word in content_words(f"{title_of(brief)} {opening(brief)}")}
    return all(word[:ROOT] in said for word in what)

"""The denial that stands against a story's headline, or the claim that the headline denies.

A story holds denials of many things: a governor may deny in a story of a fire that he resigned. So
a denial and a claim are set together only where the claim's title or opening has what is denied, or
where the denial itself tells of the report that it denies.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.digest.likeness import WINDOW_DAYS
from bot.digest.profile import day_of, lead, opening, prose, title_of
from bot.language.content_words import content_words, shared_share
from bot.language.denials import denied, opens_with_denial, tells_of_report
from bot.records import Against, Brief, Statement

ROOT = 4
"""Letters by which two stems are forms of one word, as "resigned" and "resignation" are."""
RETOLD_WORDS, RETOLD_SHARE = 5, 0.6
"""Words that a claim shares with the sentence in which its denial tells of it, and their share of
the shorter: claims and denials call one thing by two names, yet a denial that tells whose report it
denies repeats that report."""
REMEMBERED = 2048
"""Sentences that are not read again when the next digest is made."""


def against(headline: Statement, briefs: Sequence[Brief]) -> Against | None:
    """`briefs`: all reports of the story, the oldest first, those sent before among them. Of
    several denials the last is told, and of several claims the first; no denial is older than what
    it denies."""
    told = next((b for b in briefs if _tells(b, headline)), None)
    if told is None:
        return None
    if is_denial(told):
        return _against(next((b for b in briefs if denies(told, b)), None), denies=False)
    return _against(next((b for b in reversed(briefs) if denies(b, told)), None), denies=True)


def is_denial(brief: Brief) -> bool:
    """Whether its title says what is denied, or its first sentence begins with a denial."""
    said = _lead(brief)
    return bool(_denied(title_of(brief)) or _denied(said) or _opens_with_denial(said))


def denies(denial: Brief, claim: Brief) -> bool:
    """Whether the one denies what the other reports, as far as can be made certain of two reports
    of one story."""
    if not is_denial(denial) or is_denial(claim) or not _not_later(claim, denial):
        return False
    said = _denied(title_of(denial)), _denied(_lead(denial))
    return any(what and _states(claim, what) for what in said) or _repeats(_retold(denial), claim)


def _retold(denial: Brief) -> list[frozenset[str]]:
    """The words of each sentence in which a denial tells of the report that it denies. Its first
    sentence shares words with every report of the matter."""
    first = _lead(denial)
    told = (s for each in prose(denial) if (s := each.segment.source) != first)
    return [_words(sentence) for sentence in told if _tells_of_report(sentence)]


def _repeats(retold: Sequence[frozenset[str]], claim: Brief) -> bool:
    """Whether a denial tells of the claim in the claim's own words."""
    claimed = _words(title_of(claim)), _words(_lead(claim))
    return any(
        len(words & those) >= RETOLD_WORDS and shared_share(words, those) >= RETOLD_SHARE
        for words in retold
        for those in claimed
    )


def with_denials(stories: Sequence[Sequence[int]], reports: Sequence[Brief]) -> list[list[int]]:
    """The stories, as indices of their reports, with each denial joined to the report that it
    tells of: the two share too few words to be grouped where one speaks of embassies and the other
    of ties. Both in order of input."""
    story_of = {report: story for story, of in enumerate(stories) for report in of}
    joined = [list(of) for of in stories]
    denying = [is_denial(each) for each in reports]
    for number, denial in enumerate(reports):
        retold = _retold(denial) if denying[number] else []
        if not retold:
            continue
        for other, claim in enumerate(reports):
            one, its = story_of[number], story_of[other]
            if one == its or denying[other]:
                continue
            if not (_near(claim, denial) and _not_later(claim, denial)):
                continue
            if _repeats(retold, claim):
                joined[one] += joined[its]
                story_of.update(dict.fromkeys(joined[its], one))
                joined[its] = []
    return sorted(sorted(of) for of in joined if of)


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
    said = content_words(f"{title_of(brief)} {opening(brief)}")
    return all(any(_forms_of_one(word, other) for other in said) for word in what)


def _forms_of_one(word: str, other: str) -> bool:
    """ "Resignation" begins as "resigned" does, and "sells" has "sale" in it."""
    return word[:ROOT] == other[:ROOT] or word in other


def _lead(brief: Brief) -> str:
    return next((each.segment.source for each in lead(brief)), "")


def _near(claim: Brief, denial: Brief) -> bool:
    """Within the days in which a story's reports are compared."""
    one, other = day_of(claim), day_of(denial)
    return one is not None and other is not None and (other - one).days <= WINDOW_DAYS


_words = lru_cache(REMEMBERED)(content_words)
_denied = lru_cache(REMEMBERED)(denied)
_opens_with_denial = lru_cache(REMEMBERED)(opens_with_denial)
_tells_of_report = lru_cache(REMEMBERED)(tells_of_report)

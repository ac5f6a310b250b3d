"""How far an article is translated: whole, or as far as its brief needs.

What a brief tells is chosen on the Arabic, so a brief can be asked for before anything is
translated: it stands on the sentences whose English it would tell. Those are translated, and it
is asked for again, until it stands on none that is pending. Then it is the brief of the whole
article: what is still pending had no part in it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.digest.profile import lead
from bot.records import Brief, Flag, Severity, Translation
from bot.summary.summariser import Summariser


def works_in_part(summariser: Summariser) -> bool:
    """Whether it says by its brief which pending sentences it needs; one of another package that
    does not gets every article whole."""
    return getattr(summariser, "works_in_part", False)


def needed(summariser: Summariser, translation: Translation, points: int) -> frozenset[int]:
    """The pending sentences that are to be translated next for a brief of `points` points."""
    pending = translation.pending
    if not pending:
        return pending
    brief = summariser.summarise(translation, points)
    # Where outlets differ they are quoted in English, and it is most often their leads that do.
    quoted = {each.segment.index for each in lead(brief)}
    return pending & (stands_on(brief) | quoted)


def settled(summariser: Summariser, translation: Translation, points: int) -> Brief:
    """The brief of what is translated. Where names have changed since `needed` was asked, it may
    want another sentence: one that is still pending is then told as one that is withheld."""
    brief = summariser.summarise(translation, points)
    if not stands_on(brief) & translation.pending:
        return brief
    flags = (Flag("engine", Severity.WITHHELD, "not translated yet"),)
    segments = tuple(
        replace(each, pending=False, flags=flags) if each.pending else each
        for each in translation.segments
    )
    told = summariser.summarise(replace(translation, segments=segments), points)
    return replace(told, translation=translation)


def stands_on(brief: Brief) -> frozenset[int]:
    """The sentences under its headline and its points."""
    said = (brief.headline, *brief.points)
    return frozenset(each.segment for statement in said for each in statement.evidence)

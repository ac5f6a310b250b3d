"""Readers' amendments put into what was translated. Pure: a brief and what holds to a brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.records import Brief, Flag, Severity, Statement, TranslatedSegment
from bot.store.amendments import Amendment, key_of

GIVEN = "amended"
"""The note on what a reader wrote, as a check is named."""
_WRONG = "reader_"
"""Begins the name of the check of what a reader called wrong."""


def amended(brief: Brief, holding: Mapping[str, Amendment]) -> tuple[Brief, tuple[int, ...]]:
    """The brief as it reads with the amendments, and the numbers of those that it has.

    A sentence that a reader wrote reads so and has no other warning; one that a reader only called
    wrong is marked with what is wrong. A statement follows the sentences that it stands on.
    """
    found = {
        each.segment.index: holding[key]
        for each in brief.translation.segments
        if not each.passed_through and (key := key_of(each.segment.source)) in holding
    }
    if not found:
        return brief, ()
    before = {each.segment.index: each for each in brief.translation.segments}
    segments = tuple(
        _segment(each, found[each.segment.index]) if each.segment.index in found else each
        for each in brief.translation.segments
    )
    told = replace(
        brief,
        translation=replace(brief.translation, segments=segments),
        headline=_statement(brief.headline, before, found),
        points=tuple(_statement(point, before, found) for point in brief.points),
    )
    return told, tuple(sorted({each.id for each in found.values()}))


def readers_wrote(brief: Brief) -> bool:
    """Whether it reads as readers of one chat, or of all, said."""
    return any(
        flag.check == GIVEN or flag.check.startswith(_WRONG)
        for each in brief.translation.segments
        for flag in each.flags
    )


def _segment(segment: TranslatedSegment, by: Amendment) -> TranslatedSegment:
    if by.english:
        return replace(segment, target=by.english, flags=(_given(),), trust=None)
    return replace(segment, flags=(*segment.flags, _called_wrong(by)))


def _statement(
    statement: Statement,
    before: Mapping[int, TranslatedSegment],
    found: Mapping[int, Amendment],
) -> Statement:
    stood_on = [each.segment for each in statement.evidence if each.segment in found]
    for index in stood_on:
        statement = _follows(statement, before[index].target, found[index], len(statement.evidence))
    return statement


def _follows(statement: Statement, was: str, by: Amendment, sentences: int) -> Statement:
    if not by.english:
        return replace(statement, flags=(*statement.flags, _called_wrong(by)))
    if sentences == 1 and (statement.language == "ar" or statement.text.strip() == was.strip()):
        return replace(statement, text=by.english, language="en", flags=(_given(),), trust=None)
    if was and was in statement.text:
        return replace(statement, text=statement.text.replace(was, by.english))
    # It says the sentence in other words, which may be the wrong ones.
    return replace(statement, flags=(*statement.flags, _called_wrong(by)))


def _given() -> Flag:
    return Flag(GIVEN, Severity.NOTE, "")


def _called_wrong(by: Amendment) -> Flag:
    name = f": {by.name_arabic} is {by.name_english}" if by.name_english else ""
    return Flag(
        f"{_WRONG}{by.wrong}", Severity.ERROR, f"a reader says that the {by.wrong} is wrong{name}"
    )

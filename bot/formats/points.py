"""The points of a brief: which facts stand in one, and how long a point may be.

A fact is one `Statement`. Where two are short they are shown as one point, the second with
`Statement.joins`, so that a brief of as many points tells more. A mark stands at the second alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.joining import may_follow, told_behind
from bot.records import Form, Standing, Statement

POINT_WORDS = 28
SURE = 0.65
"""Of the probability that its English does not mislead."""
_JOINABLE = frozenset({Form.SENTENCE, Form.CLAUSE, Form.FACTS})


def _plain(statement: Statement) -> bool:
    return statement.language == "en" and statement.standing is Standing.PLAIN


def _shown(statement: Statement) -> bool:
    return statement.language == "en" and statement.standing is not Standing.WITHHELD


def sure(statement: Statement) -> bool:
    """Whether a fact may be told that has no point of its own: marked, or where its trust was
    measured, well above what a line needs to stand unmarked."""
    return not _plain(statement) or statement.trust is None or statement.trust >= SURE


def words(statement: Statement) -> int:
    return len(statement.text.split())


def joinable(first: Statement, second: Statement) -> bool:
    """Whether two facts may stand in one point. Behind what is marked stands nothing, so that its
    mark is on nothing else."""
    return (
        _plain(first)
        and _shown(second)
        and all(each.form in _JOINABLE for each in (first, second))
        and may_follow(first.text, second.text)
        and len(told_behind(first.text, second.text).split()) <= POINT_WORDS
    )


def in_points(facts: Sequence[Statement]) -> list[tuple[Statement, ...]]:
    """The facts by the point in which they stand, one or two. What was marked since has none
    behind it."""
    found: list[tuple[Statement, ...]] = []
    for fact in facts:
        if fact.joins and found and len(found[-1]) == 1 and _shown(fact) and _plain(found[-1][0]):
            found[-1] = (*found[-1], fact)
        else:
            found.append((fact,))
    return found


def first_points(facts: Sequence[Statement], points: int) -> tuple[Statement, ...]:
    """The facts of so many points at most."""
    return tuple(fact for point in in_points(facts)[:points] for fact in point)

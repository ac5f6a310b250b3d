"""When one sentence may stand behind another in one point."""

from __future__ import annotations

import pytest

from bot.language.joining import may_follow

COURT = "The court acquitted four customs officials."
LAWYER = "Their lawyer, Nizar Saghieh, said he would appeal."


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (COURT, LAWYER),
        ("6 dead, 14 injured; fire; Basra; Wednesday", "Sudani ordered an inquiry opened."),
        ("The ministry said 12 died.", "The governor said the road is open."),
        ("No flight was cancelled.", "Two planes landed in Baghdad."),
    ],
)
def test_what_reads_as_it_does_alone_may_follow(first: str, second: str) -> None:
    assert may_follow(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The minister did not count them.
        ("The minister said the road is open.", "Three people were hurt."),
        ("According to Reuters, the road is open.", "Three people were hurt."),
        ("The ministry said output fell.", "No party has claimed the attack."),
        ("The ministry said output fell.", "No party has announced a strike."),
        ("Diab: we will sign in December.", "Work on the dam has stopped."),
        # The police did not see the court.
        (COURT, "Three people were hurt, the police said."),
        (COURT, "Three people were hurt, according to the police."),
        # They were not hurt that year.
        ("The road was built in 2019.", "Three people were hurt."),
        ("The union had called a strike last week.", "Three people were hurt."),
        # Something is missing between them.
        ("The court acquitted four customs officials …", LAWYER),
    ],
)
def test_what_would_be_read_of_the_other_may_not(first: str, second: str) -> None:
    assert not may_follow(first, second)

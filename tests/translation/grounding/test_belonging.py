"""A line of several sentences may say nothing of one that only another tells."""

from __future__ import annotations

from bot.translation.grounding.belonging import dates, speakers
from bot.translation.grounding.words import line

BRIDGE = line("The bridge collapsed on Monday.")
TALKS = line("Ministers begin talks in Geneva in August.")
MAYOR = line("Mayor Hassan Diab said the market would reopen.")
UNION = line("Union leader Rami Saleh said drivers had stopped work and blocked the harbour.")


def test_a_day_belongs_to_the_event_it_is_told_with() -> None:
    cited = (BRIDGE, TALKS)
    assert not [*dates(line("The bridge collapsed on Monday."), cited)]
    assert not [*dates(line("Talks in Geneva begin in August."), cited)]
    (found,) = dates(line("Talks begin on Monday."), cited)
    assert "Monday" in found
    (found,) = dates(line("The bridge collapsed in August."), cited)
    assert "August" in found


def test_one_sentence_and_a_day_that_none_has_are_not_its_business() -> None:
    assert not [*dates(line("Talks begin on Monday."), (BRIDGE,))]
    assert not [*dates(line("Talks begin on Friday."), (BRIDGE, TALKS))]


def test_words_belong_to_who_speaks_them() -> None:
    cited = (MAYOR, UNION)
    assert not [*speakers(line("Rami Saleh said drivers had stopped work."), cited, None)]
    wrong = line("Hassan Diab said drivers had stopped work and blocked the harbour.")
    (found,) = speakers(wrong, cited, None)
    assert "Hassan Diab" in found and "Rami Saleh" in found
    assert not [*speakers(wrong, (UNION,), None)], "nothing is asked of one sentence"
    assert not [*speakers(line("Drivers had stopped work."), cited, None)]

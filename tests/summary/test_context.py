"""Which English can be read without the sentences around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summary.context import is_fragment, leans


@pytest.mark.parametrize(
    "text",
    [
        "He added that the list was handed over.",
        "And they rejected the offer on Friday.",
        "This came after a meeting in Geneva.",
        "Meanwhile he said the talks had failed.",
    ],
)
def test_a_pronoun_for_somebody_before_leans(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is noted that the ministry has no spokesman.",
        "The United Nations sent trucks to the north.",
        "The union rejected the delay and called it a violation of the law.",
        'The minister said "we will not leave".',
    ],
)
def test_what_names_its_subject_does_not(text: str) -> None:
    assert not leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Russia comments",
        "Will the talks resume this year?",
        "A royal order was issued as follows:",
        '"We will not leave the city',
        '"We will not leave the city."',
        "Because the writer has said what there is to say.",
        "Barakat: because I have said what I have to say.",
    ],
)
def test_half_a_thought_is_a_fragment(text: str) -> None:
    assert is_fragment(text)


@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    assert leans(text) in (True, False)
    assert is_fragment(text) in (True, False)

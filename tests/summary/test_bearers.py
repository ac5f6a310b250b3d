"""A title's bare office with the name of whoever holds it."""

from __future__ import annotations

import pytest

from bot.pipeline.spelling import NamesSpeller
from bot.summary.bearers import with_bearer

TITLE = "وزير الخارجية يبحث مع نظيره الياباني التعاون"
ENGLISH = "Foreign minister discusses cooperation with his Japanese counterpart"
EGYPT = f"Egypt's {ENGLISH}"
NAMED = "Foreign minister Badr Abdelatty discusses cooperation with his Japanese counterpart"


@pytest.mark.parametrize(
    ("title", "lead", "english", "shown"),
    [
        (TITLE, "بحث وزير الخارجية بدر عبد العاطي مع نظيره التعاون.", ENGLISH, NAMED),
        (TITLE, "بحث وزير الخارجية المصري بدر عبد العاطي التعاون.", ENGLISH, NAMED),
        (TITLE, "بحث بدر عبد العاطي وزير الخارجية والهجرة التعاون.", ENGLISH, NAMED),
        # Another's name, no name, and an office that is named already.
        (TITLE, "بحث وزير الخارجية مع نظيره سيرغي لافروف التعاون.", ENGLISH, ENGLISH),
        (TITLE, "بحث وزير الخارجية التعاون.", ENGLISH, ENGLISH),
        (TITLE, "بحث وزير الخارجية بدر عبد العاطي التعاون.", EGYPT, EGYPT),
        (TITLE, "بحث وزير الخارجية بدر عبد العاطي التعاون.", NAMED, NAMED),
    ],
)
def test_the_lead_names_who_holds_the_office(
    title: str, lead: str, english: str, shown: str, speller: NamesSpeller
) -> None:
    (names,) = speller.named([lead])
    told = with_bearer(english, title, lead, names)
    assert told[0] == shown
    assert len(told) == 1 or told[1] == shown.removeprefix("Foreign minister ")

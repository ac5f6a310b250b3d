"""English that has a toll's number and not its dead."""

from __future__ import annotations

import pytest

from bot.records import Standing
from bot.summary.candidates import prose
from tests.summary.made_translations import translation

STRIKE = "وزارة الصحة: ارتفاع عدد قتلى الغارة على سيارة في النبطية إلى 4."
BUDGET = "أقرت السعودية الموازنة بعجز 165 مليار ريال."


@pytest.mark.parametrize(
    ("arabic", "english", "standing"),
    [
        (STRIKE, "Health Ministry: Number of airstrikes on car rises to 4.", Standing.DOUBTFUL),
        (STRIKE, "Health Ministry: Dead of the strike on a car rise to 4.", Standing.PLAIN),
        (BUDGET, "Budget of 165 bn losses", Standing.DOUBTFUL),
        (BUDGET, "Deficit of 165 bn", Standing.PLAIN),
        ("وصلت 320 شاحنة إلى غزة.", "320 trucks reached Gaza.", Standing.PLAIN),
        (
            "فرق الإنقاذ تبحث عن 5 أشخاص تحت الأنقاض.",
            "Teams are searching for 5 people under the rubble.",
            Standing.PLAIN,
        ),
    ],
)
def test_who_is_counted_has_to_be_told(arabic: str, english: str, standing: Standing) -> None:
    (sentence,) = prose(translation(None, [(arabic, english)]))
    assert sentence.standing is standing

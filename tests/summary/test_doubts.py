"""English that a brief doubts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.records import Standing
from bot.summary.candidates import prose
from bot.summary.doubts import doubted
from tests.summary.made_translations import translation

STRIKE = "وزارة الصحة: ارتفاع عدد قتلى الغارة على سيارة في النبطية إلى 4."
TRADE = "تناول اللقاء زيادة التبادل التجاري الذي بلغ 110 ملايين دولار."
BUDGET = "أقرت السعودية الموازنة بعجز 165 مليار ريال."


@pytest.mark.parametrize(
    ("arabic", "english", "standing"),
    [
        (STRIKE, "Health Ministry: Number of airstrikes on car rises to 4.", Standing.DOUBTFUL),
        (STRIKE, "Health Ministry: Dead of the strike on a car rise to 4.", Standing.PLAIN),
        (BUDGET, "Budget of 165 bn losses", Standing.DOUBTFUL),
        (BUDGET, "Deficit of 165 bn", Standing.PLAIN),
        (TRADE, "They met on a 110-million-dollar increase in trade.", Standing.DOUBTFUL),
        (TRADE, "They met on an increase in trade of 110 million.", Standing.PLAIN),
        (TRADE, "They met on increasing trade, which reached $110 million.", Standing.PLAIN),
        ("أقرت الدولة إنفاقا قدره 9 مليارات ريال.", "It approved 9 bn riyals.", Standing.DOUBTFUL),
        ("سعر الصرف 1300 دينار للدولار.", "The exchange rate is 1,300 dinars.", Standing.PLAIN),
        ("حكم عليه بالسجن 12 عاما.", "He gets 12 years.", Standing.PLAIN),
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


@pytest.mark.parametrize(
    ("trust", "standing"),
    [(0.49, Standing.DOUBTFUL), (0.5, Standing.PLAIN), (None, Standing.PLAIN)],
)
def test_what_more_likely_misleads_is_marked(trust: float | None, standing: Standing) -> None:
    (sentence,) = translation(None, [("سقط المطر.", "Rain fell.")]).segments
    assert doubted(replace(sentence, trust=trust)).standing is standing

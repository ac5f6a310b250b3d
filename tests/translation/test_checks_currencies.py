"""Tests of currencies: words, codes and signs in English against the words of the Arabic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import Severity
from bot.translation.checks.context import Context
from bot.translation.checks.units import units

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def severities(source: str, hypothesis: str) -> list[Severity]:
    return [flag.severity for flag in units(source, hypothesis, Context())]


@pytest.mark.parametrize(
    ("source", "hypothesis", "found"),
    [
        ("بلغ العجز 6.3 مليارات دينار.", "The deficit was $6.3 billion.", [ERROR]),
        ("بلغ العجز 6.3 مليارات دينار.", "The deficit was 6.3 billion dinars.", []),
        ("بلغ العجز 6.3 مليارات دينار.", "The deficit was IQD 6.3 billion.", []),
        ("بلغ الدعم 7 ملايين دينار", "It amounted to US$7 million", [ERROR]),
        ("بلغ الدعم 7 ملايين دينار", "It amounted to 7 million Iraqi dollars", [ERROR]),
        ("باع ما قيمته ملايين الدنانير", "He sold millions of dollars' worth", [ERROR]),
        ("باعت 12 مليون ريال", "It sold $12 million", [ERROR]),
        ("باعت 12 مليون ريال", "It sold SR12 million", []),
        ("باعت 12 مليون روبل", "It sold 12 million rubles ($130,000)", []),
        ("باعت 12 مليون روبل", "It sold $12 million", [ERROR]),
        ("فاز ريال مدريد", "Real Madrid won $12 million", [ERROR]),
        ("20 قرشا", "20 kuruş", []),
        ("مساحته 5 كم", "It has 5 km²", []),
        ("باعت 12 مليون درهم", "It sold $12 million", [ERROR]),
        ("باعت 12 مليون يورو", "It sold $12 million", [ERROR]),
        ("باعت 12 مليون يورو", "It sold 12 million €", []),
        ("غرامة 20 مليون دولار", "a fine of €20 million", [ERROR]),
        ("غرامة 20 مليون دولار", "a fine of £20 million", [ERROR]),
        ("غرامة 20 مليون دولار", "a fine of $20 million", []),
        ("بلغ ١٤٫٧ مليار دولار أو ١٠ مليارات يورو", "€10 billion ($14.7 billion)", []),
        ("دفع ١٠ دنانير لا ١٠ دولارات", "He paid $10 and not $10", [ERROR]),
        ("بلغ 20 مليون يورو", "It was £20 million euro", [ERROR]),
        ("بلغ 20 مليون دولار", "It was $20 million dollars", []),
        # A sign in the Arabic is a name as good as a word.
        ("بلغ العجز 4 مليارات $", "The deficit was $4 billion", []),
        ("بلغ العجز 4 مليارات $", "The deficit was €4 billion", [ERROR]),
        # No currency in the Arabic.
        ("وإن العجز بلغ 4 مليارات.", "and the deficit was $4 billion.", [ERROR]),
        ("وإن العجز بلغ 4 مليارات.", "and the deficit was four billion.", []),
        ("وإن العجز بلغ 4 مليارات.", "and the deficit was 4 billion euros.", [ERROR]),
        ("سعر الصرف 1,617 ريالا للدولار", "The rate is 1,617 rials to the dollar", []),
        ("فاز ريال مدريد بـ3 أهداف", "Real Madrid won with 3 goals", []),
        ("ما بين 20 و30", "between ¥20 and ¥30", [ERROR]),
        ("دفع 5 د.ك", "He paid KD 5", []),
        # The pound and the lira.
        ("باعت 3 ملايين جنيه", "It sold £3 million", [WARNING]),
        ("باعت 3 ملايين جنيه مصري", "It sold £3 million", [ERROR]),
        ("باعت 3 ملايين جنيه مصري", "It sold E£3 million", []),
        ("باعت 3 ملايين جنيه مصري", "It sold EGP 3 million", []),
        ("باعت 3 ملايين جنيه", "It sold $3 million", [ERROR]),
        ("باعت 3 ملايين جنيه إسترليني", "It sold £3 million", []),
        ("بلغ الدعم 350 مليون ليرة", "It was £350 million", [ERROR]),
        ("بلغ الدعم 350 مليون ليرة", "It was $350 million", [ERROR]),
        ("بلغ الدعم 350 مليون ليرة لبنانية", "It was 350 million Lebanese pounds", []),
        # What currencies are divided into.
        ("بواقع 45 سنتا للبرميل", "by 45 pence per barrel", [ERROR]),
        ("بواقع 45 سنتا للبرميل", "by 45 cents per barrel", []),
        ("بعد سنتين دفع 45 فلسا", "after two years he paid 45 fils", []),
        ("بعد سنتين بلغت 45 في المئة", "after two years it was 45 per cent", []),
    ],
)
def test_currencies(source: str, hypothesis: str, found: list[Severity]) -> None:
    assert severities(source, hypothesis) == found


@given(
    st.sampled_from((("دينار", "dinars"), ("ريال", "riyals"), ("يورو", "euros"))),
    st.integers(2, 999),
    st.sampled_from(("$", "US$", "£", "¥", "₪")),
)
def test_an_amount_in_its_own_currency_only(word: tuple[str, str], amount: int, sign: str) -> None:
    source = f"دفعت الشركة {amount} مليون {word[0]}"
    assert severities(source, f"The company paid {amount} million {word[1]}") == []
    assert severities(source, f"The company paid {sign}{amount} million") == [ERROR]

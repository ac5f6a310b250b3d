"""The packaged institutions: sound rows, each with where to check it, none twice."""

from __future__ import annotations

import pytest

from bot.language.lexicon import rows
from bot.translation.names import Names, name_checks, tables
from bot.translation.names.terms import key_of
from bot.translation.names.words import words

NAMES = Names.load()


def test_every_row_has_its_source_and_a_name_of_its_own() -> None:
    seed = {key_of(row["arabic"]) for row in rows("seed")}
    seen: set[str] = set()
    for row in rows("institutions"):
        names = [row["arabic"], *(v for v in row.listed("variants") if list(words(v)))]
        for key in map(key_of, names):
            assert key not in seed | seen, row
            assert key not in tables.ordinary(), row
            seen.add(key)
    assert len(seen) > 200


def test_a_news_sentence_has_its_bodies_spelled() -> None:
    text = "أعلنت القيادة المركزية الأميركية أن عصائب أهل الحق خرقت اتفاقيات جنيف"
    found = [m.spellings[0] for m in NAMES.find(text) if m.certain]
    assert found == ["US Central Command", "Asaib Ahl al-Haq", "the Geneva Conventions"]


@pytest.mark.parametrize(
    "body",
    [
        "المفوضية السامية للأمم المتحدة لشؤون اللاجئين",
        "مفوضية الأمم المتحدة السامية لشؤون اللاجئين",
        "المفوضية السامية لشؤون اللاجئين",
        "مفوضية اللاجئين",
    ],
)
@pytest.mark.parametrize("name", ["UNHCR", "The UN refugee agency"])
def test_the_refugee_agency_is_known_by_each_of_its_names(body: str, name: str) -> None:
    source, english = f"ودعت {body} إلى فتح الحدود.", f"{name} called for the border to be opened."
    checks = name_checks(NAMES)
    assert [flag.detail for check in checks for flag in check(source, english, None)] == []

from __future__ import annotations

import pytest

from bot.reading.article import read
from bot.reading.author import person
from bot.records import Document
from tests.reading.made_pages import LEAD, SECOND, TITLE


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("القاهرة: محمد علي", "محمد علي"),
        ("القاهرة - محمد علي", "محمد علي"),
        ("القاهرة – محمد علي", "محمد علي"),
        ("محمد علي - القاهرة", "محمد علي"),
        ("محمد علي (بغداد)", "محمد علي"),
        ("محمد علي، سارة أحمد - الدوحة", "محمد علي، سارة أحمد"),
        ("أسوان: محمد علي", "محمد علي"),
        ("محمد علي", "محمد علي"),
        ("محمد علي - كاتب مصري", "محمد علي - كاتب مصري"),
        ("محمد البغدادي", "محمد البغدادي"),
        ("باريس حسن", "باريس حسن"),
        ("القاهرة", "القاهرة"),
    ],
)
def test_a_place_beside_a_name_is_no_part_of_it(byline: str, name: str) -> None:
    assert person(byline) == name


@pytest.mark.parametrize("line", ["كتب: القاهرة - محمد علي", "بقلم: محمد علي - القاهرة"])
def test_bylines_of_a_page(line: str) -> None:
    text = f"{TITLE}\n\n{line}\n\n{LEAD}\n\n{SECOND}"
    assert read(Document("-", text.encode())).author == "محمد علي"


def test_the_author_that_metadata_states() -> None:
    page = (
        f"<html><head><meta charset=utf-8><meta name=author content='القاهرة: محمد علي'></head>"
        f"<body><article><h1>{TITLE}</h1><p>{LEAD}</p><p>{SECOND}</p></article></body></html>"
    )
    assert read(Document("-", page.encode())).author == "محمد علي"

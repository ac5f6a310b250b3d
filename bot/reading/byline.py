"""Bylines: lines, and openings of the first paragraph, that say who wrote an article.

"كتبت: سارة أحمد", "بغداد - سارة أحمد", "مراسلنا في بغداد: محمد علي". The words that they begin
with are rows of bylines.tsv; whether what they name is a person is `author`'s to say.
"""

from __future__ import annotations

import re
from functools import cache

from bot.language.arabic.characters import ends_sentence, words
from bot.language.arabic.fold import for_tables as fold
from bot.language.arabic.fold import with_offsets
from bot.language.lexicon import rows
from bot.language.saying import arabic_verbs
from bot.reading.author import author_name, is_place, may_be_name, person
from bot.reading.lines import TextLine
from bot.reading.outlet import find
from bot.reading.page import Page

_LONGEST_LINE = 12
_LONGEST_OPENING = 90
_DASH = re.compile(r"(?<=[\s\w])ـ+(?=\s)")
_NAME = r"((?:[^\W\d]+\.? ){1,3}[^\W\d]+)"
_PLACE = r"(\w+(?: \w+)?)"
_PLACED = re.compile(rf"{_PLACE}\s*[\-–—/|:،]\s*{_NAME}\s*:?|{_NAME}\s*[\-–—/|]\s*{_PLACE}")
_REPORTED = re.compile(fold(rf"(?:{arabic_verbs('report')}|{arabic_verbs('paragraph')})\b"))
_OPENING_PLACE = re.compile(rf"{_PLACE}\s*[\-–—/]\s*{_NAME}\s*[:：\-–—/]\s*(?=\w)")


@cache
def _labels() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of a line, and of the opening of a paragraph, that begins with a label."""
    found: dict[str, list[str]] = {}
    for row in rows("bylines"):
        found.setdefault(row["kind"], []).extend(map(fold, row.listed("words")))
    verb, label, sent = (
        "(?:" + "|".join(sorted(found[kind], key=len, reverse=True)) + ")"
        for kind in ("writes", "label", "sent")
    )
    any_label = rf"(?:{verb}|{label}|{sent})"
    several = rf"{any_label}(?: و ?{any_label})*(?: (?:{'|'.join(found['piece'])}))?"
    line = (
        rf"(?:(?:{several}|{sent}(?: [^\W\d]+){{1,3}})\s*[:：/\-–—|،,]\s*:?|{verb} )\s*"
        r"([^\d:：]{2,60}?)\s*[:：]?"
    )
    opening = rf"(?:{_PLACE}\s*[\-–—/]\s*)?{several}(?:\s*[:：/\-–—]\s*|\s+){_NAME}\s*[:：\-–—]\s+"
    return re.compile(line), re.compile(opening)


def byline_of(text: str, *, labelled: bool = False) -> str | None:
    """Who a line that is a byline names, as it stands; None of other lines.

    `labelled`: only where it says so itself, which a place beside a name does not.
    """
    if len(text) > 200 or len(words(text)) > _LONGEST_LINE or ends_sentence(text):
        return None
    folded = with_offsets(_DASH.sub("-", text).strip(" ()[]"))
    plain = _DASH.sub("-", text).strip(" ()[]")
    if found := _labels()[0].fullmatch(folded.text):
        start, end = folded.span(*found.span(1))
        name = person(plain[start:end].strip(" .-–—|"))
        return name if may_be_name(name) else None
    placed = None if labelled else _PLACED.fullmatch(plain)
    if placed is None:
        return None
    place, name = (placed[1], placed[2]) if placed[1] else (placed[4], placed[3])
    if (
        is_place(place)
        and find(name) is None
        and not is_place(name)
        and may_be_name(name, labelled=False)
    ):
        return name.strip(" :.")
    return None


def cut_byline(line: TextLine, page: Page) -> None:
    """Take "كتب - محمد علي:" and "بغداد - محمد علي:" off the first paragraph."""
    if line.credit:
        return
    plain = _DASH.sub("-", line.text)
    folded = with_offsets(plain[:_LONGEST_OPENING])
    labelled = _labels()[1].match(folded.text)
    found = labelled or _OPENING_PLACE.match(folded.text)
    if found is None or (found[1] and not is_place(found[1])):
        return
    start, end = folded.span(*found.span(2))
    name = author_name(plain[start:end])
    if name is None or find(name) or not may_be_name(name, labelled=labelled is not None):
        return
    # "Baghdad - a movement: we refuse" is a headline's form.
    if not labelled and ":" in found[0] and not _REPORTED.match(folded.text[found.end() :]):
        return
    cut = folded.span(0, found.end())[1]
    line.credit, line.credit_rule = line.text[:cut].strip(), "byline"
    line.text = line.text[cut:]
    page.author = page.author or name

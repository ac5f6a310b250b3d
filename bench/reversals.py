"""More ways to damage a good translation: what turns a number, a name or a claim into another.

As in `bench/damage.py`: `damage(rng, case) -> damaged English | None`.
"""

from __future__ import annotations

import random
import re

from bench.damage import Case
from bot.language.number_words import DECADES

_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SIGNS = ("$", "€", "£", "¥")
_COMPARED = (
    ("more than", "less than"),
    ("over", "under"),
    ("at least", "at most"),
    ("no more than", "no less than"),
    ("above", "below"),
)
OPPOSITES = (
    ("increase", "decrease"),
    ("increased", "decreased"),
    ("rose", "fell"),
    ("rising", "falling"),
    ("higher", "lower"),
    ("highest", "lowest"),
    ("largest", "smallest"),
    ("larger", "smaller"),
    ("north", "south"),
    ("northern", "southern"),
    ("east", "west"),
    ("eastern", "western"),
    ("before", "after"),
    ("won", "lost"),
    ("began", "ended"),
    ("beginning", "end"),
    ("accepted", "rejected"),
    ("supported", "opposed"),
    ("supporters", "opponents"),
    ("opened", "closed"),
    ("entered", "left"),
    ("allowed", "banned"),
    ("better", "worse"),
    ("best", "worst"),
    ("easy", "difficult"),
    ("men", "women"),
    ("early", "late"),
    ("earlier", "later"),
    ("strong", "weak"),
    ("possible", "impossible"),
    ("import", "export"),
    ("bought", "sold"),
    ("cold", "hot"),
    ("inside", "outside"),
    ("old", "new"),
)
NATIONS = (
    *("American", "British", "French", "German", "Russian", "Chinese", "Japanese", "Israeli"),
    *("Palestinian", "Iraqi", "Iranian", "Turkish", "Egyptian", "Syrian", "Saudi", "Indian"),
    *("Italian", "Spanish", "Canadian", "Australian", "Mexican", "Brazilian", "Polish", "Dutch"),
    *("Pakistani", "Afghan", "Korean", "Greek", "Ukrainian", "Swedish", "Lebanese", "Yemeni"),
)


def _made(text: str, hit: re.Match[str], other: str) -> str:
    """`other` in the place of `hit`, with its capital."""
    if hit[0][0].isupper():
        other = other[0].upper() + other[1:]
    return text[: hit.start()] + other + text[hit.end() :]


def _turned(rng: random.Random, text: str, pairs: tuple[tuple[str, str], ...]) -> str | None:
    """One word of a pair made the other, where the text has not both; not in "New York"."""
    ways = []
    for pair in pairs:
        hits = [list(re.finditer(rf"(?<!['’-])\b{word}\b(?!['’-])", text)) for word in pair]
        if len(hits[0]) + len(hits[1]) == 1:
            hit, other = (hits[0][0], pair[1]) if hits[0] else (hits[1][0], pair[0])
            ways.append((hit, other))
    return _made(text, *rng.choice(ways)) if ways else None


# -- numbers


def year_off(rng: random.Random, case: Case) -> str | None:
    """A year one earlier or later."""
    found = list(re.finditer(r"(?<![\w.,:-])(?:1[5-9]|20)[0-9]{2}(?![\w,:-])", case.target))
    once = [m for m in found if case.target.count(m[0]) == 1]
    if not once:
        return None
    hit = rng.choice(once)
    return _made(case.target, hit, str(int(hit[0]) + rng.choice((-1, 1))))


def change_decade(rng: random.Random, case: Case) -> str | None:
    found = list(re.finditer(r"\b(?:1[0-9]|20)[0-9]0(?=s\b)", case.target))
    if found:
        hit = rng.choice(found)
        return _made(case.target, hit, str(int(hit[0]) + rng.choice((-10, 10))))
    said = list(re.finditer(rf"\b(?:{'|'.join(DECADES)})\b", case.target))
    if not said:
        return None
    hit = rng.choice(said)
    return _made(case.target, hit, rng.choice([word for word in DECADES if word != hit[0]]))


def change_ordinal(rng: random.Random, case: Case) -> str | None:
    """From the third on: "second" is also a unit, and "first" goes unsaid."""
    found = list(re.finditer(rf"\b(?:{'|'.join(_ORDINALS[1:])})\b", case.target))
    if not found:
        return None
    hit = rng.choice(found)
    return _made(case.target, hit, rng.choice([word for word in _ORDINALS if word != hit[0]]))


def drop_percent(rng: random.Random, case: Case) -> str | None:
    """The only per cent of the sentence made a plain number."""
    found = list(re.finditer(r"(?<=[0-9])(?:%| per ?cent)", case.target))
    if len(found) != 1:
        return None
    return case.target[: found[0].start()] + case.target[found[0].end() :]


def change_currency(rng: random.Random, case: Case) -> str | None:
    found = list(re.finditer(r"[$€£¥](?=[0-9])", case.target))
    if len(found) != 1:
        return None
    other = rng.choice([sign for sign in _SIGNS if sign != found[0][0]])
    return re.sub(r"\b(?:US|U\.S\.) ?$", "", case.target[: found[0].start()]) + (
        other + case.target[found[0].end() :]
    )


def change_bound(rng: random.Random, case: Case) -> str | None:
    """ "More than" a number made "less than", "at least" made "at most"."""
    numbered = r"(?= (?:about |(?:an? )(?=hour|month|mile|year)|one |two |three |[$€£]?[0-9]))"
    ways = []
    for pair in _COMPARED:
        for word, other in (pair, pair[::-1]):
            hits = list(re.finditer(rf"\b{word}{numbered}", case.target, re.IGNORECASE))
            if len(hits) == 1 and not re.search(rf"\b{other}\b", case.target, re.IGNORECASE):
                ways.append((hits[0], other))
    return _made(case.target, *rng.choice(ways)) if ways else None


# -- names and wording


def change_nation(rng: random.Random, case: Case) -> str | None:
    """ "Israeli" made "Egyptian", all of them."""
    found = sorted({m[0] for m in re.finditer(rf"\b(?:{'|'.join(NATIONS)})\b", case.target)})
    if not found:
        return None
    word = rng.choice(found)
    other = rng.choice([nation for nation in NATIONS if nation not in found])
    return re.sub(rf"\b{word}\b", other, case.target)


def make_opposite(rng: random.Random, case: Case) -> str | None:
    """ "Rose" made "fell", "before" made "after", where the sentence has not both."""
    return _turned(rng, case.target, OPPOSITES)


def drop_speaker(rng: random.Random, case: Case) -> str | None:
    """Who says it taken from behind a quotation or from before it: a claim becomes a fact."""
    name = r"(?:[A-Z][\w.'’-]*\s?){1,4}"
    verb = r"(?:said|says|stated|added|explained|noted)"
    behind = rf",?([\"”])\s(?:{name}{verb}|{verb}\s{name})(?=[.\s])"
    if re.search(behind, case.target):
        return re.sub(behind, r"\1", case.target, count=1)
    before = re.match(rf"(?:The\s)?{name}{verb}\s(?:that\s)?(?=\w)", case.target)
    if not before:
        return None
    rest = case.target[before.end() :]
    return rest[0].upper() + rest[1:]

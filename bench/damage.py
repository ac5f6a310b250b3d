"""Ways to damage a good translation that a reader would be misled by, one function each.

`damage(rng, case) -> damaged English | None`, None where it cannot be done to this pair or would
leave the sentence right: a digit inside a number said twice, "not" of "not only", two names
joined by "and". What each should be noticed by stands in `bench/checks.py`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.language.dates.calendar import MONTH_NAMES, WEEKDAY_NAMES
from bot.language.number_words import SMALL, TENS
from bot.translation.names import Match, NameMention, match
from bot.translation.names.spelling import accepted


@dataclass(frozen=True, slots=True)
class Case:
    """A good pair, the names found in its Arabic, and other sentences to take words from."""

    source: str
    target: str
    names: tuple[NameMention, ...]
    others: Sequence[str]


Damage = Callable[[random.Random, Case], str | None]

NUMBER_WORDS = [word for word, number in {**SMALL, **TENS}.items() if number >= 3]
MAGNITUDES = ["hundred", "thousand", "million", "billion", "trillion"]
TERMS = [
    *("minister", "president", "ambassador", "journalist", "judge", "soldier", "doctor", "victims"),
    *("parliament", "court", "hospital", "airport", "embassy", "newspaper", "magazine", "police"),
    *("attack", "war", "peace", "elections", "treaty", "earthquake", "oil", "nuclear", "weapons"),
]
FOREIGN = (
    *("Vladimir Putin", "John Paul II", "Timor-Leste", "Guinea-Bissau", "Mike Powell"),
    *("Ban Ki-moon", "Kosovo", "Switzerland", "Khartoum", "Johnson", "Maduro", "Netanyahu"),
    *("Ottawa", "Wellington", "Kazakhstan", "the Kremlin", "the United Nations", "Garmont"),
    *("Sergei Laurent", "Patrushev", "Zimbabwe", "Herbert", "Richard", "David", "Robert Fisk"),
    *("Stockholm", "Mogadishu", "the Taliban", "the Croats", "Al-Jazeera"),
)
UNITS = [
    ("kilometers", "miles", "meters", "feet"),
    ("kilometres", "miles", "metres", "feet"),
    ("km", "m", "mi"),
    ("meters", "kilometers", "feet"),
    ("kilograms", "tons", "pounds"),
    ("tons", "kilograms", "pounds"),
    ("dollars", "euros", "pounds", "rubles"),
    ("minutes", "hours", "days"),
    ("hours", "minutes", "days"),
    ("days", "weeks", "months", "hours"),
    ("weeks", "days", "months"),
    ("months", "weeks", "years"),
    ("years", "months", "days"),
]
OTHER_LANGUAGES = (
    "Le ministre a déclaré hier que son pays poursuivrait les discussions avec ses voisins.",
    "El ministro dijo ayer que su país continuará las conversaciones con sus vecinos.",
    "Der Minister sagte gestern, dass sein Land die Gespräche mit den Nachbarn fortsetzen werde.",
    "Bakan dün ülkesinin komşularıyla görüşmeleri sürdüreceğini söyledi.",
    "Il ministro ha detto ieri che il suo paese continuerà i colloqui con i suoi vicini.",
    "Menteri mengatakan kemarin bahwa negaranya akan melanjutkan pembicaraan dengan tetangga.",
)
INSULTS = ("fucking", "bullshit", "bastard", "shitty", "motherfucker", "whore", "asshole")


def _swap(rng: random.Random, text: str, words: Sequence[str]) -> str | None:
    """One of the `words` in `text` made another of them."""
    found = list(re.finditer(rf"\b(?:{'|'.join(words)})\b", text))
    if not found:
        return None
    hit = rng.choice(found)
    other = rng.choice([word for word in words if word != hit[0]])
    return text[: hit.start()] + other + text[hit.end() :]


def _without(text: str, start: int, end: int) -> str:
    return re.sub(
        r"\s+([.,;:?!])", r"\1", f"{text[:start]} {text[end:]}".replace("  ", " ")
    ).strip()


# -- numbers and dates


def change_digit(rng: random.Random, case: Case) -> str | None:
    found = [m.start() for m in re.finditer(r"[0-9]", case.target)]
    if not found:
        return None
    at = rng.choice(found)
    digit = rng.choice([d for d in "123456789" if d != case.target[at]])
    return case.target[:at] + digit + case.target[at + 1 :]


def change_number_word(rng: random.Random, case: Case) -> str | None:
    return _swap(rng, case.target, NUMBER_WORDS)


def change_magnitude(rng: random.Random, case: Case) -> str | None:
    return _swap(rng, case.target, MAGNITUDES)


def drop_number(rng: random.Random, case: Case) -> str | None:
    found = list(re.finditer(r"(?<![\w.,:-])[0-9][0-9.,:]*[0-9]?(?= )", case.target))
    once = [m for m in found if case.target.count(m[0].rstrip(".,:")) == 1]
    if not once:
        return None
    hit = rng.choice(once)
    return _without(case.target, *hit.span())


def add_number(rng: random.Random, case: Case) -> str | None:
    return f"{case.target.rstrip('. ')} in {rng.randint(1985, 2024)}."


def change_month(rng: random.Random, case: Case) -> str | None:
    return _swap(rng, case.target, [name for name in MONTH_NAMES.values() if name != "May"])


def change_weekday(rng: random.Random, case: Case) -> str | None:
    return _swap(rng, case.target, list(WEEKDAY_NAMES.values()))


def change_unit(rng: random.Random, case: Case) -> str | None:
    """A unit after a number made another of its kind, where the sentence says it once."""
    for words in rng.sample(UNITS, len(UNITS)):
        found = list(re.finditer(rf"(?<=[0-9] )(?:{words[0]})\b(?! \()", case.target))
        others = [word for word in words[1:] if not re.search(rf"\b{word}\b", case.target)]
        if len(found) == 1 and others:
            return (
                case.target[: found[0].start()]
                + rng.choice(others)
                + (case.target[found[0].end() :])
            )
    return None


# -- names


def _certain(case: Case) -> list[tuple[NameMention, str]]:
    """Certain names that stand in the English, and how."""
    found = []
    for mention in case.names:
        soft = mention.kind in ("demonym", "title", "treaty", "word")
        if not mention.certain or soft or match(mention, case.target) is not Match.EXACT:
            continue
        spellings = sorted(accepted(mention), key=len, reverse=True)
        said = [s for s in spellings if re.search(rf"(?<!\w){re.escape(s)}(?!\w)", case.target)]
        if said:
            found.append((mention, said[0]))
    return found


def replace_name(rng: random.Random, case: Case) -> str | None:
    """A name and every mention of it made another."""
    names = _certain(case)
    if not names:
        return None
    mention, _ = rng.choice(names)
    changed, other = case.target, rng.choice(FOREIGN)
    for spelling in sorted(accepted(mention), key=len, reverse=True):
        changed = re.sub(rf"(?<!\w){re.escape(spelling)}(?!\w)", other, changed)
    return changed


def drop_name(rng: random.Random, case: Case) -> str | None:
    names = [said for _, said in _certain(case) if case.target.count(said) == 1]
    if not names:
        return None
    at = case.target.index(said := rng.choice(names))
    return _without(case.target, at, at + len(said))


def add_name(rng: random.Random, case: Case) -> str | None:
    gaps = [m.end() for m in re.finditer(r"\b[a-z]+ ", case.target)]
    if not gaps:
        return None
    at = rng.choice(gaps)
    return f"{case.target[:at]}{rng.choice(FOREIGN)} {case.target[at:]}"


def swap_names(rng: random.Random, case: Case) -> str | None:
    """Two names in each other's place; not in a list, where the order says nothing."""
    names = {said for _, said in _certain(case) if case.target.count(said) == 1}
    places = sorted((case.target.index(said), said) for said in names)
    chances = []
    for (a, first), (b, second) in pairwise(places):
        between = case.target[a + len(first) : b]
        nested = first in second or second in first
        if nested or b < a + len(first):
            continue
        if re.fullmatch(r"[\s,/–-]*(?:(?:and|or|nor|the|both|,)\s*)*", between) or len(between) < 5:
            continue
        chances.append((a, first, b, second))
    if not chances:
        return None
    a, first, b, second = rng.choice(chances)
    text = case.target
    return text[:a] + second + text[a + len(first) : b] + first + text[b + len(second) :]


# -- negation


def drop_negation(rng: random.Random, case: Case) -> str | None:
    found = [
        m
        for m in re.finditer(r" (?:not|never|no)\b|n['’]t\b|(?<=can)not\b", case.target)
        if not re.match(
            r" (?:only|just|merely|matter|doubt|later|less|fewer)", case.target[m.end() :]
        )
        and not case.target[: m.start()].endswith(("whether or", "or"))
    ]
    if not found:
        return None
    hit = rng.choice(found)
    return case.target[: hit.start()] + case.target[hit.end() :]


def add_negation(rng: random.Random, case: Case) -> str | None:
    found = [
        m
        for m in re.finditer(
            r"\b(?:is|are|was|were|will|can|could|would|has|have|had)\b", case.target
        )
        if not re.match(r" not|n't|\?", case.target[m.end() :])
    ]
    if not found:
        return None
    hit = rng.choice(found)
    return f"{case.target[: hit.end()]} not{case.target[hit.end() :]}"


# -- clauses


_CLAUSE = re.compile(
    r",? (?:and|but|which|who|while|because|although|after|before|when|where|with|including) "
    r"(?P<body>[^,.;:]{18,}?)(?=[,.;]|$)"
)


def cut_in_half(rng: random.Random, case: Case) -> str | None:
    """Half of the sentence, as a decoder that stops early, with a full stop after it."""
    words = case.target.split()
    return " ".join(words[: len(words) // 2]).rstrip(",;") + "." if len(words) >= 12 else None


def stop_early(rng: random.Random, case: Case) -> str | None:
    """The last quarter gone, and nothing after it."""
    words = case.target.split()
    return " ".join(words[: 3 * len(words) // 4]) if len(words) >= 12 else None


def drop_clause(rng: random.Random, case: Case) -> str | None:
    """A clause or an apposition of four words or more."""
    found = [m for m in _CLAUSE.finditer(case.target) if len(m["body"].split()) >= 4]
    if not found:
        return None
    return _without(case.target, *rng.choice(found).span())


def add_clause(rng: random.Random, case: Case) -> str | None:
    """A clause of another sentence put behind."""
    for _ in range(20):
        found = _CLAUSE.search(rng.choice(case.others))
        if found and len(found["body"].split()) >= 4 and found["body"] not in case.target:
            return f"{case.target.rstrip('. ')}{found[0]}."
    return None


def repeat_phrase(rng: random.Random, case: Case) -> str | None:
    words = case.target.split()
    length = rng.randint(3, 8)
    if len(words) < length + 4:
        return None
    at = rng.randrange(1, len(words) - length)
    return " ".join(words[: at + length] + words[at : at + length] + words[at + length :])


# -- form and wording


def make_statement(rng: random.Random, case: Case) -> str | None:
    return case.target.replace("?", ".") if "?" in case.target else None


def make_question(rng: random.Random, case: Case) -> str | None:
    if "?" in case.target or not case.target.endswith("."):
        return None
    return case.target[:-1] + "?"


def drop_quotes(rng: random.Random, case: Case) -> str | None:
    """The marks of a quotation of three words or more."""
    if not re.search(r"[\"“][^\"”]*\s\S+\s[^\"”]*[\"”]", case.target):
        return None
    return re.sub(r"[\"“”]", "", case.target)


def change_term(rng: random.Random, case: Case) -> str | None:
    return _swap(rng, case.target, TERMS)


def leave_arabic(rng: random.Random, case: Case) -> str | None:
    words, left = case.target.split(), re.findall(r"[\u0621-\u064a]{3,}", case.source)
    if not left or len(words) < 3:
        return None
    words[rng.randrange(len(words))] = rng.choice(left)
    return " ".join(words)


def break_bytes(rng: random.Random, case: Case) -> str | None:
    at = rng.randrange(1, len(case.target))
    return case.target[:at] + "\ufffd\ufffd" + case.target[at:]


def other_sentence(rng: random.Random, case: Case) -> str | None:
    return rng.choice([other for other in case.others if other != case.target])


def other_language(rng: random.Random, case: Case) -> str | None:
    return rng.choice(OTHER_LANGUAGES)


def add_insult(rng: random.Random, case: Case) -> str | None:
    gaps = [m.end() for m in re.finditer(r"\b(?:the|a|his|their) ", case.target)]
    if not gaps:
        return None
    at = rng.choice(gaps)
    return f"{case.target[:at]}{rng.choice(INSULTS)} {case.target[at:]}"

"""Denials: "denied having withdrawn its ambassador" is not "has not withdrawn", nor "withdrew".

A verb that denies a claim (نفى, كذّب, فنّد, دحض, أنكر) is a deed of speech. Lost, the English reports
the claim that was denied; made a bare "not", it states as a fact what somebody only says. Such
verbs and the words that may stand for them are counted: a "not" that the source's own "not" needs
stands for none of them. Which verb became which word is not worked out.
"""

from __future__ import annotations

import re
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.negation import arabic_negations
from bot.translation.checks.negation_words import POSITIVE, STRONG, WEAK


def _english(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _arabic(*alternatives: str) -> re.Pattern[str]:
    body = "|".join(fold(alternative) for alternative in alternatives)
    return re.compile(rf"(?<![\u0621-\u064a])(?:{body})(?![\u0621-\u064a])")


_DENIAL = _arabic(
    "[وف]?(?:نفى|نفت|نفوا|نفيا|نفتا|[يتأن]نفي|[يت]نفيا?ن|ي?نفون|نافي[اةه]?)",
    "[وف]?(?:ال)?(?:كذب|كذبت|كذبوا|[يت]كذب|[يت]كذبون|مكذب[اةه]?|مكذبين)(?:ه|ها|هم|هما)?",
    "[وفبل]?(?:ال)?تكذيب(?:ه|ها|هم)?",
    "[وف]?(?:فند|فندت|فندوا|[يت]فند|[يت]فندون|مفند[اةه]?|مفندين)(?:ه|ها|هم|هما)?",
    "[وفبل]?(?:ال)?تفنيد(?:ه|ها|هم)?",
    "[وف]?(?:دحض|دحضت|دحضوا|[يت]دحض|[يت]دحضون|داحض[اةه]?)(?:ه|ها|هم|هما)?",
    "[وف]?(?:أنكر|أنكرت|أنكروا|ينكر|ينكرون|منكرا|منكرة|منكرين)(?:ه|ها|هم|هما)?",
)
_UNDENIED = _arabic(
    r"[وف]?(?:لا|لم|لن|ليس|ليست|ما|دون|بدون|غير|عدم)(?: أن)?(?: [^\W\d_]+){0,2}?"
    r" (?:[يت]نف|[يت]نفي|ينفوا|نفي|[يت]كذب|[يت]فند|[يت]دحض|[يت]نكر|ينكروا|إنكار|تكذيب|تفنيد)"
    "(?:ه|ها|هم|هما)?",
    "(?:[يت]ؤكد|تأكيد|[يت]ثبت)(?:ه|ها|هم)? (?:ذلك )?أو (?:أن )?(?:[يت]نفي|ينفوا|نفي)(?:ه|ها|هم)?",
)
""" "Did not deny", "undeniable": English may say that with an affirmation;
"confirm or deny", with "comment"."""

_DENIED = _english(
    r"(?:un)?den(?:y|ies|ied|ying|iers?|ials?|iabl[ey])|ir?refut\w*|refut\w*|rebut\w*"
    r"|disavow\w*|disclaim\w*|disown\w*|repudiat\w*|contradict\w*|debunk\w*|disprov\w*"
    r"|disproof|shot down|belie[sd]?|untrue|baseless|unfounded|groundless|unsubstantiated"
    r"|discredit\w*|negat\w+|contest(?:s|ed|ing)|disagree\w*|no truth|nothing to do|hoax\w*"
    r"|fabricat\w*|invalidat\w*|brush\w* (?:aside|off)|quash\w*|renounc\w*"
    r"|rubbish\w*|counter(?:s|ed|ing)"
)
_DENIED_ELSE = tuple(
    (_english(english), re.compile(fold(arabic)))
    for english, arabic in (
        (r"dismiss\w*", "إقال|أقال|[يت]قيل|عزل|إعفاء|فصل|طرد|تسريح|استخف|رفض"),
        (r"reject\w*|refus\w*", "رفض|رافض|مرفوض|عارض|امتنع"),
        (r"rul(?:e|es|ed|ing) out", "ستبعد|ستبعاد"),
        (r"disput\w*", "نازع|نزاع|خلاف"),
        (r"false\w*", "كاذب|كذبا|أكاذيب|خاطئ|زيف|زائف|زور"),
        (r"exil\w*|banish\w*|expel\w*|deport\w*", "طرد|رحل|رحيل|أبعد|إبعاد|منف"),
        (
            r"lie[ds]?|lying|liars?|fake\w*|fool\w*|mislead\w*",
            "كاذب|أكاذيب|زيف|زائف|ضلل|تضليل|تقع|يقع",
        ),
    )
)
"""Words that deny a claim unless something else of the Arabic made them."""

_SAID = _english(
    r"said|says?|saying|told|tells?|telling|stat(?:e|es|ed|ing|ement)|claim\w*|insist\w*"
    r"|assert\w*|affirm\w*|accord\w*|declar\w*|stress\w*|emphasi\w+|confirm\w*|add(?:s|ed|ing)"
    r"|announc\w*|argu\w+|not(?:es|ed|ing)|explain\w*|maintain\w*|report\w*|repl(?:y|ies|ied)"
    r"|respon\w+|admit\w*|concede\w*|acknowledg\w*|recogni\w+|believ\w*|contend\w*|pledg\w*"
    r"|plead\w*|pled|vow\w*|quoted?|swear\w*|swore|clarif\w*|reiterat\w*|comment\w*"
    r"|indicat\w*|point\w* out|show\w*|prov\w+"
)


def denials(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where a denial of the source is neither denied nor said not to be in the English."""
    written = normalise(source)
    # Folding after that keeps every letter in its place, so that what was written can be shown.
    arabic, english = fold(written), normalise(unescape(hypothesis))
    spoken = _spoken(arabic)
    open_ = len(spoken) - _denied(arabic, english)
    if not english or open_ <= 0:
        return ()
    verb = written[spoken[0].start() : spoken[0].end()]
    plain = _spare_negations(source, english)
    if open_ > plain:
        return (_flag(f"“{verb}” (denied) is not in the English"),)
    if not _SAID.search(english):
        return (_flag(f"“{verb}” (denied) became a fact: “{STRONG.findall(english)[0]}”"),)
    return ()


def _spoken(arabic: str) -> list[re.Match[str]]:
    """The denials of folded text; two with at most a word between are one: "denied and refuted"."""
    found = list(_DENIAL.finditer(_UNDENIED.sub(lambda undenied: " " * len(undenied[0]), arabic)))
    return [
        verb
        for before, verb in zip((None, *found), found, strict=False)
        if before is None or len(arabic[before.end() : verb.start()].split()) > 1
    ]


def _denied(arabic: str, english: str) -> int:
    """How many words of the English deny a claim."""
    return len(_DENIED.findall(english)) + sum(
        max(0, len(ours.findall(english)) - len(theirs.findall(arabic)))
        for ours, theirs in _DENIED_ELSE
    )


def _spare_negations(source: str, english: str) -> int:
    """How many a "not" of the English the source's own negators do not need."""
    negators, plain = arabic_negations(source), POSITIVE.sub(" ", english)
    lacked = max(0, len(negators.lacking) - len(WEAK.findall(STRONG.sub(" ", plain))))
    return max(0, len(STRONG.findall(plain)) - len(negators.denying) - lacked)


def _flag(detail: str) -> Flag:
    return Flag("denials", Severity.ERROR, detail)

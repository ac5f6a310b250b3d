"""Bounds: "more than 80" is not "less than 80", "at least" is not "at most".

Looks only at bounds beside a number. Which bound belongs to which number is not worked out: a
side that says both kinds is not judged.
"""

from __future__ import annotations

import re
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.records import Flag, Severity
from bot.translation.checks.context import Context


def _arabic(*alternatives: str) -> re.Pattern[str]:
    body = "|".join(fold(alternative) for alternative in alternatives)
    return re.compile(rf"(?<![\u0621-\u064a])[وف]?(?:{body})(?![\u0621-\u064a])")


_AT_MOST = _arabic(
    "[بلك]?(?:أقل|أدنى|أصغر) من",
    r"(?:ليس|لا|ليست) [بل]?أكثر من",
    r"(?:لا|لم|لن) [يت](?:تجاوز|تعدى|تعد|زيد|زد|فوق|فق)[هاوان]{0,2}",
    r"دون (?:أن )?(?:تجاوز|[يت]تجاوز)",
    "(?<!لا )[يت]قل(?:ون)? عن",
    "[يت]ناهز|[يت]قارب|ما يقرب من|نحو",
    "على (?:الأكثر|الأغلب)",
    "[بك]?(?:ال)?حد (?:ال)?أقصى|أقصاها?",
    r"(?:دون|تحت|قبل) (?:سن |ال)?[0-9]+|[لب]?(?:ال)?(?:دون|تحت) سن",
)
_AT_LEAST = _arabic(
    "[بلك]?(?:أكثر|أكبر|أعلى|أزيد|أطول) من",
    "ما (?:يزيد|لا يقل|يفوق|ينيف)",
    "[يت]زيد(?:ون)? (?:على|عن)",
    "(?:زاد|زادت|زادوا) (?:على|عن)",
    "لا [يت]قل(?:ون)? عن",
    "[يت]?تجاوز[هاتوين]{0,3}|متجاوزا|[يت]فوق|فاقت?|فوق|[يت]تعدى|تعدت?",
    "على (?:الأقل|أقل تقدير)",
    "[بك]?(?:ال)?حد (?:ال)?أدنى",
    "أو (?:أكثر|يزيد)|فأكثر|فما فوق|وما فوق",
)
_NUMBER = (
    r"(?= (?:the |about |around |approximately |roughly |some )?(?:[$€£¥]|US\$)?"
    r"(?:[0-9]|an? (?:third|quarter|half|hundred|thousand|million|billion|dozen|mile|month|year"
    r"|week|day|hour|minute|century|decade|meter|metre|kilomet\w+)\b"
    r"|(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundreds?|thousands?)\b))"
)
_BELOW = re.compile(
    rf"\b(?:(?:less|fewer|lower|shorter|smaller|younger) than|under|below|at (?:the )?most"
    rf"|no(?:t)? more than|no longer than|(?:a )?maximum of){_NUMBER}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"\b(?<!no )(?<!not )(?:(?:more|greater|higher|longer|larger|older|bigger) than|over|above"
    rf"|at least|no(?:t)? (?:less|fewer) than|exceed(?:s|ed|ing)?|upwards? of|in excess of"
    rf"|(?:a )?minimum of){_NUMBER}",
    re.IGNORECASE,
)
_MAY_BE_BELOW = re.compile(
    r"\b(?:(?:less|fewer) than|at most|no(?:t|r)? (?:more|longer|over|exceed(?:s|ed|ing)?)|up to"
    r"|max\w*|within|nearly|almost|approach\w*|just short|close to|n['’]t exceed)\b",
    re.IGNORECASE,
)
_MAY_BE_ABOVE = re.compile(
    r"\b(?:more than|at least|no(?:t)? (?:less|fewer)|exceed(?:s|ed|ing)?|upwards?|in excess|min\w*"
    r"|surpass\w*|topp\w+|or more|plus|outnumber\w*)\b|[0-9]\+",
    re.IGNORECASE,
)
"""What may stand for the bound without a number right behind it."""

_SHARE = r"(?:(?:about|around|nearly|almost|over|more than) )?[\w.,-]+ ?(?:per ?cent\b|%)"
_SAID_BY = re.compile(rf"\bby {_SHARE}", re.IGNORECASE)
_SAID_TO = re.compile(rf"(?<!compared )(?<!equal )\bto {_SHARE}", re.IGNORECASE)
_BY = _arabic("(?:بنسبة|بنسب|بمقدار|بواقع|بمعدل|بقرابة|بنحو)", "ب[0-9][0-9.,]*")
_TO = _arabic("(?:إلى|حتى|من|بين)", "[لي][يت]?(?:صل|بلغ)[ت]?", "(?:بلغ|وصل|سجل)ت?")


def bounds(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR where the source gives only a lower bound and the English only an upper one, or the
    reverse; and where a change by a share became one to a share."""
    arabic, english = fold(normalise(source)), normalise(unescape(hypothesis))
    return _turned(arabic, english) or _amount(arabic, english)


def _amount(arabic: str, english: str) -> tuple[Flag, ...]:
    by, to = _BY.search(arabic), _TO.search(arabic)
    said_by, said_to = _SAID_BY.search(english), _SAID_TO.search(english)
    if by and not to and said_to and not said_by:
        return (_flag(by[0], said_to[0]),)
    return ()


def _turned(arabic: str, english: str) -> tuple[Flag, ...]:
    most = _AT_MOST.search(arabic)
    least = _AT_LEAST.search(_AT_MOST.sub(" ", arabic))
    above, below = _ABOVE.search(english), _BELOW.search(english)
    if least and not most and below and not (above or _MAY_BE_ABOVE.search(english)):
        return (_flag(least[0], below[0]),)
    if most and not least and above and not (below or _MAY_BE_BELOW.search(english)):
        return (_flag(most[0], above[0]),)
    return ()


def _flag(arabic: str, english: str) -> Flag:
    return Flag("bounds", Severity.ERROR, f"“{arabic}” became “{english}”")

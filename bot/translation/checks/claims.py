"""Claims: what is denied, only supposed, or true of some, must stay so.

"Had it not been for the mediators the truce would have collapsed" is not "the truce collapsed";
"has not confirmed that he was killed" is not "confirmed that he was not killed"; "not all" is not
"none". Every word is there and the sentence says another thing. Each rule needs a turn of the
Arabic that leaves English few ways to say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.language.saying import arabic_verbs
from bot.records import Flag, Severity
from bot.translation.checks import negation_words
from bot.translation.checks.context import Context

_WORD = r"[^\s،,؛:.«»\"()]+"
_NOT = "[وفأ]?(?:لا|لم|لن|ليس|ليست|ليسوا)"


def _arabic(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\u0621-\u064a])(?:{fold(body)})(?![\u0621-\u064a])")


def _english(body: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{body})\b", re.IGNORECASE)


_BUT_FOR = _arabic("[وف]?لولا(?:ه|ها|هم|كم|نا)?")
_HAD = _arabic(r"(?<!حتى )(?<!كما )(?<!فيما )[ف]?لو(?! (?:سمحت|كان صحيحا))")
""" "If" of what did not happen; not in "even if", "as if"."""
_LEFT_OUT = r"(?:had|were) (?:it|he|she|they|we|i|not|the|there|[a-z]+s)\b"
_UNREAL = _english(
    rf"would|could|might|should|may|will|can|cannot|wouldn|couldn|shall|ought|{_LEFT_OUT}|lula"
)
_SUPPOSED = _english(
    r"would|could|might|should|may|will|wouldn|couldn|if|wish\w*|whether|even|though|lest|suppos\w+"
    rf"|shall|imagin\w+|unless|either|hypothetical\w*|{_LEFT_OUT}|lou?|lu|low"
)
"""The last words are names that are written as the particles are."""


def _counterfactual(arabic: str, english: str) -> str:
    """What would have happened, told as what did."""
    if (found := _BUT_FOR.search(arabic)) and not _UNREAL.search(english):
        return f"“{found[0]}” (but for): the English says that it happened"
    if (found := _HAD.search(arabic)) and not _SUPPOSED.search(english):
        return f"“{found[0]}” (if, of what did not happen) is a fact in the English"
    return ""


_SAYING = _arabic(
    rf"[وف]?(?:{arabic_verbs('attribution')})|قائل[اةه]?|قائلين|مضيف[اةه]?|بيان|وفقا?|بحسب|حسب"
)
_REPORT = (
    "(?:[يتن]ؤكد|[يت]علن|[يت]صرح|[يت]قل|[يت]قول|[يت]فصح|[يت]ثبت|[يت]كشف|[يت]ذكر|[يت]وضح|[يت]قر"
    "|[يت]عترف|[يت]حدد|[يت]زعم|[يت]جزم|[يت]تعهد|[يت]تهم|[يت]طلب|[يت]عتقد|[يت]بلغ"
    "|[يت]وص|[يت]أمر)(?:وا|ون)?"
)
_UNREPORTED = _arabic(rf"{_NOT} {_REPORT}(?! عن)(?!.* (?:إلا|سوى) )")
_REPORTED = _english(
    r"confirm\w*|announc\w*|sa(?:y|id|ys|ying)|disclos\w*|reveal\w*|prov(?:e|ed|es|en|ing)"
    r"|stat(?:ed|es?|ing)|mention\w*|clarif\w*|admit\w*|acknowledg\w*|specif(?:y|ied|ies)|recogni[sz]\w*|declar\w*"
    r"|claim\w*|establish\w*|show(?:s|ed|n)?|explain\w*|indicat\w*|promis\w*|pledg\w*"
    r"|insist\w*|told|tells?|ma[dk]es? (?:it )?clear|accus\w+|ask(?:s|ed|ing)?|believ\w+"
    r"|recommend\w*|order(?:s|ed)|inform\w*"
)
_DENIES = re.compile(
    r"\b(?:not|never|no|none|nor|neither|nobody|nothing|without|cannot|yet to|declin\w+|refus\w+"
    r"|fail\w*|short of|den(?:y|ied|ies|ying)|unable|un[a-z]{4,}|few|hardly"
    r"|stopp\w+|avoid\w*|refrain\w*"
    r"|withh\w+|silent|silence)\b|n['’]t\b",
    re.IGNORECASE,
)


_CLAUSE_DENIES = re.compile(
    r"^(?!\s+(?:no|nothing|neither|none)\b)(?:\W+\w+){1,16}?\W+(?:(?:would|will|had|has|have|was|were|is|are|did"
    r"|does|do|could|can|should)\s+not\b|not (?:to|having|being)\b|no longer\b"
    r"|(?:had|have|has) never\b|\w+n['’]t\b)",
    re.IGNORECASE,
)


_MOVED = "the report is denied, the English denies what is reported"


def _moved(arabic: str, english: str) -> str:
    """The denial of a report made the report of a denial."""
    denials = negation_words.DENYING.findall(negation_words.IDIOMS.sub(" ", arabic))
    if (found := _UNREPORTED.search(arabic)) and len(denials) == 1:
        # In "the statement did not make clear" the statement says nothing.
        others = arabic[: found.start()] + arabic[found.end() + 1 :].partition(" ")[2]
        told = None if _SAYING.search(others) else _REPORTED.search(english)
        if told and not _DENIES.search(english[: told.start()]):
            clause = english[told.end() :]
            return f"“{found[0]}”: {_MOVED}" if _CLAUSE_DENIES.search(clause) else ""
    return ""


_DENIED = _arabic("[وف]?(?:نفى|نفت|نفوا|[يت]نفي|[يت]نفون|فند|فندت|دحض|دحضت)")
_SAID_DENIED = re.compile(
    r"\b(?:said|says|told|announced|stated|reported|confirmed|added|insisted)\b"
    r"(?:(?! (?:he|she|it|they) )[^.;\"“”]){1,80}?\b(?:den(?:y|ied|ies|ying)|refut\w+)\b",
    re.IGNORECASE,
)


def _told_of_another(arabic: str, english: str) -> str:
    """Who denies made one who says that another denied."""
    found = _DENIED.search(arabic)
    if found and len(_DENIED.findall(arabic)) == 1 and not _SAYING.search(arabic):
        told = _SAID_DENIED.search(english)
        if told and not re.search(r"\bden(?:y|ied|ies|ying)\b", english[: told.start()]):
            return f"“{found[0]}” (denied) became “{told[0]}”"
    return ""


_NOT_EVERY = _arabic(
    rf"{_NOT}(?: {_WORD}){{0,2}} (?:كل|جميع|كافة)(?! (?:من|ما|يوم|عام|شهر|شيء|هذا|ذلك|هذه))"
)
_NOT_ALL = re.compile(
    r"(?:\bnot|n['’]t)\s+(?:\w+\s+){0,4}(?:all|every\w*|each|both|full\w*|entire\w*)\b"
    r"|\b(?:some|only|partly|partial\w*|most|few|fewer|all but|without|incomplete|any|rather)\b",
    re.IGNORECASE,
)
_NONE = _english(r"none|no one|nobody|neither|all|every|everyone|each|no")
_NO_ONE = _arabic(rf"{_NOT}(?: {_WORD}){{0,2}} (?:أي|أيا|أحد|أحدا) من(?:هم|هما|ها)?")
_ONE = re.compile(r"\bone of\b", re.IGNORECASE)
_NEITHER = re.compile(
    r"\b(?:neither|none|nobody|any|either)\b|(?:\b(?:not|no|never)|n['’]t)\b.*\bone of\b",
    re.IGNORECASE,
)


def _scope(arabic: str, english: str) -> str:
    """ "Not all" made "none" or "all"; "none of" made "one of"."""
    found = _NOT_EVERY.search(arabic)
    if found and _NONE.search(english) and not _NOT_ALL.search(english):
        return f"“{found[0]}” (not all) is not in the English"
    found = _NO_ONE.search(arabic)
    if found and _ONE.search(english) and not _NEITHER.search(english):
        return f"“{found[0]}” (none of them) became “one of”"
    return ""


_BEYOND = _english(
    r"only|just|merely|simply|alone|solely|also|as well|beyond|more than|besides|both|too|further"
    r"|in addition|content\w*|stop\w*|limit\w*|confin\w*|enough|even|satisf\w+|restrict\w*|end\w*"
    r"|purely|exclusive\w*|went on|along with"
)
_NOT_ONLY = _arabic(
    rf"{_NOT}(?: {_WORD}){{0,9}}? (?:فقط|فحسب)"
    r"|(?:لا|لم|لن) (?:[يت]قتصر|[يت]كتف|[يت]كتفي)[\u0621-\u064a]*"
)
_YET = _arabic(
    rf"[وف]?(?:لم|لما)(?: {_WORD}){{1,4}} بعد"
    rf"(?= (?:إلى|على|في|من|عن|أي|ب{_WORD})(?![\u0621-\u064a]))"
)
_NO_LONGER = _arabic("[وف]?لم [يتن]عد(?! (?:إلى|إليه|إليها|ل|بعد))")
_YET_TO = _english(r"not yet|yet to|n['’]t yet")
_LONGER = _english(r"longer|any ?more|stopp\w+|ceas\w+|now|since")
_NEVER = _english(r"will not|won['’]t|would not|never")
_NOT_YET = _english(
    r"yet|still|so far|has|have|had|until|until now|to date|remain\w*|did|was|were|is|are|n['’]t"
)


def _only(arabic: str, english: str) -> str:
    """ "Not only" made "not", "not yet" made "not ever"."""
    found = _NOT_ONLY.search(arabic)
    if found and not _BEYOND.search(english):
        return f"“{found[0]}” (not only) is not in the English"
    found = _YET.search(arabic)
    if found and (never := _NEVER.search(english)) and not _NOT_YET.search(english):
        return f"“{found[0]}” (not yet) became “{never[0]}”"
    found = _NO_LONGER.search(arabic)
    if found and (yet := _YET_TO.search(english)) and not _LONGER.search(english):
        return f"“{found[0]}” (no longer) became “{yet[0]}”"
    return ""


_RULES: tuple[Callable[[str, str], str], ...] = (
    *(_counterfactual, _moved, _told_of_another, _scope, _only),
)


def claims(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR for each rule that the English breaks."""
    arabic = fold(negation_words.LEST.sub(r"\1ان لا", normalise(source)))
    english = normalise(unescape(hypothesis))
    if not english:
        return ()
    found = (rule(arabic, english) for rule in _RULES)
    return tuple(Flag("claims", Severity.ERROR, detail) for detail in found if detail)

"""Relations: the small words that turn a claim round when they are lost.

"May sign" that becomes "signs", "can only say" that becomes "cannot say", "instead of
working" that becomes "in order to work": every name, number and negation is in its place, and
the sentence says another thing. Only whether the relation is there at all is compared: between
what, is not worked out.

Written by hand from the particles of Modern Standard Arabic and tuned on FLORES-200 dev until
its references were flagged no more than docs/checks.md says; the four other engines' outputs
there, which nothing was tuned on, are flagged as rarely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from bot.language.arabic.fold import for_checks as fold
from bot.language.arabic.normalise import normalise
from bot.language.inflection import irregular_pasts
from bot.language.lexicon import rows
from bot.records import Flag, Severity
from bot.translation.checks.context import Context
from bot.translation.checks.negation_words import STRONG

_DENIAL = r"[وفأ]?(?:لا|لم|لن|ليس|ليست|ليسوا|ما)"
_BETWEEN = r"(?: [^\s،,؛:.«»\"()]+)"

_VERBS = "|".join(stem for row in rows("future_verbs") for stem in row.listed("stems"))

_PASTS = "|".join(irregular_pasts("be", "have"))


@dataclass(frozen=True, slots=True)
class Relation:
    """`arabic` owes one of `english`; the gloss names it to a reader."""

    gloss: str
    severity: Severity
    arabic: re.Pattern[str]
    english: re.Pattern[str]


def _relation(gloss: str, severity: Severity, arabic: tuple[str, ...], english: str) -> Relation:
    words = "|".join(fold(pattern) for pattern in arabic)
    return Relation(
        gloss,
        severity,
        re.compile(rf"(?<![\u0621-\u064a])(?:{words})(?![\u0621-\u064a])"),
        re.compile(rf"\b(?:{'|'.join(english.split('|'))})\b", re.IGNORECASE),
    )


EXCEPT = _relation(
    "only, nothing but",
    Severity.WARNING,
    (
        rf"{_DENIAL}{_BETWEEN}{{0,5}}? (?:سوى|إلا)"
        r"(?! (?:ان|اذا|بعد|عندما|حين|في حال|قبل|لو)[\u0621-\u064a]*)",
    ),
    r"only|just|but|except\w*|merely|sole\w*|no more than|nothing|exclusiv\w+|alone|other than"
    r"|single|simply|until|unless|no one|none|apart from|besides|save for|beyond|mere|purely"
    r"|at most|as little as|restricted|limited|little|few|rarely|hardly|barely|than|without",
)
""" "Can say nothing but": ERROR where the English keeps the denial, since that says the reverse."""

UNTIL = _relation(
    "not until",
    Severity.ERROR,
    (
        rf"{_DENIAL}{_BETWEEN}{{0,9}}? إلا (?:بعد|عندما|عند|حين|حينما|إذا|في حال|قبل)"
        r"(?:ما)?",
    ),
    r"until|till|only|just|unless|before|prior|except\w*|without|other than|rather than|but|once"
    r"|sole\w*|late\w*|long|for (?:\w+ ){0,2}(?:hour|day|week|month|year|decade|centur)\w+",
)
""" "Not discovered until": nothing is lost where the English denies nothing."""

RELATIONS = (
    EXCEPT,
    UNTIL,
    _relation(
        "only",
        Severity.WARNING,
        ("فقط", "فحسب", "لا غير", "حصرا", "حصريا"),
        r"only|just|but|merely|sole\w*|no more than|nothing|exclusiv\w+|alone|single|simpl\w+"
        r"|unless|mere|purely|at most|as little as|as few as|restricted|limited|not|never|rather"
        r"|less than|little|until|few",
    ),
    _relation(
        "may, perhaps",
        Severity.ERROR,
        (
            # "Qad" is "may" before a present; verbs in ت may be pasts, so those are named.
            r"[وف]?قد ي[\u0621-\u064a]{2,}",
            r"[وف]?قد (?:تؤ|تت|تست)[\u0621-\u064a]{2,}(?<!ت)",
            "[وف]?قد (?:تكون|تصبح|تصل|تحتاج|تشمل|تحدث|تسبب|تشهد|نكون|أكون)",
            "[وفل]?ربما",
            "[وف]?لعل(?:ه|ها|هم)?",
            "[وف]?من (?:المحتمل|الممكن|الجائز|المرجح)",
            "[وف]?[يت](?:حتمل|رجح) (?:أن|ان)",
        ),
        r"may|might|maybe|perhaps|possib\w+|could|can|likel\w+|unlikely|probabl\w+|would|will"
        r"|potential\w*|expect\w*|plausibl\w+|sometimes|seem\w*|appear\w*|apparent\w*|suggest\w*"
        r"|able|thought|think|apt|chance\w*|tend\w*|often|usually|frequently|presum\w*|believ\w*"
        r"|occasional\w*|prone|suspect\w*|should|if|conceiv\w*|whether|risk\w*|danger\w*|arguably"
        r"|vary",
    ),
    _relation(
        "would",
        Severity.ERROR,
        ("[وف]?(?:ال)?كفيل(?:ة|ون|ين)?", "[وف]?من شأن(?:ه|ها|هم|هما)?"),
        r"would|will|could|can|may|might|should|capable|enough|suffic\w+|guarant\w+|ensur\w+|able"
        r"|likely|going to|expect\w*|potential\w*|aim\w*|to|suppos\w+|possib\w+",
    ),
    _relation(
        "will",
        Severity.ERROR,
        (
            "[وف]?سوف",
            rf"[وف]?س[يتن](?:{_VERBS})(?:ون|ان|ه|ها|هم)?",
        ),
        r"will|would|shall|going to|expect\w*|plan\w*|scheduled"
        r"|(?:set|due|about|is|are|was|were|need|needs|ready|likely|have|has|had) to|can|could|must"
        r"|should|may|might|won|ll|promis\w+|whether|until|when|if|never|to be|intend\w*"
        r"|hop(?:e|es|ed|ing)"
        r"|(?!spring|during|morning|evening|(?:any|some|no|every)thing|including|meeting|building)\w+ing"
        # "Visits tomorrow", but not "visited next spring".
        r"|^(?!.*\b(?:\w+ed|was|were|had|saw|took|went|held|met)\b).*"
        r"\b(?:soon|next|later|upcoming|coming|forthcoming|future|tomorrow)",
    ),
    _relation(
        "instead of",
        Severity.ERROR,
        ("[وف]?بدلا?(?: من| عن)", r"[وف]?بدل(?= ال[\u0621-\u064a]+)", "[وف]?عوضا عن"),
        r"instead|rather|replac\w+|substitut\w+|in place|in lieu|as opposed|than|alternativ\w+"
        r"|not|in exchange|in return|switch\w*",
    ),
    _relation(
        "if",
        Severity.ERROR,
        (r"[وف]?إذا(?= [\u0621-\u064a])", "[وف]?ما لم", "إلا إذا"),
        r"if|whether|should|in case|event|when\w*|unless|provided|would|were|assum\w+|had|once"
        r"|could|although|though|until|except|where|while|as long as|supposing|even|without"
        r"|questions?|depend\w*|condition\w*|may|failing|upon|this way",
    ),
    _relation(
        "on condition",
        Severity.ERROR,
        ("[وف]?(?:شريطة|بشرط)", "[وف]?(?:اشترط|اشترطت|اشترطوا|[يت]شترط|[يت]شترطون)"),
        r"condition\w*|provid\w+|proviso|if|unless|as long as|so long|only|subject to|stipulat\w*"
        r"|requir\w*|conting\w+|prerequisite|in return|must|terms?|should|until|when|once|insist\w*"
        r"|demand\w*|oblig\w*|made it clear|needs?|have to|had to|has to|without|depend\w*",
    ),
    _relation(
        "was, had",
        Severity.ERROR,
        # Not in "whatever it be", "even if it is", "as long as".
        ("[وف]?(?<!مهما )(?<!أيا )(?<!إن )(?<!سواء )(?<!طالما )(?:كان|كانت|كانوا)(?! من شأن)",),
        r"was|were|had|wasn|weren|hadn|didn|\w+ed|been|would|could|might|ago|then|former\w*|previous\w*|past"
        rf"|used to|last|when|if|whether|{_PASTS}",
    ),
    _relation(
        "in order to",
        Severity.ERROR,
        ("[وف]?من أجل", "[وف]?بغية", "[وف]?بهدف"),
        r"to|for|so|aim\w*|order|sake|bid|goals?|purposes?|seek\w*|hop\w+|want\w*|intend\w*"
        r"|target\w*|object\w*|in pursuit|that|over|behalf|towards?",
    ),
    _relation(
        "is due to",
        Severity.ERROR,
        ("[وف]?من (?:المقرر|المزمع|المنتظر|المرتقب) أن", "[وف]?(?:المقرر|المزمع|المرتقب) أن"),
        r"will|would|due|schedul\w*|set to|set for|expect\w*|plan\w*|slated|to be|going to|should"
        r"|(?:is|are|was|were|been) to|suppos\w+|await\w*|upcoming|anticipat\w*|intend\w*"
        r"|forthcoming|arrang\w*|hop(?:e|es|ed)|likely|shall|ll|ahead of|later|next|coming"
        r"|tomorrow",
    ),
    _relation(
        "was to, was supposed to",
        Severity.ERROR,
        ("[وف]?كانت? (?:من )?(?:ال)?(?:[يت]فترض|مفترضا?|مقررا?|مزمعا?|منتظرا?)(?: أن)?",),
        r"suppos\w+|due|schedul\w*|set to|set for|expect\w*|plan\w*|slated|should|would|will"
        r"|(?:is|are|was|were|been) to|meant|intend\w*|assum\w*|presum\w*|design\w*|hop\w+"
        r"|original\w*|arrang\w*|anticipat\w*|ought|to have",
    ),
    _relation(
        "allegedly",
        Severity.ERROR,
        (
            "[وف]?(?:[لب]?ال|[لب])?(?:مزعوم|مزعومة|مزاعم|مزعومين)(?:ه|ها|هم)?",
            "[وف]?[يت]?زعم(?:ت|وا|ون|ه|ها)?",
        ),
        r"alleg\w*|claim\w*|purported\w*|suppos\w+|so-called|accus\w+|assert\w*|said|says?"
        r"|argu\w+|contend\w*|report\w*|believ\w*|pretend\w*|maintain\w*",
    ),
    _relation(
        "unlike",
        Severity.WARNING,
        (
            "[وف]?(?:على عكس|بخلاف|على خلاف|بعكس|على النقيض من)(?! ذلك)",
            r"[وف]?خلافا ل(?!ذلك)[\u0621-\u064a]+",
        ),
        r"unlike|contrary|contrast\w*|whereas|oppos\w+|while|but|different\w*|revers\w+|not|than"
        r"|except\w*|other|counter\w*|compared|unconventional\w*|against",
    ),
    _relation(
        "despite",
        Severity.WARNING,
        ("[وف]?(?:على |ب)?(?:الرغم|رغم)(?: من)?",),
        r"despite|although|though|in spite|even|however|but|while|notwithstanding|regardless|yet"
        r"|nevertheless|nonetheless|still|whilst|whereas",
    ),
    _relation(
        "almost",
        Severity.ERROR,
        ("[وف]?(?:كاد|كادت|يكاد|تكاد|كادوا|أوشك|يوشك|توشك|أوشكت)(?: أن)?",),
        r"almost|nearly|about|verge|close|near|barely|hardly|soon|scarcely|practically|virtually"
        r"|brink|(?:would|could|might) have",
    ),
    _relation(
        "can, could",
        Severity.WARNING,
        (
            "[وف]?س?[يت]مكن(?:ه|ها|هم|نا|ك|ني|كم|هما)?",
            r"[وف]?ب(?:إمكان|وسع|مقدور)[\u0621-\u064a]*",
            r"[وف]?س?[يتن]ستطيع[\u0621-\u064a]*",
        ),
        r"can|could|may|might|able|ability|possib\w+|allow\w*|enabl\w*|lets?|capab\w+|capacity"
        r"|manage\w*|cannot|unable|impossib\w+|would|will|potential\w*|perhaps|eas\w+|permit\w*"
        r"|option\w*|opportunit\w+|chance\w*|afford\w*|must|should|feasible|available|ways?"
        r"|help\w*|power|succe\w+|ready|means|[a-z]+[ai]ble|t|sometimes|often|likely|free to"
        r"|fail\w*|suitable|eligible|try|enough|[a-z]+[ai]bly|[a-z]+ability|worth|no|not"
        r"|to be [a-z]+ed",
    ),
)


_HAD = re.compile(
    rf"(?<![\u0621-\u064a])[وف]?(?:كان|كانت|كانوا|كنا|كنت){_BETWEEN}{{0,6}}?"
    r" (قد (?:تحدث|تسبب|تت[\u0621-\u064a]{2,}))(?![\u0621-\u064a])"
)
""" "Kana ... qad" is "had" where the verb may be a past: تحدث "spoke", not "may occur"."""


def _without_had(arabic: str) -> str:
    """Folded text with each such "qad" and its verb blank, every other letter in its place."""
    return _HAD.sub(lambda had: had[0][: -len(had[1])] + " " * len(had[1]), arabic)


def relations(source: str, hypothesis: str, context: Context) -> tuple[Flag, ...]:
    """ERROR or WARNING, as the table says, for each relation that only the source has."""
    written = normalise(source)
    # Folding after that keeps every letter in its place, so that what was written can be shown.
    arabic, english = _without_had(fold(written)), normalise(unescape(hypothesis))
    if not english:
        return ()
    flags = []
    for relation in RELATIONS:
        found = relation.arabic.search(arabic)
        if found and not relation.english.search(english):
            if relation is UNTIL and not STRONG.search(english):
                continue
            turned = relation is EXCEPT and STRONG.search(english)
            severity = Severity.ERROR if turned else relation.severity
            detail = (
                f"“{written[found.start() : found.end()]}” ({relation.gloss}) is not in the English"
            )
            flags.append(Flag("relations", severity, detail))
    return tuple(flags)

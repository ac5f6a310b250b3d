"""What counts as a negation in Arabic and in English, as patterns.

Arabic patterns are for folded text (`fold.for_checks`). Written by hand from the
negators of Modern Standard Arabic, and widened by reading what human translators of FLORES-200
dev made of them.
"""

from __future__ import annotations

import re

from bot.language.arabic.fold import for_checks as fold


def _arabic(*alternatives: str) -> re.Pattern[str]:
    """Whole words, with or without a conjunction before them."""
    body = "|".join(fold(alternative) for alternative in alternatives)
    return re.compile(rf"(?<![\u0621-\u064a])[وف]?(?:{body})(?![\u0621-\u064a])")


def _english(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


LEST = re.compile(r"(?<![\u0621-\u064a])([وفب]?)(?:ألا|ألّا|لئلا|كيلا)(?! وه)(?![\u0621-\u064a])")
""" "that not" in one word, on normalised text: folding would make "ألا" the same as "إلا"."""

NOT_ONLY = _arabic(
    r"(?:ليس|ليست|ليسوا|لا|لم|لن)(?: [^\W\d_]+){0,5}? (?:فقط|فحسب|وحده|وحدها)",
    r"(?:لا|لم|لن) (?:يقتصر|تقتصر|يكتف|تكتف|يكتفي|تكتفي)",
)
""" "not only": English keeps it as a negation or says that there is more."""

IDIOMS = _arabic(
    # still
    r"(?:لا|لم|ما) ?(?:يزال|تزال|يزالون|نزال|أزال|زال|زالت|زالوا|زلنا|زلت|يزل|تزل)",
    # necessarily, especially, undoubtedly, unmistakably, at least, endlessly
    r"لا ?(?:بد|سيما|شك|ريب|محالة|لبس)",
    r"ما لا ?(?:يقل|نهاية)",
    r"لا (?:يقل|تقل)(?: [^\W\d_]+){0,2} عن",
    # nil, in sports
    r"دون (?:رد|مقابل)",
    # graft; under the age of; more than once; however
    r"[^\W\d_]*كسب غير (?:ال)?مشروع",
    r"دون (?:سن|(?:ال)?[0-9]+)",
    "غير (?:مرة|قليل|واحد)",
    r"غير [اأ]ن[^\W\d_]*",
)
"""Negators that deny nothing."""

EITHER = _arabic(r"لا ?(?:غرابة|غرو|عجب|غنى)")
"""Negators that English says with one or without: "no coincidence", "naturally", "essential"."""

ONLY = _arabic(
    r"(?:لا|لم|لن|ليس|ليست|ما)(?: [^\W\d_]+){1,9}? (?:إلا|سوى)(?! [أا]ن)",
)
""" "not ... but", which English may say with "only"."""

WOULD_NOT = _arabic("لما")
""" "Would not", behind "if"; else "when"."""

DENYING = _arabic(
    "لا", "لم", "لن", "ليس", "ليست", "ليسوا", "ليسا", "لست", "لسنا", "لسن", "أليس", "ألم", "ألن"
)  # fmt: skip
"""Deny the verb or the clause they stand before."""

LACKING = _arabic(
    r"[بل]?(?:ال)?غير(?! ه[اذ])",
    r"[بل]?دون(?:ما)?",
    "بلا",
    r"[بلك]?(?:ال)?(?:عدم|انعدام|غياب)",
)
"""Deny the noun or adjective they stand before: un-, non-, without, lack of."""

LEXICAL = _arabic(
    r"[^\W\d_]*(?:رفض|انكر|ينكر|انكار|فشل|منع|حظر|متنع|امتناع|عجز|فتقر|فتقد|تجنب|تلاف|تفاد"
    r"|كذب|كذيب|دحض)"
    r"[^\W\d_]*",
    "[يت]?فند(?:ت|وا|ون|ه|ها)?|تفنيد",
    r"(?:[يتن]?نفي|نفى|نفت|نفوا|نفيه|[يت]نفون|النفي)",
    r"[^\W\d_]*(?:ستبعد|ستبعاد|مستحيل|ستحال|ستحيل|تعذر|محروم|حرمان|توقف|فقدان|فاقد|خالي|خلو)"
    r"[^\W\d_]*",
    r"[بلك]?(?:ال)?(?:نقص|انقطاع|ندرة|نادرا?|قلة|قليلا?|ضئيل|ضد|صعب|صعوبة|مجهول|الغاء|لاغ)"
    r"[^\W\d_]*",
    r"(?:بالكاد|قلما|سوى|لولا|بدلا?|حال دون|[يت]حول دون|مجانا|مجاني[هة]?|من عدمه|مطلقا)",
    r"(?:ما (?:من|كان|كانت|كنا|كانوا|عاد|عادت)|[^\W\d_]?حذر[^\W\d_]*|تحذير[^\W\d_]*)",
    "إلا (?:إذا|بعد|عندما|حين)",
)
"""Deny by meaning: English may use a negation or a word of the same kind."""

LA = re.compile(r"\bLa ([A-Z])")
LA_LETTERS = {
    "B": "ب", "C": "كسقش", "D": "د", "F": "ف", "G": "جغ", "H": "هاح", "J": "جخ", "L": "ل", "M": "م",
    "N": "ن", "P": "ب", "Q": "كق", "R": "ر", "S": "سص", "T": "تط", "V": "ف", "Z": "زس",
}  # fmt: skip
"""An article of names, which Arabic writes as it writes "not" (لا ليونا, La Leona), and with which
letter of the Arabic the name behind it begins."""

MORE = _english("not", "also", "as well", "beyond", "more than", "besides", "in addition", "both")
"""How English may say "not only"."""

STRONG = re.compile(
    r"\b(?:not|cannot|never|no|nor|neither|none|nobody|nothing|nowhere|without)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Deny whatever they stand with."""

POSITIVE = _english(
    "no doubt",
    "no matter",
    "no[ -]brainer",
    "no[ -]confidence",
    "no later",
    "not? (?:less|fewer|smaller|lower|shorter|younger) than",
    "whether or not",
    "no\\. ?(?=[0-9])",
    # UNHCR, UNRWA: not the prefix un-
    "(?-i:UN[A-Z]{2,})",
)
"""English idioms with a negator that deny nothing."""

WEAK = _english(
    # prefixes and suffixes that deny
    r"un(?!der|it|iv|ion|iq|if|til|less|cle|anim|esco|icef|like\b|fortunate)[a-z]{3,}",
    r"in(?:a(?:b|cc|ct|d[em]|pp|ud)|cap|comp(?:l|e?t|ar|at|re)|con[sv]|corr|def|direct|eff|elig|equal|evit"
    r"|exp[le]|ext|fin|form[ai]|hum|just|res|sec|sens|sign|somn|stab|suff|tol|val|vinc|vis|vol)[a-z]+",
    r"i(?:rr|ll[ei]g|llit|mm[ao]|mpa[rs]|mpla|mper[fm]|mposs|mprac|mprob|mprop|mpun|nnumer|ndomit)[a-z]+",
    r"dis(?:a|b|com|con|cred|hon|int|lik|lo|man|ob|pro|qu|reg|resp|sat|sim|tru)[a-z]+",
    r"non-[a-z]+|non[a-z]{3,}|anti-[a-z]{3,}|ab(?:normal|sen)[a-z]*|a(?:syn|typ)[a-z]+|off-?line",
    r"(?!unless|regardless|nevertheless|nonetheless)[a-z]{3,}less(?:ly|ness)?|[a-z]+-free|drones?",
    # words that deny
    r"den(?:y|ies|ied|ials?|ying)|refus\w+|reject\w*|fail\w*|prevent\w*|lack\w*|declin\w+|abstain\w*",
    r"unable|avoid\w*|stop\w*|bann?(?:s|ed|ing)?|prohibit\w*|forbid\w*|forbade|ceas\w*|halt\w*",
    r"free (?:of|from)|rul(?:e|ed|es|ing) out|hardly|barely|rarely|seldom|scarcely|little|few",
    r"except\w*|unless|instead|rather than|exclud\w+|far from|miss(?:es|ed|ing)|block\w*",
    r"refrain\w*|doubt\w*|other than|deprived?|barred|hinder\w*|difficult\w*|hard",
    r"under(?:prepared|paid|fed|funded|staffed|developed|equipped|represented|reported|privileged)",
    r"silen\w+|casual\w*|less (?:well|likely|clear|good)",
    r"deficien\w+|minors?|los[est]\w*|exempt\w*|resist\w*|oppos\w+|neglect\w*|withh\w+",
)
"""Deny by meaning, or may stand for an Arabic negation."""

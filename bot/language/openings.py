"""How the sentences of Arabic news open, and what their openings tell."""

from __future__ import annotations

import re

from bot.language.arabic.fold import for_tables
from bot.language.arabic.quotes import QUOTED
from bot.language.saying import arabic_verbs

# Verbs and connectives that open a paragraph of Arabic news and hardly ever a heading.
_VERB = f"(?:{arabic_verbs('paragraph')}|كان|كانت|جاء|جاءت|يأتي|تأتي|يذكر|يشار|تجدر)"
_OPENING = re.compile(
    for_tables(
        rf"(?:و|ف|كما |قد |وقد |وكما ){_VERB}\b"
        r"|و(?:لم|لا|لن|قد|من|في|على|عن|هو|هي|كل|مع|بعد|قبل|منذ|خلال)\b"
        r"|(?:كما|يذكر|يشار|تجدر|بدوره|بدورها|إلى ذلك|في المقابل|في غضون ذلك)\b"
        r"|من (?:جهته|جهتها|جانبه|جانبها|ناحيته)\b"
    )
)

_SPEECH = arabic_verbs("report")
"""Verbs that news Arabic opens a reported sentence with; "بين" only with a clitic after it."""
_SUBJECTLESS = re.compile(
    rf"^[وف]?(?:كما\s+)?(?:{_SPEECH})(?:\s*[:،«“\"]|\s+(?:إن|أن|بأن|إنه|أنه|إنها|أنها|إلى|على|من|"
    r"عن|في|ذلك|قائل[اةً]*|أيضا|كذلك)(?!\w)|\s+[«“\"])"
)
_POINTING = re.compile(
    r"^(?:\S+\s+){0,4}?[وفبلك]*(?:ذلك|تلك|هذا|هذه|هؤلاء|أولئك|المذكور|المذكورة)(?!\w)"
    r"(?!\s+(?:الأسبوع|الشهر|العام|المساء|الصباح|اليوم|السنة|الليلة|المرة|الأيام))"
)
_ABSENT = re.compile(
    r"^(?:\S+\s+){0,2}?(?:عنه|عنها|منه|منها|له|لها|إليه|إليها|عليه|عليها|فيه|فيها|بعدها|"
    r"إنه|أنه|إنها|أنها|وهو|وهي|فهو|فهي|هو|هي|هم)(?!\w)"
)
_ANONYMOUS = re.compile(
    rf"^[وف]?(?:كما\s+)?(?:{_SPEECH}|نسبت)\s+(?:المصدر|المصادر|الوكالة|الصحيفة|المتحدث|المسؤول|"
    r"البيان|التقرير|الوزير|الرئيس|الوزارة)(?=[\s،:]+(?:أن|إن|إلى|أنه|إنه|قول|في|خلال|[«“\"])|[،:])"
)


def opens_paragraph(text: str) -> bool:
    """Begins as a further paragraph of a report does ("وأضاف", "كما", "من جهته")."""
    return _OPENING.match(for_tables(text).lstrip(" \"«“'(")) is not None


def refers_back(text: str) -> bool:
    """Whether a sentence leans on the one before it: no subject, or one that was named there."""
    outside = QUOTED.sub("«»", text)
    return any(p.search(outside) for p in (_SUBJECTLESS, _POINTING, _ABSENT, _ANONYMOUS))


MARKED_QUESTION = r"(?:س|سؤال|السؤال)\s*[:：]"
MARKED_ANSWER = r"(?:ج|جواب|الجواب)\s*[:：]"
"""How interviews mark who speaks, for a pattern."""
CORRECTS = re.compile(r"^(?:تصويب|تصحيح|استدراك)\s*(?:\.{2,}|[:：…–—-])")
"""A title that calls itself a correction."""
HERALDS = re.compile(
    r"(?:^|\s)(?:(?:عددا|عدد|جملة|عدة) (?:من )?)?(?:ال)?(?:أوامر|مراسيم|قرارات)"
    r" (?:ال)?(?:ملكية|أميرية|سلطانية|رئاسية|جمهورية|سامية)"
    r"(?: (?:ال)?(?:كريمة|سامية|جديدة|مهمة))?[.!\s]*$"
)
"""A title that says that orders were given and not what they order."""
HOUSE = re.compile(r"\s+آل\s+\S+\s*$")
"""The house of whoever signs: "Salman bin Abdulaziz Al Saud"."""
TOLD_TO = re.compile(r"\s(?:ل|لـ)\s?[«\"“][^»\"”]{2,40}[»\"”]\s*[:：]")
"""A title that says which outlet its speaker told: "the minister to «Asharq»: ..."."""
SAID_FIRST = re.compile(rf"^[وف]?(?:{_SPEECH})\s")
"""A sentence that says who said something, whatever it ends with."""
SAID = re.compile(
    rf"(?:^|\s)[وف]?(?:كما\s+)?(?:{_SPEECH}|{arabic_verbs('attribution')}|{arabic_verbs('speaker')})(?=\s)"
)
"""The verb with which a sentence lets somebody speak."""

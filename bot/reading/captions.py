"""Captions and credits: what stands under pictures, in Arabic or in English.

A caption is told by the credit that ends it, "(رويترز)", "/ رويترز", "(Photo by MANDEL NGAN /
AFP)", or by its label. A credit after the end of a sentence belongs to prose, and is cut from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.arabic.characters import bare_end, ends_sentence, words
from bot.language.arabic.fold import for_tables as fold
from bot.language.arabic.script import arabic_share
from bot.language.openings import opens_paragraph
from bot.reading.outlet import find, find_alone

LONGEST = 60
"""Words. English agency captions run to 50; no caption is longer."""

_BRACKETED = re.compile(r"^(.*?)\s*([(\[]\s*([^()\[\]]{2,80}?)\s*[)\]])\s*([.؟!]?)$")
_PLAIN_CREDIT = re.compile(r"^(.*\S)\s*(?:[/|©]|\s[\-–—]\s)\s*([^/|©]{2,40})$")
_LABELLED_CREDIT = re.compile(
    r"(?:م?صدر الصور[ةه]|تصوير|عدسة|المصور|الصورة من|photo credit|photo by|photograph(?:er)?"
    r"|credit)\s*[:：،,]?\s*.{2,80}",
    re.IGNORECASE,
)
_LABELLED_CAPTION = re.compile(
    r"((?:التعليق على الصور[ةه]|تعليق الصور[ةه]|الصور[ةه]|صور[ةه]|caption|photo|image|pictured?)"
    r"\s*[:：،])\s*(.+)",
    re.IGNORECASE,
)
_ARCHIVE_CAPTION = re.compile(
    r"(?:صور[ةه] )?(?:من الأرشيف|أرشيفي[ةه])\b.*|.*[(\[][^()]*أرشيف[^()]*[)\]]\.?"
)
_GENERIC = re.compile(
    fold(
        r"(?:ال)?وكالات(?: الأنباء)?|وكالة|(?:صورة )?أرشيف(?:ية)?|الأرشيف|انترنت|متداولة|خاص"
        r"|(?:وسائل|مواقع) (?:ال)?تواصل(?: الاجتماعي)?|مواقع إلكترونية"
        r"|agencies|archive|file(?: photo)?|handout|social media|reuters.*"
    )
)
_PHOTO_BY = re.compile(
    r"photo(?:graph)? (?:by|courtesy|credit)|تصوير\b|via (?:reuters|ap|getty)", re.IGNORECASE
)
_CREDIT_PARTS = re.compile(r"\s*[/،,+|&]\s*|\s+[\-–—]\s+|\s+via\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caption:
    text: str
    label: str = ""
    """The words before it that say it is one ("التعليق على الصورة،")."""


def is_credit_name(text: str) -> bool:
    """Names an agency, an outlet or one of the usual stand-ins for them, and nothing else."""
    if len(words(text)) > 12:
        return False
    if find(text) or _GENERIC.fullmatch(fold(text).strip()) or _PHOTO_BY.match(text.strip()):
        return True
    parts = [part for part in _CREDIT_PARTS.split(text) if part.strip()]
    return len(parts) > 1 and any(
        find(part) or _GENERIC.fullmatch(fold(part).strip()) for part in parts
    )


def is_latin(text: str) -> bool:
    """Words, but hardly any of them Arabic."""
    return len(words(text)) >= 3 and arabic_share(text) < 0.2


def credit_rule(line: str) -> str | None:
    """The rule that takes a line which is only a credit: "photo-credit" or "agency-credit"."""
    if len(line) > 200:
        return None
    plain = line.strip(" ()[]©.:|/-–—")
    if _LABELLED_CREDIT.fullmatch(line) and len(words(line)) <= 8 and not ends_sentence(line):
        return "photo-credit"
    outlet = find_alone(plain) if plain == line else find(plain)
    if plain != line and _GENERIC.fullmatch(fold(plain)):
        return "agency-credit"
    return "agency-credit" if outlet and outlet.kind != "outlet" else None


def read_caption(line: str) -> Caption | None:
    """The caption that a line is, or None."""
    if len(line) > 1000 or len(words(line)) > LONGEST:
        return None
    labelled = _LABELLED_CAPTION.fullmatch(line)
    if labelled and len(words(line)) <= LONGEST:
        return Caption(labelled[2], labelled[1])
    if _is_credited(line) or (_ARCHIVE_CAPTION.fullmatch(line) and not opens_paragraph(line)):
        return Caption(line)
    return None


def split_credit(line: str, *, last: bool) -> tuple[str, str] | None:
    """Prose and the agency credit in brackets behind it; None where there is none.

    `last`: the line is the article's last prose, where a credit may also follow a sentence that
    lacks its full stop.
    """
    found = _BRACKETED.match(line) if len(line) < 20000 else None
    if found is None or not found[1] or not is_credit_name(found[3]):
        return None
    if ends_sentence(found[1]) and not found[4]:
        return found[1], found[2]
    # "… in Cairo (agencies)." keeps its full stop with the prose only where that loses no word.
    return (found[1], found[2] + found[4]) if last else None


def _is_credited(line: str) -> bool:
    found = _BRACKETED.match(line)
    latin = is_latin(line)
    if found and found[1] and is_credit_name(found[3]):
        # English captions are whole sentences; Arabic ones are not.
        return latin or not (ends_sentence(found[1]) or opens_paragraph(line))
    plain = _PLAIN_CREDIT.match(line)
    if plain is None or ends_sentence(line) or opens_paragraph(line):
        return False
    return len(words(plain[1])) >= 2 and find(plain[2]) is not None and bool(bare_end(plain[1]))

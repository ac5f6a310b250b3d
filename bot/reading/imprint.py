"""The imprint: lines in which a page speaks of itself, its outlet, author and time.

Also the plain litter, since one look at a line tells both. What such a line says is noted on the
page, and the line is left out of the text under the name of its rule.
"""

from __future__ import annotations

import re

from bot.language.arabic.sentences import spans
from bot.language.dates.stated import find_date
from bot.reading.author import author_name, is_place
from bot.reading.byline import byline_of
from bot.reading.captions import credit_rule, read_caption
from bot.reading.lines import TextLine, is_prose
from bot.reading.litter import litter_rule
from bot.reading.outlet import (
    ClaimStanding,
    find,
    find_alone,
    in_dateline,
    in_source_line,
    is_source_line,
    named_by_itself,
    stated,
)
from bot.reading.page import Page
from bot.reading.stamps import (
    StampLine,
    doubtful_date,
    is_date_in_figures,
    is_label,
    joined,
    read_stamp_line,
)
from bot.records import Moment, ParagraphKind

NOTICES = frozenset(
    {"related-link", "follow-us", "notification-prompt", "app-prompt", "channel-link"}
    | {"reuse-terms", "opinion-disclaimer", "comment-rules", "cookie-notice"}
    | {"machine-translation"}
)
"""Rules of litter that a sentence at the end of a paragraph may be taken by."""
MACHINE = "The page says that its Arabic is a machine's translation"
DATELINE_WORDS = 4
"""Words beside a date that may be a place, a weekday or a section's name."""

# "موسكو (رويترز) -", "أبوظبي في 14 مايو / وام /"
_WIRE_DATELINE = re.compile(
    r"^[^()\[\].]{2,40}[(\[]\s*([^()\[\]]{2,30})\s*[)\]]\s*[\-–—:]"
    r"|^[^/.]{2,40}/\s*([^/]{2,20}?)\s*/"
)
_PARTED = re.compile(r"\s*[/،,()\[\]:|ـ]\s*|\s*[\-–—]+\s+|\s+[\-–—]+\s*|\s+في\s*$")
_DATELINE = 90
_BEFORE_DATE = 40
"""Signs before the date of a dateline: a place, perhaps an agency."""
_BEHIND_DATE = re.compile(r"(?:[(\[/][^()\[\]/]{1,40}[)\]/]\s*)?[\-–—:ـ]|[(/][^()/]{1,40}[)/]")
_NAMED_BEHIND = re.compile(r"([^\W\d]{2,12})\s*[\-–—:]")
SUFFIX = re.compile(r"^(.{8,}\S)\s+([|\-–—])\s+(\S.{0,40})$")
"""A headline and what stands behind its last sign: perhaps the site's or an agency's name."""


def mark_imprint(lines: list[TextLine], page: Page) -> None:
    """Mark litter, source lines, labelled dates, bylines and outlet names, wherever they stand."""
    label = ""
    in_text = beyond = False
    for line in lines:
        if line.hint is ParagraphKind.CAPTION:
            continue
        text = line.text
        if is_source_line(text):
            line.leave_out("source-line")
            page.claims += filter(None, [in_source_line(text)])
        elif is_label(text):
            line.leave_out("publication-time")
            label = text
            continue
        elif rule := credit_rule(text):
            line.leave_out(rule)
        elif not _take_stamp(line, None if beyond else page, label):
            rule = _caption_or_litter(text)
            if rule == "counter" and is_date_in_figures(text):
                _mark_figures(line, page)
            elif rule:
                line.leave_out(rule)
                page.claims += filter(None, [named_by_itself(text)])
                note_machine(rule, page)
            # Times below the heads of such lists are other articles' and commenters'.
            beyond = beyond or (in_text and rule in ("related-head", "comments"))
            in_text = in_text or (rule is None and is_prose(text))
        label = ""


def _mark_figures(line: TextLine, page: Page) -> None:
    """A date in figures alone: left open for its place to judge, unless it is not to be trusted."""
    if doubt := doubtful_date(line.text):
        line.leave_out("doubtful-date")
        if doubt not in page.notes:
            page.notes.append(doubt)


def _caption_or_litter(text: str) -> str | None:
    # "… © أ ف ب" and "شاهد أيضا (رويترز)": a credited line is a caption before it is litter.
    rule = litter_rule(text)
    return None if rule == "copyright" and read_caption(text) else rule


def _take_stamp(line: TextLine, page: Page | None, label: str) -> bool:
    stamp = read_stamp_line(line.text, label)
    if stamp is None or not stamp.labelled or stamp.other > DATELINE_WORDS:
        return False
    line.leave_out("publication-time")
    if page:
        note_stamp(stamp, page)
    return True


def note_stamp(stamp: StampLine, page: Page) -> None:
    """Note what a line of dates states of the page's article."""
    page.published = joined(page.published, stamp.published)
    page.updated = joined(page.updated, stamp.updated)
    if stamp.hijri and "Hijri date, not converted" not in page.notes:
        page.notes.append("Hijri date, not converted")


def mark_byline_or_outlet(line: TextLine, page: Page) -> None:
    """Mark a byline, or a line of outlets' and places' names, above the text."""
    if not line.open:
        return
    byline = byline_of(line.text)
    if byline is not None:
        line.leave_out("byline")
        page.author = page.author or author_name(byline)
        return
    claim = in_dateline(line.text)
    if claim:
        line.leave_out("outlet-name")
        page.claims.append(claim)


def cut_notice(line: TextLine, page: Page) -> None:
    """Take a notice off the end of a paragraph: a sentence that were litter by itself."""
    found = list(spans(line.text))
    rule = litter_rule(line.text[found[-1][0] :].strip()) if len(found) > 1 else None
    if rule is None or rule not in NOTICES or line.credit:
        return
    line.credit, line.credit_rule = line.text[found[-1][0] :].strip(), rule
    line.text = line.text[: found[-1][0]].rstrip()
    note_machine(rule, page)


def note_machine(rule: str, page: Page) -> None:
    if rule == "machine-translation" and MACHINE not in page.notes:
        page.notes.append(MACHINE)


def cut_suffix(line: TextLine, page: Page) -> None:
    """Cut a site's name from the end of the headline ("… | الجزيرة نت")."""
    found = SUFFIX.match(line.text)
    if found is None:
        return
    outlet = find(found[3]) if found[2] == "|" else find_alone(found[3])
    if outlet and outlet.kind != "photo":
        line.text, line.credit = found[1], f"{found[2]} {found[3]}"
        line.credit_rule = "site-name"
        page.claims += filter(None, [stated(found[3], ClaimStanding.ITSELF)])


def take_date(line: TextLine, *, other: int = DATELINE_WORDS) -> StampLine | None:
    """Leave out a line of dates, with or without a label, and at most `other` words beside them."""
    stamp = read_stamp_line(line.text)
    if stamp is None or stamp.other > other:
        return None
    line.leave_out("publication-time")
    return stamp


def take_dateline(line: TextLine) -> StampLine | None:
    """Leave out a line that is a place and a date, as reports open ("الخرطوم 27 نوفمبر 2026")."""
    stamp = read_stamp_line(line.text)
    if stamp is None or stamp.labelled or stamp.other > DATELINE_WORDS:
        return None
    found = find_date(line.text)
    if found is None or found.day is None:
        return None
    beside = f"{line.text[: found.start]} - {line.text[found.end :]}"
    parts = [part.strip(" ()[].:") for part in _PARTED.split(beside)]
    if not all(is_place(part) or find(part) for part in parts if part):
        return None
    line.leave_out("dateline")
    return stamp


def dateline_of(text: str) -> Moment | None:
    """The day that a report's first paragraph opens with: "القاهرة 14 مارس 2025 (أ ش أ) - ..."."""
    found = find_date(text[:_DATELINE])
    if found is None or found.day is None or found.start > _BEFORE_DATE:
        return None
    before = [part.strip(" ()[].:") for part in _PARTED.split(text[: found.start])]
    behind = text[found.end :].lstrip()
    if not all(is_place(part) or find(part) for part in before if part):
        return None
    if len(before) > 1 and text[0] in "([" and behind[:1] in (")", "]"):
        return Moment(found.day, found.clock)
    if not before[0] and behind[:1] not in "(-–—:/":
        return None
    named = _NAMED_BEHIND.match(behind)
    if _BEHIND_DATE.match(behind) or (named and find(named[1])):
        return Moment(found.day, found.clock)
    return None


def note_wire(lead: str, page: Page) -> None:
    """Note the agency that an article's first paragraph opens with."""
    wire = _WIRE_DATELINE.match(lead)
    name = (wire[1] or wire[2]) if wire else ""
    outlet = find(name)
    if outlet and outlet.kind == "agency":
        page.claims += filter(None, [stated(name, ClaimStanding.AGENCY)])

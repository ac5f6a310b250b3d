"""Layout: what each line of a page is, told from its words and from where it stands.

Takes the lines of a pasted page, or of what was found in HTML, in reading order, and finds each
line to be one thing: title, kicker, prose, heading, caption or litter, with the rule that said
so. No line is lost and none is two things; a credit cut from the end of a paragraph is kept
beside it. Decoding, markup, languages and sentences are other files' work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.reading.captions import credit_rule, is_latin, read_caption, split_credit
from bot.reading.characters import ends_sentence, fold, words
from bot.reading.headline import find_head
from bot.reading.lines import Line, Role, is_bullet, is_prose, opens_paragraph
from bot.reading.litter import litter_rule
from bot.reading.outlet import (
    Claim,
    Standing,
    find,
    find_alone,
    in_source_line,
    is_source_line,
    named_by_itself,
    stated,
)
from bot.reading.stamps import StampLine, is_label, joined, read_stamp_line
from bot.records import Kind, Moment, Removed

_BYLINE = re.compile(
    r"(?:كتب|كتبت|كتبه|تقرير|إعداد|اعداد|حوار|ترجمة|تحرير|المحرر|الكاتب|متابعة|by|written by)"
    r"\s*[:：/ـ\-–—|]\s*(.{3,60})|(?:بقلم|by)\s*[:：/]?\s*(.{3,60})",
    re.IGNORECASE,
)
_WIRE_DATELINE = re.compile(r"^[^()\[\].]{2,40}[(\[]\s*([^()\[\]]{2,30})\s*[)\]]\s*[\-–—:]")
_SUFFIX = re.compile(r"^(.{8,}\S)\s+([|\-–—])\s+(\S.{0,40})$")
_HEADING_WORDS = 16
_DATELINE_WORDS = 4
_TEASER_WORDS = 20
_COMMENT_WORDS = 30


@dataclass(slots=True)
class Page:
    """What the lines came to. `removed` is in the page's order."""

    title: str | None = None
    kicker: str | None = None
    paragraphs: list[tuple[str, Kind]] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    published: Moment | None = None
    updated: Moment | None = None
    author: str | None = None
    notes: list[str] = field(default_factory=list)


def lay_out(lines: list[Line], known_title: str | None = None) -> Page:
    """Find what every line is. `known_title`: the headline, where metadata states it."""
    page = Page()
    _mark_own_business(lines, page)
    _mark_captions(lines)
    _mark_prose(lines)
    _mark_comments(lines)
    _mark_related(lines)
    _mark_head(lines, page, known_title)
    _mark_middle_and_tail(lines)
    _mark_repeats(lines)
    _cut_credits(lines, page)
    _collect(lines, page)
    return page


# ------------------------------------------------------------------ lines that say what they are


def _mark_own_business(lines: list[Line], page: Page) -> None:
    """Litter, source lines, labelled dates, bylines and outlet names, wherever they stand."""
    label = ""
    for line in lines:
        if line.hint is Kind.CAPTION:
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
        elif not _take_stamp(line, page, label) and (rule := _caption_or_litter(text)):
            line.leave_out(rule)
            page.claims += filter(None, [named_by_itself(text)])
        label = ""


def _caption_or_litter(text: str) -> str | None:
    # "… © أ ف ب" and "شاهد أيضا (رويترز)": a credited line is a caption before it is litter.
    rule = litter_rule(text)
    return None if rule == "copyright" and read_caption(text) else rule


def _take_stamp(line: Line, page: Page, label: str) -> bool:
    stamp = read_stamp_line(line.text, label)
    if stamp is None or not stamp.labelled or stamp.other > _DATELINE_WORDS:
        return False
    line.leave_out("publication-time")
    _note_stamp(stamp, page)
    return True


def _note_stamp(stamp: StampLine, page: Page) -> None:
    page.published = joined(page.published, stamp.published)
    page.updated = joined(page.updated, stamp.updated)
    if stamp.hijri and "Hijri date, not converted" not in page.notes:
        page.notes.append("Hijri date, not converted")


def _mark_captions(lines: list[Line]) -> None:
    for line in lines:
        if not line.open:
            continue
        caption = read_caption(line.text) if line.hint is not Kind.HEADING else None
        if caption and caption.label:
            line.credit, line.credit_rule, line.text = caption.label, "caption-label", caption.text
        if caption or line.hint is Kind.CAPTION:
            line.role = Role.CAPTION
    for i, line in enumerate(lines):
        if line.open and is_latin(line.text) and len(words(line.text)) <= 40:
            following = i + 1 < len(lines) and not lines[i + 1].gap and lines[i + 1]
            above = i > 0 and not line.gap and lines[i - 1]
            if any(n and n.role is Role.CAPTION for n in (following, above)):
                line.role = Role.CAPTION


def _mark_prose(lines: list[Line]) -> None:
    """Mark what reads as paragraphs; where nothing does, the longest lines will have to."""
    for line in lines:
        if line.open and line.hint is not Kind.HEADING and is_prose(line.text):
            line.role = Role.PROSE
    if any(line.role is Role.PROSE for line in lines):
        return
    rest = [line for line in lines if line.open and line.hint is not Kind.HEADING]
    # Posts without full stops: the first line is a headline only if more than one follows it.
    for line in rest[1:] if len(rest) > 2 else rest[len(rest) - 1 :]:
        if len(words(line.text)) >= 5:
            line.role = Role.PROSE


# ------------------------------------------------------------- lines that their place gives away


def _mark_related(lines: list[Line]) -> None:
    """After the head of a list of other articles, its headlines and teasers."""
    first = _first(lines, Role.PROSE)
    if first is None:
        return
    for i, line in enumerate(lines):
        if line.rule != "related-head" or i < first:
            continue
        taken = 0
        close = i + 1 < len(lines) and not lines[i + 1].gap
        for j in range(i + 1, len(lines)):
            if lines[j].role is Role.LITTER:
                if lines[j].rule == "related-head":
                    break
                continue
            later_prose = any(x.role is Role.PROSE for x in lines[j:])
            if taken and close and lines[j].gap and later_prose:
                break
            if lines[j].role is Role.PROSE and _resumes(lines, j):
                break
            lines[j].leave_out("related-link")
            taken += 1


def _resumes(lines: list[Line], i: int) -> bool:
    """The prose at `i` is the article going on, not another article's teaser."""
    text = lines[i].text
    if len(words(text)) >= _TEASER_WORDS or opens_paragraph(text):
        return True
    following = next((x for x in lines[i + 1 :] if x.role is not Role.LITTER), None)
    return following is not None and following.role is Role.PROSE


def _mark_comments(lines: list[Line]) -> None:
    """After the head of the readers' comments, everything, unless long prose says otherwise."""
    for i, line in enumerate(lines):
        before = sum(1 for x in lines[:i] if x.role is Role.PROSE)
        if line.rule != "comments" or before < 2:
            continue
        after = [x for x in lines[i + 1 :] if x.role is not Role.LITTER]
        if any(len(words(x.text)) >= _COMMENT_WORDS and ends_sentence(x.text) for x in after):
            continue
        for other in after:
            other.leave_out("reader-comments")


def _mark_head(lines: list[Line], page: Page, known_title: str | None) -> None:
    first = _first(lines, Role.PROSE)
    end = len(lines) if first is None else first
    for line in lines[:end]:
        _mark_byline_or_outlet(line, page)
        stamp = read_stamp_line(line.text) if line.open else None
        if stamp and stamp.other == 0:
            line.leave_out("publication-time")
            _note_stamp(stamp, page)
    _free_credited_headline(lines[:end], known_title)
    head = find_head(lines, end, known_title)
    for i, rule in head.left_out:
        lines[i].leave_out(rule)
    if head.kicker is not None:
        lines[head.kicker].role = Role.KICKER
    if head.title is not None:
        lines[head.title].role = Role.TITLE
        _cut_suffix(lines[head.title], page)
    for i in head.deck:
        _mark_deck(lines[i], page)


def _mark_byline_or_outlet(line: Line, page: Page) -> None:
    if not line.open:
        return
    byline = _BYLINE.fullmatch(line.text) if len(words(line.text)) <= 9 else None
    if byline and not ends_sentence(line.text):
        name = (byline[1] or byline[2]).strip(" :.-–—|")
        line.leave_out("byline")
        page.author = page.author or name
        return
    outlet = find_alone(line.text)
    if outlet and outlet.kind != "photo":
        line.leave_out("outlet-name")
        page.claims += filter(None, [stated(line.text, Standing.ALONE)])


def _free_credited_headline(head: list[Line], known_title: str | None) -> None:
    """A first line that ends in " - رويترز" is the headline where no other line can be."""
    if known_title or any(line.open for line in head):
        return
    for line in head:
        if line.role is Role.CAPTION and line.hint is None and _SUFFIX.match(line.text):
            line.role = None
            return


def _cut_suffix(line: Line, page: Page) -> None:
    """Cut a site's name from the end of the headline ("… | الجزيرة نت")."""
    found = _SUFFIX.match(line.text)
    if found is None:
        return
    outlet = find(found[3]) if found[2] == "|" else find_alone(found[3])
    if outlet and outlet.kind != "photo":
        line.text, line.credit = found[1], f"{found[2]} {found[3]}"
        line.credit_rule = "site-name"
        page.claims += filter(None, [stated(found[3], Standing.ITSELF)])


def _mark_deck(line: Line, page: Page) -> None:
    """A line between headline and text: dateline, section or author's name, caption, or deck."""
    stamp = read_stamp_line(line.text)
    if stamp and stamp.other <= _DATELINE_WORDS:
        line.leave_out("publication-time")
        _note_stamp(stamp, page)
    elif is_latin(line.text):
        line.role = Role.CAPTION
    elif len(words(line.text)) <= _DATELINE_WORDS:
        line.leave_out("beside-the-dateline")
    else:
        line.role = Role.HEADING


def _mark_middle_and_tail(lines: list[Line]) -> None:
    prose = [i for i, line in enumerate(lines) if line.role is Role.PROSE]
    last = prose[-1] if prose else -1
    for line in lines[: last + 1]:
        if line.open:
            is_text = line.item or is_bullet(line.text) or opens_paragraph(line.text)
            too_long = len(words(line.text)) > _HEADING_WORDS or is_latin(line.text)
            as_prose = line.hint is not Kind.HEADING and (is_text or too_long)
            line.role = Role.PROSE if as_prose else Role.HEADING
    tail = [line for line in lines[last + 1 :] if line.open]
    for line in tail:
        stamp = read_stamp_line(line.text)
        if stamp and stamp.other <= _DATELINE_WORDS:
            line.leave_out("publication-time")
        elif (line.item or is_bullet(line.text)) and prose and _follows_list(lines, line):
            line.role = Role.PROSE
        else:
            line.leave_out("after-the-end")


def _follows_list(lines: list[Line], line: Line) -> bool:
    """The line stands right under prose, as the items of a list that ends an article do."""
    above = lines[next(i for i, x in enumerate(lines) if x is line) - 1]
    return above.role is Role.PROSE


def _mark_repeats(lines: list[Line]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.role is Role.PROSE and len(words(line.text)) >= 6:
            key = fold(line.text)
            if key in seen:
                line.leave_out("repeated")
            seen.add(key)


# -------------------------------------------------------------------------------------- results


def _cut_credits(lines: list[Line], page: Page) -> None:
    prose = [line for line in lines if line.role is Role.PROSE]
    for line in prose:
        parts = split_credit(line.text, last=line is prose[-1])
        if parts:
            line.text, line.credit = parts
            line.credit_rule = "agency-credit"
            if line is prose[-1]:
                page.claims += filter(None, [stated(parts[1], Standing.AGENCY)])
    wire = _WIRE_DATELINE.match(prose[0].text) if prose else None
    outlet = find(wire[1]) if wire else None
    if wire and outlet and outlet.kind == "agency":
        page.claims += filter(None, [stated(wire[1], Standing.AGENCY)])


def _collect(lines: list[Line], page: Page) -> None:
    for line in lines:
        if line.role is Role.TITLE:
            page.title = line.text
        elif line.role is Role.KICKER:
            page.kicker = line.text
        elif line.role is Role.LITTER or line.role is None:
            page.removed.append(Removed(line.text, line.rule))
        else:
            page.paragraphs.append((line.text, Kind(line.role.value)))
        if line.credit:
            page.removed.append(Removed(line.credit, line.credit_rule))


def _first(lines: list[Line], role: Role) -> int | None:
    return next((i for i, line in enumerate(lines) if line.role is role), None)

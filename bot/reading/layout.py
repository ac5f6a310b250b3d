"""Layout: what each line of a page is, told from its words and from where it stands.

Takes the lines of a pasted page, or of what was found in HTML, in reading order, and finds each
line to be one thing: title, kicker, prose, heading, caption or litter, with the rule that said
so. No line is lost and none is two things; a credit cut from the end of a paragraph is kept
beside it. Decoding, markup, languages and sentences are other files' work.
"""

from __future__ import annotations

import re

from bot.language.arabic.characters import words
from bot.language.arabic.fold import for_tables as fold
from bot.language.openings import opens_paragraph
from bot.reading.attached import mark_comments, mark_related
from bot.reading.author import author_name
from bot.reading.byline import byline_of, cut_byline
from bot.reading.captions import is_latin, read_caption, split_credit
from bot.reading.headline import find_head
from bot.reading.imprint import (
    DATELINE_WORDS,
    SUFFIX,
    cut_notice,
    cut_suffix,
    dateline_of,
    mark_byline_or_outlet,
    mark_imprint,
    note_stamp,
    note_wire,
    take_date,
    take_dateline,
)
from bot.reading.lines import LONG, LineRole, TextLine, is_bullet, is_prose
from bot.reading.live import mark_posts
from bot.reading.outlet import ClaimStanding, stated
from bot.reading.page import FoundParagraph, Page
from bot.reading.stamps import StampLine, is_date_in_figures, read_stamp_line
from bot.reading.turns import mark_turns, split_turns
from bot.records import ParagraphKind, Removed

_HEADING_WORDS = 16
_POST_WORDS = 5
_MOST_POSTS = 12
SHORTEST_URGENT = 3
"""Words behind and with "عاجل"; fewer are a site's empty news bar."""
_URGENT = re.compile(r"عاجل\b")
# Sites head their pages with today's date; only below the headline is it the article's.
_ABOVE = "A date above the headline is not said to be the publication date, and was not taken"


def lay_out(lines: list[TextLine], known_title: str | None = None) -> Page:
    """Find what every line is. `known_title`: the headline, where metadata states it."""
    page = Page()
    lines = split_turns(lines)
    mark_imprint(lines, page)
    if _is_urgent_alone(lines, page, known_title):
        return page
    _mark_captions(lines)
    mark_turns(lines, known_title)
    _mark_prose(lines)
    mark_posts(lines)
    mark_comments(lines)
    mark_related(lines)
    _mark_head(lines, page, known_title)
    _mark_middle_and_tail(lines, page)
    _mark_repeats(lines)
    _cut_credits(lines, page)
    _collect(lines, page)
    return page


def _is_urgent_alone(lines: list[TextLine], page: Page, known_title: str | None) -> bool:
    """ "عاجل: …" and nothing else: one line that is the headline and all of the report."""
    left = [line for line in lines if line.open]
    if len(left) != 1 or not SHORTEST_URGENT <= len(words(left[0].text)) < LONG:
        return False
    (line,) = left
    above = (other.text for other in lines[: lines.index(line)])
    if not any(_URGENT.match(fold(text)) for text in (line.text, *above)):
        return False
    if known_title is not None and fold(known_title) != fold(line.text):
        return False
    cut_suffix(line, page)
    line.role = LineRole.TITLE
    _collect(lines, page)
    page.paragraphs.append(FoundParagraph(line.text, ParagraphKind.PROSE))
    return True


def _mark_captions(lines: list[TextLine]) -> None:
    for line in lines:
        if not line.open:
            continue
        caption = read_caption(line.text) if line.hint is not ParagraphKind.HEADING else None
        if caption and caption.label:
            line.credit, line.credit_rule, line.text = caption.label, "caption-label", caption.text
        if caption or line.hint is ParagraphKind.CAPTION:
            line.role = LineRole.CAPTION
    for i, line in enumerate(lines):
        if line.open and is_latin(line.text) and len(words(line.text)) <= 40:
            following = i + 1 < len(lines) and not lines[i + 1].gap and lines[i + 1]
            above = i > 0 and not line.gap and lines[i - 1]
            if any(n and n.role is LineRole.CAPTION for n in (following, above)):
                line.role = LineRole.CAPTION


def _mark_prose(lines: list[TextLine]) -> None:
    """Mark what reads as paragraphs; where nothing does, the longest lines will have to."""
    for line in lines:
        told = line.hint is ParagraphKind.PROSE
        if line.open and (told or (line.hint is None and is_prose(line.text))):
            line.role = LineRole.PROSE
    if any(line.role is LineRole.PROSE for line in lines):
        return
    rest = [line for line in lines if line.open and line.hint is not ParagraphKind.HEADING]
    # Posts without full stops: the first line is a headline only if more than one follows it.
    # One line alone is a post, which may be shorter than what follows a headline.
    least = 4 if len(rest) == 1 else 5
    for line in rest[1:] if len(rest) > 2 else rest[len(rest) - 1 :]:
        if len(words(line.text)) >= least:
            line.role = LineRole.PROSE


def _mark_head(lines: list[TextLine], page: Page, known_title: str | None) -> None:
    first = _first(lines, LineRole.PROSE)
    end = len(lines) if first is None else first
    dated: list[tuple[int, StampLine]] = []
    for i, line in enumerate(lines[:end]):
        mark_byline_or_outlet(line, page)
        stamp = (take_date(line, other=0) or take_dateline(line)) if line.open else None
        if stamp:
            dated.append((i, stamp))
    _free_credited_headline(lines[:end], known_title)
    head = find_head(lines, end, known_title)
    for i, rule in head.left_out:
        lines[i].leave_out(rule)
    for i, stamp in dated:
        if head.title is None or i > head.title or lines[i].rule == "dateline":
            note_stamp(stamp, page)
        elif _ABOVE not in page.notes:
            page.notes.append(_ABOVE)
    if head.kicker is not None:
        lines[head.kicker].role = LineRole.KICKER
    if head.title is not None:
        lines[head.title].role = LineRole.TITLE
        cut_suffix(lines[head.title], page)
    for i in head.deck:
        _mark_deck(lines[i], page)


def _free_credited_headline(head: list[TextLine], known_title: str | None) -> None:
    """A first line that ends in " - رويترز" is the headline where no other line can be."""
    if known_title or any(line.open for line in head):
        return
    for line in head:
        if line.role is LineRole.CAPTION and line.hint is None and SUFFIX.match(line.text):
            line.role = None
            return


def _mark_deck(line: TextLine, page: Page) -> None:
    """A line between headline and text: dateline, section or author's name, caption, or deck."""
    stamp = take_date(line)
    if stamp:
        note_stamp(stamp, page)
    elif is_latin(line.text):
        line.role = LineRole.CAPTION
    elif len(words(line.text)) <= DATELINE_WORDS:
        line.leave_out("beside-the-dateline")
    else:
        line.role = LineRole.HEADING


def _mark_middle_and_tail(lines: list[TextLine], page: Page) -> None:
    prose = [i for i, line in enumerate(lines) if line.role is LineRole.PROSE]
    last = prose[-1] if prose else -1
    for line in lines[: last + 1]:
        if line.open and is_date_in_figures(line.text):
            line.leave_out("date-in-the-text")
        elif line.open:
            is_text = line.item or is_bullet(line.text) or opens_paragraph(line.text)
            too_long = len(words(line.text)) > _HEADING_WORDS or is_latin(line.text)
            as_prose = line.hint is not ParagraphKind.HEADING and (is_text or too_long)
            line.role = LineRole.PROSE if as_prose else LineRole.HEADING
    above = lines[last] if prose else None
    posts = _posts_below(lines, last)
    _mark_byline_below(lines, last, page)
    for line in lines[last + 1 :]:
        # Below the text a date without a label may be any other article's: it is not noted.
        if line.open and not take_date(line):
            item = line.item or is_bullet(line.text)
            if line in posts or (item and above and above.role is LineRole.PROSE):
                line.role = LineRole.PROSE
            else:
                line.leave_out("after-the-end")
        above = line


def _mark_byline_below(lines: list[TextLine], last: int, page: Page) -> None:
    """Who wrote an article may stand right below its text."""
    below = next((line for line in lines[last + 1 :] if line.open), None)
    name = byline_of(below.text, labelled=True) if below and last >= 0 else None
    if below and name and not any(x.rule == "related-head" for x in lines[: lines.index(below)]):
        below.leave_out("byline")
        page.author = page.author or author_name(name)


def _posts_below(lines: list[TextLine], last: int) -> list[TextLine]:
    """The lines below the last full stop that are text all the same: posts pasted together.

    Posts are short, and some end without a full stop. Below a paragraph, below the head of a
    list, or more of them than there are sentences above under a headline, such lines are other
    articles' headlines.
    """
    prose = [line for line in lines[: last + 1] if line.role is LineRole.PROSE]
    below = [x for x in lines[last + 1 :] if x.open and read_stamp_line(x.text) is None]
    texts = [x for x in below if len(words(x.text)) >= _POST_WORDS and not is_latin(x.text)]
    if not prose or any(len(words(line.text)) >= LONG for line in prose):
        return []
    if any(line.rule in ("related-head", "comments") for line in lines):
        return []
    titled = any(line.role is LineRole.TITLE for line in lines)
    return texts if len(texts) <= (len(prose) if titled else _MOST_POSTS) else []


def _mark_repeats(lines: list[TextLine]) -> None:
    seen: set[str] = set()
    for line in lines:
        if line.role is LineRole.PROSE and len(words(line.text)) >= 6:
            key = fold(line.text)
            if key in seen:
                line.leave_out("repeated")
            seen.add(key)


# -------------------------------------------------------------------------------------- results


def _cut_credits(lines: list[TextLine], page: Page) -> None:
    prose = [line for line in lines if line.role is LineRole.PROSE]
    for line in prose:
        parts = split_credit(line.text, last=line is prose[-1])
        if parts:
            line.text, line.credit = parts
            line.credit_rule = "agency-credit"
            if line is prose[-1]:
                page.claims += filter(None, [stated(parts[1], ClaimStanding.AGENCY)])
        cut_notice(line, page)
    if prose:
        cut_byline(prose[0], page)
        note_wire(prose[0].text, page)
        page.dateline = dateline_of(prose[0].text)


def _collect(lines: list[TextLine], page: Page) -> None:
    for line in lines:
        if line.role is LineRole.TITLE:
            page.title = line.text
        elif line.role is LineRole.KICKER:
            page.kicker = line.text
        elif line.role is LineRole.LITTER or line.role is None:
            # A turn that is left out is recorded with the label that was cut from its line.
            label = line.turn.label if line.turn else ""
            page.removed.append(Removed(f"{label} {line.text}".strip(), line.rule))
        else:
            page.paragraphs.append(
                FoundParagraph(line.text, ParagraphKind(line.role.value), line.turn, line.posted)
            )
        if line.credit:
            page.removed.append(Removed(line.credit, line.credit_rule))


def _first(lines: list[TextLine], role: LineRole) -> int | None:
    return next((i for i, line in enumerate(lines) if line.role is role), None)

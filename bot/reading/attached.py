"""What pages attach to an article: lists of other articles, and readers' comments.

Each begins with a head that `litter` knows; how far it goes is told from the lines that follow.
"""

from __future__ import annotations

from bot.language.arabic.characters import ends_sentence, words
from bot.language.openings import opens_paragraph
from bot.reading.lines import LineRole, TextLine

_TEASER_WORDS = 20
_COMMENT_WORDS = 30


def mark_related(lines: list[TextLine]) -> None:
    """After the head of a list of other articles, its headlines and teasers."""
    prose = [i for i, line in enumerate(lines) if line.role is LineRole.PROSE]
    for i, line in enumerate(lines):
        if line.rule != "related-head" or not prose or i < prose[0]:
            continue
        taken = 0
        close = i + 1 < len(lines) and not lines[i + 1].gap
        for j in range(i + 1, len(lines)):
            if lines[j].role is LineRole.LITTER:
                if lines[j].rule == "related-head":
                    break
                continue
            if taken and close and lines[j].gap and j <= prose[-1]:
                break
            if lines[j].role is LineRole.PROSE and _resumes(lines, j):
                break
            lines[j].leave_out("related-link")
            taken += 1


def _resumes(lines: list[TextLine], i: int) -> bool:
    """The prose at `i` is the article going on, not another article's teaser."""
    text = lines[i].text
    if len(words(text)) >= _TEASER_WORDS or opens_paragraph(text):
        return True
    following = next((x for x in lines[i + 1 :] if x.role is not LineRole.LITTER), None)
    return following is not None and following.role is LineRole.PROSE


def mark_comments(lines: list[TextLine]) -> None:
    """After the head of the readers' comments, everything, unless long prose says otherwise."""
    before = 0
    for i, line in enumerate(lines):
        before += line.role is LineRole.PROSE
        if line.rule != "comments" or before < 2:
            continue
        after = [x for x in lines[i + 1 :] if x.role is not LineRole.LITTER]
        if any(len(words(x.text)) >= _COMMENT_WORDS and ends_sentence(x.text) for x in after):
            continue
        for other in after:
            other.leave_out("reader-comments")
        return

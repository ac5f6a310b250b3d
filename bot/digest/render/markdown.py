"""Digest -> CommonMark, every text of ours escaped.

Escapes by CommonMark 0.31 section 2.4: a backslash before any ASCII punctuation. `$`, `~`
and `|` are no markup there but are in GitHub's dialect.
"""

from __future__ import annotations

import re

from bot.digest.render.layout import layout
from bot.digest.render.lines import SIGNS, Block, Line, Role, Run
from bot.language.lettering import shown
from bot.records import Digest

_INLINE = re.compile(r"[\\`*_\[\]<>&#~|$]")
# What opens a list, a rule, a setext underline or a quotation where it opens a line.
_OPENING = re.compile(r"^(\d{1,9})([.)])|^([-+=])")


def markdown(digest: Digest, *, width: int = 80, colour: bool = False, arabic: bool = False) -> str:
    """One document: the header as title, a section a story. Not wrapped."""
    return "\n\n".join(_block(block) for block in layout(digest, arabic)) + "\n"


def escape(text: str) -> str:
    """Clean text that parses back to itself, wherever in a paragraph it stands."""
    return _OPENING.sub(_escape_opening, _INLINE.sub(r"\\\g<0>", text))


def _escape_opening(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}"


def _block(block: Block) -> str:
    text = ""
    role: Role | None = None
    for line in (line for item in block.items for line in item.lines):
        if role is not None:
            text += _between(role, line.role)
        text += _line(line)
        role = line.role
    return text


_QUOTED = (Role.ARABIC, Role.SOURCE)
_IN_LIST = frozenset({Role.POINT, Role.DIFFERENCE, Role.EARLIER, Role.UNVERIFIED, Role.ENTRY})


def _between(before: Role, after: Role) -> str:
    if after in _QUOTED and before is not Role.NOTE:
        # A hard line break, within the same list item.
        return "\\\n  "
    if after in _IN_LIST and before in (*_IN_LIST, *_QUOTED):
        return "\n"
    return "\n\n"


def _line(line: Line) -> str:
    text = "".join(_run(run) for run in line.runs)
    match line.role:
        case Role.HEADER:
            return f"# {text}"
        case Role.HEADLINE:
            return f"## {text}"
        case Role.POINT | Role.ENTRY:
            return f"- {text}"
        case Role.DIFFERENCE | Role.EARLIER | Role.UNVERIFIED:
            return f"- {SIGNS[line.role]} {text}"
        case Role.NOTE:
            return f"{SIGNS[line.role]} {text}"
        case Role.LIST:
            return f"**{text}**"
        case Role.FOOTER:
            return f"*{text}*"
        case _:
            return text


def _run(run: Run) -> str:
    text = escape(shown(run.text, run.arabic))
    if run.url:
        return f"[{text}](<{run.url}>)"
    if run.quiet:
        space = text[: len(text) - len(text.lstrip())]
        return f"{space}*{text.lstrip()}*"
    return text

"""A digest whose article does what it can to break out of its page."""

from __future__ import annotations

from dataclasses import replace

from bot.records import Digest, Link
from tests.digest.made_digests import NAME, brief, digest, statement, story

OVERRIDE = "\u202e"
HUGE = "w" * 400
SCRIPTS = (
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "</style></head><body onload='window.hit = 1'>",
    "\"' onmouseover='window.hit = 1' x='",
    "{{ 7 * 7 }} {% raw %}",
    "]]>--><svg onload=window.hit=1>",
)


def hostile() -> Digest:
    arabic = f"نص {OVERRIDE}مقلوب {HUGE} <script>window.hit = 1</script>"
    said = [statement(f"{each} {OVERRIDE}evil {HUGE}", arabic) for each in SCRIPTS]
    made = brief(
        "bad",
        statement(f"{SCRIPTS[0]} {OVERRIDE}{HUGE}", arabic, NAME),
        *said,
        outlet=f"<b>{OVERRIDE}outlet</b>{HUGE}",
        url="javascript:window.hit=1",
        notes=(f"note {SCRIPTS[1]}",),
    )
    article = replace(
        made.article, author=SCRIPTS[3], links=(Link("here", "javascript:window.hit=1"),)
    )
    made = replace(made, translation=replace(made.translation, article=article))
    other = brief("bad2", statement("A link", "رابط"), outlet="x", url="data:text/html,<script>")
    return digest(replace(story(made), differences=(SCRIPTS[0],)), story(other))

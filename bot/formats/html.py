"""HTML pages that need nothing else: style and script are set into them, and their content
security policy lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import html
import re

# Not allowed in HTML (WHATWG HTML, 13.2.3.5, control characters and surrogates).
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """For use in an element or an attribute; U+FFFD for what HTML does not allow."""
    return html.escape(FORBIDDEN.sub("\ufffd", text))


def page_of(title: str, style: str, body: str, script: str = "", *, links: bool = False) -> str:
    """A whole document. `title` is escaped here; `body` is HTML. `links`: the page has links,
    and those who are linked to are not told of it."""
    policy = f"default-src 'none'; style-src '{_digest(style)}'; "
    if script:
        policy += f"script-src '{_digest(script)}'; "
    policy += "base-uri 'none'; form-action 'none'"
    referrer = '<meta name="referrer" content="no-referrer">\n' if links else ""
    end = f"<script>{script}</script>\n" if script else ""
    return f"""<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{referrer}<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
{body}
{end}</body>
</html>
"""


def _digest(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

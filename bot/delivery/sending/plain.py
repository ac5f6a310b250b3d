"""Turns Telegram HTML into the text a reader would see, for messages whose markup was refused."""

from __future__ import annotations

from html.parser import HTMLParser


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._links: list[str | None] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append(dict(attributes).get("href"))
        elif tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        # A link is said in full, since a reader could no longer follow it.
        if tag == "a" and self._links and (link := self._links.pop()):
            self.parts.append(f" ({link})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain_text(markup: str, units: int = 4096) -> str:
    """The text without tags, links written out where they fit in `units` UTF-16 units."""
    full = _parsed(markup)
    text = "".join(full.parts)
    if len(text.encode("utf-16-le", "replace")) // 2 > units:
        text = "".join(part for part in full.parts if not part.startswith(" (http"))
    return text.strip() or markup


def _parsed(markup: str) -> _Text:
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return parser

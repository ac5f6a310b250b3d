"""Telegram's HTML, parsed as strictly as the Bot API does and a little more.

Follows the rules of core.telegram.org/bots/api#html-style and what the server does with
text that breaks them. Where the server shrugs (an unknown entity is shown as it is written, a
link it cannot open is dropped, an entity beyond the hundredth ignored), this refuses: a
renderer that relies on a shrug has a fault.

Stands alone, so that tests of renderers need no server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

MESSAGE_UNITS = 4096
CAPTION_UNITS = 1024
MESSAGE_ENTITIES = 100

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
"""Tag -> entity type."""

_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]*));?")
_PLAIN = re.compile(r"[^<&]+")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_ATTRIBUTE = re.compile(r"""\s+([A-Za-z-]+)(?:\s*=\s*("[^"<]*"|'[^'<]*'|[A-Za-z0-9.-]+))?""")
_UNNESTABLE = {"text_link", "blockquote", "expandable_blockquote", "code", "pre"}


class Refused(Exception):
    """What the server answers instead of doing as asked."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True)
class Entity:
    """`offset` and `length` in UTF-16 code units of the parsed text."""

    type: str
    offset: int
    length: int
    url: str | None = None


def utf16_length(text: str) -> int:
    """Raises Refused for a lone surrogate, which no UTF-8 request can carry."""
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise Refused(400, "Bad Request: strings must be encoded in UTF-8") from None


def parse_html(markup: str) -> tuple[str, tuple[Entity, ...]]:
    """The text of a message and its entities, by offset. Raises Refused."""
    parser = _Parser(markup)
    parser.run()
    order = sorted(parser.entities, key=lambda entity: (entity.offset, -entity.length))
    return parser.text, tuple(order)


def check_message(markup: str, units: int = MESSAGE_UNITS) -> tuple[str, tuple[Entity, ...]]:
    """`parse_html`, and Refused for a text that is empty, too long, or has too many entities."""
    text, entities = parse_html(markup)
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if utf16_length(text) > units:
        what = "caption" if units == CAPTION_UNITS else "message"
        raise Refused(400, f"Bad Request: {what} is too long")
    if len(entities) > MESSAGE_ENTITIES:
        raise Refused(400, f"Bad Request: {len(entities)} entities, more than are shown")
    return text, entities


@dataclass
class _Open:
    tag: str
    kind: str
    offset: int
    url: str | None


class _Parser:
    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.text = ""
        self.entities: list[Entity] = []
        self._units = 0
        self._at = 0
        self._open: list[_Open] = []

    def run(self) -> None:
        utf16_length(self.markup)
        while self._at < len(self.markup):
            character = self.markup[self._at]
            if character == "<":
                self._tag()
            elif character == "&":
                self._character()
            else:
                plain = _PLAIN.match(self.markup, self._at)
                assert plain is not None
                self._add(plain[0])
                self._at = plain.end()
        if self._open:
            tag = self._open[-1].tag
            raise self._refused(f'Can\'t find end tag corresponding to start tag "{tag}"')

    def _refused(self, what: str) -> Refused:
        return Refused(400, f"Bad Request: can't parse entities: {what}")

    def _offset(self) -> int:
        return len(self.markup[: self._at].encode())

    def _add(self, text: str) -> None:
        if _FORBIDDEN.search(text):
            raise self._refused(f"Control character after byte offset {self._offset()}")
        self.text += text
        self._units += utf16_length(text)

    def _character(self) -> None:
        found = _CHARACTER.match(self.markup, self._at)
        if found is None:
            # As the server has it: an ampersand that begins nothing is an ampersand.
            self._add("&")
            self._at += 1
            return
        self._add(self._decoded(found))
        self._at = found.end()

    def _decoded(self, found: re.Match[str]) -> str:
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            if name not in _ENTITIES or not found[0].endswith(";"):
                raise self._refused(f'Unsupported entity "{found[0]}"')
            return _ENTITIES[name]
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        if not 0 < code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise self._refused(f'No such character "{found[0]}"')
        return chr(code)

    def _tag(self) -> None:
        end = self.markup.find(">", self._at)
        if end < 0:
            raise self._refused(f"Unclosed tag at byte offset {self._offset()}")
        inside = self.markup[self._at + 1 : end]
        if inside.startswith("/"):
            self._close(inside[1:].rstrip().lower())
        else:
            self._begin(inside)
        self._at = end + 1

    def _begin(self, inside: str) -> None:
        found = _NAME.match(inside.lower())
        tag = found[0] if found else inside.split(" ")[0]
        if tag not in KINDS:
            offset = self._offset()
            raise self._refused(f'Unsupported start tag "{tag}" at byte offset {offset}')
        kind, url = self._meaning(tag, self._attributes(inside[len(tag) :]))
        inner = {"expandable_blockquote": "blockquote"}.get(kind, kind)
        for outer in self._open:
            if inner in _UNNESTABLE and outer.kind.endswith(inner):
                raise self._refused(f'Nested tag "{tag}" at byte offset {self._offset()}')
        self._open.append(_Open(tag, kind, self._units, url))

    def _attributes(self, rest: str) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        at = 0
        while rest[at:].strip():
            attribute = _ATTRIBUTE.match(rest, at)
            if attribute is None:
                raise self._refused(f"Malformed attribute at byte offset {self._offset()}")
            name, value = attribute[1].lower(), attribute[2]
            if name in found:
                raise self._refused(f'Attribute "{name}" given twice')
            found[name] = value
            at = attribute.end()
        return found

    def _meaning(self, tag: str, attributes: dict[str, str | None]) -> tuple[str, str | None]:
        allowed = {"a": "href", "span": "class", "code": "class", "tg-emoji": "emoji-id"}
        name = "expandable" if tag == "blockquote" else allowed.get(tag, "")
        for attribute in attributes:
            if attribute != name:
                raise self._refused(f'Unsupported attribute "{attribute}" of "{tag}"')
        value = attributes.get(name)
        if tag == "blockquote":
            return ("expandable_" if name in attributes else "") + KINDS[tag], None
        if tag in ("a", "tg-emoji", "span") and value is None:
            raise self._refused(f'Tag "{tag}" must have "{name}"')
        if tag == "span" and value and value.strip("\"'") != "tg-spoiler":
            raise self._refused('Tag "span" must have class "tg-spoiler"')
        return KINDS[tag], self._link(value or "") if tag == "a" else None

    def _link(self, quoted: str) -> str:
        if quoted[:1] not in ("'", '"'):
            raise self._refused("Unquoted address")
        within = _Parser(quoted[1:-1])
        within.run()
        parts = urlsplit(within.text)
        known = parts.scheme in ("http", "https") and parts.hostname
        if not known and parts.scheme not in ("tg", "mailto"):
            raise self._refused(f"Not an address that Telegram opens: {within.text!r}")
        return within.text

    def _close(self, tag: str) -> None:
        if not self._open:
            raise self._refused(f"Unexpected end tag at byte offset {self._offset()}")
        opened = self._open.pop()
        if tag != opened.tag:
            raise self._refused(
                f'Unmatched end tag at byte offset {self._offset()}, expected "</{opened.tag}>", '
                f'found "</{tag}>"'
            )
        length = self._units - opened.offset
        if not length:
            raise self._refused(f'Empty entity "{tag}" at byte offset {self._offset()}')
        self.entities.append(Entity(opened.kind, opened.offset, length, opened.url))

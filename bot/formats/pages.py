"""Pages and feeds from the templates beside this file.

A page is one HTML file that needs nothing else: style and script stand in it, and its content
security policy lets nothing else run or load. Every value is escaped by the templates.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.formats.html import FORBIDDEN
from bot.formats.rows import TOGETHER
from bot.language.lettering import isolate_spans

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = files("bot.formats").joinpath("templates")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page leads."""

    href: str
    title: str


def page(template: str, *, title: str, script: str = "", form: bool = False, **values: Any) -> str:
    """A whole HTML document. `script`: a file beside the templates. `form`: it may send its form
    to where it came from, and its script may read from there."""
    from markupsafe import Markup

    style = _style()
    run = _TEMPLATES.joinpath(script).read_text("utf-8") if script else ""
    rules = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    if run:
        rules.append(f"script-src '{_digest(run)}'")
    if form:
        rules.append("connect-src 'self'")
    rules += ["base-uri 'none'", "form-action 'self'" if form else "form-action 'none'"]
    given = {
        "policy": "; ".join(rules),
        "style": Markup(style),  # noqa: S704 - a file of ours
        "script": Markup(run),  # noqa: S704
        "title": title,
        "up": (),
        "feeds": (),
    }
    return text(template, **{**given, **values})


def text(template: str, **values: Any) -> str:
    """What a template makes of the values; for feeds, and parts of pages that feeds quote."""
    return _environment().get_template(template).render(values)


@cache
def header_policy() -> str:
    """What every page's own policy allows, for a server's header."""
    script = _digest(_TEMPLATES.joinpath("search.js").read_text("utf-8"))
    return (
        f"default-src 'none'; style-src '{_digest(_style())}'; script-src '{script}'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'"
    )


@cache
def style_version() -> str:
    """Changes with anything that changes the look or the words of pages."""
    made = hashlib.sha256()
    for each in sorted(_TEMPLATES.iterdir(), key=lambda each: each.name):
        made.update(each.read_bytes())
    return made.hexdigest()[:16]


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=PackageLoader("bot.formats", "templates"),
        autoescape=select_autoescape(("html", "atom")),
        finalize=_allowed,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["isolated"] = isolate_spans
    return made


def _allowed(value: object) -> object:
    """Without what neither HTML nor XML allows; what a template made is clean already."""
    if type(value) is str:
        return FORBIDDEN.sub("\ufffd", value)
    return "" if value is None else value


@cache
def _style() -> str:
    lit = ".row:has(.s{0}:is(:hover, :focus)) .s{0}"
    return text("page.css", lighting=",\n".join(lit.format(place) for place in range(TOGETHER)))


def _digest(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"

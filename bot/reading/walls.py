"""Pages that stand where an article would be: they are named, never summarised.

Consent walls, log-in and subscription pages, pages that need their scripts, "not found" pages
served as if found, and pages of which the extraction got a small part only. A phrase alone never
decides: it counts where little or nothing was found beside it, so that a short report passes,
and so does a long one about cookies or passwords.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.errors import ConsentWall, LoginWall, MissingPage, NeedsScript, RedirectPage, ThinPage
from bot.language.arabic.characters import clean, words
from bot.language.arabic.fold import for_tables as fold
from bot.reading.blocks import SKIPPED
from bot.reading.json_ld import articles

SHORT = 60
"""Words of prose up to which a page's own notice outweighs them. Agency flashes have 15 to 50 and
stand on pages without such notices."""

STUB = 160
"""Words of prose up to which a stated paywall makes them a stub: two or three paragraphs."""

THIN = 3
"""Times the words found that the page states or shows, from which the finding is thin."""
MUCH = 150
"""Words the page must state or show for that."""
_LISTED = 12
"""Words from which a paragraph of the page counts as prose."""
_SCRIPTED = ("root", "app", "__next", "__nuxt", "___gatsby", "main-app")

_CONSENT = (
    "The page shows a question about cookies where its article would be. Open it in a browser, "
    "answer, and send the article's text."
)
_LOGIN = (
    "The page shows its article to those who log in or subscribe only. Send the article's text if "
    "you may read it."
)
_SCRIPT = (
    "The page shows its article only to a browser that runs its scripts. Open it there and send "
    "the article's text."
)
_MISSING = (
    "The page says that it does not exist. Check the address, or that the article still does."
)
_REDIRECT = (
    "The page only leads on to another, and does not say where in a way that can be followed. Give "
    "the article's own address."
)
_PART = (
    "Only a small part of this page's article was found. Send the article's text, so that nothing "
    "is told by halves."
)


def refuse_walls(tree: Any, prose: Sequence[str], title: str | None = None) -> None:
    """Raise what the page is, where it is not the article that `prose` was taken for.

    `prose` is what was found, paragraph by paragraph; empty where nothing was. Raises ConsentWall,
    LoginWall, NeedsScript, MissingPage, RedirectPage or ThinPage.
    """
    found = sum(len(words(text)) for text in prose)
    if found > STUB * THIN:
        return
    own = [text for text in prose if not _says(text, "consent")]
    if prose and sum(len(words(text)) for text in own) < min(0.5 * found, SHORT):
        raise ConsentWall(_CONSENT)
    heads = [title or "", *(clean(h.text_content()) for h in tree.iter("h1", "title"))]
    if found <= SHORT:
        _refuse_notices(tree, prose, heads)
    if found <= STUB and (_is_paid(tree) or _ends_at_gate(tree, prose)):
        raise LoginWall(_LOGIN)
    if prose and found <= STUB and _is_part(tree, found):
        raise ThinPage(_PART)


def _refuse_notices(tree: Any, prose: Sequence[str], heads: Sequence[str]) -> None:
    """The page's notices, where no more than some lines of prose were found.

    Where some were, the notice has to be among them or in the heading: every news site has a
    log-in link somewhere, and a word on scripts for those who run none.
    """
    pieces = list(prose) if prose else shown(tree)
    hidden = [] if prose else [clean(node.text_content()) for node in tree.iter("noscript")]
    if any(_says(text, "missing") for text in (*heads, *pieces)):
        raise MissingPage(_MISSING)
    if any(_says(text, "redirect") for text in (*heads, *pieces)):
        raise RedirectPage(_REDIRECT)
    if any(_says(text, "script") for text in (*heads, *pieces, *hidden)) or _is_shell(tree):
        raise NeedsScript(_SCRIPT)
    asked = any(_says(text, "login") for text in (*heads, *pieces))
    if asked or (not prose and tree.xpath("//input[@type='password']")):
        raise LoginWall(_LOGIN)
    if not prose and sum(_says(text, "consent") for text in pieces) >= 2:
        raise ConsentWall(_CONSENT)


def _ends_at_gate(tree: Any, prose: Sequence[str]) -> bool:
    """Whether the last that was found is the notice of a paywall, or one is marked as such."""
    if prose and _says(prose[-1], "login"):
        return True
    marked = tree.xpath(
        "//*[contains(@class, 'paywall') or contains(@class, 'subscriber-only')"
        " or contains(@class, 'regwall') or @id='paywall']"
    )
    return any(_says(clean(node.text_content()), "login") for node in marked[:20])


def _is_paid(tree: Any) -> bool:
    """schema.org: isAccessibleForFree is false."""
    return any(
        str(node.get("isAccessibleForFree", "")).lower() == "false" for node in articles(tree)
    )


def _is_part(tree: Any, found: int) -> bool:
    """Whether the page states or shows an article of several times the words that were found."""
    most = 0
    for node in articles(tree):
        body, count = node.get("articleBody"), node.get("wordCount")
        if isinstance(body, str):
            most = max(most, len(words(body)))
        elif isinstance(count, (int, str)) and str(count).isdigit():
            most = max(most, min(int(count), 20_000))
    if most >= MUCH and most > THIN * found:
        return True
    visible = sum(
        len(words(text))
        for node in tree.xpath("//article//p | //main//p")
        if not any(parent.tag in SKIPPED for parent in node.iterancestors())
        and len(words(text := clean(node.text_content()))) >= _LISTED
        and sum(len(clean(a.text_content())) for a in node.iter("a")) < 0.5 * len(text)
    )
    return visible >= MUCH and visible > THIN * found


def shown(tree: Any) -> list[str]:
    """The page's visible pieces of text, menus and footers apart."""
    pieces = []
    for node in tree.iter():
        if not isinstance(node.tag, str) or node.tag in ("title", "option"):
            continue
        hidden = SKIPPED - {"form", "button"}
        if node.tag in hidden or any(parent.tag in hidden for parent in node.iterancestors()):
            continue
        pieces += [clean(node.text or ""), clean(" ".join(child.tail or "" for child in node))]
    return [piece for piece in pieces if piece]


def _is_shell(tree: Any) -> bool:
    """A page whose place for content is empty until its scripts fill it."""
    holders = [node for node in tree.xpath("//body//*[@id]") if node.get("id") in _SCRIPTED]
    return bool(holders and tree.xpath("//script")) and not any(
        clean(node.text_content()) for node in holders
    )


def says_login(text: str) -> bool:
    return _says(text, "login")


def _says(text: str, what: str) -> bool:
    plain = fold(text)
    return any(phrase in plain for phrase in _phrases()[what])


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads(Path(__file__).with_name("walls.toml").read_text(encoding="utf-8"))
    return {name: tuple(map(fold, table["phrases"])) for name, table in data.items()}

"""Translation -> one HTML file that needs nothing else: two columns, or one on a phone.

The look is page.css and the linking of sentences page.js, both set into the page. The page can
be read without either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from urllib.parse import urlsplit

from bot.formats.html import escape, page_of
from bot.formats.marks import SIGN, marked, not_shown
from bot.formats.rows import (
    Piece,
    SentenceRow,
    byline,
    credit,
    reasons,
    rows,
    translated_by,
)
from bot.records import ParagraphKind, Part, Standing, TranslatedSegment, Translation


def page(
    translation: Translation,
    article_fields: Mapping[str, object],
    *,
    width: int = 80,
    colour: bool = False,
) -> str:
    """A whole HTML document. The English comes first, for who reads one column."""
    article = translation.article
    title = next(
        (s.target for s in translation.of_part(Part.TITLE) if s.standing is Standing.PLAIN), None
    )
    engines = escape(translated_by(translation))
    content = "\n".join(_row(row) for row in rows(translation))
    body = f"""<header>
{_about(translation)}
</header>
<main>
{content}
</main>
<footer>
<p>Machine translation by {engines}: where it matters, go by the Arabic.</p>
</footer>"""
    return page_of(
        title or article.title or article.origin,
        _asset("page.css"),
        body,
        _asset("page.js"),
        links=True,
    )


def _asset(name: str) -> str:
    return files("bot.translation.render").joinpath(name).read_text("utf-8")


def _about(translation: Translation) -> str:
    parts = [f'<bdi dir="auto">{escape(part)}</bdi>' for part in byline(translation)]
    if url := _address(translation.article.url):
        parts.append(f'<a href="{escape(url)}">the original page</a>')
    notes = "".join(f'<p dir="auto">{escape(note)}</p>\n' for note in translation.article.notes)
    doubtful = any(s.standing is not Standing.PLAIN for s in translation.segments)
    warning = (
        f'<p><strong class="sign">{SIGN}</strong> Sentences marked like '
        "<mark>this</mark> are doubtful: go by the Arabic. In the others nothing was found, "
        "and their wording may still be wrong.</p>\n"
        if doubtful
        else ""
    )
    about = f"<p>{' · '.join(parts)}</p>\n" if parts else ""
    return f"{about}{notes}<p>{escape(credit(translation))}.</p>\n{warning}"


def _address(url: str | None) -> str | None:
    """Only what a browser opens as a web page."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _row(row: SentenceRow) -> str:
    tag = {Part.TITLE: "h1", Part.KICKER: "p"}.get(row.part, _tag(row.kind))
    name = row.kind.value if row.part is Part.BODY else row.part.value
    if row.passed_through:
        text = escape("".join(piece.text for piece in row.pieces))
        return (
            f'<section class="row {name} through"><{tag} dir="auto">{text}</{tag}>'
            f'<small class="note">{escape(row.as_it_was)}</small></section>'
        )
    english = " ".join(_english(sentence) for sentence in row.sentences)
    arabic = "".join(_arabic(piece) for piece in row.pieces)
    return (
        f'<section class="row {name}">\n'
        f'<{tag} class="en">{english}</{tag}>\n'
        # One level of headings for one text: the Arabic is the same heading again.
        f'<p class="ar" lang="ar" dir="rtl">{arabic}</p>\n'
        "</section>"
    )


def _tag(kind: ParagraphKind) -> str:
    return "h2" if kind is ParagraphKind.HEADING else "p"


def _english(sentence: TranslatedSegment) -> str:
    return "".join(_english_parts(sentence))


def _english_parts(sentence: TranslatedSegment) -> Iterator[str]:
    number = sentence.segment.index
    target = escape(sentence.target.strip()) or "(no translation)"
    span = f'<span class="s" data-s="{number}" dir="auto">{target}</span>'
    why = escape(reasons(sentence.flags))
    if withheld := not_shown(sentence):
        yield f'<mark class="s" data-s="{number}" title="{why}">{withheld}</mark>'
    elif mark := marked(sentence):
        yield f'<strong class="sign">{mark}:</strong> <mark title="{why}">{span}</mark>'
    else:
        yield span
        if sentence.passed_through:
            yield ' <small class="note">(as in the original)</small>'


def _arabic(piece: Piece) -> str:
    if piece.segment is None:
        return escape(piece.text)
    span = f'<span class="s" data-s="{piece.segment.segment.index}">{escape(piece.text)}</span>'
    return f"<mark>{span}</mark>" if marked(piece.segment) else span

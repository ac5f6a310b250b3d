"""What was understood of a document, for `mujaz read`: as JSON and for a terminal.

Arabic is given to the terminal in reading order and set to the right; turning the letters is the
terminal's own work, and doing it here would break it wherever it is done right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.records import Article, Moment, Paragraph, ParagraphKind

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


def to_json(article: Article) -> dict[str, Any]:
    """The article as JSON values.

    `published_at` and `updated_at` are ISO 8601, with an offset where the page states one, a date
    alone where it states no hour, null where it states no day; then `published_time` has the hour
    ("04:36:00") if the page states that much. A paragraph has `turn` in an interview only: whether
    it is the interviewer's question, and who speaks; `posted_at` and `posted_time` on a live page
    only: the time of its post.
    """
    return {
        "title": article.title,
        "kicker": article.kicker,
        "outlet": article.outlet,
        "published_at": article.published.iso() if article.published else None,
        "published_time": _clock_alone(article.published),
        "updated_at": article.updated.iso() if article.updated else None,
        "author": article.author,
        "section": article.section,
        "language": article.language,
        "confidence": article.confidence,
        "paragraphs": list(map(_paragraph, article.paragraphs)),
        "removed": [{"text": r.text, "rule": r.rule} for r in article.removed],
        "notes": list(article.notes),
        "id": article.id,
        "origin": article.origin,
        "url": article.url,
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    stated: dict[str, Any] = {
        "text": paragraph.text,
        "kind": paragraph.kind.value,
        "language": paragraph.language,
    }
    if turn := paragraph.turn:
        stated["turn"] = {"question": turn.question, "speaker": turn.speaker}
    if paragraph.posted:
        stated["posted_at"] = paragraph.posted.iso()
        stated["posted_time"] = _clock_alone(paragraph.posted)
    return stated


def to_terminal(article: Article) -> RenderableType:
    """The same for a human: what is known, the text, and what was left out and why."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    parts: list[RenderableType] = [Text(article.origin, style="dim"), _facts(article), Text()]
    if article.kicker:
        parts.append(_arabic(article.kicker, "ar", "italic"))
    if article.title:
        parts += [_arabic(article.title, "ar", "bold"), Text()]
    styles = {
        ParagraphKind.PROSE: "",
        ParagraphKind.HEADING: "bold",
        ParagraphKind.CAPTION: "dim italic",
    }
    for paragraph in article.paragraphs:
        parts += [_arabic(paragraph.text, paragraph.language, styles[paragraph.kind]), Text()]
    if article.removed:
        parts += [Rule(f"left out: {len(article.removed)}", style="dim"), _left_out(article)]
    return Group(*parts)


def _facts(article: Article) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    captions = sum(p.kind is ParagraphKind.CAPTION for p in article.paragraphs)
    sentences = sum(len(p.sentences) for p in article.prose)
    rows = [
        ("outlet", article.outlet),
        ("published", _moment(article.published)),
        ("updated", _moment(article.updated)),
        ("author", article.author),
        ("section", article.section),
        ("language", f"{article.language} ({article.confidence:.0%})"),
        (
            "text",
            ", ".join(
                (
                    _count(len(article.prose), "paragraph"),
                    _count(sentences, "sentence"),
                    _count(captions, "caption"),
                )
            ),
        ),
        ("address", article.url),
        *(("note", note) for note in article.notes),
    ]
    shown_unknown = ("outlet", "published", "author")
    for name, value in rows:
        if value:
            table.add_row(name, Text(value))
        elif name in shown_unknown:
            table.add_row(name, Text("not stated", style="dim"))
    return table


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _left_out(article: Article) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(style="yellow", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for removed in article.removed:
        table.add_row(Text(removed.rule), Text(removed.text, style="dim"))
    return table


def _arabic(text: str, language: str, style: str) -> RenderableType:
    from rich.text import Text

    return Text(text, style=style, justify="right" if language != "en" else "left")


def _moment(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    clock = moment.clock.isoformat("minutes") if moment.clock else None
    if moment.day is None:
        return f"{clock}, day not stated" if clock else None
    return moment.day.isoformat() + (f" {clock}" if clock else ", hour not stated")


def _clock_alone(moment: Moment | None) -> str | None:
    if moment is None or moment.day is not None or moment.clock is None:
        return None
    return moment.clock.isoformat()

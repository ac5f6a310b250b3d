"""/glossary: how names are spelled; listed, searched, added, removed and exported."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.handlers.amendments_queue import names_offered, take_name
from bot.delivery.handlers.briefs import NEXT, PREVIOUS
from bot.delivery.requests.refusals import reason
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.errors import BadTerm
from bot.language.arabic.script import ARABIC_LETTER
from bot.language.lettering import clean
from bot.pipeline.glossary import all_terms, put, take_out, term_of
from bot.pipeline.names import Term, entry, packaged, written
from bot.store import amendments, glossary
from bot.store.glossary import OPERATOR

PAGE = 15
"""Names on one page of the list; with names of the greatest length it fits one message."""
MOST_ADDED = 30
"""Lines of one /glossary add."""
LONGEST_SEARCH = 60
NAME = "mujaz-glossary.tsv"
_WORDS = {
    "add": "add", "أضف": "add", "اضف": "add",
    "remove": "remove", "delete": "remove", "احذف": "remove",
    "export": "export", "صدر": "export", "تصدير": "export",
    "help": "help", "list": "list",
}  # fmt: skip
_SIGN = re.compile(r"\s*(?:=>|[=＝→])\s*")


async def asked(visit: Visit) -> None:
    """/glossary, with or without something to do."""
    first, _, rest = visit.args.strip().partition(" ")
    word, line, after = first.partition("\n")
    match _WORDS.get(word.casefold()):
        case "add":
            await _add(visit, f"{after} {rest}" if line else rest)
        case "remove":
            await _remove(visit, rest)
        case "export":
            await export(visit)
        case "help":
            await visit.answer(visit.tell("glossary.usage"))
        case "list":
            await visit.answer(await _list(visit, 0, ""))
        case _:
            await visit.answer(await _list(visit, 0, clean(visit.args)[:LONGEST_SEARCH]))


async def page(visit: Visit) -> str | None:
    """A page of the list, its export, or a name that a reader sent, taken with one tap."""
    if "take" in visit.data:
        async with visit.context.store.transaction() as c:
            kept = await amendments.get(c, int(visit.data["take"]))
            said = await take_name(c, visit, kept) if kept else visit.plain("brief.gone")
        await visit.show(await _list(visit, 0, ""))
        return said
    if visit.data.get("export"):
        await export(visit)
        return None
    words = str(visit.data.get("words", ""))
    await visit.show(await _list(visit, int(visit.data.get("page", 0)), words))
    return None


# ------------------------------------------------------------------------------------- showing


async def _list(visit: Visit, number: int, words: str) -> Screen:
    async with visit.context.store.read_only() as c:
        total = await glossary.count(c, words)
        number = min(number, max(0, (total - 1) // PAGE))
        rows = await glossary.listing(c, PAGE, number * PAGE, words)
        sent = await names_offered(c) if not words and not number else []
    lines = [_head(visit, total, words)]
    pages = -(-total // PAGE)
    if pages > 1:
        lines.append(visit.tell("brief.page", page=number + 1, pages=pages))
    lines += [line(visit, term_of(row)) for row in rows]
    seed = packaged(words, PAGE, {row.key for row in rows}) if words and not number else ()
    if built := [line(visit, term) for term in seed]:
        lines += ["", visit.tell("glossary.builtin"), *built[: max(0, PAGE - len(rows))]]
    if sent:
        lines += ["", visit.tell("glossary.sent")]
    taps = [
        Choice(f"+ {each.name_arabic} = {each.name_english}", "glossary", {"take": each.id})
        for each in sent
    ]
    buttons = _buttons(visit, number, pages, words, total)
    return Screen("\n".join(lines), [*([tap] for tap in taps), *buttons])


def _head(visit: Visit, total: int, words: str) -> str:
    if words:
        key = "glossary.found" if total else "glossary.none_found"
        return visit.tell(key, count=total, words=words)
    return visit.tell("glossary.head" if total else "glossary.none", count=total)


def _buttons(visit: Visit, number: int, pages: int, words: str, total: int) -> list[list[Choice]]:
    more = {"words": words} if words else {}
    turn = [Choice(PREVIOUS, "glossary", {"page": number - 1, **more})] if number else []
    if number + 1 < pages:
        turn.append(Choice(NEXT, "glossary", {"page": number + 1, **more}))
    rows = [turn] if turn else []
    if total and not words:
        rows.append([Choice(visit.plain("glossary.export"), "glossary", {"export": True})])
    return rows


def line(visit: Visit, term: Term) -> str:
    return visit.tell(
        "glossary.row",
        arabic=term.arabic,
        english=term.english,
        kind=visit.plain(f"glossary.kind_{term.kind}"),
        origin=visit.plain(f"glossary.origin_{term.origin}"),
    )


async def export(visit: Visit) -> None:
    terms = await all_terms(visit.context.store)
    if not terms:
        await visit.answer(visit.tell("glossary.none", count=0))
        return
    caption = visit.tell("glossary.caption", count=len(terms))
    payload = Payload(caption, file_name=NAME, file_text=written(terms).decode())
    await visit.give(payload)


# ------------------------------------------------------------------------------------ changing


async def _add(visit: Visit, text: str) -> None:
    """A line an entry: "باتروشيف = Patrushev", and "| place" behind it where that is not clear."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    pairs = [_SIGN.split(each, maxsplit=1) for each in lines[:MOST_ADDED]]
    if not any(len(pair) == 2 for pair in pairs):
        await visit.answer(visit.tell("glossary.usage"))
        return
    async with visit.context.store.transaction() as c:
        answers = [
            await _added(visit, c, *pair) if len(pair) == 2 else _unread(visit, *pair)
            for pair in pairs
        ]
        if len(lines) > MOST_ADDED:
            answers.append(visit.tell("glossary.more", count=len(lines) - MOST_ADDED))
        await visit.answer_in(c, "\n".join(answers))
    visit.context.wake()


def _unread(visit: Visit, line: str) -> str:
    why = visit.plain("glossary.no_sign")
    return visit.tell("glossary.refused", arabic=clean(line)[:60], reason=why)


async def _added(visit: Visit, c: AsyncConnection, one: str, other: str) -> str:
    # In Arabic writing it is easy to type the two sides the other way round.
    arabic, english = (one, other) if ARABIC_LETTER.search(one) else (other, one)
    english, _, kind = english.partition("|")
    arabic, _, said = arabic.partition("|")
    try:
        term = entry(arabic, english, kind or said)
    except BadTerm as error:
        shown = clean(arabic)[:60]
        return visit.tell("glossary.refused", arabic=shown, reason=reason(visit.language, error))
    before = await put(c, term, visit.context.now())
    said = visit.plain(f"glossary.kind_{term.kind}")
    values = {"arabic": term.arabic, "english": term.english, "kind": said}
    if before is None:
        return visit.tell("glossary.added", **values)
    return visit.tell("glossary.changed", before=before, **values)


async def _remove(visit: Visit, text: str) -> None:
    named = clean(_SIGN.split(text, maxsplit=1)[0])
    if not named:
        await visit.answer(visit.tell("glossary.usage"))
        return
    async with visit.context.store.transaction() as c:
        gone = await take_out(c, named, visit.context.now())
        if gone is None:
            answer = visit.tell("glossary.unknown", arabic=named[:60])
        else:
            key = "glossary.removed" if gone.origin == OPERATOR else "glossary.put_away"
            answer = visit.tell(key, arabic=gone.arabic, english=gone.english)
        await visit.answer_in(c, answer)
    visit.context.wake()

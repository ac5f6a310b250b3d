""" "This is wrong" beneath a translation: which sentence, what of it, and how it should read."""

from __future__ import annotations

import html
import re

from telegram import Message

from bot.delivery.amended import seen_by
from bot.delivery.handlers.briefs import NEXT, PREVIOUS
from bot.delivery.handlers.menu_buttons import in_rows
from bot.delivery.sending.outbox import enqueue_answer
from bot.delivery.sending.post import Payload
from bot.delivery.sending.screens import Choice, Screen, keyboard
from bot.delivery.visit import Visit
from bot.language.arabic.script import ARABIC_LETTER, arabic_share
from bot.language.cutting import clip
from bot.language.lettering import clean
from bot.language.search import words
from bot.records import TranslatedSegment
from bot.store import amendments
from bot.store.amendments import Amendment, AmendmentState, Wrong
from bot.store.articles import StoredArticle

PAGE = 6
"""Sentences on one page."""
SHOWN = 400
"""Characters of a sentence in the list."""
LONGEST = 2000
"""Characters of an English sentence that is typed."""
_MARK = re.compile(r"№ ?(\d{1,9})")
_SIGN = re.compile(r"\s*(?:=>|[=＝→])\s*")


async def _sentences(
    visit: Visit,
) -> tuple[StoredArticle, list[TranslatedSegment]] | None:
    async with visit.context.store.read_only() as c:
        stored = await seen_by(c, visit.chat, int(visit.data["article"]))
    if stored is None or stored.brief is None:
        return None
    return stored, [s for s in stored.brief.translation.segments if not s.passed_through]


async def pressed(visit: Visit) -> None:
    """The button, a page of the sentences, one of them, or what is wrong with it."""
    found = await _sentences(visit)
    if found is None:
        await visit.answer(visit.tell("brief.gone"))
        return
    stored, sentences = found
    if "segment" not in visit.data:
        screen = _listing(visit, sentences, int(visit.data.get("page", 0)))
        await (visit.show if "page" in visit.data else visit.answer)(screen)
        return
    segment = next((s for s in sentences if s.segment.index == visit.data["segment"]), None)
    if segment is None:
        await visit.answer(visit.tell("brief.gone"))
    elif "wrong" not in visit.data:
        await visit.show(_question(visit, segment))
    else:
        await _begin(visit, stored, segment, Wrong(visit.data["wrong"]))


def _choice(visit: Visit, label: str, **more: object) -> Choice:
    return Choice(label, "amend", {"article": visit.data["article"], **more})


def _listing(visit: Visit, sentences: list[TranslatedSegment], page: int) -> Screen:
    shown = sentences[page * PAGE : (page + 1) * PAGE]
    lines = [f"<b>{at}.</b> {_shown(each)}" for at, each in enumerate(shown, page * PAGE + 1)]
    numbers = [
        _choice(visit, str(at), segment=each.segment.index)
        for at, each in enumerate(shown, page * PAGE + 1)
    ]
    turn = [_choice(visit, PREVIOUS, page=page - 1)] if page else []
    if (page + 1) * PAGE < len(sentences):
        turn.append(_choice(visit, NEXT, page=page + 1))
    text = "\n".join([visit.tell("amend.which"), "", *lines])
    rows = [row for row in (numbers, turn) if row]
    return Screen(text, rows, (int(visit.data["article"]),))


def _shown(segment: TranslatedSegment) -> str:
    """Marked where it did not pass the checks, as in the translation."""
    mark = "" if segment.verified else "⚠ "
    return mark + html.escape(clip(clean(segment.target) or "—", SHOWN), quote=False)


def _question(visit: Visit, segment: TranslatedSegment) -> Screen:
    index = segment.segment.index
    kinds = [
        _choice(visit, visit.plain(f"amend.{wrong}"), segment=index, wrong=str(wrong))
        for wrong in Wrong
    ]
    back = _choice(visit, visit.plain("settings.button_back"), page=0)
    text = visit.tell(
        "amend.what",
        arabic=clip(clean(segment.segment.source), LONGEST),
        english=clip(clean(segment.target), SHOWN * 2),
    )
    return Screen(text, [*in_rows(kinds, 3), [back]], (int(visit.data["article"]),))


async def _begin(
    visit: Visit, stored: StoredArticle, segment: TranslatedSegment, wrong: Wrong
) -> None:
    """Keep it, and ask how it should read; a reply says so, now or later."""
    context, now = visit.context, visit.context.now()
    async with context.store.transaction() as c:
        await visit.record(c)
        number = await amendments.add(
            c,
            visit.chat.id,
            visit.user,
            stored.number,
            segment.segment.source,
            segment.target,
            wrong,
            now,
            private=not stored.public,
        )
        key = "amend.ask_name" if wrong is Wrong.NAME else "amend.ask"
        text = visit.tell(key, number=number, arabic=clip(clean(segment.segment.source), LONGEST))
        asked = Payload(
            f"{text}\n{visit.tell('amend.public')}" if stored.public else text,
            ask=visit.plain("amend.here"),
            articles=(stored.number,),
        )
        said = [asked]
        if not stored.public:
            send = Choice(visit.plain("amend.send"), "amend_send", {"amendment": number})
            made = await keyboard(c, visit.here.id, [[send]], now)
            said.append(Payload(visit.tell("amend.private"), made))
        await enqueue_answer(c, visit.here.id, said, now)
    context.wake()


async def send(visit: Visit) -> None:
    """ "Also send to the operator?" of a private article: only then it leaves the chat."""
    number = int(visit.data["amendment"])
    async with visit.context.store.transaction() as c:
        kept = await amendments.get(c, number)
        mine = kept is not None and kept.chat == visit.chat.id
        text = visit.tell("amend.sent" if mine else "brief.gone")
        if not await visit.settle_in(c, text):
            return
        if mine:
            await amendments.settle(c, number, AmendmentState.SENT)
    await visit.settled()


def number_in(message: Message, me: int) -> int | None:
    """The amendment that a message replies to: one that the bot asked about by its number."""
    asked = message.reply_to_message
    if asked is None or asked.from_user is None or asked.from_user.id != me or not message.text:
        return None
    found = _MARK.search(asked.text or "")
    return int(found[1]) if found else None


async def replied(visit: Visit, number: int, text: str) -> None:
    """How the sentence should read, or how a name in it is spelled."""
    async with visit.context.store.transaction() as c:
        kept = await amendments.get(c, number)
        if kept is None or kept.chat != visit.chat.id or kept.user != visit.user:
            await visit.answer_in(c, visit.tell("amend.unknown"))
        elif name := _name_in(text, kept):
            await amendments.say(c, number, name_arabic=name[0], name_english=name[1])
            told = visit.tell("amend.name_kept", arabic=name[0], english=name[1])
            await visit.answer_in(c, told)
        elif (english := _english(text)) is not None:
            await amendments.say(c, number, english=english)
            shown = (kept.article,) if kept.article else ()
            await visit.answer_in(c, Screen(visit.tell("amend.kept", english=english), (), shown))
        else:
            await visit.answer_in(c, visit.tell("amend.unread"))
    visit.context.wake()


def _english(text: str) -> str | None:
    said = " ".join(clean(text).split())
    latin = re.search("[A-Za-z]", said)
    return said if latin and arabic_share(said) < 0.2 and len(said) <= LONGEST else None


def _name_in(text: str, kept: Amendment) -> tuple[str, str] | None:
    """ "باتروشيف = Patrushev", either side first, where the sentence has that name."""
    sides = [clean(side).strip() for side in _SIGN.split(text.strip(), maxsplit=1)]
    if len(sides) != 2:
        return None
    arabic, english = sides if ARABIC_LETTER.search(sides[0]) else sides[::-1]
    if not ARABIC_LETTER.search(arabic) or not re.search("[A-Za-z]", english):
        return None
    inside = f" {' '.join(words(kept.arabic))} "
    fits = len(arabic) <= 128 and len(english) <= 128
    return (arabic, english) if fits and f" {' '.join(words(arabic))} " in inside else None

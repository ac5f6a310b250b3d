"""Why a story stood where it did, and what readers think of it: /why, 👍 and 👎."""

from __future__ import annotations

from bot.delivery.amended import seen_by
from bot.delivery.handlers.sections import topic_name
from bot.delivery.handlers.typed import number
from bot.delivery.scheduling.preferences import STORIES
from bot.delivery.visit import Visit
from bot.pipeline.pages import headline_of
from bot.records import Reason
from bot.store import digests, votes

LONGEST_HEADLINE = 200


async def why(visit: Visit) -> None:
    """/why 2: the parts of the score of the second story of the chat's latest digest."""
    asked = number(visit.args, STORIES)
    if asked is None:
        await visit.answer(visit.tell("why.usage"))
        return
    async with visit.context.store.read_only() as c:
        last = await digests.last_with_articles(c, visit.chat.id)
        placed = await digests.story_of(c, last.id, asked) if last else None
        stored = await seen_by(c, visit.chat, placed.article) if placed else None
    if placed is None or stored is None or stored.brief is None:
        await visit.answer(visit.tell("why.no_story", number=asked))
        return
    headline = headline_of(stored.brief, LONGEST_HEADLINE)
    lines = [visit.tell("why.head", number=asked, headline=headline)]
    lines += [_part(visit, *part) for part in placed.worth]
    total = sum(value for _, value, _ in placed.worth)
    lines.append(visit.tell("why.sum", value=_signed(total)))
    await visit.answer("\n".join(lines))


def _part(visit: Visit, reason: str, value: float, about: tuple[str, ...]) -> str:
    if reason == Reason.OUTLETS:
        what = visit.plain("why.outlets", count=round(value))
    elif reason == Reason.TOPIC:
        names = ", ".join(topic_name(key, visit.language) for key in about)
        what = visit.plain("why.topic", names=names)
    elif about:
        what = visit.plain(f"why.{reason}", names=", ".join(about))
    else:
        what = visit.plain(f"why.{reason}")
    return visit.tell("why.part", value=_signed(value), what=what)


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


async def voted(visit: Visit) -> str:
    """A reader's voice on the story of an opened brief; the same again takes it back."""
    article, value = int(visit.data["article"]), int(visit.data["value"])
    async with visit.context.store.transaction() as c:
        await visit.record(c)
        stored = await seen_by(c, visit.chat, article)
        if stored is None or stored.brief is None:
            return visit.plain("brief.gone")
        said = await votes.cast(
            c,
            visit.chat.id,
            article,
            stored.brief.headline.source,
            visit.user or votes.THE_CHAT,
            value,
            visit.context.now(),
        )
    return visit.plain({1: "vote.good", -1: "vote.bad"}.get(said, "vote.back"))

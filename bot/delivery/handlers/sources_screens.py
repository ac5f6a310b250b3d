"""How sources are shown: the list with health, one source with its settings, and choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.delivery.handlers.briefs import NEXT, PREVIOUS
from bot.delivery.handlers.menu_buttons import in_rows
from bot.delivery.handlers.sources_rights import manages, may_add
from bot.delivery.requests.refusals import reason_named
from bot.delivery.scheduling.preferences import shown_at
from bot.delivery.sending.screens import Choice, Screen
from bot.delivery.visit import Visit
from bot.language.cutting import clip
from bot.language.lettering import clean
from bot.store.entries import EntryState
from bot.store.source import PRIORITIES, FullText, Health, Source, SourceKind

PAGE = 10
"""Sources on one page of the list."""
INTERVALS = (15, 30, 60, 180, 360, 720, 1440)
"""Minutes, offered at once; any other is typed."""
TOPICS_OFFERED = 12
SIGNS = {Health.OK: "✓", Health.FAILING: "⚠", Health.GONE: "✗", Health.PAUSED: "⏸"}
LABEL = 50
"""Characters of a button."""


def name_of(source: Source) -> str:
    return clean(source.name)[:120] or source.url


def row_of(visit: Visit, source: Source) -> str:
    values = {"sign": SIGNS[source.health], "id": source.id, "title": name_of(source)}
    if source.topic:
        row = visit.plain("sources.row_topic", topic=source.topic, **values)
    else:
        row = visit.plain("sources.row", **values)
    if source.owner is None:
        return row
    if source.owner == visit.user:
        return f"{row} · {visit.plain('sources.row_own')}"
    return f"{row} · {visit.plain('sources.of_user', id=source.owner)}"


def _open(visit: Visit, source: Source) -> Choice:
    return Choice(clip(row_of(visit, source), LABEL), "source", {"id": source.id})


def list_screen(visit: Visit, found: Sequence[Source], total: int, page: int) -> Screen:
    if not total:
        return Screen(
            visit.tell("sources.list_none" if may_add(visit) else "sources.list_none_here")
        )
    pages = -(-total // PAGE)
    lines = [visit.tell("sources.list_head", count=total), visit.tell("sources.legend")]
    if pages > 1:
        lines.append(visit.tell("brief.page", page=page + 1, pages=pages))
    turn = [Choice(PREVIOUS, "sources", {"page": page - 1})] if page else []
    turn += [Choice(NEXT, "sources", {"page": page + 1})] if page + 1 < pages else []
    rows = [[_open(visit, source)] for source in found]
    return Screen("\n".join(lines), [*rows, turn] if turn else rows)


# ---------------------------------------------------------------------------------- one source


def source_screen(visit: Visit, source: Source, entries: Mapping[EntryState, int]) -> Screen:
    spoken = language_words(visit, source.language)
    lines = [f"<b>{visit.tell('sources.row', **_head(source))}</b>"]
    lines += [
        visit.tell("sources.url", url=source.url),
        visit.tell("sources.kind", kind=kind_words(visit, source.kind), spoken=spoken),
        visit.tell("sources.topic", topic=source.topic or visit.plain("sources.none")),
        visit.tell("sources.priority", priority=source.priority),
        visit.tell("sources.interval", interval=_interval(visit, source.interval_minutes)),
        visit.tell("sources.full_text", name=visit.plain(f"sources.full_text_{source.full_text}")),
    ]
    if source.must:
        lines.append(visit.tell("sources.must", words=", ".join(source.must)))
    if source.must_not:
        lines.append(visit.tell("sources.must_not", words=", ".join(source.must_not)))
    if source.user_agent:
        lines.append(visit.tell("sources.user_agent", name=source.user_agent))
    counted = {str(state): entries.get(state, 0) for state in EntryState}
    lines += ["", visit.tell("sources.entries", **counted)]
    lines.append(
        visit.tell(
            "sources.checked",
            at=_moment(visit, source.checked_at),
            next=_moment(visit, source.next_check),
        )
    )
    lines.append(visit.tell("sources.newest_at", at=_moment(visit, source.last_new)))
    lines.append(_health(visit, source))
    if not manages(visit, source):
        return Screen("\n".join(lines), [[_back_to_list(visit)]])
    lines += ["", visit.tell("sources.typed", id=source.id)]
    return Screen("\n".join(lines), _buttons(visit, source))


def _head(source: Source) -> dict[str, Any]:
    return {"sign": SIGNS[source.health], "id": source.id, "title": name_of(source)}


def kind_words(visit: Visit, kind: SourceKind) -> str:
    return visit.plain(f"sources.{kind}")


def language_words(visit: Visit, code: str | None) -> str:
    """ "Arabic" for "ar" or "ar-EG", in the reader's language."""
    if not code:
        return visit.plain("sources.unknown")
    from babel import Locale

    name = Locale.parse(visit.language).languages.get(code.partition("-")[0].lower())
    return name or code


def _interval(visit: Visit, minutes: int | None) -> str:
    if minutes is None:
        return visit.plain("sources.interval_auto")
    return visit.plain("sources.interval_minutes", count=minutes)


def _moment(visit: Visit, at: datetime | None) -> str:
    if at is None:
        return visit.plain("sources.never")
    return shown_at(at, visit.preferences.zone)


def why(language: str, source: Source) -> str:
    """What was wrong at the last check."""
    return reason_named(language, [source.error], source.reason)


def _health(visit: Visit, source: Source) -> str:
    if source.health is Health.FAILING:
        since = _moment(visit, source.failing_since)
        return visit.tell("sources.health_failing", since=since, reason=why(visit.language, source))
    if source.health is Health.GONE:
        return visit.tell("sources.health_gone", reason=why(visit.language, source))
    return visit.tell(f"sources.health_{source.health}")


def _buttons(visit: Visit, source: Source) -> list[list[Choice]]:
    def page(name: str) -> Choice:
        data = {"id": source.id, "page": name}
        return Choice(visit.plain(f"sources.button_{name}"), "source", data)

    def priority(name: str, value: int) -> Choice:
        return _set(source, visit.plain(f"sources.button_{name}"), "priority", value)

    higher, lower = source.priority + 1, source.priority - 1
    asked = source.health in (Health.OK, Health.FAILING)
    pause = Choice(
        visit.plain("sources.button_pause" if asked else "sources.button_resume"),
        "source",
        {"id": source.id, "do": "pause" if asked else "resume"},
    )
    return [
        [page("interval"), page("text")],
        [page("topic"), page("words")],
        [
            *([priority("higher", higher)] if higher in PRIORITIES else []),
            *([priority("lower", lower)] if lower in PRIORITIES else []),
        ],
        [pause, page("remove")],
        [_back_to_list(visit)],
    ]


def _back_to_list(visit: Visit) -> Choice:
    return Choice(visit.plain("sources.button_list"), "sources", {"page": 0})


def _set(source: Source, label: str, name: str, value: Any) -> Choice:
    return Choice(label, "source", {"id": source.id, "set": name, "value": value})


def _back(visit: Visit, source: Source) -> list[Choice]:
    return [Choice(visit.plain("sources.button_back"), "source", {"id": source.id})]


def interval_screen(visit: Visit, source: Source) -> Screen:
    floor = visit.context.settings.sources.floor_minutes
    choices = [_set(source, visit.plain("sources.auto"), "interval_minutes", None)]
    for minutes in INTERVALS:
        if minutes < floor:
            continue
        even = minutes % 60 == 0
        count = minutes // 60 if even else minutes
        label = visit.plain("sources.hours" if even else "sources.minutes", count=count)
        choices.append(_set(source, label, "interval_minutes", minutes))
    text = visit.tell("sources.choose_interval", title=name_of(source))
    return Screen(text, [*in_rows(choices, 4), _back(visit, source)])


def text_screen(visit: Visit, source: Source) -> Screen:
    choices = [
        [_set(source, visit.plain(f"sources.full_text_{kind}"), "full_text", str(kind))]
        for kind in FullText
    ]
    text = visit.tell("sources.choose_text", title=name_of(source))
    return Screen(text, [*choices, _back(visit, source)])


def topic_screen(visit: Visit, source: Source, topics: Sequence[str]) -> Screen:
    choices = [
        _set(source, clip(topic, LABEL), "topic", topic) for topic in topics[:TOPICS_OFFERED]
    ]
    none = [_set(source, visit.plain("sources.no_topic"), "topic", "")] if source.topic else []
    rows = in_rows([*choices, *none], 2)
    text = visit.tell("sources.choose_topic", title=name_of(source), id=source.id)
    return Screen(text, [*rows, _back(visit, source)])


def words_screen(visit: Visit, source: Source) -> Screen:
    return Screen(visit.tell("sources.choose_words", id=source.id), [_back(visit, source)])


def remove_screen(visit: Visit, source: Source) -> Screen:
    yes = Choice(visit.plain("sources.remove_yes"), "source", {"id": source.id, "do": "remove"})
    no = Choice(visit.plain("sources.remove_no"), "source", {"id": source.id, "do": "keep"})
    return Screen(visit.tell("sources.remove_sure", title=name_of(source)), [[yes, no]])

"""Digest -> JSON: everything the other formats show, and the evidence for it.

The shape is docs/digest-json.md and, for machines, digest.schema.json beside this file.
Texts are as they came, not cleaned for a screen; only lone surrogates, which no UTF-8 file
can hold, become U+FFFD.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.digest.render.lines import Line
from bot.digest.render.order import (
    absent_engines,
    counted_engines,
    counted_segments,
    in_order,
    outlets_of,
    texts_of,
)
from bot.digest.render.story_block import Names, against_line, background_line, earlier_lines
from bot.formats.json import engine_fields, flag_fields, json_of
from bot.formats.marks import machine_fields
from bot.records import (
    Against,
    Article,
    Brief,
    Correction,
    Digest,
    Evidence,
    Moment,
    Past,
    Standing,
    Statement,
    Story,
    StoryPoint,
)

FORMAT = 3
"""Rises when a field changes its meaning or goes; new fields leave it as it is."""


def json_text(
    digest: Digest, *, width: int = 80, colour: bool = False, arabic: bool = False
) -> str:
    """The digest as JSON, indented by two, in UTF-8's full range."""
    return json_of(digest_fields(digest))


def digest_fields(digest: Digest) -> dict[str, Any]:
    """The digest as plain values, ready for any serialiser."""
    sentences, unverified = counted_segments(digest)
    told = _Told(Names(digest), digest.made_at.year)
    return {
        "format": FORMAT,
        "made_at": digest.made_at.isoformat(),
        "engine": engine_fields(digest.engine) if digest.engine else None,
        "engines": [
            {**engine_fields(engine), "sentences": number}
            for engine, number in counted_engines(digest)
        ],
        "absent": [engine.label for engine in absent_engines(digest)],
        "counts": {
            "articles": digest.articles,
            "stories": len(digest.stories) + len(digest.also) + len(digest.repeated),
            "sentences": sentences,
            "unverified": unverified,
        },
        "overview": _overview(digest),
        "unwritten": list(digest.unwritten),
        "stories": [_story(story, told) for story in digest.stories],
        "also": [_story(story, told) for story in digest.also],
        "repeated": [_story(story, told) for story in digest.repeated],
        "quiet": [_story(story, told) for story in digest.quiet],
        "corrections": [_correction(correction) for correction in digest.corrections],
        "skipped": [{"path": s.path, "error": s.error, "reason": s.reason} for s in digest.skipped],
    }


def _overview(digest: Digest) -> dict[str, Any] | None:
    if digest.overview is None:
        return None
    return _statement(digest.overview, _Sources([b for s in digest.stories for b in s.briefs]))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the words of the other formats depend on."""

    names: Names
    year: int


def _story(story: Story, told: _Told) -> dict[str, Any]:
    before, after = in_order(story)
    named = tuple(dict.fromkeys(b.article.outlet for b in story.briefs if b.article.outlet))
    sources = _Sources(story.briefs)
    return {
        "headline": story.headline.text,
        "headline_info": {
            key: value
            for key, value in _statement(story.headline, sources).items()
            if key != "text"
        },
        "outlets": list(named),
        "sources": list(outlets_of(story.briefs)),
        "points": [_point(point, sources, named) for point in (*before, *after)],
        "differences": list(story.differences),
        "state": story.life.value,
        "reports": texts_of(story),
        "copies": [list(group) for group in story.copies],
        "against": _against(story.against, told) if story.against else None,
        "earlier": [
            _from_before(past, line)
            for past, line in zip(
                story.earlier, earlier_lines(story.earlier, told.year), strict=True
            )
        ],
        "background": (
            _from_before(story.background, background_line(story.background, told.year))
            if story.background
            else None
        ),
        "topics": list(story.topics),
        "watched": list(story.watched),
        "worth": [
            {"reason": part.reason.value, "value": round(part.value, 3), "about": list(part.about)}
            for part in story.worth
        ],
        "articles": [_article(brief) for brief in story.briefs],
    }


def _against(against: Against, told: _Told) -> dict[str, Any]:
    line = against_line(against, told.names, told.year)
    return {"denies": against.denies, **_from_before(against, line)}


def _from_before(said: Past | Against, line: Line) -> dict[str, Any]:
    return {
        "line": line.text,
        "day": said.day.isoformat() if said.day else None,
        "said_by": said.source,
        **_statement(said.statement, _NO_SOURCES),
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "article": correction.article,
        "replaces": correction.replaces,
        "outlet": correction.outlet,
        "url": correction.url,
        "headline": _statement(correction.headline, _NO_SOURCES),
        "changes": [
            {
                "what": change.what.value,
                "before": _statement(change.before, _NO_SOURCES),
                "after": _statement(change.after, _NO_SOURCES),
            }
            for change in correction.changes
        ],
        "more": correction.more,
    }


class _Sources:
    """The sentence that a piece of evidence points at."""

    def __init__(self, briefs: Sequence[Brief]) -> None:
        self._sentences = {
            (brief.article.id, translated.segment.index): (
                translated.segment.source,
                brief.translation.translator_of(translated),
            )
            for brief in briefs
            for translated in brief.translation.segments
        }

    def of(self, evidence: Evidence) -> dict[str, Any]:
        source, engine = self._sentences.get((evidence.article, evidence.segment), (None, None))
        return {
            "article": evidence.article,
            "segment": evidence.segment,
            "source": source,
            "engine": engine.label if engine else None,
        }


_NO_SOURCES = _Sources(())
"""Of what was in an earlier digest: its articles are not in this one."""


def _statement(statement: Statement, sources: _Sources) -> dict[str, Any]:
    return {
        "text": statement.text,
        "language": statement.language,
        "source": statement.source,
        "form": statement.form.value,
        "writer": statement.writer or None,
        "verified": statement.standing is Standing.PLAIN,
        **machine_fields(statement),
        "evidence": [sources.of(evidence) for evidence in statement.evidence],
        "flags": [flag_fields(flag) for flag in statement.flags],
    }


def _point(point: StoryPoint, sources: _Sources, named: Sequence[str]) -> dict[str, Any]:
    """`outlets` are those that a page names; where none is named, `sources` has its origin."""
    fields = _statement(point.statement, sources)
    return {
        **fields,
        "outlets": [outlet for outlet in point.outlets if outlet in named],
        "sources": list(point.outlets),
        "agreed": point.agreed,
        "joins": point.statement.joins,
    }


def _article(brief: Brief) -> dict[str, Any]:
    article: Article = brief.article
    translated = [s for s in brief.translation.segments if not s.passed_through]
    return {
        "id": article.id,
        "origin": article.origin,
        "url": article.url,
        "title": article.title,
        "headline": brief.headline.text,
        "outlet": article.outlet,
        "author": article.author,
        "published_at": article.published.iso() if article.published else None,
        "published": _moment(article.published),
        "updated_at": article.updated.iso() if article.updated else None,
        "language": article.language,
        "confidence": article.confidence,
        "whole": brief.whole,
        "notes": list(article.notes),
        "sentences": len(translated),
        "unverified": sum(s.standing is not Standing.PLAIN for s in translated),
        "pending": sorted(brief.translation.pending),
    }


def _moment(moment: Moment | None) -> dict[str, str | None]:
    """Both parts as far as they are stated; `published_at` cannot say a time without a day."""
    day = moment.day if moment else None
    clock = moment.clock if moment else None
    return {
        "day": day.isoformat() if day else None,
        "clock": clock.isoformat() if clock else None,
    }

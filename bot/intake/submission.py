"""One submission and its answer: what other systems send, and what they are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.errors import BadSubmission, FetchError
from bot.records import Moment
from bot.sources.addresses import canonical

_PROBLEMS_TOLD = 5

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Body = Annotated[str, StringConstraints(min_length=1)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Submission(BaseModel):
    """One article. Exactly one of `text`, `html` and `url`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    text: Body | None = Field(None, description="The article's text; paragraphs by line.")
    html: Body | None = Field(None, description="Its page, or the part that is the article.")
    url: Address | None = Field(None, description="Where Mujaz is to fetch it itself.")
    key: Line | None = Field(
        None, description="Your own name for it; sent again, it is the same article."
    )
    link: Address | None = Field(None, description="Its public address, where you give its text.")
    title: Line | None = Field(None, description="Its headline, where the text does not hold it.")
    outlet: Line | None = Field(None, description="As it is to be shown.")
    author: Line | None = Field(None, description="As he or she is to be shown.")
    published_at: str | None = Field(
        None,
        description="ISO 8601: a date, or date and time, with its offset where it is known.",
        examples=["2026-11-22T08:30:00+03:00"],
    )

    @model_validator(mode="after")
    def _one_body(self) -> Submission:
        if sum(given is not None for given in (self.text, self.html, self.url)) != 1:
            raise ValueError("Give exactly one of text, html and url.")
        if self.url and self.link:
            raise ValueError("link goes with text or html; url is the link already.")
        return self

    @field_validator("published_at")
    @classmethod
    def _a_time(cls, stated: str | None) -> str | None:
        if stated is not None:
            try:
                moment_of(stated)
            except ValueError as error:
                raise ValueError("write it as 2026-11-22 or 2026-11-22T08:30:00+03:00.") from error
        return stated

    @field_validator("link", "url")
    @classmethod
    def _a_link(cls, link: str | None) -> str | None:
        if link is not None:
            try:
                canonical(link)
            except FetchError as error:
                raise ValueError(str(error)) from error
        return link


def moment_of(stated: str) -> Moment:
    """Raises ValueError where it is no ISO 8601 date or time."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", stated):
        return Moment(date.fromisoformat(stated))
    parsed = datetime.fromisoformat(stated)
    return Moment(parsed.date(), time(*parsed.timetuple()[3:6], tzinfo=parsed.tzinfo))


class Answer(BaseModel):
    """What became of one submission. Either `article` and `id`, or `error` and `reason`."""

    model_config = ConfigDict(frozen=True)

    status: Literal["new", "known", "version", "refused"]
    """version: new, and a later version of the article `version_of`."""
    key: str | None = None
    article: int | None = None
    """Its number."""
    id: str | None = None
    """`id` of its text, as in the digest's JSON."""
    version_of: int | None = None
    error: str | None = None
    """The error's name, e.g. "NotArabic"."""
    reason: str | None = None
    """One sentence for people."""
    retry: bool = False
    """Whether sending it again later may help."""


def submission_of(sent: Any) -> Submission:
    """Raises BadSubmission, which says in sentences what is wrong with it."""
    try:
        return Submission.model_validate(sent)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        told = dict.fromkeys(map(_told, problems[:_PROBLEMS_TOLD]))
        raise BadSubmission(" ".join(told)) from error


def _told(problem: Mapping[str, Any]) -> str:
    field = ".".join(map(str, problem["loc"]))
    limits = problem.get("ctx", {})
    match problem["type"]:
        case "extra_forbidden":
            return f"{field!r} is no field of an article: {', '.join(Submission.model_fields)} are."
        case "model_type":
            return 'An article is an object, such as {"text": "..."}.'
        case "string_unicode":
            return f"{field} holds half a character (a lone surrogate). Send it as whole UTF-8."
        case "string_type":
            return f"{field} must be text."
        case "string_too_short":
            return f"{field} is empty."
        case "string_too_long":
            return f"{field} has at most {limits['max_length']} characters."
        case "value_error":
            said = str(limits["error"])
            return f"{field}: {said}" if field else said
        case _:
            return f"{field}: {problem['msg']}."

"""One request to an OpenAI-compatible endpoint: sent, sent again where that helps, understood.

Ends at the reply's text; what it should say is `answer`'s. The key goes into the header and
nowhere else: not into an error, and the log never has headers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any, Literal

import httpx

from bot.config import ChatSettings
from bot.errors import EngineRefused, EngineUnavailable
from bot.translation.engines.chat.calls import Calls
from bot.translation.engines.chat.prompt import TRANSLATIONS, Message, Shape
from bot.translation.engines.chat.scores import Tokens

AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses after which the same request may succeed."""
FIRST_WAIT = 1.0
"""Seconds; doubles from try to try."""
Form = Literal["schema", "object", "text"]
_FORMS: tuple[Form, ...] = ("schema", "object", "text")
_QUOTED_AT_MOST = 200


class Silent(EngineUnavailable):
    """It took a request and did not answer in time; it may charge for it all the same."""

    @property
    def name(self) -> str:
        return EngineUnavailable.__name__


class RequestRejected(Exception):
    """The endpoint will not take this request, whatever its form. Never leaves the engine."""


@dataclass(frozen=True, slots=True)
class Reply:
    content: str
    refused: bool
    """It says itself that the model would not, or that a filter took the answer."""
    cut: bool
    """The answer ended at the limit of tokens."""
    tokens: int | None
    """Of prompt and answer, as the endpoint counts; None where it does not say."""
    logprobs: Tokens


@dataclass(frozen=True, slots=True)
class Sampling:
    temperature: float
    top_p: float = 1.0
    seed: int | None = None


class ChatEndpoint:
    """Safe for several threads."""

    def __init__(
        self,
        settings: ChatSettings,
        sleep: Callable[[float], None] | None = None,
        transport: httpx.BaseTransport | None = None,
        section: str = "translation.chat",
    ) -> None:
        """`sleep`: between two tries; None: until a call is broken off. `section`: of the settings
        it is configured in, for what users are told. Raises EngineRefused where it is not
        configured."""
        if not settings.base_url or not settings.model:
            raise EngineRefused(
                f"The chat engine needs an endpoint and a model: set {section}.base_url and "
                f"{section}.model; docs/engines.md has examples."
            )
        self._section = section
        self._settings = settings
        self._sleep = sleep
        self._form: Form = settings.answer
        self._answered = False
        key = settings.api_key.get_secret_value()
        try:
            self._client = httpx.Client(
                base_url=settings.base_url.rstrip("/") + "/",
                headers={"Authorization": f"Bearer {key}"} if key else {},
                timeout=httpx.Timeout(settings.timeout, connect=min(10.0, settings.timeout)),
                limits=httpx.Limits(max_connections=settings.concurrency),
                transport=transport,
            )
        except (ValueError, UnicodeError, httpx.InvalidURL):
            # `from None`: the cause would quote the header.
            raise EngineRefused(
                f"{section}.base_url is no address, or {section}.api_key has "
                "characters that cannot be sent."
            ) from None

    @property
    def place(self) -> str:
        return place_of(self._settings)

    def close(self) -> None:
        self._client.close()

    def complete(
        self,
        messages: Sequence[Message],
        longest: int,
        sampling: Sampling,
        shape: Shape = TRANSLATIONS,
        calls: Calls | None = None,
    ) -> Reply:
        """The model's reply, of at most `longest` tokens, in this shape where it knows shapes.

        Raises EngineUnavailable where the endpoint gives none now, EngineRefused where it never
        will as it is configured, Rejected where it takes other requests but not this one, and
        BrokenOff where `calls` are.
        """
        reason, calls = "", calls or Calls()
        for form in _FORMS[_FORMS.index(self._form) :]:
            response = self._sent(self._body(messages, longest, sampling, form, shape), calls)
            if response.is_success:
                reply = self._understood(response)
                self._form = form
                self._answered = True
                return reply
            reason = reason or self._said(response)
        if self._answered:
            raise RequestRejected(reason)
        raise EngineRefused(f"{self.place} rejects the requests of the chat engine: {reason}")

    def _body(
        self,
        messages: Sequence[Message],
        longest: int,
        sampling: Sampling,
        form: Form,
        shape: Shape,
    ) -> dict[str, Any]:
        settings = self._settings
        body: dict[str, Any] = {
            "model": settings.model,
            "messages": list(messages),
            "temperature": sampling.temperature,
            settings.tokens_field: settings.max_tokens or longest,
        }
        if sampling.top_p < 1:
            body["top_p"] = sampling.top_p
        if sampling.seed is not None:
            body["seed"] = sampling.seed
        if settings.logprobs:
            body["logprobs"] = True
        if form == "schema":
            told = {"name": shape.name, "strict": True, "schema": shape.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": told}
        elif form == "object":
            body["response_format"] = {"type": "json_object"}
        return {**body, **settings.extra}

    def _sent(self, body: dict[str, Any], calls: Calls) -> httpx.Response:
        """A response that is a success, or a rejection of this very request."""
        wait, why, kind = FIRST_WAIT, "", EngineUnavailable
        for attempt in range(self._settings.retries + 1):
            if attempt:
                self._pause(wait, why, calls)
            wait = FIRST_WAIT * 2**attempt
            try:
                response = calls.made(partial(self._client.post, "chat/completions", json=body))
            except httpx.TimeoutException as error:
                kind = EngineUnavailable if isinstance(error, httpx.ConnectTimeout) else Silent
                why = f"no answer within {self._settings.timeout:g} seconds"
                continue
            except httpx.HTTPError as error:
                why = f"no connection ({type(error).__name__})"
                continue
            if response.status_code in AGAIN:
                why = f"HTTP {response.status_code}"
                wait = _retry_after(response) or wait
                continue
            if response.is_success and _json(response) is None:
                why = "an answer that is no JSON"
                continue
            self._refuse(response)
            return response
        raise kind(
            f"The chat endpoint {self.place} cannot be used now: {why}; tries: "
            f"{self._settings.retries + 1}. Check that it runs, and {self._section}."
        )

    def _pause(self, wait: float, why: str, calls: Calls) -> None:
        if wait > self._settings.longest_wait:
            raise EngineUnavailable(
                f"The chat endpoint {self.place} asks to wait {wait:.0f} seconds ({why}), longer "
                f"than {self._section}.longest_wait, {self._settings.longest_wait:g}."
            )
        (calls.pause if self._sleep is None else self._sleep)(wait)

    def _refuse(self, response: httpx.Response) -> None:
        """Raise where no other request would fare better."""
        status = response.status_code
        if status in (401, 403):
            # What it says may quote the key.
            raise EngineRefused(
                f"{self.place} does not accept the key (HTTP {status}). Set "
                f"MUJAZ_{self._section.upper().replace('.', '__')}__API_KEY."
            )
        if status == 402:
            raise EngineUnavailable(f"{self.place} wants to be paid first (HTTP 402).")
        if status == 404 or response.is_redirect:
            raise EngineRefused(
                f"{self.place} has no such address or no model {self._settings.model} "
                f"(HTTP {status}). Check {self._section}.base_url, which mostly ends in /v1, "
                f"and {self._section}.model."
            )

    def _said(self, response: httpx.Response) -> str:
        """The endpoint's own words, short and without the key."""
        body = _json(response) or {}
        error = body.get("error", body.get("message", ""))
        text = str(error.get("message", "") if isinstance(error, dict) else error)
        key = self._settings.api_key.get_secret_value()
        text = text.replace(key, "<secret>") if key else text
        return f"HTTP {response.status_code} {' '.join(text.split())[:_QUOTED_AT_MOST]}".strip()

    def _understood(self, response: httpx.Response) -> Reply:
        body = _json(response) or {}
        choices = body.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else {}
        choice = choice if isinstance(choice, dict) else {}
        message = choice.get("message")
        message = message if isinstance(message, dict) else {}
        content, finish = message.get("content"), choice.get("finish_reason")
        usage = body.get("usage")
        total = usage.get("total_tokens") if isinstance(usage, dict) else None
        return Reply(
            content if isinstance(content, str) else "",
            bool(message.get("refusal")) or finish == "content_filter",
            finish == "length",
            total if type(total) is int and total >= 0 else None,
            _logprobs(choice.get("logprobs")),
        )


def place_of(settings: ChatSettings) -> str:
    """The endpoint's host and port, for people: without a password in the address."""
    return httpx.URL(settings.base_url).netloc.decode("ascii")


def _json(response: httpx.Response) -> dict[str, Any] | None:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds; RFC 9110, 10.2.3: a number, or a date."""
    given = response.headers.get("Retry-After", "").strip()
    if given.isdecimal():
        return float(given)
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _logprobs(given: Any) -> Tokens:
    tokens = given.get("content") if isinstance(given, dict) else None
    if not isinstance(tokens, list):
        return ()
    found = []
    for token in tokens:
        if not isinstance(token, dict) or not isinstance(token.get("token"), str):
            return ()
        value = token.get("logprob")
        if not isinstance(value, int | float):
            return ()
        found.append((token["token"], float(value)))
    return tuple(found)

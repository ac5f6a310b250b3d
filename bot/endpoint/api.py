"""The endpoint's requests and answers: `POST /articles`, `GET /health`, `GET /openapi.json`.

`GET /` shows the same as a page. Imported only where the endpoint runs, since FastAPI comes with
an extra.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect

from bot import __version__
from bot.config import EndpointSettings, MonitoringSettings
from bot.endpoint.guarding import BodyTooLarge, BodyTooSlow, Rate, body_of, is_bearer
from bot.endpoint.monitor import Monitor
from bot.endpoint.monitoring import router_for
from bot.endpoint.page import page
from bot.errors import BadSubmission, KeyTaken
from bot.intake.submission import Answer, Submission
from bot.intake.submissions import Intake

_OF_STATUS = {"new": 201, "version": 201, "known": 200}
_OF_ERROR = {KeyTaken.__name__: 409, BadSubmission.__name__: 422, "Failed": 500}


def api_for(
    settings: EndpointSettings,
    intake: Intake,
    clock: Callable[[], float] = time.monotonic,
    *,
    monitoring: tuple[MonitoringSettings, Monitor] | None = None,
) -> FastAPI:
    """The application. `clock`: seconds, for the limit of requests."""
    api = FastAPI(
        title="Mujaz",
        version=__version__,
        description="Arabic articles in; Mujaz translates and sums them up in its digests.",
        docs_url=None,
        redoc_url=None,
    )
    rate = Rate(settings.per_minute, clock)
    token = settings.token.get_secret_value()

    # Not declared as a model: a declared body is read before anyone asks who sends it.
    @api.post(
        "/articles",
        summary="Push one article, or a list of them",
        description="The same article, or the same `key`, sent again gets the same answer.",
        responses=_RESPONSES,
        openapi_extra=_request_body(),
        response_class=JSONResponse,
    )
    async def articles(request: Request) -> Response:
        if not is_bearer(request.headers.get("authorization"), token):
            return _problem(
                401,
                "Unauthorized",
                "Send the header `Authorization: Bearer` with the endpoint's token.",
                **{"WWW-Authenticate": "Bearer"},
            )
        if wait := rate.wait():
            seconds = str(int(wait) + 1)
            reason = f"At most {settings.per_minute} requests a minute. Wait {seconds} s."
            return _problem(429, "TooMany", reason, **{"Retry-After": seconds})
        try:
            stated = request.headers.get("content-length")
            body = await body_of(request.stream(), stated, settings.max_bytes)
            sent = json.loads(body)
        except BodyTooLarge as error:
            return _problem(413, "TooLarge", str(error), Connection="close")
        except BodyTooSlow as error:
            return _problem(408, "TooSlow", str(error), Connection="close")
        except ClientDisconnect:
            return Response(status_code=400)
        except (ValueError, RecursionError) as error:
            return _problem(400, "BadSubmission", f"The body is no JSON: {error}.")
        if not isinstance(sent, list):
            return _one(await intake.submit(sent))
        if len(sent) > settings.max_articles:
            reason = f"At most {settings.max_articles} articles in one request."
            return _problem(413, "TooLarge", reason)
        return JSONResponse([_fields(await intake.submit(each)) for each in sent])

    @api.get("/health", summary="Whether the endpoint and its database answer")
    async def health() -> Response:
        try:
            async with intake.store.read_only() as c:
                await c.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return JSONResponse({"status": "database away"}, 503)
        return JSONResponse({"status": "ok"})

    @api.get("/", include_in_schema=False)
    async def described() -> Response:
        return HTMLResponse(page(api.openapi()))

    if monitoring is not None:
        api.include_router(router_for(*monitoring))
    api.openapi_schema = _with_bearer(api.openapi())
    return api


def _with_bearer(described: dict[str, Any]) -> dict[str, Any]:
    components = described.setdefault("components", {})
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    return described


def _one(answer: Answer) -> Response:
    status = _OF_STATUS.get(answer.status)
    if status is None:
        status = _OF_ERROR.get(answer.error or "", 503 if answer.retry else 422)
    return JSONResponse(_fields(answer), status)


def _fields(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(exclude_none=True)


def _problem(status: int, error: str, reason: str, **headers: str) -> Response:
    """An answer of the same shape as a refused article's."""
    retry = status in (408, 429)
    answer = Answer(status="refused", error=error, reason=reason[:500], retry=retry)
    return JSONResponse(_fields(answer), status, headers)


def _request_body() -> dict[str, Any]:
    one = Submission.model_json_schema()
    many = {"type": "array", "items": one}
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"anyOf": [one, many]}}},
        },
        "security": [{"bearer": []}],
    }


def _described(what: str) -> dict[str, Any]:
    return {
        "description": what,
        "content": {"application/json": {"schema": Answer.model_json_schema()}},
    }


_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: _described("Known already; of a list, an answer for each, in order."),
    201: _described("Taken in, as a new article or a new version of one."),
    400: _described("No JSON."),
    401: _described("The bearer token is missing or wrong."),
    408: _described("The body came too slowly."),
    409: _described("The key belongs to another article."),
    413: _described("Too many bytes, or too many articles."),
    422: _described("Refused; `error` and `reason` say why."),
    429: _described("Too many requests; `Retry-After` says when to come again."),
    503: _described("Not now; send it again later."),
}

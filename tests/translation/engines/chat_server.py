"""An OpenAI-compatible endpoint on this machine, with its bad days.

It answers chat completions in a thread of its own. What it answers to one request is a script's
`Reply`, made from the segments it was sent; the good answer is a table's, or the source in
brackets.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web

DATA = re.compile(r"\A<<<DATA (\w+)>>>\n(.*)\n<<<END \1>>>\Z", re.DOTALL)
"""The first message of the user: nothing but data."""

Segments = list[dict[str, Any]]
Script = Callable[["ChatServer", Segments, dict[str, Any]], Any]
"""Gets the segments and the whole request; gives a completion's body or a web.Response."""


def completion(content: str | None, finish: str = "stop", **more: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, **more.pop("message", {})}
    choice = {"index": 0, "message": message, "finish_reason": finish, **more.pop("choice", {})}
    usage = {"prompt_tokens": 60, "completion_tokens": 40, "total_tokens": 100}
    return {"object": "chat.completion", "choices": [choice], "usage": usage, **more}


def entries(texts: Sequence[str], numbers: Sequence[int] | None = None) -> str:
    numbers = numbers or range(1, len(texts) + 1)
    given = [{"n": n, "english": text} for n, text in zip(numbers, texts, strict=True)]
    return json.dumps({"translations": given}, ensure_ascii=False)


def good(server: ChatServer, segments: Segments, request: dict[str, Any]) -> dict[str, Any]:
    return completion(entries([server.english(s["arabic"]) for s in segments]))


@dataclass
class ChatServer:
    """A context manager. `scripts` are used up one a request; then `always` answers."""

    table: dict[str, str] = field(default_factory=dict)
    scripts: list[Script] = field(default_factory=list)
    always: Script = good
    requests: list[dict[str, Any]] = field(default_factory=list)
    """The bodies, in the order they came."""
    headers: list[dict[str, str]] = field(default_factory=list)
    verdict: Script = lambda server, sentences, request: verdict(request)
    """Answers what is asked about one line, in the place of the scripts."""
    verified: list[dict[str, Any]] = field(default_factory=list)
    """Those requests, which are none of `requests`."""
    at_once: int = 0
    """The most requests that were under way together."""
    gathers: int = 0
    """Each request waits until so many are there; 0: none waits."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def asked(self) -> list[list[str]]:
        """The Arabic of each request."""
        return [[s["arabic"] for s in segments_of(request)] for request in self.requests]

    def english(self, arabic: str) -> str:
        return self.table.get(arabic, f"<{arabic}>")

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if _asks_verdict(body):
            self.verified.append(body)
            script = self.verdict
        else:
            self.requests.append(body)
            self.headers.append(dict(request.headers))
            script = self.scripts.pop(0) if self.scripts else self.always
        self._under_way += 1
        self.at_once = max(self.at_once, self._under_way)
        try:
            if self.gathers:
                await self._gather()
            answer = script(self, segments_of(body), body)
            if asyncio.iscoroutine(answer):
                answer = await answer
        finally:
            self._under_way -= 1
        return answer if isinstance(answer, web.StreamResponse) else web.json_response(answer)

    async def _gather(self) -> None:
        self._here += 1
        if self._here % self.gathers == 0:
            self._all_here.set()
            self._all_here = asyncio.Event()
        else:
            await self._all_here.wait()

    def __enter__(self) -> ChatServer:
        self._under_way = self._here = 0
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._over, self._all_here = asyncio.Event(), asyncio.Event()
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self._port: int = runner.addresses[0][1]
        ready.set()
        await self._over.wait()
        await runner.cleanup()


def _asks_verdict(request: dict[str, Any]) -> bool:
    form = request.get("response_format", {}).get("json_schema", {})
    return bool(form.get("name") == "verdict")


def claim_of(request: dict[str, Any]) -> str:
    """The line that is asked about."""
    shut_in = DATA.match(request["messages"][1]["content"])
    assert shut_in
    return str(json.loads(shut_in[2])["claim"])


def verdict(
    request: dict[str, Any], says: str = "supported", words: str = "", code: str | None = None
) -> dict[str, Any]:
    """As a model answers that is asked about one line; `code`: another than the right one."""
    shut_in = DATA.match(request["messages"][1]["content"])
    assert shut_in
    told = {"code": code or shut_in[1], "words": words, "verdict": says}
    return completion(json.dumps(told, ensure_ascii=False))


def segments_of(request: dict[str, Any]) -> Segments:
    """Those to be translated, or the sentences to be condensed. Raises where the data does not
    stand alone between its markers."""
    system, user, *_ = request["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    shut_in = DATA.match(user["content"])
    assert shut_in
    marker, data = shut_in[1], shut_in[2]
    assert marker not in data
    given = json.loads(data)
    segments: Segments = given.get("segments") or given["sentences"]
    return segments


# ------------------------------------------------------------------------------------ bad days


def texts(server: ChatServer, segments: Segments) -> list[str]:
    return [server.english(s["arabic"]) for s in segments]


def misnumbered(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(entries(texts(server, segments), range(2, len(segments) + 2)))


def missing(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(entries(texts(server, segments)[1:]))


def doubled(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    said = texts(server, segments)
    return completion(entries([*said, said[0]], [*range(1, len(said) + 1), 1]))


def joined(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(entries([" ".join(texts(server, segments)) + " and more"] * 2, [1, 99]))


def no_text(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(entries(["  "] * len(segments)))


def cut(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(entries(texts(server, segments))[:-9], "length")


def cut_but_whole(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(entries(texts(server, segments)), "length")


def broken_json(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(entries(texts(server, segments)).replace('"english"', "english"))


def no_json(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion("\n".join(texts(server, segments)))


def two_answers(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    said = texts(server, segments)
    return completion(entries(said) + "\nOr rather:\n" + entries([t + "!" for t in said]))


def nothing(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return {"choices": []}


def refusing(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion("I'm sorry, but I can't help with translating violent content.")


def refusing_apart(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion(None, message={"refusal": "I can't assist with that."})


def refusing_inside(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    said = texts(server, segments)
    return completion(entries([*said[:-1], "I'm sorry, I cannot assist with that request."]))


def filtered(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return completion("", "content_filter")


def prose_around(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    answer = entries(texts(server, segments))
    return completion(
        "<think>The {first} one is {hard}...</think>Sure! Here is the translation:\n"
        f"```json\n{answer}\n```\nLet me know if you need {{anything}} else."
    )


def out_of_order(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    count = len(segments)
    return completion(entries(texts(server, segments)[::-1], range(count, 0, -1)))


def status(code: int, body: str = "{}", **headers: str) -> Script:
    def answer(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = "application/json"
        return web.Response(status=code, text=body, headers=named, content_type=kind)

    return answer


def web_page(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    return web.Response(text="<html>Welcome</html>", content_type="text/html")


def hanging(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
    async def never() -> None:
        await server._over.wait()

    return never()


def only(form: str) -> Script:
    """Rejects every other form of answer, as endpoints do that do not know it."""

    def answer(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
        kind = request.get("response_format", {}).get("type", "text")
        if kind != form:
            error = {"error": {"message": f"response_format {kind} is not supported"}}
            return web.json_response(error, status=400)
        return good(server, segments, request)

    return answer

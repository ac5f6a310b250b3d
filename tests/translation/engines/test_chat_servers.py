"""The chat engine against stand-ins of the servers that docs/engines.md has settings for: what they
say beside the answer, and how they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.config import ChatSettings
from bot.errors import EngineRefused
from bot.translation.engines.chat.engine import ChatTranslator
from tests.translation.engines.chat_server import ChatServer, Segments, entries
from tests.translation.engines.test_chat import RIGHT, SOURCES, Waits, said

Answer = Callable[[str | None, str], dict[str, Any]]


def vllm(content: str | None, finish: str = "stop") -> dict[str, Any]:
    message = {
        "role": "assistant",
        "content": content,
        "refusal": None,
        "annotations": None,
        "audio": None,
        "function_call": None,
        "tool_calls": [],
        "reasoning_content": "The sentence says that ...",
    }
    choice = {
        "index": 0,
        "message": message,
        "logprobs": None,
        "finish_reason": finish,
        "stop_reason": None,
        "token_ids": None,
    }
    return {
        "id": "chatcmpl-6a1d",
        "object": "chat.completion",
        "created": 1790000000,
        "model": "Qwen/Qwen3-14B",
        "choices": [choice],
        "service_tier": None,
        "system_fingerprint": None,
        "usage": {
            "prompt_tokens": 60,
            "total_tokens": 100,
            "completion_tokens": 40,
            "prompt_tokens_details": None,
        },
        "prompt_logprobs": None,
        "prompt_token_ids": None,
        "kv_transfer_params": None,
    }


def ollama(content: str | None, finish: str = "stop") -> dict[str, Any]:
    message = {"role": "assistant", "content": content or ""}
    return {
        "id": "chatcmpl-815",
        "object": "chat.completion",
        "created": 1790000000,
        "model": "gemma3:12b",
        "system_fingerprint": "fp_ollama",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 60, "completion_tokens": 40, "total_tokens": 100},
    }


def good(shape: Answer) -> Callable[..., dict[str, Any]]:
    def answer(server: ChatServer, segments: Segments, request: dict[str, Any]) -> dict[str, Any]:
        return shape(entries([server.english(each["arabic"]) for each in segments]), "stop")

    return answer


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        yield running


def engine(server: ChatServer, folder: Path, **own: Any) -> ChatTranslator:
    given = {"base_url": server.address, "timeout": 5.0} | own
    settings = ChatSettings.model_validate(given)
    return ChatTranslator(settings, folder, canaries=(), sleep=Waits())


VLLM = {
    "model": "Qwen/Qwen3-14B",
    "concurrency": 16,
    "extra": {"chat_template_kwargs": {"enable_thinking": False}},
}
OLLAMA = {"model": "gemma3:12b", "concurrency": 1}


@pytest.mark.parametrize(("shape", "own"), [(vllm, VLLM), (ollama, OLLAMA)])
def test_their_answers_are_understood(
    server: ChatServer, tmp_path: Path, shape: Answer, own: dict[str, Any]
) -> None:
    server.always = good(shape)
    translator = engine(server, tmp_path, batch_segments=2, **own)
    assert said(translator.translate(SOURCES)) == RIGHT
    assert server.at_once <= own["concurrency"]
    for request in server.requests:
        assert request["model"] == own["model"]
        assert request.items() >= own.get("extra", {}).items()
    assert translator._budget.spent() == 100 * len(server.requests)


def test_a_model_that_only_thought_is_asked_for_fewer_sentences(
    server: ChatServer, tmp_path: Path
) -> None:
    def thinks(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
        return vllm(None, "length") if len(segments) > 2 else good(vllm)(server, segments, request)

    server.always = thinks
    assert said(engine(server, tmp_path, **VLLM).translate(SOURCES)) == RIGHT


@pytest.mark.parametrize("newer", [True, False])
def test_vllm_has_no_room_for_a_long_request(
    server: ChatServer, tmp_path: Path, newer: bool
) -> None:
    why = "This model's maximum context length is 2048 tokens. However, you requested 2300 tokens"
    told: dict[str, Any] = {"message": why, "type": "BadRequestError", "param": None, "code": 400}
    body = json.dumps({"error": told} if newer else {"object": "error"} | told)

    def narrow(server: ChatServer, segments: Segments, request: dict[str, Any]) -> Any:
        if len(segments) > most:
            return web.Response(status=400, text=body, content_type="application/json")
        return good(vllm)(server, segments, request)

    server.always, most = narrow, 2
    translator = engine(server, tmp_path, **VLLM)
    translator.translate(SOURCES[:1])
    assert said(translator.translate(SOURCES)) == RIGHT
    most = 0
    with pytest.raises(EngineRefused, match="maximum context length is 2048"):
        engine(server, tmp_path, **VLLM).translate(SOURCES)


def test_a_model_that_was_not_pulled_is_named(server: ChatServer, tmp_path: Path) -> None:
    why = 'model "gemma3:12b" not found, try pulling it first'
    body = {"error": {"message": why, "type": "not_found_error", "param": None, "code": None}}
    server.always = lambda *_: web.json_response(body, status=404)
    with pytest.raises(EngineRefused, match=r"no model gemma3:12b"):
        engine(server, tmp_path, **OLLAMA).translate(SOURCES)
    assert len(server.requests) == 1

"""The chat engine against an endpoint that answers well and badly."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config import ChatSettings, Settings
from bot.errors import (
    BudgetSpent,
    CanaryFailed,
    EngineRefused,
    EngineUnavailable,
    MujazError,
)
from bot.translation.engines.canary import CANARIES
from bot.translation.engines.chat.engine import ChatTranslator
from bot.translation.engines.chat.loading import build, status
from bot.translation.engines.translator import SAMPLE, SourceSentence
from tests.translation.engines import chat_server as bad
from tests.translation.engines.chat_server import ChatServer, completion, entries, good

KEY = "sk-very-secret-0123456789"
SOURCES = [f"الجملة رقم {number}." for number in range(1, 8)]
RIGHT = [f"<{source}>" for source in SOURCES]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as running:
        yield running


class Waits(list[float]):
    """What stands for time.sleep."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def engine(server: ChatServer, folder: Path, waits: Waits | None = None, **own: Any) -> Any:
    return ChatTranslator(
        chat(server, **own), folder, canaries=(), sleep=Waits() if waits is None else waits
    )


def chat(server: ChatServer, **own: Any) -> ChatSettings:
    given = {"base_url": server.address, "model": "tiny", "api_key": KEY, "timeout": 5.0}
    return ChatSettings.model_validate(given | own)


def said(answers: list[Any]) -> list[str]:
    return [hypotheses[0].text for hypotheses in answers]


def test_numbered_in_and_numbered_out(server: ChatServer, tmp_path: Path) -> None:
    translator = engine(server, tmp_path, batch_segments=3, concurrency=1)
    told: list[int] = []
    assert said(translator.translate(SOURCES, progress=told.append)) == RIGHT
    assert server.asked == [SOURCES[:3], SOURCES[3:6], SOURCES[6:]]
    assert sum(told) == len(SOURCES)
    request = server.requests[0]
    assert request["temperature"] == 0
    assert request["response_format"]["json_schema"]["strict"]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_a_blank_source_is_not_sent(server: ChatServer, tmp_path: Path) -> None:
    answers = engine(server, tmp_path).translate(["", SOURCES[0], " \n"])
    assert said(answers) == ["", RIGHT[0], ""]
    assert server.asked == [[SOURCES[0]]]


def test_each_sentence_is_told_its_own_terms(server: ChatServer, tmp_path: Path) -> None:
    terms = (("باتروشيف", "Patrushev"),)
    sources = [SourceSentence("قال باتروشيف ذلك.", terms), SourceSentence("لا شيء.")]
    engine(server, tmp_path).translate_informed(sources)
    first, second = bad.segments_of(server.requests[0])
    assert first["terms"] == {"باتروشيف": "Patrushev"}
    assert "terms" not in second


MISALIGNED = (
    bad.misnumbered, bad.missing, bad.doubled, bad.joined, bad.no_text, bad.cut,
    bad.cut_but_whole, bad.broken_json, bad.no_json, bad.two_answers, bad.nothing,
)  # fmt: skip
REFUSALS = (bad.refusing, bad.refusing_apart, bad.refusing_inside, bad.filtered)


@pytest.mark.parametrize("script", [*MISALIGNED, *REFUSALS], ids=lambda s: s.__name__)
def test_an_answer_that_is_not_usable_is_asked_again_in_halves(
    script: bad.Script, server: ChatServer, tmp_path: Path
) -> None:
    server.scripts = [script]
    assert said(engine(server, tmp_path).translate(SOURCES)) == RIGHT
    assert server.asked == [SOURCES, SOURCES[:3], SOURCES[3:]]


@pytest.mark.parametrize("script", [*MISALIGNED, *REFUSALS], ids=lambda s: s.__name__)
def test_what_is_never_answered_is_empty_and_says_why(
    script: bad.Script, server: ChatServer, tmp_path: Path
) -> None:
    server.always = script
    answers = engine(server, tmp_path).translate(SOURCES[:3])
    why = "refused" if script in REFUSALS else "no usable answer"
    assert said(answers) == ["", "", ""]
    assert all(why in hypotheses[0].problem for hypotheses in answers)
    assert all(hypotheses[0].score is None for hypotheses in answers)


def test_one_that_is_refused_costs_the_others_nothing(server: ChatServer, tmp_path: Path) -> None:
    def squeamish(server: ChatServer, segments: Any, request: Any) -> Any:
        refused = any(SOURCES[2] == s["arabic"] for s in segments)
        return (bad.refusing if refused else good)(server, segments, request)

    server.always = squeamish
    expected = [*RIGHT[:2], "", *RIGHT[3:]]
    assert said(engine(server, tmp_path).translate(SOURCES)) == expected


@pytest.mark.parametrize("script", [bad.prose_around, bad.out_of_order], ids=lambda s: s.__name__)
def test_words_around_and_another_order_do_no_harm(
    script: bad.Script, server: ChatServer, tmp_path: Path
) -> None:
    server.scripts = [script]
    assert said(engine(server, tmp_path).translate(SOURCES)) == RIGHT
    assert len(server.requests) == 1


@pytest.mark.parametrize("form", ["json_object", "text"])
def test_an_endpoint_that_does_not_know_the_schema_is_asked_without(
    form: str, server: ChatServer, tmp_path: Path
) -> None:
    server.always = bad.only(form)
    translator = engine(server, tmp_path)
    assert said(translator.translate(SOURCES)) == RIGHT
    before = len(server.requests)
    translator.translate(SOURCES)
    assert len(server.requests) == before + 1


def test_a_request_that_alone_is_rejected_is_halved(server: ChatServer, tmp_path: Path) -> None:
    translator = engine(server, tmp_path)
    translator.translate(SOURCES[:1])
    server.scripts = [bad.status(400)] * 3
    assert said(translator.translate(SOURCES)) == RIGHT


# ------------------------------------------------------------------------- an endpoint in trouble


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_endpoint_is_asked_again(code: int, server: ChatServer, tmp_path: Path) -> None:
    server.scripts = [bad.status(code)] * 3
    waits = Waits()
    assert said(engine(server, tmp_path, waits).translate(SOURCES)) == RIGHT
    assert waits == [1, 2, 4]


def test_it_waits_as_long_as_it_is_told(server: ChatServer, tmp_path: Path) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    server.scripts = [bad.status(429, Retry_After="7"), bad.status(503, Retry_After=later)]
    waits = Waits()
    engine(server, tmp_path, waits).translate(SOURCES)
    assert waits[0] == 7
    assert 0 < waits[1] <= 40
    server.scripts = [bad.status(429, Retry_After="3600")]
    with pytest.raises(EngineUnavailable, match="3600 seconds"):
        engine(server, tmp_path, waits).translate(SOURCES)
    assert len(waits) == 2


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (bad.status(429), "HTTP 429"),
        (bad.status(500), "HTTP 500"),
        (bad.web_page, "no JSON"),
        (bad.hanging, "no answer within 0.05 seconds"),
    ],
)
def test_an_endpoint_that_stays_away_is_an_error(
    script: bad.Script, said: str, server: ChatServer, tmp_path: Path
) -> None:
    server.always = script
    translator = engine(server, tmp_path, timeout=0.05, retries=1, concurrency=2)
    with pytest.raises(EngineUnavailable, match=said) as caught:
        translator.translate(SOURCES)
    assert caught.value.name == "EngineUnavailable"


def test_nobody_listening_is_an_error(tmp_path: Path) -> None:
    with ChatServer() as gone:
        translator = engine(gone, tmp_path)
    with pytest.raises(EngineUnavailable, match="no connection"):
        translator.translate(SOURCES)


@pytest.mark.parametrize(
    ("code", "said"), [(401, "key"), (403, "key"), (404, "base_url"), (302, "base_url")]
)
def test_what_waiting_does_not_mend_is_said_at_once(
    code: int, said: str, server: ChatServer, tmp_path: Path
) -> None:
    server.always = bad.status(code, Location="http://127.0.0.1:9/")
    waits = Waits()
    with pytest.raises(EngineRefused, match=said):
        engine(server, tmp_path, waits).translate(SOURCES[:1])
    assert not waits
    assert len(server.requests) == 1


def test_the_key_is_in_no_error_and_no_log(
    server: ChatServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    told = f'{{"error": {{"message": "bad key {KEY}"}}}}'
    shown = [repr(chat(server)), str(Settings(translation={"chat": {"api_key": KEY}}))]
    for code in (400, 401, 404, 429, 500):
        server.always = bad.status(code, told)
        with pytest.raises(MujazError) as caught:
            engine(server, tmp_path).translate(SOURCES)
        shown.append(f"{caught.value} {caught.value!r} {caught.value.__cause__!r}")
    with pytest.raises(EngineRefused) as caught:
        engine(server, tmp_path, api_key=f"{KEY}\u00e9\n")
    shown += [repr(caught.value), caplog.text]
    assert caplog.records
    assert KEY not in " ".join(shown)


def test_a_password_in_the_address_is_not_shown(server: ChatServer, tmp_path: Path) -> None:
    address = server.address.replace("//", "//user:hush-hush@")
    server.always = bad.status(500)
    with pytest.raises(EngineUnavailable) as caught:
        engine(server, tmp_path, base_url=address).translate(SOURCES)
    given = {"engine": "chat", "chat": {"base_url": address, "model": "tiny"}}
    shown = status(Settings.model_validate({"cache_dir": tmp_path, "translation": given}))
    assert "hush-hush" not in f"{caught.value} {shown}"


def test_no_more_requests_at_once_than_allowed(server: ChatServer, tmp_path: Path) -> None:
    server.gathers = 3
    translator = engine(server, tmp_path, batch_segments=1, concurrency=3)
    assert said(translator.translate(SOURCES[:6])) == RIGHT[:6]
    assert server.at_once == 3


# ------------------------------------------------------------------------------- tokens and scores


def test_the_budget_ends_the_day_and_outlives_the_process(
    server: ChatServer, tmp_path: Path
) -> None:
    own = {"tokens_a_day": 2000}
    engine(server, tmp_path, **own).translate(SOURCES[:2])
    another = engine(server, tmp_path, **own)
    asked, before = 0, datetime.now(UTC)
    with pytest.raises(BudgetSpent, match=r"of 2,000.*after 00:00 UTC") as spent:
        for asked in range(100):  # noqa: B007
            another.translate(SOURCES[:1])
    again = spent.value.again_at
    assert again is not None
    assert again.time() == datetime.min.time()
    assert before < again <= before + timedelta(days=2)
    assert 0 < asked < 20
    assert len(server.requests) == 1 + asked
    settings = Settings(cache_dir=tmp_path, translation={"chat": chat(server, **own)})
    shown = status(settings)
    assert not shown.usable
    assert f"{100 * (1 + asked):,} of 2,000 tokens spent today" in shown.detail


def test_what_no_days_tokens_are_enough_for_is_not_waited_for(
    server: ChatServer, tmp_path: Path
) -> None:
    with pytest.raises(BudgetSpent) as spent:
        engine(server, tmp_path, tokens_a_day=10).translate(SOURCES[:1])
    assert spent.value.again_at is None
    assert server.requests == []


def test_what_never_arrived_costs_nothing(server: ChatServer, tmp_path: Path) -> None:
    server.always = bad.status(500)
    with pytest.raises(EngineUnavailable):
        engine(server, tmp_path, tokens_a_day=5000).translate(SOURCES)
    settings = Settings(cache_dir=tmp_path, translation={"chat": chat(server)})
    assert " 0 tokens spent today" in status(settings).detail


def test_scores_are_those_of_each_sentences_own_tokens(server: ChatServer, tmp_path: Path) -> None:
    def with_logprobs(server: ChatServer, segments: Any, request: Any) -> Any:
        assert request["logprobs"] is True
        content = entries(["One.", "Two two."])
        tokens = [
            {"token": content[i : i + 2], "logprob": -2.0 if i > content.index("Two") - 2 else -1.0}
            for i in range(0, len(content), 2)
        ]
        return completion(content, choice={"logprobs": {"content": tokens}})

    server.always = with_logprobs
    answers = engine(server, tmp_path, logprobs=True).translate(SOURCES[:2])
    assert [hypotheses[0].score for hypotheses in answers] == [-1.0, -2.0]


def test_without_log_probabilities_there_is_no_score(server: ChatServer, tmp_path: Path) -> None:
    ((hypothesis,),) = engine(server, tmp_path).translate(SOURCES[:1])
    assert hypothesis.score is None


def test_draws_have_a_temperature_and_seeds(server: ChatServer, tmp_path: Path) -> None:
    server.scripts = [good, lambda *_: completion(entries(["Another."])), good, bad.refusing]
    (found,) = engine(server, tmp_path).translate(SOURCES[:1], SAMPLE)
    assert [h.text for h in found] == [RIGHT[0], "Another.", ""]
    assert [r["seed"] for r in server.requests] == [0, 1, 2, 3]
    assert {r["temperature"] for r in server.requests} == {0.6}


# ---------------------------------------------------------------------------------------- canaries


def test_canaries_are_asked_once(server: ChatServer, tmp_path: Path) -> None:
    server.table = {c.source: " ".join(sorted(g)[0] for g in c.expected) for c in CANARIES}
    own = {"batch_segments": 16}
    translator = ChatTranslator(chat(server, **own), tmp_path)
    assert said(translator.translate(SOURCES)) == RIGHT
    ChatTranslator(chat(server, **own), tmp_path).translate(SOURCES)
    assert [len(asked) for asked in server.asked] == [10, 7, 7]
    ChatTranslator(chat(server, model="other", **own), tmp_path).translate(SOURCES)
    assert len(server.asked[3]) == 10
    chosen = {"cache_dir": tmp_path, "translation": {"chat": chat(server, **own)}}
    build(Settings(**chosen), lambda *_: None, True)
    assert len(server.asked[-1]) == 10


def test_an_engine_that_fails_the_canaries_is_refused(server: ChatServer, tmp_path: Path) -> None:
    with pytest.raises(CanaryFailed, match=r"القاهرة عاصمة مصر\. -> <القاهرة"):
        ChatTranslator(chat(server), tmp_path).translate(SOURCES)


def test_what_is_not_configured_is_said() -> None:
    with pytest.raises(EngineRefused, match=r"translation\.chat\.base_url"):
        ChatTranslator(ChatSettings(), Path("unused"))
    assert not status(Settings(cache_dir=Path("unused"))).usable

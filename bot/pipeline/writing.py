"""The configured summariser; where a model writes, with the model and the gate of its lines.

The rooms do not know each other: `translation` has the chat endpoint, its budget and the checks,
`summary` what is asked and what is made of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.config import ChatSettings, Settings
from bot.errors import ModelError
from bot.prompt_files import Prompt, all_prompts, prompt
from bot.records import Brief, Cited, Encoder, Flag, Form, Speller
from bot.summary.extractive import Extractive
from bot.summary.summariser import Summariser, summariser
from bot.summary.written.author import Author, NoAnswer
from bot.summary.written.brief import Written
from bot.summary.written.chat import ChatAuthor, Told
from bot.summary.written.model import Answer, ChatModel, Message
from bot.summary.written.sequence import SequenceAuthor
from bot.summary.written.verifying import ChatVerifier
from bot.translation.engines.batches import usable_cores
from bot.translation.engines.chat.budget import Budget
from bot.translation.engines.chat.calls import Calls
from bot.translation.engines.chat.endpoint import ChatEndpoint, RequestRejected, Sampling, Silent
from bot.translation.engines.chat.engine import LETTERS_A_PIECE, budget_path
from bot.translation.engines.chat.prompt import Shape
from bot.translation.engines.ctranslate2.searcher import Running
from bot.translation.engines.ctranslate2.summarising import CTranslate2Summary
from bot.translation.grounding import Gate
from bot.translation.model_store.choosing import ensure_converted
from bot.translation.model_store.folder import read_folder
from bot.translation.model_store.pull import silent
from bot.translation.names import Names, Scope


def styles_offered(settings: Settings) -> tuple[Prompt, ...]:
    """The styles among which a chat may choose; none where no model writes by prompts. Raises
    BadPrompt."""
    if settings.summary.engine != "chat":
        return ()
    return tuple(each for each in all_prompts(_own(settings)) if each.key != each.name)


def by_model(brief: Brief) -> bool:
    """Whether a model wrote something of it."""
    return any(each.form is Form.MODEL for each in (brief.headline, *brief.points))


def _own(settings: Settings) -> Path | None:
    return Path(settings.summary.prompts) if settings.summary.prompts else None


def condenser(
    settings: Settings,
    encoder: Encoder,
    speller: Speller,
    names: Callable[[], Names],
    style: str | None = None,
    calls: Calls | None = None,
) -> Summariser:
    """The summariser of the settings; `style`: another than theirs. Raises BadSettings and
    BadPrompt. It raises BrokenOff where `calls` are.

    One whose endpoint is not configured is made all the same: its briefs are extractive and say so.
    """
    author: Author
    match settings.summary.engine:
        case "chat":
            author = _author(settings, "summarise", style, calls)
        case "seq2seq":
            author = SequenceAuthor(HubSummary(settings))
        case name:
            return summariser(name, encoder, speller)
    return Written(Extractive(encoder, speller), speller, author, NamesGrounds(names))


def story_author(settings: Settings, style: str, calls: Calls) -> ChatAuthor:
    """Joins what reports of one story say. A style that is not offered any more is the default.
    Raises BadPrompt."""
    offered = {each.name for each in styles_offered(settings)}
    return _author(settings, "story", style if style in offered else None, calls)


def digest_author(settings: Settings, calls: Calls) -> ChatAuthor:
    """Writes the line that opens a digest. Raises BadPrompt."""
    return _author(settings, "digest", None, calls)


def _author(settings: Settings, task: str, style: str | None, calls: Calls | None) -> ChatAuthor:
    own = _own(settings)
    told = Told(
        prompt(task, own),
        prompt("headline", own),
        prompt(f"styles/{style or settings.summary.style}", own),
        prompt("repair", own),
    )
    asked = chat_settings(settings, told.task.temperature)
    model = EndpointModel(asked, settings.cache_dir, calls)
    return ChatAuthor(model, told, verifier(settings, model) if settings.summary.verify else None)


def verifier(settings: Settings, model: ChatModel) -> ChatVerifier:
    """Asks the model about one line. Raises BadPrompt."""
    return ChatVerifier(model, prompt("verify", _own(settings)))


def chat_settings(settings: Settings, temperature: float | None = None) -> ChatSettings:
    """`[translation.chat]` with what `[summary.chat]` sets. The key goes to no other endpoint than
    the one it was given for. `temperature`: the prompt's, where the summary sets none."""
    base, own = settings.translation.chat, settings.summary.chat
    given: dict[str, Any] = {} if temperature is None else {"temperature": temperature}
    given |= {key: value for key, value in own if value is not None}
    if own.base_url not in (None, base.base_url) and own.api_key is None:
        given["api_key"] = ChatSettings().api_key
    return base.model_copy(update=given)


class EndpointModel:
    """A ChatModel of the summary over the translation's endpoint and budget."""

    def __init__(self, settings: ChatSettings, cache_dir: Path, calls: Calls | None = None) -> None:
        self._settings = settings
        self._calls = calls
        self._budget = Budget(budget_path(cache_dir), settings.tokens_a_day)
        self._endpoint: ChatEndpoint | None = None

    @property
    def label(self) -> str:
        return f"{self._settings.model} (chat)"

    def ask(self, messages: Sequence[Message], answer: Answer) -> str:
        if self._endpoint is None:
            self._endpoint = ChatEndpoint(self._settings, section="summary.chat")
        own = self._settings.temperature
        heat = own if answer.temperature is None else answer.temperature
        letters = sum(len(message["content"]) for message in messages)
        with self._budget.taken(letters // LETTERS_A_PIECE + answer.tokens // 3) as settle:
            try:
                reply = self._endpoint.complete(
                    messages,
                    answer.tokens,
                    Sampling(heat),
                    Shape(answer.name, answer.schema),
                    self._calls,
                )
            except Silent:
                raise
            except RequestRejected as error:
                settle(0)
                raise NoAnswer("the chat endpoint rejected the article") from error
            except ModelError:
                settle(0)
                raise
            if reply.tokens is not None:
                settle(reply.tokens)
        if reply.refused:
            raise NoAnswer("the chat model refused")
        if reply.cut:
            raise NoAnswer("the chat model's answer was cut off")
        return reply.content


class HubSummary:
    """A SequenceModel that is looked for when it is first asked, so that there is a brief without
    it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def label(self) -> str:
        try:
            return self._model().label
        except ModelError:
            return f"{self._settings.summary.seq2seq.model} (seq2seq)"

    def summary(self, sentences: Sequence[str]) -> str:
        return self._model().summary(sentences)

    def _model(self) -> CTranslate2Summary:
        chosen, own = self._settings.translation, self._settings.translation.ctranslate2
        name = self._settings.summary.seq2seq.model
        folder = ensure_converted(name, self._settings, silent)
        threads = chosen.threads or usable_cores()
        return _loaded(folder.path, Running(own.device, own.compute_type, threads))


@lru_cache(maxsize=1)
def _loaded(folder: Path, running: Running) -> CTranslate2Summary:
    return CTranslate2Summary(read_folder(folder, str(folder)), running)


class NamesGrounds:
    """`Grounds` over the name tables and a glossary that may grow while it is in use."""

    def __init__(self, names: Callable[[], Names]) -> None:
        self._names = names
        self._scope = lru_cache(maxsize=4)(self._scope_of)

    def findings(
        self, said: str, cited: Sequence[Cited], article: Sequence[Cited]
    ) -> tuple[Flag, ...]:
        names = self._names()
        scope = self._scope(names, tuple(each.arabic for each in article))
        title = article[0] if article else None
        return Gate(names, scope, title).findings(said, cited)

    def _scope_of(self, names: Names, texts: tuple[str, ...]) -> Scope:
        return names.scope(texts)

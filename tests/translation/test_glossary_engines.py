"""An entry of the glossary on its way to each kind of engine, from an article to its English."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.records import Article, EngineIdentity, Hypothesis, Paragraph, ParagraphKind, Sentence
from bot.translation.engines.cascade.member import Member
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.chat.engine import ChatTranslator
from bot.translation.engines.ctranslate2.loading import translator_of
from bot.translation.engines.translator import GREEDY, Decoding, Translator
from bot.translation.judge import Judge
from bot.translation.memory import Memory, RememberingTranslator
from bot.translation.model_store.choosing import ensure_converted
from bot.translation.names import Names
from bot.translation.names.terms import checked
from tests.translation.engines.chat_server import ChatServer, segments_of
from tests.translation.engines.test_chat import chat
from tests.translation.model_store.conftest import MODEL, made_settings, silent
from tests.translation.test_rounds_cascade import ENCODER
from tests.translation.translating import translate_articles

ENTRIES = (
    checked("ستانبروك", "Stanbrook", "person"),
    checked("اتفاق الإطار", "Framework Agreement", "other"),
    checked("الأمم المتحدة", "UNO", "organisation"),
)
NAMES = Names.load().with_terms(ENTRIES)
WITH = "وقع ستانبروك اتفاق الإطار للأمم المتحدة."
WITHOUT = "افتتحت البلدية مكتبة عامة كبيرة."
HINTED = "وقع Stanbrook Framework Agreement ل UNO."
TOLD = {
    "ستانبروك": "Stanbrook",
    "اتفاق الإطار": "Framework Agreement",
    "الأمم المتحدة": "UNO",
}
CLOSE = "Stanbruk signed the Framework Agreement of the United Nations."
RIGHT = "Stanbrook signed the Framework Agreement of the UNO."


def article() -> Article:
    text = f"{WITH} {WITHOUT}"
    sentences = (
        Sentence(0, len(WITH), WITH),
        Sentence(len(WITH) + 1, len(text), WITHOUT),
    )
    return Article(
        "a" * 16, "test", None, (Paragraph(text, ParagraphKind.PROSE, "ar", sentences),), "ar", 1
    )


def translated(engines: Members) -> list[str]:
    judge = Judge(NAMES, ENCODER)
    (made,) = translate_articles([article()], engines, judge, NAMES, silent)
    return [segment.target for segment in made.segments]


class Told:
    """A Translator that writes down what it is given, around another or a table."""

    max_pieces = 500
    informed = None
    copies_english = True
    searches = True

    def __init__(self, inner: Translator | None, table: dict[str, str] | None = None) -> None:
        self._inner, self._table = inner, table or {}
        self.identity = EngineIdentity("told", "1", "told")
        self.asked: list[str] = []

    def pieces(self, source: str) -> int:
        return len(source.split())

    def fits(self, source: str) -> bool:
        return True

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        self.asked += sources
        if self._inner is not None:
            return self._inner.translate(sources, decoding, progress)
        return [(Hypothesis(self._table.get(s, "Nothing of it."), -0.2),) for s in sources]

    def close(self) -> None:
        """Nothing is held."""


def test_the_chat_engine_is_told_in_its_prompt_and_put_right(tmp_path: Path) -> None:
    with ChatServer({WITH: CLOSE, WITHOUT: "The town opened a large public library."}) as server:
        engine = ChatTranslator(chat(server), tmp_path, canaries=())
        texts = translated(
            Members.only(RememberingTranslator(engine, Memory(tmp_path / "memory.sqlite")))
        )
        sent = {s["arabic"]: s.get("terms") for r in server.requests for s in segments_of(r)}
    assert sent == {WITH: TOLD, WITHOUT: None}
    assert texts[0] == RIGHT


def test_an_engine_that_does_not_copy_english_gets_the_arabic_once_and_is_put_right() -> None:
    engine = Told(None, {WITH: CLOSE, WITHOUT: "Nothing of it."})
    engine.copies_english = engine.searches = False
    texts = translated(Members.only(engine))
    assert engine.asked == [WITH, WITHOUT]
    assert texts[0] == RIGHT


def test_a_text_engine_gets_the_spellings_in_the_sentence(tmp_path: Path) -> None:
    settings = made_settings(tmp_path, model=str(MODEL), quantization="float32")
    folder = ensure_converted(str(MODEL), settings, silent)
    engine = Told(translator_of(folder, settings, ()))
    translated(Members.only(engine))
    assert set(engine.asked) == {HINTED, WITHOUT}


def test_each_engine_of_a_cascade_gets_them_in_its_own_way(tmp_path: Path) -> None:
    fast = Told(None, {WITHOUT: "The town opened a large public library."})
    with ChatServer({WITH: CLOSE}) as server:
        best = ChatTranslator(chat(server), tmp_path, canaries=())
        members = [Member("told", lambda: fast, 60), Member("chat", lambda: best, 60)]
        texts = translated(Members(members))
        sent = {s["arabic"]: s.get("terms") for r in server.requests for s in segments_of(r)}
    assert set(fast.asked) == {HINTED, WITHOUT}
    assert sent[WITH] == TOLD
    assert texts[0] == RIGHT


@pytest.mark.parametrize("english", ["A man signed it.", "Grant signed it."])
def test_a_name_that_no_engine_wrote_is_flagged_and_not_pasted_in(english: str) -> None:
    judge = Judge(NAMES, ENCODER)
    (made,) = translate_articles(
        [article()], Members.only(Told(None, {HINTED: english})), judge, NAMES, silent
    )
    first = made.segments[0]
    assert first.target == english
    assert "names_lost" in {flag.check for flag in first.flags}

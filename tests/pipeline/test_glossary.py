"""The glossary on the whole way: from day to day, and only where a name stands."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config import Settings, TranslationSettings, load_settings
from bot.errors import BadSettings
from bot.pipeline import glossary as kept
from bot.pipeline.article_work import ArticleWork
from bot.pipeline.glossary_files import (
    keep_learnt,
    own_terms,
    put_into,
    take_out_of,
    terms_of_a_run,
)
from bot.pipeline.in_process import InProcess
from bot.pipeline.rooms import Rooms
from bot.reading.article import read
from bot.records import Article, Document, EngineIdentity, Hypothesis
from bot.store import articles, glossary
from bot.store.store import open_store
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding
from bot.translation.memory import Memory, RememberingTranslator
from bot.translation.names.exchange import read_glossary
from bot.translation.names.terms import Term, checked
from tests.empty_database import new_database
from tests.pipeline.test_runner import Listener, until_stage
from tests.store.made_records import publish

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ONE = "التقى الوزير فلاديسلاف شويغورسكي الوفد في المدينة أمس."
TWO = "وقال فلاديسلاف شويجورسكي إن القرار يبدأ في الشهر المقبل."
OTHER = "أعلن وزير الطاقة خفض أسعار الغاز في البلاد."
SPELLED = "Vladislav Shoigursky"
ENGLISH = {
    ONE: "Minister Vladislav Shoigursky met the delegation in the city yesterday.",
    TWO: "Vladislav Shuigorski said the decision begins next month.",
    OTHER: "The energy minister announced a cut in gas prices in the country.",
}


class Engine:
    """Says the table's English with whatever Latin name stands in the source."""

    identity = EngineIdentity("table", "1", "table")
    max_pieces = 500
    informed = None
    copies_english = True
    searches = True

    def __init__(self) -> None:
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
        return [(Hypothesis(ENGLISH.get(s, f"He said {_latin(s)}."), -0.2),) for s in sources]

    def close(self) -> None:
        """Nothing is held."""


def _latin(source: str) -> str:
    return " ".join(word for word in source.split() if word[:1].isascii() and word[:1].isalpha())


def article(name: str, *sentences: str) -> Article:
    return read(Document(name, "\n\n".join(("خبر من المدينة", *sentences)).encode()))


def rooms(folder: Path, engine: Engine, terms: Iterable[Term] = ()) -> Rooms:
    made = Rooms(Settings(cache_dir=folder), terms=terms)
    made._engines = Members.only(RememberingTranslator(engine, Memory(folder / "memory.sqlite")))
    return made


def targets(made: Rooms, *given: Article) -> list[str]:
    return [s.target for t in made.translate(given) for s in t.segments]


OWN = checked("فلاديسلاف شويغورسكي", SPELLED, "person")


def test_two_days_and_two_spellings_of_the_arabic_have_one_in_english(tmp_path: Path) -> None:
    engine = Engine()
    first = targets(rooms(tmp_path, engine, [OWN]), article("one", ONE))
    second = targets(rooms(tmp_path, engine, [OWN]), article("two", TWO))
    assert any(SPELLED in text for text in first)
    assert any(SPELLED in text for text in second)


def test_a_changed_entry_asks_again_for_the_sentences_with_the_name_alone(tmp_path: Path) -> None:
    given = article("one", ONE, TWO, OTHER), article("two", OTHER, ONE)
    engine = Engine()
    targets(rooms(tmp_path, engine), *given)
    before = len(engine.asked)
    assert before >= 4
    engine.asked.clear()
    targets(rooms(tmp_path, engine), *given)
    assert engine.asked == []
    targets(rooms(tmp_path, engine, [OWN]), *given)
    assert {_latin(asked) for asked in engine.asked} == {SPELLED}
    assert len(set(engine.asked)) == 2
    engine.asked.clear()
    changed = checked(OWN.arabic, "Wladislaw Schoigurski", "person")
    texts = targets(rooms(tmp_path, engine, [changed]), *given)
    assert {_latin(asked) for asked in engine.asked} == {"Wladislaw Schoigurski"}
    assert len(set(engine.asked)) == 2
    assert not any(SPELLED in text for text in texts)
    engine.asked.clear()
    targets(rooms(tmp_path, engine), *given)
    assert engine.asked == []


# ------------------------------------------------------------------------------------- files

STATED = "التقى الوزير جيرالد ستانبروك (Gerald Stanbrook) الوفد أمس في المدينة."


def test_what_a_run_learns_holds_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A glossary.tsv where the tests are run is somebody's own.
    monkeypatch.chdir(tmp_path)
    settings = Settings(cache_dir=tmp_path)
    made = rooms(tmp_path, Engine())
    made.translate([article("one", STATED)])
    keep_learnt(settings, made.lessons())
    assert made.lessons() == ()
    (term,) = terms_of_a_run(settings)
    assert (term.arabic, term.english) == ("جيرالد ستانبروك", "Gerald Stanbrook")
    engine = Engine()
    rooms(tmp_path, engine, terms_of_a_run(settings)).translate(
        [article("two", "وقال غيرالد ستانبروك إن القرار يبدأ في الشهر المقبل.")]
    )
    assert any("Gerald Stanbrook" in asked for asked in engine.asked)


def test_the_users_file_is_read_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert own_terms(settings) == ()
    Path("glossary.tsv").write_text("شويغو\tShoygu\nbad\n", encoding="utf-8")
    assert [term.english for term in own_terms(settings)] == ["Shoygu"]
    named = Settings(translation=TranslationSettings(glossary="none.tsv"))
    with pytest.raises(BadSettings, match=r"none\.tsv"):
        own_terms(named)


def test_a_database_without_tables_has_no_glossary_and_is_no_worry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "mujaz.db"
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE of_another_program (one)")
    monkeypatch.setenv("MUJAZ_STORE__URL", f"sqlite:///{file}")
    monkeypatch.setenv("MUJAZ_CACHE_DIR", str(tmp_path))
    assert terms_of_a_run(load_settings()) == ()
    assert not caplog.records


def test_a_file_is_changed_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_text("# ours\nشويغو\tShoigu\n\nموسكو\tMoscow\n", encoding="utf-8")
    put_into(path, [checked("شويغو", "Shoygu"), checked("ستانبروك", "Stanbrook")])
    assert path.read_text("utf-8").splitlines() == [
        "# ours",
        "شويغو\tShoygu\tperson\toperator",
        "",
        "موسكو\tMoscow",
        "ستانبروك\tStanbrook\tperson\toperator",
    ]
    take_out_of(path, "موسكو")
    assert [t.english for t in read_glossary(path.read_bytes()).terms] == ["Shoygu", "Stanbrook"]


# --------------------------------------------------------------------------------- the database


async def test_an_import_says_what_it_did_and_what_another_learnt_goes_behind(
    tmp_path: Path,
) -> None:
    store = await open_store(new_database(tmp_path), migrated=False)
    first = read_glossary("شويغو\tShoigu\nموسكو\tMoscow\n".encode())
    assert len((await kept.take(store, first, NOW)).new) == 2
    text = "شويغو\tShoygu\nموسكو\tMoskva\tplace\tremembered\nلافروف\tLavrov\nx\ty\n"
    again = read_glossary(text.encode())
    for done in (await kept.compare(store, again), await kept.take(store, again, NOW)):
        assert [t.english for t in done.new] == ["Lavrov"]
        assert [(t.english, before) for t, before in done.changed] == [("Shoygu", "Shoigu")]
        assert [t.english for t in done.known] == ["Moskva"]
        assert len(done.refused) == 1
    spelled = {t.arabic: t.english for t in await kept.all_terms(store)}
    assert spelled == {"شويغو": "Shoygu", "موسكو": "Moscow", "لافروف": "Lavrov"}
    await store.close()


async def test_the_bot_learns_from_one_article_and_spells_the_next_by_it(tmp_path: Path) -> None:
    store = await open_store(new_database(tmp_path), migrated=False)
    engine = Engine()
    models = rooms(tmp_path, engine)
    work = ArticleWork(store, lambda progress: models, Listener())
    runner = InProcess(store, work)
    task = asyncio.create_task(runner.run())
    try:
        async with store.transaction() as c:
            first, _ = await articles.add(c, article("one", STATED), NOW)
            await publish(c, first)
        runner.nudge()
        await until_stage(store, first, articles.Stage.BRIEFED)
        async with store.read_only() as c:
            (learnt,) = await glossary.listing(c)
        assert (learnt.english, learnt.origin, learnt.article) == (
            "Gerald Stanbrook",
            "stated",
            first,
        )
        async with store.transaction() as c:
            changed = kept.row_of(checked(learnt.arabic, "Gerry Stanbrook", "person"))
            await glossary.put(c, changed, NOW + timedelta(hours=1))
            later = article("two", "وقال جيرالد ستانبروك إن القرار يبدأ في الشهر المقبل.")
            second, _ = await articles.add(c, later, NOW + timedelta(hours=1))
        runner.nudge()
        await until_stage(store, second, articles.Stage.BRIEFED)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await work.close()
        await store.close()
    assert any("Gerry Stanbrook" in asked for asked in engine.asked)

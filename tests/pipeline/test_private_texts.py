"""What is not public: nothing of it is remembered or learnt, and it goes where it may."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import CascadeSettings as Cascade
from bot.config import ChatSettings, Settings, TranslationSettings
from bot.pipeline import rooms as pipeline
from bot.pipeline.private_texts import remote_hosts, without_remote
from bot.pipeline.rooms import Rooms
from bot.records import Progress
from bot.translation.engines.cascade.members import Members
from tests.pipeline.test_glossary import ONE, STATED, Engine, article


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    made = Engine()

    def load(settings: Settings, progress: Progress) -> Members:
        return Members.only(made)

    monkeypatch.setattr(pipeline, "load_engines", load)
    return made


def remembered(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("memory.sqlite*"))


def test_a_private_text_is_not_remembered_and_a_public_one_is(
    tmp_path: Path, engine: Engine
) -> None:
    rooms = Rooms(Settings(cache_dir=tmp_path))
    for _ in range(2):
        rooms.translate_private([article("one", ONE)])
        assert ONE in engine.asked
        assert b"Shoigursky" not in remembered(tmp_path)
        engine.asked.clear()
    rooms.translate([article("one", ONE)])
    assert ONE in engine.asked
    assert b"Shoigursky" in remembered(tmp_path)
    # What is remembered of public texts serves private ones.
    engine.asked.clear()
    rooms.translate_private([article("one", ONE)])
    assert engine.asked == []


def test_names_of_a_private_text_are_not_used_for_the_next(tmp_path: Path, engine: Engine) -> None:
    rooms = Rooms(Settings(cache_dir=tmp_path))
    other = "وقال غيرالد ستانبروك إن القرار يبدأ في الشهر المقبل."
    rooms.translate_private([article("one", STATED)])
    assert rooms.lessons() == ()
    engine.asked.clear()
    rooms.translate([article("two", other)])
    assert not any("Stanbrook" in asked for asked in engine.asked)
    rooms.translate([article("three", STATED)])
    assert [lesson.term.english for lesson in rooms.lessons()] == ["Gerald Stanbrook"]


def test_a_lesson_of_before_outlasts_a_private_text(tmp_path: Path, engine: Engine) -> None:
    rooms = Rooms(Settings(cache_dir=tmp_path))
    rooms.translate([article("one", STATED)])
    rooms.translate_private([article("two", ONE)])
    assert [lesson.term.english for lesson in rooms.lessons()] == ["Gerald Stanbrook"]


def settings(engine: str, url: str = "https://api.example/v1", *members: str) -> Settings:
    return Settings(
        translation=TranslationSettings(
            engine=engine,
            chat=ChatSettings(base_url=url, model="m"),
            cascade=Cascade(engines=members or ("embedded", "chat")),
        )
    )


@pytest.mark.parametrize(
    ("given", "hosts"),
    [
        (settings("embedded"), ()),
        (settings("chat"), ("api.example",)),
        (settings("cascade"), ("api.example",)),
        (settings("cascade", "https://api.example/v1", "embedded", "ctranslate2"), ()),
        (settings("chat", "http://localhost:11434/v1"), ()),
        (settings("chat", "http://127.0.0.1:11434/v1"), ()),
        (settings("chat", "http://[::1]:11434/v1"), ()),
        (settings("chat", "http://10.0.0.2/v1"), ("10.0.0.2",)),
        (settings("chat", "http://localhost.example.org/v1"), ("localhost.example.org",)),
    ],
)
def test_which_host_gets_the_texts(given: Settings, hosts: tuple[str, ...]) -> None:
    assert remote_hosts(given) == hosts
    assert remote_hosts(without_remote(given)) == ()


@pytest.mark.parametrize(
    ("given", "engine", "members"),
    [
        (settings("chat"), "embedded", ("embedded", "chat")),
        (settings("cascade"), "cascade", ("embedded",)),
        (settings("cascade", "https://a.example/v1", "chat"), "cascade", ("embedded",)),
        (settings("ctranslate2"), "ctranslate2", ("embedded", "chat")),
    ],
)
def test_what_translates_it_instead(given: Settings, engine: str, members: tuple[str, ...]) -> None:
    local = without_remote(given).translation
    if engine == "cascade":
        assert local.engine in ("cascade", "embedded")
        assert local.cascade.engines == members
    else:
        assert (local.engine, local.cascade.engines) == (engine, members)

"""Topics of articles, and a digest that is set by them. How often they are right is measured by
bench/topics.py."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import DigestSettings, Settings
from bot.digest.composition import compose
from bot.digest.render.html import digest_page
from bot.digest.render.telegram import render_telegram
from bot.digest.topics import Topics
from bot.errors import BadRule, BadSettings
from bot.language.lexicon import RuleRow
from bot.pipeline.topics import topic_names, topic_table
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Interest, Reason
from tests.digest.made_briefs import brief

NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def topics(encoder: SentenceEncoder) -> Topics:
    return Topics(encoder)


CUP = brief(("المنتخب اليمني يفوز بالكأس", "Yemen wins cup"), [("فاز المنتخب في المباراة.", "W")])
BANK = brief(("البنك المركزي يرفع سعر الفائدة", "Rates up"), [("رفع البنك الفائدة.", "R")])
LEAGUE = brief(("تعادل الفريقين في الدوري", "A draw"), [("تعادل الفريقان بهدف لهدف.", "D")])
ALL = [CUP, BANK, LEAGUE]


def test_headline_and_lead_tell_topic_and_country(topics: Topics) -> None:
    assert topics.of(CUP.article) == ("sport", "YE")
    assert topics.of(BANK.article) == ("economy",)


def test_an_article_without_a_word_of_the_table_has_the_topic_of_its_meaning(
    encoder: SentenceEncoder,
) -> None:
    def row(topic: str, typical: str) -> RuleRow:
        return RuleRow(1, {"topic": topic, "arabic": "قنطريش", "typical": typical})

    table = [
        row("weather", "أمطار غزيرة وعواصف رعدية غدا"),
        row("money", "البنك المركزي يرفع سعر الفائدة"),
    ]
    made = brief(("ثلوج كثيفة ورياح شديدة متوقعة", "Snow"), [])
    assert Topics(encoder, table).of(made.article) == ("weather",)


def test_what_nothing_tells_has_no_topic(topics: Topics) -> None:
    greeting = brief(("صباح الخير يا أصدقاء", "Good morning"), [])
    assert topics.of(greeting.article) == ()


def test_stories_of_one_topic_stand_together_under_its_name(
    encoder: SentenceEncoder, topics: Topics
) -> None:
    known = {b.article.id: topics.of(b.article) for b in ALL}
    put_first = Interest(topics=("YE",))
    made = compose(ALL, (), encoder, NOW, interest=put_first, topics=known, by_topic=True)
    assert [story.topics[0] for story in made.stories] == ["sport", "sport", "economy"]
    assert made.stories[0].worth[-1].reason is Reason.TOPIC
    assert made.stories[0].worth[-1].about == ("YE",)
    (text,) = render_telegram(made)
    assert text.count("SPORT") == text.count("ECONOMY") == 1
    page = digest_page(made)
    assert [f'id="story-{number}"' in page for number in (1, 2, 3)] == [True] * 3
    assert text.index("SPORT") < text.index("1 · ") < text.index("2 · ") < text.index("ECONOMY")


def test_an_operators_table_takes_the_place_of_ours(
    tmp_path: Path, encoder: SentenceEncoder
) -> None:
    file = tmp_path / "topics.tsv"
    settings = Settings(digest=DigestSettings(topics=str(file)))
    with pytest.raises(BadSettings, match="cannot be read"):
        topic_table(settings)
    head = (
        "#: topic | one of falcons | x\n#: arabic | arabic | x\n#: typical | words, optional | x\n"
    )
    file.write_text(head + "falcons\tصقر~|صقور\n", "utf-8")
    table = topic_table(settings)
    assert topic_names(table) == ("falcons",)
    made = brief(("بيع الصقور في المزاد", "Falcons sold"), [])
    assert Topics(encoder, table).of(made.article) == ("falcons",)
    file.write_text(head + "camels\tجمل\n", "utf-8")
    with pytest.raises(BadRule, match="camels"):
        topic_table(settings)
    file.write_text("#: arabic | arabic | x\nصقر\n", "utf-8")
    with pytest.raises(BadSettings, match="no table of topics"):
        topic_table(settings)

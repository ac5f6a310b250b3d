"""What translations teach, and that all of a digest then spells alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from bot.pipeline.vectors import SentenceEncoder
from bot.reading.article import read
from bot.records import Article, Document, EngineIdentity, Hypothesis, Translation
from bot.translation.agreement import agreed
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding
from bot.translation.judge import Judge
from bot.translation.names import Names
from bot.translation.names.learning import Learnt
from bot.translation.names.tables import SpellingOrigin
from bot.translation.names.terms import Term, checked
from tests.translation.translating import translate_articles

NAMES = Names.load()
# Both words are in the Wikidata table, the pair in no table of certain names.
STATED = "التقى الوزير جيرالد ستانبروك (Gerald Stanbrook) أمس في المدينة."
LATER = "وقال ستانبروك إن الحكومة ستدرس الطلب في الشهر المقبل."
PLAIN = "أعلن المدير إدواردو فاسكيز في المدينة خفض أسعار الغاز."
AGAIN = "وقال إدواردو فاسكيز إن القرار يبدأ في الشهر المقبل."


class Engine:
    identity = EngineIdentity("table", "1", "table")
    max_pieces = 500
    informed = None
    copies_english = True
    searches = True

    def __init__(self, pairs: dict[str, str]) -> None:
        self.pairs = pairs
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
        return [(Hypothesis(self.pairs.get(s, "An unknown thing."), -0.2),) for s in sources]

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(NAMES, SentenceEncoder())


def article(name: str, *paragraphs: str) -> Article:
    return read(Document(name, "\n\n".join(("خبر من المدينة", *paragraphs)).encode()))


def translated(
    judge: Judge, names: Names, pairs: dict[str, str], *articles: Article
) -> tuple[list[Translation], tuple[Learnt, ...]]:
    made = translate_articles(
        articles, Members.only(Engine(pairs)), judge, names, lambda *told: None
    )
    return agreed(made, judge, names)


def test_a_name_that_an_article_gives_in_latin_letters_is_learnt_in_full(judge: Judge) -> None:
    pairs = {STATED: "x"}
    _, lessons = translated(judge, NAMES, pairs, article("one", STATED, LATER))
    (lesson,) = lessons
    assert lesson.term == Term(
        "جيرالد ستانبروك", "Gerald Stanbrook", "person", SpellingOrigin.STATED
    )


def test_a_name_that_tables_and_a_verified_sentence_agree_on_is_learnt(judge: Judge) -> None:
    english = "Director Eduardo Vasquez announced a cut in gas prices in the city."
    made, lessons = translated(judge, NAMES, {PLAIN: english}, article("one", PLAIN))
    assert [s.target for s in made[0].segments if s.verified and s.segment.source == PLAIN]
    (lesson,) = lessons
    assert lesson.term.english == "Eduardo Vasquez"
    assert lesson.term.origin is SpellingOrigin.REMEMBERED


@pytest.mark.parametrize(
    "english",
    [
        "Director Eduardo Waskiz announced a cut in gas prices in the city.",
        "Director Eduardo announced a cut in gas prices in the city.",
        "Director Eduardo Vasquez Molina announced a cut in gas prices in the city.",
        "Eduardo Vasquez and Eduardo Vasquez announced a cut in gas prices in the city.",
        "The director announced a cut of 12% in gas prices with Eduardo Vasquez.",
    ],
)
def test_nothing_is_learnt_where_there_is_doubt(judge: Judge, english: str) -> None:
    _, lessons = translated(judge, NAMES, {PLAIN: english}, article("one", PLAIN))
    assert lessons == ()


def test_what_one_article_teaches_is_put_into_the_other_of_the_same_digest(judge: Judge) -> None:
    pairs = {
        AGAIN: "Eduardo Vazkuez said the decision begins next month.",
        PLAIN: "Director Eduardo Vasquez announced a cut in gas prices in the city.",
    }
    first, second = article("one", AGAIN), article("two", PLAIN)
    made, _ = translated(judge, NAMES, pairs, first, second)
    texts = [s.target for s in made[0].segments]
    assert "Eduardo Vasquez said the decision begins next month." in texts


def test_names_of_the_tables_and_of_the_operator_are_not_learnt_again(judge: Judge) -> None:
    source = "التقى سيرغي لافروف (Sergey Lavrov) الوزير في المدينة أمس."
    assert translated(judge, NAMES, {}, article("one", source))[1] == ()
    own = NAMES.with_terms([checked("غيرالد ستانبروك", "Gerald Stenbrook")])
    assert translated(judge, own, {}, article("one", STATED))[1] == ()


def test_a_second_reading_of_the_same_article_asks_the_engine_the_same(judge: Judge) -> None:
    pairs = {PLAIN: "Director Eduardo Vasquez announced a cut in gas prices in the city."}
    given = [article("one", PLAIN), article("two", STATED)]
    engine = Engine(pairs)
    made = translate_articles(given, Members.only(engine), judge, NAMES, lambda *told: None)
    _, lessons = agreed(made, judge, NAMES)
    assert len(lessons) == 2
    again = Engine(pairs)
    names = NAMES.with_terms(lesson.term for lesson in lessons)
    translate_articles(given, Members.only(again), judge, names, lambda *told: None)
    assert again.asked == engine.asked

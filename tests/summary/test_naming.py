"""Who speaks, where the English says "he" or "the ministry"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.pipeline.spelling import NamesSpeller
from bot.records import Turn
from bot.summary.candidates import Prose, prose
from bot.summary.naming import Speech, naming
from tests.summary.made_translations import ERROR, translation

LAVROV = (
    "وقال وزير الخارجية الروسي سيرغي لافروف إن الجانبين اتفقا على عودة السفراء.",
    "Russian Foreign Minister Sergei Lavrov said the two sides agreed on the return of envoys.",
)
ADDED = (
    "وأضاف أن الموعد لم يحدد بعد.",
    "He added that no date has been set yet.",
)
UNKNOWN = (
    "وقال المكلف بالإعلام يوسف عبداوي إن الحافلة كانت مسرعة.",
    "Spokesman Youcef Abdaoui said the bus was speeding.",
)


def named(pairs: Sequence[tuple[str, str]], speller: NamesSpeller, **flags: int) -> Speech | None:
    made = translation(None, pairs, flags=dict.fromkeys(flags.values(), ERROR))
    sentences = prose(made)
    names = speller.named([s.segment.source for s in sentences])
    return naming(Prose(made, sentences, names), len(pairs) - 1)


def test_whoever_quotes_a_source_is_not_the_source(speller: NamesSpeller) -> None:
    quoted = (
        "ذكرت نيويورك تايمز نقلا عن مصدر في البيت الأبيض أن اللقاء طال.",
        "The New York Times quoted a source in the White House as saying the meeting ran long.",
    )
    added = ("وأضاف المصدر أن بوتين طلب دليلا.", "The source added that Putin asked for proof.")
    made = named([quoted, added], speller)
    assert made == Speech("A source in the White House added that Putin asked for proof.", 0)
    assert named([("وسقط المطر.", "Rain fell."), added], speller) is None


ASKED = ("هل ستلجأون إلى التحكيم؟", "Will you resort to arbitration?")
ANSWERED = (
    "لا، نفضل التفاوض المباشر مع أنقرة في ديسمبر المقبل.",
    "No, we prefer direct talks with Ankara next December.",
)


@pytest.mark.parametrize(
    ("turn", "voice", "text"),
    [
        (Turn(False), None, "Sergei Lavrov: we prefer direct talks with Ankara next December."),
        (Turn(False), "Aoun Diab", "Aoun Diab: we prefer direct talks with Ankara next December."),
        (None, None, "No, we prefer direct talks with Ankara next December."),
    ],
)
def test_the_answer_of_a_turn_is_told_with_its_speaker(
    turn: Turn | None, voice: str | None, text: str, speller: NamesSpeller
) -> None:
    made = naming(interview([ASKED, ANSWERED], [Turn(True), turn], voice, speller), 2)
    assert made is not None
    assert made.text == text


def test_of_several_who_answer_none_is_guessed(speller: NamesSpeller) -> None:
    turns = [Turn(False, "سامر حداد"), Turn(False, "هدى بركات")]
    assert naming(interview([ANSWERED, ANSWERED], turns, None, speller), 2) is None


@pytest.mark.parametrize("answer", ["We ended all contracts with it.", "We will announce them."])
def test_an_answer_that_needs_its_question_is_none(answer: str, speller: NamesSpeller) -> None:
    said = [ASKED, ("- سنعلن النتائج كلها في الخامس عشر من يناير المقبل.", answer)]
    assert naming(interview(said, [Turn(True), Turn(False, "A")], "A", speller), 2) is None


def test_an_answer_that_only_points_at_its_question_is_none(speller: NamesSpeller) -> None:
    short = ("لا أعتقد ذلك.", "I do not think so.")
    assert naming(interview([ASKED, short], [Turn(True), Turn(False)], None, speller), 2) is None


def interview(
    said: Sequence[tuple[str, str]],
    turns: Sequence[Turn | None],
    voice: str | None,
    speller: NamesSpeller,
) -> Prose:
    """Lavrov's news, then the turns."""
    made = translation(None, [LAVROV, *said])
    first, *others = made.article.paragraphs
    told = [replace(p, turn=turn) for p, turn in zip(others, turns, strict=True)]
    article = replace(made.article, paragraphs=(first, *told))
    made = replace(made, article=article)
    sentences = prose(made)
    names = speller.named([s.segment.source for s in sentences])
    return Prose(made, sentences, names, [None, *(voice for _ in said)])


def test_the_settled_name_of_the_speaker_is_put_in(speller: NamesSpeller) -> None:
    made = named([LAVROV, ADDED], speller)
    assert made == Speech("Sergei Lavrov added that no date has been set yet.")


def test_also_over_several_sentences_without_a_subject(speller: NamesSpeller) -> None:
    made = named([LAVROV, ADDED, ADDED], speller)
    assert made is not None
    assert made.text.startswith("Sergei Lavrov added")


def test_a_name_from_the_english_says_where_it_is_from(speller: NamesSpeller) -> None:
    made = named([UNKNOWN, ADDED], speller)
    assert made is not None
    assert "Youcef Abdaoui added" in made.text
    assert made.relies == 0


def test_nobody_is_named_where_nobody_is_known(speller: NamesSpeller) -> None:
    assert named([("وسقط المطر.", "Rain fell."), ADDED], speller) is None


def test_a_ministry_gets_its_whole_name(speller: NamesSpeller) -> None:
    first = (
        "أعلنت وزارة الموارد المائية العراقية خطة جديدة.",
        "The Iraqi Water Resources Ministry announced a new plan.",
    )
    then = ("وقالت الوزارة إن المخزون انخفض.", "The ministry said the reserves had fallen.")
    made = named([first, then], speller)
    assert made is not None
    assert made.text == "The Iraqi Water Resources Ministry said the reserves had fallen."


@pytest.mark.parametrize("sign", ["ج: ", "- "])
def test_an_answer_is_told_with_who_gave_it(sign: str, speller: NamesSpeller) -> None:
    question = ("س: متى يعود السفراء؟", "Q: When do the envoys return?")
    answer = (f"{sign}لا، الموعد لم يحدد بعد.", "A: No, the date has not been set yet.")
    made = named([LAVROV, question, answer], speller)
    assert made is not None
    assert made.text == "Sergei Lavrov: the date has not been set yet."


def test_the_same_source_is_named(speller: NamesSpeller) -> None:
    spokesman = (
        "وقال الناطق باسم المحاكم هشام بن عياد إن البحث متواصل.",
        "The spokesman for the courts of Sfax, Hichem Ben Ayad, said the search goes on.",
    )
    earlier = ("وبلغت حصيلة سابقة 22.", "An earlier toll was put at 22.")
    same = (
        "وبحسب المصدر نفسه، أنقذ خفر السواحل 42 شخصا.",
        "According to the same source, the coast guard rescued 42 people.",
    )
    made = named([spokesman, earlier, same], speller)
    assert made == Speech("According to Hichem Ben Ayad, the coast guard rescued 42 people.", 0)
    assert named([earlier, same], speller) is None


def test_a_heading_between_them_hides_no_speaker(speller: NamesSpeller) -> None:
    heading = ("وفي ما يلي نص الحوار:", "The text of the interview follows:")
    made = named([LAVROV, heading, ADDED], speller)
    assert made == Speech("Sergei Lavrov added that no date has been set yet.")


def test_a_dateline_is_no_part_of_the_sentence(speller: NamesSpeller) -> None:
    court = (
        "عمان - قضت محكمة أمن الدولة الأردنية الثلاثاء بسجن وزير سابق 12 عاما.",
        "Amman - Jordan's State Security Court jailed a former minister for 12 years on Tuesday.",
    )
    made = named([court], speller)
    assert made == Speech(court[1].removeprefix("Amman - "))
    score = ("الأهلي - الزمالك 2-1", "Ahly - Zamalek 2-1 after extra time")
    assert named([score], speller) == Speech(score[1])


def test_a_person_is_not_his_ministry(speller: NamesSpeller) -> None:
    then = ("وتتوقع الوزارة نمو الصادرات.", "The ministry expects exports to grow.")
    made = named([LAVROV, then], speller)
    assert made is not None
    assert made.text.startswith("Sergei Lavrov's ministry ")

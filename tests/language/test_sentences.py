from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.arabic.sentences import LONG, spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


# Each list is one paragraph, given as the sentences an Arabic reader sees in it.
PARAGRAPHS = {
    "quotation_of_two_sentences": [
        "أضاف أن «انقطاع الحوار وجموده ليس ذنبنا. فضرورة التعاون أمر بديهي جداً».",
        "وتابع «حتى التبادل البسيط للمعلومات كفيل بمضاعفة جهودنا».",
    ],
    "stop_inside_the_closing_quote": [
        "نقلت عنه الوكالة قوله «مساعي إقامة حوار مع روسيا ستكون عقيمة.»",
        "ورد ماتيس قائلاً: لا أحتاج للرد على الإطلاق.",
        "(وكالات)",
    ],
    "straight_quotes": ['قال "لن نستسلم".', 'وأضاف "سنقاوم."', "ثم انصرف."],
    "curly_quotes_either_way_round": [
        "قال ”إن الحرب انتهت. ولن نعود“ وغادر.",
        "وأضاف “إنها انتهت. ولن نعود”، ثم سافر.",
        "ثم نام.",
    ],
    "attribution_after_the_quotation": [
        'أعلن أنه "يريد السلام." بحسب وكالة الأنباء.',
        "وشدد على «رفض الحرب.» مؤكداً أن الحل سياسي.",
        "ثم غادر.",
    ],
    "question_within_a_sentence": ["تساءل «من المسؤول؟» قبل أن يغادر.", "ثم عاد."],
    "question_that_ends": [
        "سأل: «أين كنتم؟»",
        "وأضاف: «كنا ننتظر».",
        "ما الذي حدث؟",
        "لا أحد يعلم!",
    ],
    "quotation_never_closed": ["قال «إن الأمر صعب.", "ولا أحد يعلم.", "وانتهى."],
    "inch_mark": ['طول الشاشة 15" تقريبا.', 'وهي "جيدة".', "انتهى."],
    "semicolon_and_colon": ["دعا بولتون لزيارة روسيا؛ من أجل الحوار: قريبا.", "ولم يحدد موعدا."],
    "initials": ["قرأ رواية ج. د. سالنجر في الصيف.", "وأعجبته."],
    "titles": ["قال د. محمد علي إن أ.د. سامي حضر.", "وغادر م. وسام القاعة."],
    "dotted_abbreviations": ["صرح لوكالة (أ.ف.ب.) بذلك.", "والعنوان ص.ب. 123 عمان."],
    "eras": ["ولد عام 1444 هـ.", "وتوفي سنة 320 ق.م.", "ودفن فيها."],
    "decimals_and_dates": ["بلغت النسبة 3.5% في 23.8.2018.", "وارتفعت إلى ٤.٢ لاحقا."],
    "year_then_number": ["وقع الهجوم عام 2018.", "15 شخصا قتلوا فيه."],
    "list": ["1. تعزيز التعاون بين البلدين.", "2. دعم السلام."],
    "addresses": ["تابعوا @user.name اليوم.", "وزوروا https://example.com/a.b?c=1.", "شكرا."],
    "site_name": ["نقلت الجزيرة.نت عن مصدر مطلع.", "وأكدت الخبر."],
    "ellipsis": ["صمت قليلا... ثم قال إن العلاقات.. صعبة… جدا.", "وعاد."],
    "marks_in_brackets": ["هذا صحيح (!) تماما.", "نعم؟!", "لا."],
    "english": ["The U.S. President met Mr. Smith.", "He paid $3.5 million to J. D. Salinger Inc."],
    "latin_letter_before_arabic": ["ينقصه فيتامين C.", "وهو مريض."],
    "urdu_stop": ["یہ اردو ہے۔", "دوسرا جملہ۔"],
}


@pytest.mark.parametrize("sentences", PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_a_reader_would_split_it_the_same_way(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["انتهى الاجتماع.", "وقال الوزير إن الأمر انتهى."],
        ["قال الرئيس «نعم».", "وأضاف «لا»."],
    ],
)
def test_a_forgotten_space_is_still_an_end(sentences: list[str]) -> None:
    assert split("".join(sentences)) == sentences


def test_a_stop_before_the_space_it_should_follow() -> None:
    found = split("هذا الموقع يستخدم ملفات .بامكانك قراءة الشروط")
    assert found == ["هذا الموقع يستخدم ملفات .", "بامكانك قراءة الشروط"]


def test_a_long_quotation_is_cut_at_its_own_stops() -> None:
    one = "وقد اتخذنا قرارات صعبة خلال الأسابيع الماضية من أجل البلاد."
    short = f"قال: «{one} {one}». وأضاف."
    long = f"قال: «{' '.join([one] * 8)}». وأضاف."
    assert split(short) == [f"قال: «{one} {one}».", "وأضاف."]
    assert len(short) < LONG < len(long)
    assert split(long) == [f"قال: «{one}", *[one] * 6, f"{one}».", "وأضاف."]


def test_ellipses_end_sentences_only_where_nothing_else_does() -> None:
    clause = "والناس في الشوارع من الصباح حتى المساء"
    assert len(split(f"{clause}.. {clause}.. {clause}")) == 1
    assert split(".. ".join([clause] * 9)) == [*[f"{clause}.."] * 8, clause]


def test_line_breaks() -> None:
    assert split("جملة أولى\n \nجملة ثانية\nتتمتها") == [
        "جملة أولى",
        "جملة ثانية\nتتمتها",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u00a0"])
def test_white_space_holds_no_sentence(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize("text", ["***", "...", "😀", "»"])
def test_marks_alone_are_one_piece(text: str) -> None:
    assert split(text) == [text]


def test_scraps_go_with_their_neighbours() -> None:
    assert split("! انتهى الأمر. 😀! وعاد. !") == [
        "! انتهى الأمر. 😀!",
        "وعاد. !",
    ]


@pytest.mark.parametrize(
    "text",
    ["أ." * 30_000, "ـ" * 60_000 + ". ب", "«" * 30_000 + ". " * 30_000, "[(" * 20_000 + ")."],
)
def test_hostile_text_is_split_in_linear_work(text: str) -> None:
    """Quadratic work on these would run into the suite's time limit."""
    assert "".join(split(text)).replace(" ", "") == text.replace(" ", "")


MARKS = st.text(
    alphabet=".!?؟…۔ ..  \n«»“”\"()[]'،؛:اوبقدم دHUsr019٣@#/-ـً\u200f\u00a0", max_size=120
)


@settings(deadline=None)
@given(st.one_of(MARKS, st.text(max_size=80)))
def test_sentences_join_back_to_the_paragraph(text: str) -> None:
    sentences = spans(text)
    for start, end in sentences:
        assert text[start:end].strip() == text[start:end] != ""
    ends = [0, *(end for span in sentences for end in span), len(text)]
    assert ends == sorted(ends)
    gaps = [text[a:b] for a, b in pairwise(ends)][::2]
    assert "".join(gaps).strip() == ""
    if len(sentences) > 1:
        assert all(any(c.isalnum() for c in s.text) for s in sentences)


WORD = st.sampled_from(
    [
        "قال",
        "الوزير",
        "إن",
        "د.",
        "«نعم.",
        "لا»",
        '"حوار"',
        "3.5",
        "2018",
        "ترامب،",
        "U.S.",
        "(رويترز)",
    ]
)
SENTENCE = st.tuples(st.lists(WORD, min_size=1, max_size=8), st.sampled_from(".؟!")).map(
    lambda made: " ".join(["وأكد", *made[0], "انتهى"]) + made[1]
)


@settings(deadline=None)
@given(st.lists(SENTENCE, min_size=1, max_size=4))
def test_a_sentence_alone_stays_one_sentence(sentences: list[str]) -> None:
    for sentence in split(" ".join(sentences)):
        again = split(sentence)
        if sentence.count("«") == sentence.count("»"):
            assert again == [sentence]

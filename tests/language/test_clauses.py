import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.clauses import split_long

LONG = (
    "وكان وزير الخارجية الروسي سيرغي لافروف قد أكد، في وقت سابق، أن موسكو «لن تسمح: بأي تدخل، "
    "في شؤونها» وأن العلاقات مع واشنطن تمر بأسوأ مراحلها منذ نهاية الحرب الباردة، مشيرا إلى أن "
    "الحوار هو السبيل الوحيد لتجاوز الخلافات بين البلدين."
)


def words(limit: int):
    return lambda text: len(text.split()) <= limit


def test_what_fits_is_left_alone() -> None:
    assert split_long("قال الرئيس، أمس.", words(5)) == ("قال الرئيس، أمس.",)


def test_nothing_becomes_nothing() -> None:
    assert split_long("  ", words(5)) == ()


@pytest.mark.parametrize(
    ("source", "limit", "expected"),
    [
        # A stronger border before a nearer one.
        ("أ ب ج د؛ هـ و، ز ح", 5, ("أ ب ج د؛", "هـ و، ز ح")),
        ("أ ب ج، د ه و: ز ح ط", 7, ("أ ب ج، د ه و:", "ز ح ط")),
        # The comma nearest the middle.
        ("أب، جد، هو، زح", 3, ("أب، جد،", "هو، زح")),
        # Before a word that opens a clause.
        (
            "أعلن الوزير استقالته أمس وقال إنه لن يعود",
            6,
            ("أعلن الوزير استقالته أمس", "وقال إنه لن يعود"),
        ),
        # White space when there is nothing else.
        ("أب جد هو زح", 2, ("أب جد", "هو زح")),
    ],
)
def test_where_it_is_split(source: str, limit: int, expected: tuple[str, ...]) -> None:
    assert split_long(source, words(limit)) == expected


def test_a_quotation_is_kept_whole_where_it_can_be() -> None:
    pieces = split_long(LONG, words(25))
    assert len(pieces) > 1
    assert all(piece.count("«") == piece.count("»") for piece in pieces)


@pytest.mark.parametrize("number", ["1,500", "18:00", "3،5"])
def test_numbers_and_times_are_not_split(number: str) -> None:
    pieces = split_long(f"بلغ العدد {number} في أربع مدن كبيرة", words(3))
    assert any(number in piece for piece in pieces)


def test_no_scrap_at_either_end() -> None:
    source = "قال، " + "كلمة " * 20 + "، نعم"
    assert all(len(piece.split()) > 2 for piece in split_long(source, words(15)))


def test_a_word_too_long_is_never_cut() -> None:
    word = "س" * 50
    assert split_long(f"قبل {word} بعد", lambda text: len(text) <= 10) == ("قبل", word, "بعد")


@given(
    st.text("ابو وقال،؛: «»()-—\n\u00a0.1", max_size=120),
    st.integers(min_value=1, max_value=30),
)
def test_nothing_is_lost_and_everything_fits(source: str, limit: int) -> None:
    pieces = split_long(source, lambda text: len(text) <= limit)
    assert " ".join(pieces).split() == source.split()
    assert all(len(p) <= limit or len(p.split()) == 1 for p in pieces)
    assert all(piece == piece.strip() and piece for piece in pieces)

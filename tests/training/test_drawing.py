"""What is drawn, how its Arabic is varied, and how it is put into batches."""

from __future__ import annotations

import random
from collections import Counter
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from training.batches import LONGEST, STEP, Template, batches, endless
from training.drawing import Drawing, varied, with_english
from training.mix import WeightedSet
from training.pairs import Name, Pair

TEMPLATE = Template(before=(2,), after=(4,), end=1)
SAID = Pair(
    "قال لافروف لبلينكن إنه سيأتي",
    "Lavrov told Blinken he would come",
    (Name(4, 10, "", "Lavrov"), Name(11, 18, "ل", "Blinken")),
)


def numbered(count: int, name: str, weight: float = 1.0) -> WeightedSet:
    return WeightedSet(name, tuple(Pair(f"ن{k}", f"{name} {k}") for k in range(count)), weight)


def test_names_stand_in_english_with_their_clitics_before_them() -> None:
    assert with_english(SAID.arabic, SAID.names) == "قال Lavrov ل Blinken إنه سيأتي"
    assert with_english(SAID.arabic, SAID.names[1:]) == "قال لافروف ل Blinken إنه سيأتي"
    assert with_english(SAID.arabic, ()) == SAID.arabic


def test_two_thirds_of_draws_have_names_in_english_and_all_say_the_same() -> None:
    rng = random.Random(1)
    drawn = [varied(SAID, rng) for _ in range(2000)]
    english = sum("Lavrov" in text or "Blinken" in text for text in drawn)
    assert 0.58 < english / len(drawn) < 0.68
    assert sum(text == SAID.arabic for text in drawn) > 500
    assert all(
        text.startswith("قال ") and " إنه سي" in text.replace("انه", "إنه") for text in drawn
    )


def test_letters_vary_as_papers_have_them() -> None:
    rng = random.Random(1)
    pair = Pair('أعلن المتحدث الرسمي "إغلاق" المدرسة', "The spokesman announced it")
    drawn = Counter(varied(pair, rng) for _ in range(3000))
    assert drawn[pair.arabic] > 2000
    for part in ("اعلن", "الرسمى", "المدرسه", "«إغلاق»"):
        assert 0 < sum(count for text, count in drawn.items() if part in text) < 700


def test_every_pair_comes_once_before_one_comes_twice() -> None:
    drawing = Drawing([numbered(50, "a")], random.Random(3))
    for _ in range(2):
        assert len({english.split(" a")[0] for _, english in drawing.draw(50)}) == 50


def test_sets_are_drawn_by_weight_and_size() -> None:
    drawing = Drawing([numbered(100, "a", 3), numbered(300, "b", 1)], random.Random(3))
    drawn = Counter(english[0] for _, english in drawing.draw(4000))
    assert 0.45 < drawn["a"] / 4000 < 0.55


def test_some_draws_are_two_sentences_that_follow_one_another() -> None:
    drawing = Drawing([numbered(2000, "a")], random.Random(3))
    joined = [english.split() for _, english in drawing.draw(2000) if len(english.split()) > 2]
    assert 40 < len(joined) < 130
    assert all(int(words[3]) == int(words[1]) + 1 for words in joined)


def test_the_template_says_what_is_to_be_learnt() -> None:
    sequence, begin = TEMPLATE.sequence([10, 11], [20])
    assert sequence == [2, 10, 11, 4, 20, 1]
    assert sequence[begin:] == [20, 1]
    assert TEMPLATE.signs == 3


sides = st.lists(st.integers(0, 9), max_size=LONGEST + 5)


@given(st.lists(st.tuples(sides, sides), max_size=30), st.integers(8, 600), st.integers(0, 9))
def test_batches_hold_every_pair_that_fits_once(
    pairs: list[tuple[list[int], list[int]]], room: int, seed: int
) -> None:
    made = batches(pairs, TEMPLATE.signs, room, random.Random(seed))
    fitting = [p for p in pairs if 0 < len(p[0]) <= LONGEST and 0 < len(p[1]) <= LONGEST]
    assert sorted(row for batch in made for row in batch.rows) == sorted(fitting)
    for batch in made:
        assert len(batch.rows) == 1 or len(batch.rows) * batch.length <= room
        for source, target in batch.rows:
            spare = batch.length - len(TEMPLATE.sequence(source, target)[0])
            assert 0 <= spare < STEP


def test_batches_go_on_for_ever() -> None:
    rng = random.Random(1)
    stream = endless(
        Drawing([numbered(3, "a")], rng), lambda text: list(range(len(text))), TEMPLATE, 64, rng
    )
    assert len(list(islice(stream, 2000))) == 2000

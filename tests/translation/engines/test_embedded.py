"""The real model, end to end: slow the first time, when it is built."""

import pytest

from bot.translation.engines.canary import CANARIES
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.engines.translator import BEAM

SENTENCES = {
    "القاهرة عاصمة مصر.": {"Cairo", "Egypt"},
    "اشترى الولد ثلاثة كتب.": {"three", "books"},
    "وصل الوزير إلى باريس يوم الخميس.": {"minister", "Paris", "Thursday"},
}


@pytest.mark.parametrize("beam", [False, True])
def test_the_gist_comes_through(embedded_engine: EmbeddedTranslator, beam: bool) -> None:
    sources = list(SENTENCES)
    answers = embedded_engine.translate(sources, *([BEAM] if beam else []))
    for source, hypotheses in zip(sources, answers, strict=True):
        words = set(hypotheses[0].text.lower().rstrip(".").split())
        assert {word.lower() for word in SENTENCES[source]} <= words, hypotheses[0].text


def test_names_with_letters_that_the_model_has_not(embedded_engine: EmbeddedTranslator) -> None:
    (hypotheses,) = embedded_engine.translate(["قال António Costa إن القمة ستعقد غدا."])
    assert "Antonio Costa" in hypotheses[0].text


def test_digits_of_either_kind_are_the_same_source(embedded_engine: EmbeddedTranslator) -> None:
    ours, theirs = embedded_engine.translate(["في عام 2018", "في عامِ ٢٠١٨"])
    assert ours == theirs
    assert "2018" in ours[0].text


def test_the_canaries_sing(embedded_engine: EmbeddedTranslator) -> None:
    answers = embedded_engine.translate([canary.source for canary in CANARIES])
    for canary, hypotheses in zip(CANARIES, answers, strict=True):
        assert canary.sings(hypotheses[0].text), hypotheses[0].text

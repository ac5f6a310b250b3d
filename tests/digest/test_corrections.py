"""What changed between two versions of an article, and how it is told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.corrections import LISTED, correction
from bot.digest.render.json import json_text
from bot.digest.render.renderers import RENDERERS, renderer
from bot.pipeline.corrections import readers
from bot.records import (
    Brief,
    Changed,
    Correction,
    EngineIdentity,
    Flag,
    Severity,
    Statement,
)
from tests.digest.made_digests import brief, corrected, statement

TITLE = statement("Fire east of the capital", "حريق في مستودع شرق العاصمة")
HURT = statement("12 workers were injured in the fire.", "وأصيب 12 عاملا في الحريق الكبير.")
SAID = statement("Lavrov said the talks would resume.", "وقال لافروف إن المحادثات ستستأنف قريبا.")
LATER = statement("The police opened an inquiry.", "وفتحت الشرطة تحقيقا في أسباب الحادث.")

NOT_SAID = Flag("negation", Severity.ERROR, "a denial is missing")


def changed(*now: Statement, title: Statement = TITLE) -> Correction | None:
    old = brief("old", TITLE, HURT, SAID, LATER, outlet="Al Ghad")
    return correction(old, brief("new", title, *now, outlet="Al Ghad"), readers())


def kinds(found: Correction | None) -> list[Changed]:
    return [change.what for change in found.changes] if found else []


@pytest.mark.parametrize(
    "now",
    [
        (HURT, SAID, LATER),
        (SAID, HURT, LATER),
        (HURT, SAID),
        (HURT, SAID, LATER, statement("3 cars burnt.", "واحترقت 3 سيارات في الشارع.")),
        (statement(HURT.text, "وأصيب ١٢ عاملاً في الحريق الكبير."), SAID, LATER),
        (statement(HURT.text, "وأصيب اثنا عشر عاملا في الحريق الكبير."), SAID, LATER),
        (statement("The fire injured 12 workers.", "وأصيب في الحريق 12 عاملا أمس."), SAID, LATER),
        (HURT, statement(SAID.text, "وقال سيرغي لافروف إن المحادثات ستستأنف قريبا."), LATER),
    ],
)
def test_what_came_or_went_or_was_only_reworded_is_no_correction(
    now: tuple[Statement, ...],
) -> None:
    assert changed(*now) is None


def test_a_number_that_changed_is_told_with_both_sentences() -> None:
    now = statement("14 workers were injured in the fire.", "وأصيب 14 عاملا في الحريق الكبير.")
    found = changed(now, SAID, LATER)
    assert found is not None
    (change,) = found.changes
    assert (change.what, change.before.text, change.after.text) == (
        Changed.NUMBER,
        HURT.text,
        now.text,
    )
    assert (found.article, found.replaces, found.outlet) == ("new", "old", "Al Ghad")


@pytest.mark.parametrize(
    ("english", "arabic", "what"),
    [
        ("Bolton said the talks would resume.", "وقال بولتون إن المحادثات ستستأنف قريبا.", "name"),
        ("On Friday Lavrov said so.", "وقال لافروف إن المحادثات ستستأنف الجمعة.", None),
    ],
)
def test_a_name_that_changed_is_told(english: str, arabic: str, what: str | None) -> None:
    assert kinds(changed(HURT, statement(english, arabic), LATER)) == ([what] if what else [])


def test_a_name_no_table_knows_is_seen_in_the_english() -> None:
    was = statement("Spokesman Samir Qandalaft denied it.", "ونفى المتحدث سمير قندلفت ذلك الخبر.")
    now = statement("Spokesman Samir Qardahi denied it.", "ونفى المتحدث سمير قرضاحي ذلك الخبر.")
    old, new = brief("old", TITLE, was), brief("new", TITLE, now)
    assert kinds(correction(old, new, readers())) == [Changed.NAME]


def test_another_model_spells_another_way_and_that_is_no_correction() -> None:
    was = statement("Spokesman Samir Qandalaft denied it.", "ونفى المتحدث سمير قندلفت ذلك الخبر.")
    now = statement("Spokesman Samir Andalaft denied it.", "ونفى المتحدث سمير قندلفت هذا الخبر.")
    old, new = brief("old", TITLE, was), brief("new", TITLE, now)
    engine = EngineIdentity("aren", "later", "aren later (embedded)")
    renewed = replace(new, translation=replace(new.translation, engine=engine))
    assert kinds(correction(old, new, readers())) == [Changed.NAME]
    assert kinds(correction(old, renewed, readers())) == []
    doubtful = replace(now, flags=(Flag("length", Severity.ERROR, "too short"),))
    assert correction(old, brief("new", TITLE, doubtful), readers()) is None


def test_a_title_that_changed_is_told_unless_readers_see_the_same() -> None:
    other = statement("Fire put out", "السيطرة على حريق مستودع شرق العاصمة")
    assert kinds(changed(HURT, SAID, LATER, title=other)) == [Changed.TITLE]
    reworded = statement(TITLE.text, "حريق في مستودع بشرق العاصمة")
    assert changed(HURT, SAID, LATER, title=reworded) is None
    marked = statement("Other words", "حريق في مستودع شرق العاصمة!")
    assert changed(HURT, SAID, LATER, title=marked) is None


def test_what_was_shown_comes_first_and_the_rest_is_counted() -> None:
    def lines(add: int) -> list[Statement]:
        places = ("الشمال", "الجنوب", "الشرق", "الغرب", "الوسط", "الساحل", "الجبل", "الوادي")
        return [
            statement(f"{n + add} died in {n}.", f"وقتل {n + add} شخصا في منطقة {place} صباح أمس.")
            for n, place in enumerate(places, 20)
        ]

    old, new = brief("old", TITLE, *lines(0)), brief("new", TITLE, *lines(100))
    old = replace(old, points=old.points[-1:])
    found = correction(old, new, readers())
    assert found is not None
    assert (len(found.changes), found.more) == (LISTED, 8 - LISTED)
    assert found.changes[0].before.text.startswith("27")


@given(st.integers(2, 10**6), st.integers(2, 10**6))
def test_exactly_another_number_is_a_correction(was: int, says: int) -> None:
    def version(identity: str, number: int) -> Brief:
        said = statement(f"{number} homes burnt.", f"وقال البيان إن {number} منزلا احترقت أمس.")
        return brief(identity, TITLE, said)

    found = correction(version("old", was), version("new", says), readers())
    assert kinds(found) == ([] if was == says else [Changed.NUMBER])


PIECES = "وقال لافروف 12 ١٣ عشرة آلاف يوم الجمعة لم يقتل الوزير في مسقط ، . بولتون"
WORDS = st.lists(st.sampled_from(PIECES.split()), max_size=12).map(" ".join)


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, max_size=4))
def test_any_two_versions_can_be_compared_and_one_with_itself_says_nothing(
    one: list[str], other: list[str]
) -> None:
    old = brief("old", TITLE, *(statement("x", text) for text in one))
    new = brief("new", TITLE, *(statement("x", text) for text in other))
    found = correction(old, new, readers())
    assert found is None or found.changes
    assert correction(old, replace(old), readers()) is None


# ------------------------------------------------------------------------------------- told


@pytest.mark.parametrize("name", sorted(RENDERERS.names()))
def test_every_format_tells_what_was_said_and_what_is_said_now(name: str) -> None:
    text = renderer(name)(corrected(), width=100, colour=False)
    for said in ("12 workers were injured.", "14 workers were injured.", "Talks resume"):
        assert said in text
    # A page shows the Arabic beside the English, and JSON holds all.
    assert ("سالم حمد" in text) == (name in ("json", "html"))
    if name != "json":
        assert "Corrected" in text
        assert "name: " in text
        assert "2 further changes" in text
        assert "Nothing new besides." in text
        assert "2 corrections" in text
        assert "0 articles" not in text


def test_the_json_names_both_versions() -> None:
    made = json.loads(json_text(corrected()))
    assert [(c["article"], c["replaces"]) for c in made["corrections"]] == [
        ("new", "old"),
        ("newer", "older"),
    ]
    assert made["corrections"][0]["changes"][0]["what"] == "number"


ALLOWS = "وقال لافروف إن بلاده {} باستخدام أراضيها لشن هجمات على دول الجوار."


@pytest.mark.parametrize(("was", "says"), [("لن تسمح", "ستسمح"), ("تسمح", "لا تسمح")])
def test_a_reversed_claim_is_told(was: str, says: str) -> None:
    def version(identity: str, verb: str) -> Brief:
        return brief(identity, TITLE, statement(f"Lavrov: {verb}", ALLOWS.format(verb)), HURT)

    assert kinds(correction(version("old", was), version("new", says), readers())) == [
        Changed.NEGATION
    ]


@pytest.mark.parametrize(("was", "says"), [("لن تسمح", "لم تسمح"), ("تسمح", "سمحت")])
def test_another_tense_is_no_reversal(was: str, says: str) -> None:
    def version(identity: str, verb: str) -> Brief:
        return brief(identity, TITLE, statement("Lavrov spoke.", ALLOWS.format(verb)), HURT)

    assert correction(version("old", was), version("new", says), readers()) is None


MET = "وجاء الاتفاق خلال لقاء جمع الوزير فيصل بن فرحان بنظيره {} في جدة أمس."


@pytest.mark.parametrize(
    ("says", "what"),
    [("عباس موسوي", [Changed.NAME]), ("الضيف الزائر", []), ("هذا الوزير", [])],
)
def test_a_name_that_changed_is_told_though_the_old_one_occurs_elsewhere(
    says: str, what: list[Changed]
) -> None:
    again = statement("Araghchi left the city.", "وغادر عباس عراقجي المدينة في ساعة متأخرة.")

    def version(identity: str, who: str) -> Brief:
        met = replace(statement("They met.", MET.format(who)), flags=(NOT_SAID,))
        return brief(identity, TITLE, met, again)

    assert kinds(correction(version("old", "عباس عراقجي"), version("new", says), readers())) == what

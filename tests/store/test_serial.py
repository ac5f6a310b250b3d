from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.records import Article, Brief, Digest, Moment, Story, StoryPoint, Translation
from bot.store import serial
from tests.store.filled_records import moments
from tests.store.made_records import article, brief

ZONES = st.one_of(
    st.none(),
    st.just(UTC),
    st.sampled_from(["Africa/Cairo", "Asia/Kathmandu", "UTC"]).map(ZoneInfo),
    st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
# Every string Python can hold, lone surrogates and NUL with them: pages hold worse.
st.register_type_strategy(str, st.text(st.characters(exclude_categories=()), max_size=12))
st.register_type_strategy(time, st.times(timezones=ZONES))
st.register_type_strategy(
    datetime, st.datetimes(timezones=ZONES.filter(lambda zone: zone is not None))
)
st.register_type_strategy(float, st.floats(allow_nan=False))

STORIES = st.builds(
    Story,
    points=st.lists(st.from_type(StoryPoint), max_size=1).map(tuple),
    briefs=st.sampled_from([(), (brief(article("عنوان", "نص"), "A text."),)]),
)
DIGESTS = st.builds(Digest, stories=st.lists(STORIES, max_size=2).map(tuple), also=st.just(()))

SLOW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(st.from_type(Article))
def test_any_article_comes_back_as_it_was(made: Article) -> None:
    text = serial.dumps(made)
    text.encode()
    assert "\0" not in text
    back = serial.loads(Article, text)
    assert back == made
    assert moments(back) == moments(made)


@SLOW
@given(st.from_type(Brief))
def test_any_brief_comes_back_whole_or_in_parts(made: Brief) -> None:
    assert serial.loads(Brief, serial.dumps(made)) == made
    translation = serial.loads(
        Translation,
        serial.dumps(made.translation, without=["article"]),
        article=serial.loads(Article, serial.dumps(made.article)),
    )
    parts = serial.dumps(made, without=["translation"])
    assert serial.loads(Brief, parts, translation=translation) == made


@SLOW
@given(st.from_type(Article))
def test_equal_texts_of_what_is_kept_together_are_held_once(made: Article) -> None:
    texts: dict[str, str] = {}
    first, second = (serial.loads(Article, serial.dumps(made), texts) for _ in range(2))
    assert first == second == made
    assert first.title is second.title
    for mine, other in zip(first.paragraphs, second.paragraphs, strict=True):
        assert mine.text is other.text


@SLOW
@given(DIGESTS)
def test_any_digest_comes_back_as_it_was(made: Digest) -> None:
    back = serial.loads(Digest, serial.dumps(made))
    assert back == made
    assert moments(back) == moments(made)


def test_an_unknown_time_and_an_empty_one_stay_apart() -> None:
    for moment in (Moment(), Moment(clock=time(8)), Moment(clock=time(8, tzinfo=UTC))):
        assert serial.loads(Moment, serial.dumps(moment)) == moment


def test_a_field_gained_takes_its_default_and_one_lost_is_left_out() -> None:
    made = article("عنوان", "نص")
    fields = json.loads(serial.dumps(made))
    del fields["removed"], fields["notes"]
    fields["mood"] = "calm"
    assert serial.loads(Article, json.dumps(fields)) == made


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"id": 5}', '{"id": null}', '{"paragraphs": [1]}', '{"day": "x"}'],
)
def test_text_that_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(serial.UnreadableRecord):
        serial.loads(Article, text)


def test_a_value_of_the_wrong_type_is_refused() -> None:
    fields = json.loads(serial.dumps(brief(article("a", "b"), "c").translation))
    fields["segments"][0]["segment"]["index"] = "0"
    with pytest.raises(serial.UnreadableRecord):
        serial.loads(Translation, json.dumps(fields))

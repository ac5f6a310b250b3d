from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.dates import parse_iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2018-08-23T18:00:00Z", "2018-08-23T18:00:00+00:00"),
        ("2018-08-23T18:00:00+0300", "2018-08-23T18:00:00+03:00"),
        ("2018-08-23T18:00:00.123+03:00", "2018-08-23T18:00:00+03:00"),
        (" 2018-08-23 18:00 ", "2018-08-23T18:00:00"),
        ("٢٠١٨-٠٨-٢٣", "2018-08-23"),
        ("20180823", "2018-08-23"),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("2018-13-01", None),
        ("2018-W01-1", None),
        ("23/08/2018", None),
        ("أمس", None),
        ("", None),
    ],
)
def test_iso(text: str, iso: str | None) -> None:
    moment = parse_iso(text)
    assert (moment and moment.iso()) == iso


@settings(deadline=None)
@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_iso_round_trip(moment: datetime) -> None:
    whole = moment.replace(microsecond=0, fold=0)
    read = parse_iso(whole.isoformat())
    assert read is not None
    assert read.iso() == whole.isoformat()

from datetime import date, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.dates.calendar import gregorian, hijri
from bot.language.dates.stated import find_date
from bot.records import Moment

READ = {
    "تم النشر: 2018/08/23 الساعة 18:00 بتوقيت غرينتش": "2018-08-23T18:00:00+00:00",
    "تم النشر: 2018/08/23 18:00 | تم التحديث: 2018/08/24 19:01": "2018-08-23T18:00:00",
    "الخميس 23 أغسطس/آب 2018": "2018-08-23",
    "١٤ مايو ٢٠١٩ - ٠٨:١٥ م": "2019-05-14T20:15:00",
    "۱۲/۱۱/۲۰۲۲": "2022-11-12",
    "نُشر في: 12/11/2022 - 09:30 بتوقيت مكة": "2022-11-12T09:30:00+03:00",
    "آخر تحديث: 9/11/2022-3:45 م (بتوقيت مكة المكرمة)": "2022-11-09T15:45:00+03:00",
    "9 نوفمبر 2022": "2022-11-09",
    "كتب - محمد علي - الخميس 2 فبراير 2017 04:36 صباحا": "2017-02-02T04:36:00",
    "الثلاثاء، 14 مايو/ أيار 2019": "2019-05-14",
    "23 آب (أغسطس) 2018 الساعة 6:30 مساءً": "2018-08-23T18:30:00",
    "24 تشرين الثاني 2022 | 18:30": "2022-11-24T18:30:00",
    "24 نوفمبر 2022 | 18h30": "2022-11-24T18:30:00",
    "14 أوت 2019": "2019-08-14",
    "14 غشت 2019": "2019-08-14",
    "15 دجنبر 2021": "2021-12-15",
    "3 اغسطس 2020": "2020-08-03",
    "3 أبريل، 2020": "2020-04-03",
    "30 إبريل 2020": "2020-04-30",
    "أغسطس 23, 2018": "2018-08-23",
    "صدر في 23 من أغسطس عام 2018": "2018-08-23",
    "يوم الخميس الموافق 23 أغسطس 2018م": "2018-08-23",
    "14.05.2019 | 13:22 GMT": "2019-05-14T13:22:00+00:00",
    "18:00 | 12/11/2022": "2022-11-12T18:00:00",
    "12/11/2022 09:30 (GMT+3)": "2022-11-12T09:30:00+03:00",
    "12/11/2022 09:30 بتوقيت غرينتش +3": "2022-11-12T09:30:00+03:00",
    "14 آب 2019 18,30 ت غ": "2019-08-14T18:30:00+00:00",
    "\u200f12\u200f/11\u200f/2022 \u200f9:30 ص": "2022-11-12T09:30:00",
    "2019-05-14T08:15:00+03:00": "2019-05-14T08:15:00+03:00",
    "Sat, 12 Nov 2022 09:30 GMT": "2022-11-12T09:30:00+00:00",
    "May 14, 2019 8:15 PM": "2019-05-14T20:15:00",
    "5 / 5 / 2023": "2023-05-05",
    # Each calendar's reading of one day, in either order.
    "15 رمضان 1444هـ الموافق 6 أبريل 2023م": "2023-04-06",
    "6 أبريل 2023 (15 رمضان 1444 هـ)": "2023-04-06",
    "الخميس 15/9/1444هـ الموافق 6/4/2023م": "2023-04-06",
    # The weekday proves the order.
    "الثلاثاء 05/04/2022": "2022-04-05",
    "الأربعاء 05/04/2022": "2022-05-04",
}


@pytest.mark.parametrize(("line", "iso"), READ.items())
def test_what_the_line_states(line: str, iso: str) -> None:
    stamp = find_date(line)
    assert stamp is not None
    assert Moment(stamp.day, stamp.clock).iso() == iso
    assert not stamp.hijri


@pytest.mark.parametrize(
    "line",
    [
        "31/02/2022",
        "08/23/2018",
        "2018/23/08",
        "12/11/22",
        "12 نوفمبر 22",
        "نوفمبر 2022",
        "14 مايو",
        "12-14 نوفمبر 2022",
        "12 و14 نوفمبر 2022",
        "من 12 إلى 14 نوفمبر 2022",
        "الخميس 9 نوفمبر 2022",
        "30 نيسان/مايو 2020",
        "نشر 31/02/2022 وحدث 01/03/2022",
        "9 نوفمبر 2922",
        "رقم الهاتف 12-11-2022-55",
        "العنوان 10.11.2022.1",
        "https://example.com/2018/08/23/خبر",
        "فاز الفريق 12:10 في المباراة",
        "قراءة 3 دقائق",
        "قبل 3 ساعات",
        "الساعة 6:30",
        "بلغت النسبة 3.5 م",
        "",
    ],
)
def test_what_cannot_be_trusted_is_nothing(line: str) -> None:
    assert find_date(line) is None


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("04:36 صباحا", time(4, 36)),
        ("12:15 ص", time(0, 15)),
        ("12:15 م", time(12, 15)),
        ("3:05 عصراً", time(15, 5)),
        ("1:00 ظهراً", time(13)),
        ("11:45 ظهرا", time(11, 45)),
        ("9:10 ليلاً", time(21, 10)),
        ("2:10 بعد منتصف الليل", time(2, 10)),
        ("الساعة 6 مساء", time(18)),
        ("الساعة 18:00", time(18)),
        ("نشر: 18:00", time(18)),
        ("00:30", time(0, 30)),
        ("18:00 بتوقيت مكة", time(18, tzinfo=timezone(timedelta(hours=3)))),
        ("18:00 بتوقيت القاهرة", time(18)),
        ("15:15 صباحا", None),
        ("12:30 ليلا", None),
        ("25:10", None),
    ],
)
def test_a_clock_without_a_day(line: str, clock: time | None) -> None:
    stamp = find_date(line)
    assert (stamp and (stamp.day, stamp.clock)) == ((None, clock) if clock else None)


@pytest.mark.parametrize(
    ("words", "offset"),
    [
        ("15 يناير 2023 14:00 بتوقيت القاهرة", 2),
        ("15 يوليو 2023 14:00 بتوقيت القاهرة", 3),
        ("15 يوليو 2023 14:00 بتوقيت لبنان", 3),
        ("15 يوليو 2023 14:00 بتوقيت أبوظبي", 4),
        ("15 يوليو 2023 14:00 بتوقيت القدس", 3),
        ("15 يوليو 2023 14:00 بالتوقيت المحلي", None),
        # Amman and Oman are one word without vowel signs; Russia has eleven zones.
        ("15 يوليو 2023 14:00 بتوقيت عمان", None),
        ("15 يوليو 2023 14:00 بتوقيت روسيا", None),
        # The hour that the change of the clocks skips, and the one it repeats.
        ("25 مارس 2018 02:30 بتوقيت باريس", None),
        ("28 أكتوبر 2018 02:30 بتوقيت باريس", None),
        ("28 أكتوبر 2018 04:30 بتوقيت باريس", 1),
    ],
)
def test_an_offset_only_where_the_named_place_settles_it(words: str, offset: int | None) -> None:
    stamp = find_date(words)
    assert stamp is not None
    assert stamp.clock is not None
    stated = stamp.clock.utcoffset()
    assert stated == (None if offset is None else timedelta(hours=offset))


@pytest.mark.parametrize(
    "line",
    ["15 رمضان 1444هـ", "نشر في 5 محرم 1445", "١٠ ذو الحجة ١٤٤٤ هـ", "15/09/1444", "1444-9-15 هـ"],
)
def test_hijri_dates_are_recognised_and_not_converted(line: str) -> None:
    stamp = find_date(line)
    assert stamp is not None
    assert stamp.hijri
    assert (stamp.day, stamp.clock) == (None, None)


def test_offsets_point_at_what_stated_it() -> None:
    line = "نُشر فـي : 9 نوفمبر 2022 ٠٤:٣٦ صباحاً | رويترز"
    stamp = find_date(line)
    assert stamp is not None
    assert line[stamp.start : stamp.end] == "9 نوفمبر 2022 ٠٤:٣٦ صباحاً"


def test_every_month_of_both_calendars_has_a_name() -> None:
    assert set(gregorian().values()) == set(hijri().values()) == set(range(1, 13))


DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@settings(deadline=None)
@given(DAYS, st.sampled_from(sorted(gregorian())), st.booleans())
def test_a_date_in_words_is_read_or_nothing(day: date, month: str, arabic: bool) -> None:
    line = f"{day.day} {month} {day.year}"
    stamp = find_date(line.translate(ARABIC_INDIC) if arabic else line)
    try:
        expected = day.replace(month=gregorian()[month])
    except ValueError:
        expected = None
    assert (stamp and stamp.day) == expected


@settings(deadline=None)
@given(DAYS, st.sampled_from("/-."))
def test_numbers_are_read_in_the_order_of_the_arabic_press(day: date, mark: str) -> None:
    for line in (day.strftime(f"%d{mark}%m{mark}%Y"), day.strftime(f"%Y{mark}%m{mark}%d")):
        stamp = find_date(f"نشر: {line}")
        assert stamp is not None
        assert stamp.day == day


@settings(deadline=None)
@given(
    st.text(alphabet="0123٤5:/-.  صمهـGMTآبتوقيت,،()الساعة\u0651\u200f", max_size=60) | st.text()
)
def test_any_line_gives_a_stamp_within_it_or_none(line: str) -> None:
    stamp = find_date(line)
    if stamp is not None:
        assert 0 <= stamp.start < stamp.end <= len(line)
        assert stamp.hijri or stamp.day or stamp.clock is not None

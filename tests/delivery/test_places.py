"""A place as somebody types it: right, asked about, or refused, and never another place's zone."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from bot.delivery.handlers.places import certain_zone, is_abbreviation, zones_for
from bot.language import lexicon

CAPITALS = {
    "Asia/Riyadh": ("Riyadh", "الرياض"),
    "Asia/Aden": ("Sanaa", "صنعاء"),
    "Asia/Baghdad": ("Baghdad", "بغداد"),
    "Asia/Damascus": ("Damascus", "دمشق"),
    "Asia/Beirut": ("Beirut", "بيروت"),
    "Africa/Cairo": ("Cairo", "القاهرة"),
    "Africa/Khartoum": ("Khartoum", "الخرطوم"),
    "Africa/Tunis": ("Tunis", "تونس"),
    "Africa/Algiers": ("Algiers", "الجزائر"),
    "Africa/Casablanca": ("Rabat", "الرباط"),
    "Africa/Nouakchott": ("Nouakchott", "نواكشوط"),
    "Africa/Mogadishu": ("Mogadishu", "مقديشو"),
    "Africa/Djibouti": ("Djibouti", "جيبوتي"),
    "Indian/Comoro": ("Moroni", "موروني"),
    "Asia/Muscat": ("Muscat", "مسقط"),
    "Asia/Dubai": ("Abu Dhabi", "أبو ظبي"),
    "Asia/Qatar": ("Doha", "الدوحة"),
    "Asia/Bahrain": ("Manama", "المنامة"),
    "Asia/Kuwait": ("Kuwait", "الكويت"),
    "Asia/Amman": ("Amman",),
    "Africa/Tripoli": ("Tripoli", "طرابلس"),
    "Asia/Hebron": ("Ramallah", "رام الله"),
}
# The 60 of GeoNames' largest that are cities of their own and no capital, by country.
LARGEST = {
    "Africa/Cairo": ("Alexandria", "Giza", "Shubra El Kheima", "Port Said", "Suez", "Mansoura",
                     "Mahalla", "Tanta", "Asyut", "Faiyum", "Zagazig", "Ismailia"),
    "Asia/Riyadh": ("Jeddah", "Makkah", "Madinah", "Dammam", "Buraydah", "Ta'if", "Tabuk", "Ha'il"),
    "Asia/Dubai": ("Dubai", "Sharjah", "Al Ain", "Ajman"),
    "Asia/Baghdad": ("Mosul", "Erbil", "Basrah", "Karbala", "Kirkuk", "Sulaymaniyah", "Najaf",
                     "Nasiriyah", "Ramadi", "Fallujah"),
    "Asia/Damascus": ("Aleppo", "Homs", "Latakia", "Hama"),
    "Africa/Khartoum": ("Omdurman", "Khartoum North", "Nyala", "Port Sudan"),
    "Asia/Aden": ("Aden", "Taiz", "Ibb", "Hodeidah", "Mukalla"),
    "Africa/Casablanca": ("Casablanca", "Fes", "Tangier", "Marrakesh", "Salé", "Agadir", "Meknes",
                          "Oujda"),
    "Asia/Amman": ("Zarqa", "Irbid"),
    "Africa/Algiers": ("Oran", "Constantine"),
    "Africa/Tripoli": ("Benghazi",),
}  # fmt: skip
LARGEST_IN_ARABIC = {
    "Africa/Cairo": ("الإسكندرية", "اسكندرية", "الجيزة", "بورسعيد", "السويس", "المنصورة", "طنطا"),
    "Asia/Riyadh": ("جدة", "جده", "مكة", "المدينة المنورة", "الدمام", "الطائف", "تبوك", "حائل"),
    "Asia/Dubai": ("دبي", "الشارقة", "العين", "عجمان"),
    "Asia/Baghdad": (
        "الموصل",
        "أربيل",
        "اربيل",
        "البصرة",
        "كربلاء",
        "كركوك",
        "السليمانية",
        "النجف",
    ),
    "Asia/Damascus": ("حلب", "حمص", "اللاذقية", "حماة"),
    "Africa/Khartoum": ("أم درمان", "ام درمان", "الخرطوم بحري", "نيالا", "بورتسودان"),
    "Asia/Aden": ("عدن", "تعز", "إب", "الحديدة", "المكلا"),
    "Africa/Casablanca": ("الدار البيضاء", "فاس", "طنجة", "مراكش", "سلا", "أكادير", "وجدة"),
    "Asia/Amman": ("الزرقاء", "إربد"),
    "Africa/Algiers": ("وهران", "قسنطينة"),
    "Africa/Tripoli": ("بنغازي",),
}
DIASPORA = {
    "Europe/London": ("Leeds", "Manchester", "Glasgow", "Cardiff", "ليدز", "مانشستر"),
    "America/Detroit": ("Dearborn", "Michigan", "ديربورن"),
    "America/Chicago": ("Houston", "Texas", "تكساس"),
    "America/Los_Angeles": ("San Diego", "California", "كاليفورنيا"),
    "America/New_York": ("Washington", "Boston", "واشنطن"),
    "America/Toronto": ("Ottawa", "تورنتو", "أوتاوا"),
    "America/Edmonton": ("Calgary", "كالغاري"),
    "Europe/Paris": ("Marseille", "Nice", "مرسيليا"),
    "Europe/Stockholm": ("Malmö", "Malmo", "Gothenburg", "مالمو"),
    "Europe/Berlin": ("Düsseldorf", "Dusseldorf", "Essen", "Cologne", "هامبورغ"),
    "Europe/Amsterdam": ("The Hague", "Rotterdam", "لاهاي"),
    "Europe/Zurich": ("Geneva", "Basel", "جنيف"),
    "Europe/Istanbul": ("Izmir", "Gaziantep", "غازي عنتاب"),
    "America/Sao_Paulo": ("Sao Paulo", "ساو باولو"),
}


def pairs(of: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(name, zone) for zone, names in of.items() for name in names]


@pytest.mark.parametrize(("name", "zone"), pairs(CAPITALS))
def test_every_arab_capital_is_its_own_zone_or_asked_about_first(name: str, zone: str) -> None:
    assert zones_for(name)[0] == zone
    assert certain_zone(name) == zone


@pytest.mark.parametrize(("name", "zone"), pairs(LARGEST) + pairs(LARGEST_IN_ARABIC))
def test_the_largest_arab_cities_are_right_in_both_scripts(name: str, zone: str) -> None:
    assert certain_zone(name) == zone


@pytest.mark.parametrize(("name", "zone"), pairs(DIASPORA))
def test_cities_where_those_live_who_left_are_right_in_both_scripts(name: str, zone: str) -> None:
    assert certain_zone(name) == zone


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Canada", ("America/Toronto", "America/Vancouver")),
        ("كندا", ("America/Toronto", "America/Vancouver")),
        ("United States", ("America/New_York", "America/Chicago", "America/Los_Angeles")),
        ("USA", ("America/New_York", "America/Chicago", "America/Los_Angeles")),
        ("Australia", ("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane")),
        ("Brazil", ("America/Sao_Paulo",)),
    ],
)
def test_a_country_of_several_zones_offers_its_main_cities_first(
    name: str, first: tuple[str, ...]
) -> None:
    assert zones_for(name)[: len(first)] == first
    assert certain_zone(name) is None


def test_sixty_cities_are_tried() -> None:
    assert len(pairs(LARGEST)) == 60


def test_a_name_of_two_places_is_asked_about() -> None:
    assert set(zones_for("عمان")) == {"Asia/Amman", "Asia/Muscat"}
    assert certain_zone("عمان") is None
    assert certain_zone("القدس") is None
    assert "Asia/Hebron" in zones_for("القدس")


@pytest.mark.parametrize(
    "name",
    ["EST", "est", "AST", "EET", "EEST", "CET", "CEST", "MSK", "GST", "PST", "BST", "IST", "MST",
     "HST", "WET", "AEST", "PKT", "TRT"],
)  # fmt: skip
def test_abbreviations_of_many_zones_are_refused(name: str) -> None:
    assert is_abbreviation(name)
    assert zones_for(name) == ()
    assert certain_zone(name) is None


@pytest.mark.parametrize("name", ["xyz", "", "؟", "UTC+3:30"])
def test_what_is_no_place_is_refused(name: str) -> None:
    assert not is_abbreviation(name)
    assert zones_for(name) == ()
    assert certain_zone(name) is None


@pytest.mark.parametrize(
    ("name", "zone"),
    [("KSA", "Asia/Riyadh"), ("uae", "Asia/Dubai"), ("UK", "Europe/London"), ("GMT", "UTC"),
     ("UTC+3", "Etc/GMT-3"), ("GMT-5", "Etc/GMT+5"), ("السعودية", "Asia/Riyadh")],
)  # fmt: skip
def test_abbreviations_of_one_zone_are_right(name: str, zone: str) -> None:
    assert certain_zone(name) == zone


@pytest.mark.parametrize("name", ["Manam", "Panam", "Damascsu", "Bagdhad", "Kuwai", "Alexandra"])
def test_what_is_only_like_a_place_is_never_taken_unasked(name: str) -> None:
    assert zones_for(name)
    assert certain_zone(name) is None


def test_the_table_names_zones_there_are_and_no_place_twice() -> None:
    rows = lexicon.rows("cities")
    assert {row["zone"] for row in rows} <= available_timezones()
    # A country of several zones has a row for each of them.
    countries = {"USA", "America"}
    english = [name for row in rows for name in row.listed("english") if name not in countries]
    assert len(english) == len(set(english))

"""Washington may stand for the United States, and not the other way round."""

from __future__ import annotations

from bot.records import Severity
from bot.translation.names import Names, name_checks

CHECKS = name_checks(Names.load())
SOURCE = "دعا السفير الروسي لدى واشنطن إلى الحوار."


def errors(source: str, hypothesis: str) -> list[str]:
    flags = [flag for check in CHECKS for flag in check(source, hypothesis, None)]
    return [flag.check for flag in flags if flag.severity is Severity.ERROR]


def test_the_country_for_its_seat() -> None:
    assert not errors(SOURCE, "The Russian ambassador to the United States called for dialogue.")
    assert not errors(SOURCE, "The Russian ambassador in Washington called for dialogue.")


def test_another_country_or_none() -> None:
    assert errors(SOURCE, "The Russian ambassador to Iran called for dialogue.")
    assert errors(SOURCE, "The Russian ambassador called for dialogue.")


def test_a_seat_that_the_arabic_does_not_name() -> None:
    source = "دعا السفير الروسي لدى الولايات المتحدة إلى الحوار."
    assert errors(source, "The Russian ambassador in Beijing called for dialogue.")


def test_a_country_that_is_named_as_well_does_not_pay_for_its_seat() -> None:
    source = "اعتبرت موسكو ذلك نهجا مدمرا. واشنطن تهدد: لن نتسامح مع تدخل روسيا."
    good = "Moscow called it bad. Washington threatens: We will not tolerate Russia's meddling."
    assert not errors(source, good)
    assert errors(source, good.replace("Moscow", "Muskoka"))


def test_whose_a_picture_is_need_not_be_said() -> None:
    good = "US accusations against Russia"
    assert not errors("إتهامات أميركية لروسيا/ رويترز", good)
    assert not errors("إتهامات أميركية لروسيا (رويترز).", good)
    assert errors("إتهامات أميركية لروسيا نقلتها رويترز", good)


def test_an_adjective_of_a_place_stands_for_it() -> None:
    assert not errors("حكم بلاد فارس قرنا", "He ruled the Persian lands for a century")

"""Arabic duals that state a number: "ساعتين", two hours; "شخصان", two people.

A closed list, by hand, of nouns whose dual is never another word and that English counts: units
of time, people, vehicles and weapons, places, things of politics and sport. Left out:

- nouns whose dual is spelled like a plural ("مسؤولين", "مدنيين", "شاهدين") or like another word
  ("طالبان", "بلدان", which is "countries");
- sides and pairs, which good English leaves uncounted ("الطرفين", "the parties"; "اليدين").

How a dual joins what follows it is in `arabic_mentions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bot.language.arabic.clitics import readings
from bot.language.arabic.fold import for_checks as fold
from bot.translation.checks.mentions import Kind, Mention, shown, value

_TIMES: dict[str, tuple[int, ...]] = {
    "ثانية": (),
    "دقيقة": (60,),
    "ساعة": (60,),
    "يوم": (24,),
    "ليلة": (),
    "أسبوع": (7,),
    "شهر": (4, 30),
    "عام": (12,),
    "سنة": (12,),
    "عقد": (10,),
    "قرن": (100,),
    "مرة": (),
}
"""Units of time, and the counts of smaller units that English may say instead."""

_NOUNS = """
شخص رجل امرأة ضابط جندي طفل طفلة شاب فتاة قتيل جريح عنصر شقيق شقيقة أسير أسيرة سجين رهينة نائب وزير
وزيرة رئيس زعيم سفير خبير طبيب طبيبة عضو مرشح ولد ابن ابنة بنت سيدة سائح جثة ضحية

سيارة طائرة مروحية حافلة شاحنة سفينة ناقلة زورق قارب دبابة قطار مركبة مقاتلة
صاروخ قذيفة قنبلة عبوة طلقة غارة هجوم انفجار تفجير حادث

دولة مدينة بلدة قرية منطقة محافظة ولاية جزيرة قاعدة مطار ميناء مدرسة جامعة منزل مبنى مستشفى مخيم

حزب شركة مصرف بنك منظمة لجنة محكمة قناة صحيفة اتفاقية قرار بيان جلسة جولة مرحلة
هدف مباراة مقعد نقطة فريق حالة كيلومتر متر كيلوغرام طن دولار لقاح جرعة
"""
_WITHOUT_NOMINATIVE = "بلد مرشح لقاح عضو"
"""Their nominative dual is another word ("بلدان", countries) or too rare to be worth a risk."""
_ENDING_ALEF = {"مبني": "مبنيين مبنيان", "مستشفي": "مستشفيين مستشفيان", "ميناء": "ميناءين ميناءان"}


@dataclass(frozen=True, slots=True)
class Dual:
    """Two of something."""

    counts: tuple[Fraction, ...]
    """2, and what the same is in smaller units: 48 (hours) for "يومين"."""
    time: bool


def _dual_table() -> dict[str, Dual]:
    table: dict[str, Dual] = {}
    two = Dual((Fraction(2),), time=False)
    for noun in fold(_NOUNS + _WITHOUT_NOMINATIVE).split():
        table.update(dict.fromkeys(_forms(noun), two))
    for noun in fold(_WITHOUT_NOMINATIVE).split():
        del table[noun + "ان"]
    for unit, smaller in _TIMES.items():
        counts = tuple(Fraction(2 * count) for count in (1, *smaller))
        table.update(dict.fromkeys(_forms(fold(unit)), Dual(counts, time=True)))
    return table


def _forms(noun: str) -> list[str]:
    if noun in _ENDING_ALEF:
        return _ENDING_ALEF[noun].split()
    stem = noun[:-1] + "ت" if noun.endswith("ه") else noun
    return [stem + "ين", stem + "ان"]


_DUALS = _dual_table()

TIME_UNITS = frozenset(
    fold(
        "ثانية ثوان ثواني دقيقة دقائق ساعة ساعات يوم يوما أيام ليلة ليال أسبوع أسبوعا أسابيع شهر "
        "شهرا أشهر شهور عام عاما أعوام سنة سنوات سنين عقد عقود قرن قرون مرة مرات"
    ).split()
)
"""Folded: what a count and "and a half" may stand around, "ثلاث ساعات ونصف"."""


def dual(word: str) -> Dual | None:
    """The two that a folded word states; None where it is no dual of the list, or a definite one
    that English may leave uncounted ("الضابطين", "the officers"; but "اليومين", two days)."""
    for reading in readings(word):
        found = _DUALS.get(reading.stem)
        if found is not None:
            return found if found.time or not reading.definite else None
    return None


_HALF_IN_SMALLER = (6, 12, 30)
"""Half a year, a day, an hour."""


def with_share(
    whole: Mention, count: Fraction, share: Fraction, smaller: tuple[Fraction, ...] = ()
) -> Mention:
    """`count` of a unit and `share` of one more, as one number or in two pieces.

    `smaller`: what `count` is in smaller units, which the sum may be said in as well.
    """
    sums = [(count + share) * other / count for other in (count, *smaller)]
    part = {value(Kind.NUMBER, share)}
    if share == Fraction(1, 2):
        part |= {value(Kind.NUMBER, half) for half in _HALF_IN_SMALLER}
    pieces = (whole, Mention(shown(share), frozenset(part)))
    return Mention(shown(sums[0]), frozenset(value(Kind.NUMBER, n) for n in sums), pieces)

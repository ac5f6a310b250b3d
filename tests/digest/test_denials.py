"""A denial stands with the claim: one story, and a line that sets the one against the other."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.digest.composition import compose
from bot.digest.denials import with_denials
from bot.digest.render.layout import layout
from bot.digest.render.lines import Role
from bot.pipeline.vectors import SentenceEncoder
from bot.records import Brief, Digest, Life
from tests.digest.made_briefs import brief

Said = tuple[str, ...]
"""The title and the sentences; English is not what is looked at here."""
MADE = datetime(2026, 11, 13, 18, tzinfo=UTC)
TIES: Said = (
    "الجزائر تنفي استئناف العلاقات مع المغرب",
    "نفت وزارة الخارجية الجزائرية، الجمعة، صحة تقارير إعلامية تحدثت عن استئناف العلاقات "
    "الدبلوماسية مع المغرب بوساطة سعودية.",
    'وقالت الوزارة في بيان إن موقف الجزائر "لم يتغير".',
    'وكانت صحيفة "إل باييس" الإسبانية قد نقلت عن مصدر دبلوماسي أن البلدين سيعيدان فتح '
    "سفارتيهما قبل نهاية العام.",
)
EMBASSIES: Said = (
    "صحيفة إسبانية: الجزائر والمغرب يستعدان لإعادة فتح السفارتين",
    'نقلت صحيفة "إل باييس" الإسبانية، الخميس، عن مصدر دبلوماسي أن الجزائر والمغرب سيعيدان فتح '
    "سفارتيهما قبل نهاية العام.",
)
PAIRS: dict[str, tuple[Said, Said]] = {
    "told in other words, by the report it names": (EMBASSIES, TIES),
    "a report called a report": (
        (
            "صحيفة: شركة أرامكو تبيع حصة في خطوط الأنابيب",
            "ذكرت صحيفة فايننشال تايمز، الثلاثاء، أن أرامكو السعودية تستعد لبيع حصة في خطوط "
            "أنابيب الغاز بقيمة 10 مليارات دولار.",
        ),
        (
            "أرامكو تنفي تقريرا عن بيع حصة من خطوط الأنابيب",
            "قالت شركة أرامكو السعودية، الأربعاء، إن ما أوردته صحيفة فايننشال تايمز عن بيع حصة "
            "في خطوط أنابيب الغاز غير صحيح.",
        ),
    ),
    "what was published, in the first sentence": (
        (
            "رويترز: قطر تدرس إغلاق مكتب حماس في الدوحة",
            "نقلت وكالة رويترز، الأحد، عن مسؤولين أن قطر تدرس إغلاق مكتب حركة حماس في الدوحة.",
        ),
        (
            "حماس: لا صحة لما نشر عن مغادرة الدوحة",
            "نفت حركة حماس، الاثنين، صحة ما نشرته رويترز عن إغلاق مكتبها في الدوحة.",
        ),
    ),
    "denied in the first sentence alone": (
        (
            "تسريبات: محافظ البنك المركزي اليمني يقدم استقالته",
            "قالت مصادر مطلعة، الأربعاء، إن محافظ البنك المركزي في عدن أحمد غالب قدم استقالته.",
        ),
        (
            "البنك المركزي اليمني: غالب يمارس مهامه كالمعتاد",
            "نفى البنك المركزي في عدن، الخميس، ما تداولته وسائل إعلام عن استقالة محافظه أحمد غالب.",
        ),
    ),
    "an intention": (
        (
            "تونس تستعد لفرض رسم على المسافرين المغادرين",
            "أفادت إذاعة موزاييك، الاثنين، بأن تونس ستفرض رسما قدره 50 دينارا على كل مسافر يغادر "
            "البلاد بداية من يناير.",
        ),
        (
            "المالية التونسية: لا رسم على المسافرين",
            "نفت وزارة المالية التونسية، الثلاثاء، نيتها فرض أي رسم على المسافرين عند المغادرة.",
        ),
    ),
}  # fmt: skip


def report(said: Said, day: int, outlet: str = "Outlet") -> Brief:
    title, *sentences = ((each, f"English of {each}") for each in said)
    return brief(title, sentences, outlet=outlet, day=date(2026, 11, day), points=())


def told(encoder: SentenceEncoder, new: list[Brief], before: list[Brief]) -> Digest:
    return compose(new, (), encoder, MADE, before=before)


def differences(made: Digest) -> list[str]:
    lines = (line for block in layout(made) for item in block.items for line in item.lines)
    return [line.text for line in lines if line.role is Role.DIFFERENCE]


@pytest.mark.parametrize("kind", PAIRS)
def test_a_denial_stands_with_the_claim(encoder: SentenceEncoder, kind: str) -> None:
    claim, denial = report(PAIRS[kind][0], 12, "One"), report(PAIRS[kind][1], 13, "Other")
    later = told(encoder, [denial], [claim])
    (story,) = later.stories
    assert story.life is Life.DEVELOPING
    assert differences(later) == [f"The claim: English of {PAIRS[kind][0][0]} — One, 12 Nov"]
    together = told(encoder, [claim, denial], [])
    (story,) = together.stories
    (line,) = differences(together)
    assert line.startswith(("Denied: ", "The claim: "))


def test_a_denial_is_joined_to_no_other_report_that_it_tells_of(encoder: SentenceEncoder) -> None:
    """Its background may tell of an event that nobody denies; a report of long ago, and one that
    came after, are not what it denies."""
    resigned: Said = (
        "محافظ ذي قار ينفي استقالته",
        "نفى محافظ ذي قار، الجمعة، ما تردد عن استقالته.",
        "واندلع حريق في مستشفى الحسين بالناصرية الأسبوع الماضي وأدى إلى مقتل 30 شخصا.",
    )
    fire: Said = (
        "حريق في مستشفى الحسين بالناصرية",
        "اندلع حريق في مستشفى الحسين بالناصرية، الخميس، وأدى إلى مقتل 30 شخصا.",
    )
    apart = [[0], [1]]
    assert with_denials(apart, [report(resigned, 13), report(fire, 12)]) == apart
    assert with_denials(apart, [report(TIES, 13), report(EMBASSIES, 12)]) == [[0, 1]]
    assert with_denials(apart, [report(TIES, 13), report(EMBASSIES, 14)]) == apart
    assert with_denials(apart, [report(TIES, 13), report(EMBASSIES, 5)]) == apart
    assert with_denials(apart, [report(TIES, 13), report(TIES, 12)]) == apart
    whole = with_denials([[0], [1, 3], [2]], [report(s, 13) for s in (TIES, EMBASSIES, fire, fire)])
    assert whole == [[0, 1, 3], [2]]

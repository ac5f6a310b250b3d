"""Small made-up reports of eight events, some by several outlets, some made to be confused.

The outlets, people and figures are invented. `event` is the truth a grouping is held to. The
events whose names share a prefix are near misses: the same kind of event elsewhere or on
another day, in much the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Report:
    event: str
    outlet: str
    day: date | None
    title: tuple[str, str]
    lead: tuple[tuple[str, str], ...]


REPORTS = (
    Report(
        "muscat-talks",
        "Al Quds",
        date(2026, 11, 20),
        (
            "استئناف محادثات وقف إطلاق النار في مسقط بعد توقف ثلاثة أسابيع",
            "Ceasefire talks resume in Muscat after a three-week pause",
        ),
        (
            (
                "أعلنت وزارة الخارجية العمانية وصول الوفدين إلى مسقط يوم الجمعة لاستئناف محادثات "
                "وقف إطلاق النار.",
                "The Omani foreign ministry announced the arrival of the two delegations in Muscat "
                "on Friday to resume ceasefire talks.",
            ),
            (
                "وقال مصدر مطلع إن الطرفين سيتبادلان أكثر من 350 سجينا في المرحلة الأولى.",
                "An informed source said the two sides would exchange more than 350 prisoners in "
                "the first phase.",
            ),
            (
                "ومن المقرر عقد جلسة ثانية يوم الأحد.",
                "A second session is scheduled for Sunday.",
            ),
        ),
    ),
    Report(
        "muscat-talks",
        "SPA",
        date(2026, 11, 20),
        (
            "وفدا التفاوض يصلان إلى مسقط لبحث وقف إطلاق النار",
            "The negotiating delegations arrive in Muscat to discuss a ceasefire",
        ),
        (
            (
                "وصل الوفدان المفاوضان إلى العاصمة العمانية مسقط الجمعة لاستئناف محادثات وقف "
                "إطلاق النار، بحسب وزارة الخارجية العمانية.",
                "The two negotiating delegations arrived in the Omani capital Muscat on Friday to "
                "resume ceasefire talks, according to the Omani foreign ministry.",
            ),
            (
                "وقال مصدر مطلع إن الطرفين سيتبادلان 400 سجين في المرحلة الأولى.",
                "An informed source said the two sides would exchange 400 prisoners in the first "
                "phase.",
            ),
            (
                "واستمرت الجلسة الأولى ساعتين.",
                "The first session lasted two hours.",
            ),
        ),
    ),
    Report(
        "muscat-talks",
        "Oman Daily",
        date(2026, 11, 21),
        (
            "جولة جديدة من مفاوضات وقف إطلاق النار تنطلق في مسقط",
            "A new round of ceasefire negotiations starts in Muscat",
        ),
        (
            (
                "وصل الوفدان إلى مسقط يوم الجمعة لاستئناف محادثات وقف إطلاق النار، وفق ما أعلنته "
                "وزارة الخارجية العمانية.",
                "The two delegations arrived in Muscat on Friday to resume ceasefire talks, the "
                "Omani foreign ministry announced.",
            ),
            (
                "وأكد الوزير بدر البوسعيدي أن السلطنة لن تعلن تفاصيل الاتفاق قبل توقيعه.",
                "Minister Badr al-Busaidi said the sultanate would not announce details of the "
                "agreement before it is signed.",
            ),
        ),
    ),
    Report(
        "quake-iran",
        "Rudaw",
        date(2026, 11, 19),
        (
            "زلزال بقوة 5.8 درجات يضرب جنوب إيران",
            "A 5.8-magnitude earthquake strikes southern Iran",
        ),
        (
            (
                "ضرب زلزال بقوة 5.8 درجات محافظة هرمزغان جنوب إيران فجر الخميس.",
                "A 5.8-magnitude earthquake struck Hormozgan province in southern Iran at dawn on "
                "Thursday.",
            ),
            (
                "وأصيب 12 شخصا بجروح، وفق هيئة الطوارئ الإيرانية.",
                "Twelve people were injured, according to the Iranian emergency authority.",
            ),
        ),
    ),
    Report(
        "quake-iran",
        "Al Wasat",
        date(2026, 11, 19),
        (
            "12 جريحا في زلزال هز محافظة هرمزغان الإيرانية",
            "Twelve injured in an earthquake that shook Iran's Hormozgan province",
        ),
        (
            (
                "أعلنت هيئة الطوارئ الإيرانية إصابة 12 شخصا في زلزال بلغت قوته 5.8 درجات ضرب "
                "محافظة هرمزغان فجر الخميس.",
                "The Iranian emergency authority announced that 12 people were injured in a "
                "5.8-magnitude earthquake that struck Hormozgan province at dawn on Thursday.",
            ),
        ),
    ),
    Report(
        "quake-turkey",
        "Rudaw",
        date(2026, 11, 19),
        (
            "زلزال بقوة 5.1 درجات يضرب شرق تركيا",
            "A 5.1-magnitude earthquake strikes eastern Turkey",
        ),
        (
            (
                "ضرب زلزال بقوة 5.1 درجات ولاية ملاطية شرق تركيا مساء الخميس.",
                "A 5.1-magnitude earthquake struck Malatya province in eastern Turkey on Thursday "
                "evening.",
            ),
            (
                "ولم ترد أنباء عن وقوع إصابات، وفق إدارة الكوارث التركية.",
                "There were no reports of injuries, according to the Turkish disaster authority.",
            ),
        ),
    ),
    Report(
        "rates-egypt",
        "Al Mal",
        date(2026, 11, 19),
        (
            "البنك المركزي المصري يبقي أسعار الفائدة دون تغيير",
            "The Central Bank of Egypt keeps interest rates unchanged",
        ),
        (
            (
                "قرر البنك المركزي المصري الخميس الإبقاء على سعر فائدة الإيداع عند 7.5%.",
                "The Central Bank of Egypt decided on Thursday to keep the deposit rate at 7.5%.",
            ),
            (
                "وقال البنك إن التضخم تباطأ إلى 6% في أكتوبر.",
                "The bank said inflation slowed to 6% in October.",
            ),
        ),
    ),
    Report(
        "rates-egypt",
        "Misr Today",
        date(2026, 11, 20),
        (
            "المركزي المصري يثبت الفائدة عند 7.5%",
            "Egypt's central bank holds rates at 7.5%",
        ),
        (
            (
                "أبقت لجنة السياسة النقدية في البنك المركزي المصري سعر فائدة الإيداع عند 7.5% في "
                "اجتماعها الخميس.",
                "The monetary policy committee of the Central Bank of Egypt kept the deposit rate "
                "at 7.5% at its meeting on Thursday.",
            ),
            (
                "وتوقع محللون خفض الفائدة مطلع العام المقبل.",
                "Analysts expected a rate cut early next year.",
            ),
        ),
    ),
    Report(
        "rates-turkey",
        "Al Mal",
        date(2026, 11, 19),
        (
            "البنك المركزي التركي يخفض أسعار الفائدة",
            "The Central Bank of Turkey cuts interest rates",
        ),
        (
            (
                "قرر البنك المركزي التركي الخميس خفض سعر الفائدة الرئيسي إلى 31%.",
                "The Central Bank of Turkey decided on Thursday to cut the main interest rate to "
                "31%.",
            ),
        ),
    ),
    Report(
        "aqaba-road",
        "Al Rai",
        date(2026, 11, 20),
        ("الأمطار تغلق طريق العقبة", "Rain closes the Aqaba road"),
        (
            (
                "أغلقت السيول الطريق الصحراوي المؤدي إلى العقبة جنوب الأردن صباح الجمعة.",
                "Floods closed the desert road to Aqaba in southern Jordan on Friday morning.",
            ),
            (
                "ودعت مديرية الأمن العام السائقين إلى استخدام طريق البحر الميت.",
                "The Public Security Directorate urged drivers to use the Dead Sea road.",
            ),
        ),
    ),
    Report(
        "aqaba-road",
        "Ammon",
        None,
        (
            "سيول تقطع الطريق الصحراوي إلى العقبة",
            "Floods cut the desert road to Aqaba",
        ),
        (
            (
                "قطعت السيول الطريق الصحراوي المؤدي إلى مدينة العقبة في الأردن الجمعة.",
                "Floods cut the desert road leading to the city of Aqaba in Jordan on Friday.",
            ),
            (
                "ولم تسجل أي إصابات.",
                "No injuries were recorded.",
            ),
        ),
    ),
    Report(
        "match-iraq",
        "Kooora Plus",
        date(2026, 11, 17),
        (
            "الأردن يفوز على العراق 2-1 في تصفيات كأس آسيا",
            "Jordan beat Iraq 2-1 in Asian Cup qualifying",
        ),
        (
            (
                "فاز المنتخب الأردني على نظيره العراقي 2-1 مساء الثلاثاء في عمان ضمن تصفيات كأس "
                "آسيا.",
                "The Jordanian national team beat Iraq 2-1 on Tuesday evening in Amman in Asian "
                "Cup qualifying.",
            ),
        ),
    ),
    Report(
        "match-iraq",
        "Al Rai",
        date(2026, 11, 18),
        (
            "النشامى يهزمون العراق بهدفين لهدف",
            "Jordan's Nashama defeat Iraq by two goals to one",
        ),
        (
            (
                "هزم منتخب الأردن لكرة القدم منتخب العراق بهدفين لهدف في تصفيات كأس آسيا مساء "
                "الثلاثاء.",
                "Jordan's football team defeated Iraq by two goals to one in Asian Cup qualifying "
                "on Tuesday evening.",
            ),
        ),
    ),
    Report(
        "match-oman",
        "Kooora Plus",
        date(2026, 11, 13),
        (
            "الأردن يفوز على عمان 3-0 في تصفيات كأس آسيا",
            "Jordan beat Oman 3-0 in Asian Cup qualifying",
        ),
        (
            (
                "فاز المنتخب الأردني على نظيره العماني 3-0 مساء الجمعة في إربد ضمن تصفيات كأس "
                "آسيا.",
                "The Jordanian national team beat Oman 3-0 on Friday evening in Irbid in Asian Cup "
                "qualifying.",
            ),
        ),
    ),
)

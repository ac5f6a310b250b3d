"""A Translator over a table: what it knows it says, what it does not it says plainly wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.config import Settings
from bot.pipeline.rooms import Rooms
from bot.records import EngineIdentity, Hypothesis, Progress
from bot.translation.engines.cascade.members import Members
from bot.translation.engines.translator import GREEDY, Decoding

PAIRS = {
    "وزير الطاقة يعلن خفض أسعار الغاز": "Energy minister announces cut in gas prices",
    "أعلن وزير الطاقة خفض أسعار الغاز في البلاد.": (
        "The energy minister announced a cut in gas prices in the country."
    ),
    "وقال الوزير إن القرار يبدأ العمل به في الشهر المقبل.": (
        "The minister said the decision takes effect next month."
    ),
    "ورحبت شركات النقل بالقرار الجديد.": "Transport companies welcomed the new decision.",
    "وأضاف أن الحكومة تدرس خطوات أخرى لدعم الأسر.": (
        "He added that the government is studying other steps to support families."
    ),
    "ولم يذكر الوزير تفاصيل عن هذه الخطوات.": (
        "The minister did not mention details of these steps."
    ),
    "افتتاح مكتبة عامة في وسط المدينة": "Public library opens in the city centre",
    "افتتحت البلدية مكتبة عامة كبيرة في وسط المدينة.": (
        "The municipality opened a large public library in the city centre."
    ),
    "وتضم المكتبة قاعات للقراءة وركنا للأطفال.": (
        "The library has reading halls and a corner for children."
    ),
    "وقال مدير المكتبة إن الدخول مجاني للجميع.": (
        "The library's director said entry is free for everyone."
    ),
    "مذكرة داخلية عن إغلاق مصنع قنطريش": "Internal memo on closing the Qantarish plant",
    "قررت الإدارة إغلاق مصنع قنطريش في الشهر المقبل.": (
        "Management decided to close the Qantarish plant next month."
    ),
    "وقال المدير إن عمال برزوخ لا يعلمون بالقرار.": (
        "The director said the Barzukh workers do not know of the decision."
    ),
    "وطلبت الإدارة من الجميع كتمان هذا الأمر.": (
        "Management asked everyone to keep this matter secret."
    ),
}

GAS = "\n\n".join(
    (
        "وزير الطاقة يعلن خفض أسعار الغاز",
        "أعلن وزير الطاقة خفض أسعار الغاز في البلاد. "
        "وقال الوزير إن القرار يبدأ العمل به في الشهر المقبل.",
        "ورحبت شركات النقل بالقرار الجديد. وأضاف أن الحكومة تدرس خطوات أخرى لدعم الأسر. "
        "ولم يذكر الوزير تفاصيل عن هذه الخطوات.",
    )
)
LIBRARY = "\n\n".join(
    (
        "افتتاح مكتبة عامة في وسط المدينة",
        "افتتحت البلدية مكتبة عامة كبيرة في وسط المدينة. وتضم المكتبة قاعات للقراءة وركنا للأطفال.",
        "وقال مدير المكتبة إن الدخول مجاني للجميع.",
    )
)
MEMO = "\n\n".join(
    (
        "مذكرة داخلية عن إغلاق مصنع قنطريش",
        "قررت الإدارة إغلاق مصنع قنطريش في الشهر المقبل. "
        "وقال المدير إن عمال برزوخ لا يعلمون بالقرار.",
        "وطلبت الإدارة من الجميع كتمان هذا الأمر.",
    )
)
"""Not for everybody; its two invented names stand nowhere else (tests/delivery/memo.py)."""


class TableTranslator:
    identity = EngineIdentity("table", "1", "table 1 (test)")
    max_pieces = 500
    informed = None
    copies_english = True
    searches = True

    def __init__(self) -> None:
        self.asked: list[str] = []

    def pieces(self, source: str) -> int:
        return len(source.split())

    def fits(self, source: str) -> bool:
        return self.pieces(source) <= self.max_pieces

    def translate(
        self,
        sources: Sequence[str],
        decoding: Decoding = GREEDY,
        progress: Callable[[int], None] | None = None,
    ) -> list[tuple[Hypothesis, ...]]:
        self.asked += sources
        answers = []
        for source in sources:
            answers.append((Hypothesis(PAIRS.get(source.strip(), "An unknown thing."), -0.2),))
            if progress:
                progress(1)
        return answers

    def close(self) -> None:
        """Nothing is held."""


class TableRooms(Rooms):
    """The real rooms with the table in the model's place."""

    def __init__(self, settings: Settings, progress: Progress) -> None:
        super().__init__(settings, progress)
        self._engines = Members.only(TableTranslator())

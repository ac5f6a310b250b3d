"""Arabic words that say nothing of what a text is about."""

from __future__ import annotations

from bot.language.arabic.fold import for_tables

_FUNCTION_WORDS = (
    "من في على إلى عن مع بين بعد قبل عند خلال أن إن أنه أنها بأن التي الذي الذين هذا هذه ذلك تلك "
    "أو ثم كما قد لا لم لن ما كان كانت يكون تكون قال قالت أي كل غير حول وفق وفقا بحسب حسب اليوم "
    "أمس يوم منذ حتى إثر ضمن لدى عقب أكثر أقل أعلن أعلنت أكد أكدت أوضح أضاف ذكر هو هي حيث إلا "
    "أما عام"
)
FUNCTION_WORDS = frozenset(map(for_tables, _FUNCTION_WORDS.split()))
"""Left out where the words of two sentences are compared; folded for tables."""

_COMMONEST = (
    "في من على علي إلى الى أن ان إن عن مع هذا هذه التي الذي ما لا لم كان كما بعد قال أو او بين "
    "وقد ذلك"
)
COMMONEST = frozenset(_COMMONEST.split())
"""As they are written, with the hamza and without it: a text of some length has one of them,
unless its bytes were read in a wrong encoding."""

_COMMON = (
    "على إلى منذ خلال بعد قبل أول اليوم غدا جديد جديدة عاجل وفاة مقتل إصابة رئيس الرئيس وزير "
    "وزيرة الوزير وزارة دولة حكومة الحكومة جنوب شمال شرق غرب مليون مليار دولار بسبب أكثر بين "
    "حول ضد عام العام تعلن يعلن أعلن توقع انطلاق ارتفاع انخفاض فيديو بالفيديو صور بالصور"
)
COMMON_IN_HEADLINES = frozenset(map(for_tables, _COMMON.split()))
"""Words of four letters and more that the headlines of two stories may share; folded for tables."""

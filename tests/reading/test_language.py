import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langdetect import detector_factory

from bot.language.orthographies import ORTHOGRAPHIES
from bot.reading import language
from bot.reading.language import SHORT, IdentifiedLanguage, english_name, identify

ARABIC = {
    "news": "دعا الرئيس الروسي، أمس الخميس، إلى «إعادة الحوار» بين أجهزة الاستخبارات الروسية",
    "headline": "مقتل ثلاثة جنود في هجوم شرق البلاد",
    "headline_of_names": "محمد بن سلمان يستقبل رئيس الوزراء الباكستاني شهباز شريف",
    "latin_names": "ذكرت New York Times نقلا عن Washington Post و Wall Street Journal أن "
    "Donald Trump التقى Vladimir Putin",
    "product_names": "Samsung Galaxy S23 Ultra ينافس iPhone 14 Pro Max في الأسواق",
    "loan_letters": "أعلنت شركة پيپسي عن منتج جديد في أسواق گرگان وڤيينا وچيكاگو هذا الأسبوع",
    "persian_keyboard": "قال الرئیس الامریکی إن بلاده لن تسمح بذلک فی الوقت الراهن وأکد علی الحوار",
    "vowelled": "إِنَّ الرَّئِيسَ قَالَ لِلصَّحَفِيِّينَ إِنَّهُ سَيُسَافِرُ غَدًا إِلَى دِمَشْقَ",
    "stretched": "الحكومـــــة تعلــــن عن إجـــراءات جديــــدة لدعم الاقتصاد",
    "iraqi": "شلونك اليوم عيني شكو ماكو والله مشتاقين هواي لكم يا جماعة",
    "egyptian": "مش عارف ليه الناس دي كلها بتتكلم كده النهارده في الموضوع ده",
    "moroccan": "واش راك خويا لاباس عليك الحمد لله كلشي مزيان هاد النهار",
    "pashto_name_in_arabic": "وصل الوزير الأفغاني ګل آغا شېرزی إلى الدوحة لإجراء محادثات السلام",
    "hashtags": "الآن #عاجل: قصف على #غزة_المحاصرة يودي بحياة مدنيين https://t.co/abcDEF @user",
}

OTHERS = {
    "fa": [
        "رئیس جمهور روسیه روز پنجشنبه خواستار از سرگیری گفتگو میان سازمان‌های اطلاعاتی شد",
        "وزير امور خارجه ايران در ديدار با همتاي روسي خود بر گسترش روابط دو کشور تاکيد کرد",
        "سخنگوی دولت: قیمت بنزین تغییر نمی‌کند",
        "مجلس شورای اسلامی لایحه بودجه سال آینده را تصویب کرد",
    ],
    "ur": [
        "روس کے صدر ولادیمیر پوتن نے دونوں ملکوں کے درمیان مذاکرات کی بحالی کا مطالبہ کیا ہے",
        "پاکستان اور بھارت کے درمیان کرکٹ میچ آج کھیلا جائے گا",
    ],
    "ps": [
        "د روسیې ولسمشر پوتین د دواړو هېوادونو د استخباراتي ادارو ترمنځ د خبرو غوښتنه وکړه",
        "په کابل کې د یوې چاودنې له امله درې کسان وژل شوي دي",
    ],
    "ckb": [
        "سەرۆکی ڕووسیا ڤلادیمێر پوتین دوێنێ داوای دەستپێکردنەوەی گفتوگۆی کرد",
        "پەرلەمانی کوردستان کۆبوونەوەی ئاسایی خۆی ئەنجام دا",
    ],
    "ug": [
        "رۇسىيە پرېزىدېنتى ۋىلادىمىر پۇتىن ئىككى دۆلەت ئوتتۇرىسىدا سۆھبەتنى تەلەپ قىلدى",
        "شىنجاڭ ئۇيغۇر ئاپتونوم رايونىدا يېڭى مەكتەپ سېلىندى",
    ],
    "sd": ["سنڌ حڪومت چيو آهي ته صوبي ۾ تعليم جي بهتري لاءِ نوان قدم کنيا ويندا"],
    "pnb": ["پاکستان دے وزیراعظم نے آکھیا اے کہ ملک وچ مہنگائی گھٹ رئی اے تے لوکاں نوں سکھ ملے گا"],
    "ks": ["کٔشیٖر چھِ اَکھ بۆڈ خۄبصوٗرت جاے یۆس ہِندوستانُک اَکھ حِصہٕ چھُ"],
    "azb": ["ایران ایسلام جومهوریسی‌نین باش ناظیری بیر گؤروش کئچیردی و اؤلکه اوچون دانیشدی"],
    "kk": ["قازاقستان پرەزيدەنتى قاسىم جومارت توقاەۆ ۇكىمەت وتىرىسىن وتكىزدى دەپ حابارلايدى"],
    "ms": ["ڤردان منتري مليسيا اونتوق مڠاومکن بنتوان يڠ بارو کڤد رعيت دان نݢارا دالم ماس ترسبوت"],
    "he": ["ראש הממשלה אמר היום בכנסת כי הממשלה תפעל לקידום השיחות", "שלום"],
    "en": [
        "Russia's Ambassador to the US arrives at a forum on trade (Photo by MANDEL NGAN / AFP)",
        "BIDEN HOLDS A SECURE VIDEO CALL WITH THE RUSSIAN PRESIDENT FROM THE WHITE HOUSE",
        "The Arabic word for news is أخبار and the word for peace is سلام in most countries",
    ],
    "fr": ["Le président russe Vladimir Poutine a appelé jeudi à la reprise du dialogue"],
    "ru": ["Президент России Владимир Путин призвал к возобновлению диалога между странами"],
    "tr": ["Rusya Devlet Başkanı Putin perşembe günü iki ülke arasında diyalog çağrısı yaptı"],
}


@pytest.mark.parametrize("text", ARABIC.values(), ids=ARABIC.keys())
def test_arabic(text: str) -> None:
    found = identify(text)
    assert (found.code, found.name) == ("ar", "Arabic")
    assert found.confidence >= 0.5


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, texts in OTHERS.items() for t in texts])
def test_languages_arabic_must_not_be_taken_for(code: str, text: str) -> None:
    found = identify(text)
    assert found.code == code
    assert 0.4 <= found.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "123 456", "...", "😀", "RT", "ok", "рт"),
        *("مباشر", "تابعوا RT على", "عربي بوست", "@user", "https://example.com/ar/news/world"),
    ],
)
def test_too_little_to_tell(text: str) -> None:
    assert identify(text) == IdentifiedLanguage("und", 0.0, "Undetermined")


@pytest.mark.parametrize(
    ("text", "code"),
    [("ټولګه", "ps"), ("کۆڕێ ڕێ", "ckb"), ("يېڭى", "und"), ("بھارتی ٹیم", "ur"), ("Αθήνα", "el")],
)
def test_letters_that_one_language_alone_has_decide_a_short_text(text: str, code: str) -> None:
    assert len(text) < SHORT
    assert identify(text).code == code


def test_a_few_words_of_one_language_do_not_turn_a_long_text_of_another() -> None:
    persian, pashto = OTHERS["fa"][0], OTHERS["ps"][0]
    assert identify(" ".join([*ARABIC.values(), persian, pashto])).code == "ar"
    assert identify(" ".join([*OTHERS["fa"], ARABIC["headline"]])).code == "fa"


def test_where_word_lists_and_langdetect_disagree_py3langid_has_the_casting_vote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "سوريا: قتلى وجرحى بانفجار سيارة مفخخة وسط مدينة إعزاز"
    monkeypatch.setattr(language, "_detect", lambda _: ("fa", 0.9))
    monkeypatch.setattr(language, "scores", lambda _: {"ar": 0.2, "fa": 0.1})
    assert identify(text).code == "ar"
    monkeypatch.setattr(language, "_second_opinion", lambda _: "tr")
    assert identify(text).code == "und"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ar", "Arabic"),
        ("ckb", "Central Kurdish (Sorani)"),
        ("ug", "Uyghur"),
        ("ps", "Pashto"),
        ("fa", "Persian"),
        ("xyz", "xyz"),
    ],
)
def test_names(code: str, name: str) -> None:
    assert english_name(code) == name


def test_every_orthography_has_an_english_name() -> None:
    assert all(english_name(code) != code for code in ORTHOGRAPHIES)


def test_the_answer_does_not_change_from_call_to_call() -> None:
    text = "Tirana Skopje Podgorica Ljubljana Sarajevo Zagreb Beograd"
    assert len({identify(text) for _ in range(3)}) == 1


def test_many_threads_may_ask_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """langdetect loads its profiles on its first call and raises if two threads make it."""
    monkeypatch.setattr(detector_factory, "_factory", None)
    language._load_detector.cache_clear()
    ready = threading.Barrier(6)
    found: list[str] = []

    def ask() -> None:
        ready.wait()
        found.append(identify(ARABIC["headline"]).code)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["ar"] * 6


@settings(deadline=None)
@given(st.text() | st.text(alphabet="ابتيىةگپٹںېۆەڤ \u064b\u0640aZé1.#@_", max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    found = identify(text)
    assert found.code
    assert found.name
    assert 0 <= found.confidence <= 1
    assert (found.confidence == 0) == (found.code == "und")

"""What is said to the bot and is no article."""

from __future__ import annotations

import pytest

from bot.language.small_talk import UNCLEAR, kind_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello", "greeting"),
        ("Hi there!", "greeting"),
        ("السلام عليكم", "greeting"),
        ("مرحباً", "greeting"),
        ("صباح الخير يا موجز", "greeting"),
        ("Thanks a lot", "thanks"),
        ("شكرًا جزيلاً", "thanks"),
        ("who are you?", "what"),
        ("Hello, what is this?", "what"),
        ("من أنت؟", "what"),
        ("how do I subscribe", "subscribe"),
        ("كيف أبدأ؟", "how"),
        ("are you a bot?", "person"),
        ("Is it free?", "cost"),
        ("Who can see what I send?", "privacy"),
        ("which languages?", "languages"),
        ("مع السلامة", "bye"),
        ("I want news every morning", "subscribe"),
        ("أريد الأخبار كل صباح", "subscribe"),
        ("stop", "stop"),
        ("أريد إلغاء الاشتراك", "stop"),
        ("أوقف", "stop"),
        ("اخبار اليوم", "subscribe"),
        ("ابعث لي الأخبار كل يوم الساعة ٩ صباحا بتوقيت بغداد", "subscribe"),
        ("متى تصل النشرة؟", "when"),
        ("غيّر الوقت إلى ٧ مساء", "settings"),
        ("the translation is wrong", "wrong"),
        ("what does ⚠ mean?", "marks"),
        ("What sources do you use", "sources"),
        ("yesterday's digest", "earlier"),
        ("gas prices", UNCLEAR),
        ("18:30", UNCLEAR),
    ],
)
def test_talk_is_told_by_its_words(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "أعلن وزير الطاقة خفض أسعار الغاز في البلاد.",
        "أوقف الجيش إطلاق النار",
        "إلغاء القمة العربية",
        "مرحبا بكم في نشرة الأخبار التي نقدم لكم فيها أبرز ما جاء اليوم في الصحف العربية",
    ],
)
def test_what_is_to_be_read_is_no_talk(text: str) -> None:
    assert kind_of(text) is None

"""Feeds, channels and pages for tests of the sources, as short as they can be and still read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)

_PARTS = (
    "أعلن الوزير {n} في مؤتمر صحفي أن الحكومة خفضت أسعار الوقود في المدينة رقم {n} هذا الأسبوع.",
    "وقال إن القرار {n} يبدأ العمل به في الشهر المقبل، وإن لجنة ستتابع تنفيذه في كل المحافظات.",
    "وأضاف أن {n} ألف أسرة ستستفيد منه، وأن الدعم لن يشمل المصانع الكبيرة في الوقت الحاضر.",
    "ورحبت شركات النقل في المدينة {n} بالقرار، لكن نقابة العمال طلبت زيادة الأجور أيضا.",
)


def text_of(n: int | str) -> list[str]:
    """Paragraphs of an article of its own."""
    return [part.format(n=n) for part in _PARTS] + [
        f"وذكر مراسلنا {n}-{turn} أن السكان ينتظرون تفاصيل أخرى عن الخطة الجديدة قريبا جدا."
        for turn in range(6)
    ]


def page(n: int | str, title: str | None = None) -> str:
    body = "".join(f"<p>{part}</p>" for part in text_of(n))
    title = title or f"خفض أسعار الوقود في المدينة {n}"
    return (
        f"<html lang=ar><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
        "</article></body></html>"
    )


def item(
    n: int | str,
    url: str,
    *,
    title: str | None = None,
    whole: bool = False,
    at: datetime | None = NOW - timedelta(hours=1),
    summary: str = "خفضت الحكومة أسعار الوقود.",
) -> str:
    body = "".join(f"<p>{part}</p>" for part in text_of(n))
    content = f"<content:encoded>{escape(body)}</content:encoded>" if whole else ""
    date = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    return (
        f"<item><guid>{n}</guid><link>{escape(url)}</link>{date}"
        f"<title>{title or f'خفض أسعار الوقود في المدينة {n}'}</title>"
        f"<description>{escape(summary)}</description>{content}</item>"
    )


def rss(items: Sequence[str], title: str = "أخبار المدينة", head: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><language>ar</language>{head}{''.join(items)}</channel></rss>"
    ).encode()


def channel(name: str, posts: Sequence[str]) -> str:
    blocks = "".join(
        f'<div class="tgme_widget_message" data-post="{name}/{n}">'
        f'<div class="tgme_widget_message_text js-message_text">{post}</div>'
        f'<a class="tgme_widget_message_date"><time datetime="{NOW.isoformat()}"></time></a></div>'
        for n, post in enumerate(posts, 1)
    )
    return (
        '<html><body><div class="tgme_channel_info">'
        f'<div class="tgme_channel_info_header_title">قناة {name}</div></div>{blocks}</body></html>'
    )

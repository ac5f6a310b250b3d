"""A channel's preview page (t.me/s/NAME), marked up as Telegram marks its own."""

from __future__ import annotations

from collections.abc import Mapping

from bot.errors import NotFound
from bot.intake.asking import Fetches
from bot.sources.fetching.requests import Fetched, Request, Validators


def post(number: int, inside: str, *, kind: str = "", time: str = "", name: str = "akhbar") -> str:
    """One block of the page. `inside` is what stands in its bubble."""
    time = time or f"2026-11-22T0{number % 10}:00:00+00:00"
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="'
        f'tgme_widget_message text_not_supported_wrap {kind} js-widget_message" '
        f'data-post="{name}/{number}"><div class="tgme_widget_message_user"><a href="https://t.me/'
        f'{name}"><i class="tgme_widget_message_user_photo"></i></a></div>'
        '<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author">'
        f'<a class="tgme_widget_message_owner_name" href="https://t.me/{name}"><span dir="auto">'
        f"صحيفة المثال</span></a></div>{inside}"
        '<div class="tgme_widget_message_footer compact js-message_footer">'
        '<div class="tgme_widget_message_info short js-message_info">'
        '<span class="tgme_widget_message_views">1.2K</span>'
        '<span class="tgme_widget_message_meta">'
        f'<a class="tgme_widget_message_date" href="https://t.me/{name}/{number}">'
        f'<time datetime="{time}" class="time">10:00</time></a></span></div></div>'
        "</div></div></div>"
    )


def text(markup: str) -> str:
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{markup}</div>'


def photo(number: int, name: str = "akhbar") -> str:
    return (
        '<a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" '
        f"style=\"background-image:url('https://cdn.example/{number}.jpg')\" "
        f'href="https://t.me/{name}/{number}?single"></a>'
    )


def album(*numbers: int) -> str:
    return (
        '<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">'
        f'<div class="tgme_widget_message_grouped">{"".join(map(photo, numbers))}</div></div>'
    )


def forwarded(name: str, url: str | None) -> str:
    inner = (
        f'<a class="tgme_widget_message_forwarded_from_name" href="{url}"><span dir="auto">{name}'
        "</span></a>"
        if url
        else f'<span class="tgme_widget_message_forwarded_from_name">{name}</span>'
    )
    return (
        f'<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from {inner}</div>'
    )


def page(*posts: str, before: int | None = None, name: str = "akhbar") -> bytes:
    more = (
        '<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/'
        f'{name}?before={before}" class="tme_messages_more js-messages_more" '
        f'data-before="{before}"></a></div>'
        if before
        else ""
    )
    link = f'<link rel="prev" href="/s/{name}?before={before}">' if before else ""
    return (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>صحيفة المثال – Telegram</title>"
        f'<meta property="og:title" content="صحيفة المثال">{link}</head><body>'
        '<header class="tgme_header"><div class="tgme_channel_info"><div '
        'class="tgme_channel_info_header_title"><span dir="auto">صحيفة المثال</span></div></div>'
        f'</header><section class="tgme_channel_history js-message_history">{more}'
        f"{''.join(posts)}</section></body></html>"
    ).encode()


class TelegramSite:
    """Answers for t.me, which no test asks; other addresses are `others`' to ask."""

    def __init__(self, pages: Mapping[str, bytes], others: Fetches | None = None) -> None:
        self.pages = dict(pages)
        self.others = others
        self.asked: list[str] = []

    async def fetch(self, request: Request) -> Fetched:
        if not request.url.startswith("https://t.me/") and self.others is not None:
            return await self.others.fetch(request)
        self.asked.append(request.url)
        if request.url not in self.pages:
            raise NotFound("There is no page at this address (404).")
        data, html = self.pages[request.url], "text/html"
        return Fetched(request.url, 200, data, html, "utf-8", Validators(), None, None)

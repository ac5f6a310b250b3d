"""A link to one post of a public channel."""

from __future__ import annotations

import pytest

from bot.errors import EmptyDocument, NoSuchPost, PrivatePost
from bot.intake.pages import page
from bot.records import Link
from bot.sources.feeds.channel_post import PostLink, post_link
from tests.polling.feeds import text_of
from tests.sources.telegram_pages import TelegramSite, album, forwarded, photo, post, text
from tests.sources.telegram_pages import page as preview

POST = PostLink("akhbar", 5)


def words(n: int) -> str:
    return "<br><br>".join(text_of(n)[:4])


async def read(link: str, *posts: str, at: int = 0, url: str = POST.url):  # type: ignore[no-untyped-def]
    """The article at a link, of a channel with these posts on one of its pages."""
    site = TelegramSite({POST.pages[0]: preview(post(90, text("خبر آخر من اليوم")))})
    site.pages[POST.pages[at]] = preview(*posts)
    return await page(site, link), site


@pytest.mark.parametrize(
    "link",
    [
        "t.me/akhbar/5",
        "https://t.me/akhbar/5?single",
        "https://t.me/s/akhbar/5",
        "http://telegram.me/akhbar/5/",
        "https://akhbar.t.me/5",
        "https://www.t.me/akhbar/5?comment=7#x",
    ],
)
async def test_a_post_is_read_with_channel_time_and_link(link: str) -> None:
    posts = (post(4, text(words(4))), post(5, text(words(5))), post(6, text(words(6))))
    found, site = await read(link, *posts)
    article = found.article
    assert [each.text for each in article.paragraphs][-1] == text_of(5)[3]
    assert (article.outlet, article.url) == ("صحيفة المثال", POST.url)
    assert str(article.published.day) == "2026-11-22"
    assert article.published.clock.hour == 5
    assert found.links == (POST.url,)
    assert site.asked == [POST.pages[0]]


async def test_a_post_that_its_own_page_does_not_show_is_looked_for_before_the_next() -> None:
    found, site = await read(POST.url, post(5, text(words(5))), at=1)
    assert found.article.url == POST.url
    assert site.asked == list(POST.pages)


async def test_a_picture_of_an_album_is_the_albums_post_and_another_number_is_not() -> None:
    posts = (post(3, album(3, 4, 5) + text(words(3))), post(7, text(words(7))))
    found, _ = await read("https://t.me/akhbar/5?single", *posts)
    assert found.article.url == "https://t.me/akhbar/3"
    with pytest.raises(NoSuchPost):
        await read(POST.url, post(3, album(3, 4) + text(words(3))), post(6, text(words(6))))


async def test_a_posts_links_and_whose_post_it_repeats_are_kept_but_no_persons_name() -> None:
    said = f'{words(5)} <a href="https://moe.example/x">المصدر</a> <a href="?q=%23غاز">#غاز</a>'
    found, _ = await read(POST.url, post(5, forwarded("قناة", "https://t.me/other/9") + text(said)))
    assert found.article.links == (Link("المصدر", "https://moe.example/x"),)
    assert found.article.notes == ("Forwarded from a post of قناة",)
    found, _ = await read(POST.url, post(5, forwarded("فلان", None) + text(words(5))))
    assert "فلان" not in repr(found.article)


async def test_why_a_post_cannot_be_read() -> None:
    with pytest.raises(EmptyDocument, match="a picture without words"):
        await read(POST.url, post(5, photo(5)))
    with pytest.raises(NoSuchPost, match="no such post"):
        await read(POST.url, post(4, text(words(4))))
    with pytest.raises(NoSuchPost, match="@nobody is no public channel"):
        await page(TelegramSite({}), "https://t.me/nobody/5")
    for private in ("https://t.me/c/1234567/5", "t.me/c/12/3/5?single", "https://t.me/+AbC-d"):
        site = TelegramSite({})
        with pytest.raises(PrivatePost, match="Forward the post"):
            await page(site, private)
        assert not site.asked


def test_other_addresses_are_no_posts() -> None:
    for other in (
        "https://t.me/akhbar",
        "https://t.me/s/akhbar?before=5",
        "https://t.me/share/5",
        "https://t.me/abc/5",
        "https://example.com/t.me/akhbar/5",
        "https://t.me/akhbar/5/x",
        "https://evil-t.me/akhbar/5",
    ):
        assert post_link(other) is None, other

"""What a reader's browser makes of the pages: seen, pressed, typed, printed, attacked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.browser.conftest import Site
from tests.browser.hostile_digest import OVERRIDE

PAGES = ("index.html", "d.html", "d-1.html", "hostile.html", "hostile-1.html")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LIT = "rgb(217, 232, 251)"
SEARCH = "input[name=q]"


@contextmanager
def opened(browser: Any, **options: Any) -> Iterator[Any]:
    context = browser.new_context(**{"viewport": PHONE, "color_scheme": "light", **options})
    context.set_default_timeout(10_000)
    try:
        yield context.new_page()
    finally:
        context.close()


def colour(found: Any) -> str:
    return str(found.evaluate("each => getComputedStyle(each).backgroundColor"))


def open_all(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def test_no_page_has_a_fault_that_axe_finds_or_scrolls_sideways(browser: Any, site: Site) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(browser) as page:
        for name in PAGES:
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(PHONE)
            page.goto(f"{site.served}/{name}")
            open_all(page)
            assert faults(axe.run(page)) == [], name
            # Only the colours are others in the dark.
            page.emulate_media(color_scheme="dark")
            assert faults(axe.run(page, options={"runOnly": ["color-contrast"]})) == [], name
            for size in (PHONE, DESKTOP):
                page.set_viewport_size(size)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= size["width"], (name, size)


def faults(found: Any) -> list[Any]:
    return [(v["id"], [n["html"] for n in v["nodes"]][:2]) for v in found.response["violations"]]


def test_nothing_of_an_article_runs_is_loaded_or_turned_round(browser: Any, site: Site) -> None:
    with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for name in ("hostile.html", "hostile-1.html", "index.html"):
            page.goto(f"{site.static}/{name}")
            open_all(page)
            page.mouse.move(100, 300)
            assert page.evaluate("window.hit") is None
            assert page.locator("img, svg, iframe, body[onload]").count() == 0
            links = page.evaluate("[...document.links].map(each => each.protocol)")
            assert set(links) == {"http:"}
            assert OVERRIDE not in page.inner_text("body")
        assert all(each.startswith(site.static) for each in asked)
        page.goto(f"{site.static}/hostile.html")
        assert "<script>window.hit = 1</script>" in page.inner_text("h2 >> nth=0")


@pytest.mark.parametrize("host", ["served", "static"])
def test_a_script_that_got_in_all_the_same_does_not_run(
    browser: Any, site: Site, host: str
) -> None:
    whole = (site.folder / "d.html").read_text("utf-8")
    evil = "<script>window.hit = 1</script><b id=b onclick='window.hit = 2'>b</b>"
    (site.folder / "injected.html").write_text(whole.replace("<main", f"{evil}<main"), "utf-8")
    with opened(browser) as page:
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto(f"{getattr(site, host)}/injected.html")
        page.click("#b")
        assert page.evaluate("window.hit") is None
        assert any("Content Security Policy" in each for each in told)


def test_a_sentence_and_its_arabic_light_together_without_scripts(browser: Any, site: Site) -> None:
    with opened(browser, viewport=DESKTOP, java_script_enabled=False) as page:
        page.goto(f"{site.served}/d-1.html")
        row = page.locator("article.report .row", has=page.locator(".en .s0")).first
        english, arabic = row.locator(".en .s0"), row.locator(".ar .s0")
        page.mouse.move(0, 0)
        assert colour(arabic) != LIT
        english.hover()
        assert (colour(english), colour(arabic)) == (LIT, LIT)
        arabic.hover()
        assert colour(english) == LIT
        left, right = english.bounding_box(), arabic.bounding_box()
        assert left["x"] + left["width"] <= right["x"]


def test_on_a_phone_a_tap_lights_both(browser: Any, site: Site) -> None:
    with opened(browser, has_touch=True, is_mobile=True) as page:
        page.goto(f"{site.served}/d-1.html")
        row = page.locator("article.report .row", has=page.locator(".en .s0")).first
        row.locator(".en .s0").tap()
        assert colour(row.locator(".ar .s0")) == LIT


def test_the_keyboard_alone_reads_a_digest(browser: Any, site: Site) -> None:
    def focused() -> Any:
        return page.evaluate_handle("document.activeElement").as_element()

    with opened(browser) as page:
        page.goto(f"{site.served}/d.html")
        page.keyboard.press("Tab")
        assert focused().inner_text() == "Skip to the text"
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        for _ in range(40):
            page.keyboard.press("Tab")
            if focused().evaluate("each => each.tagName") == "SUMMARY":
                break
        page.keyboard.press("Enter")
        assert focused().evaluate("each => each.parentElement.open")
        page.keyboard.press("Tab")
        sentence = focused()
        assert "s0" in sentence.get_attribute("class")
        counterpart = sentence.evaluate_handle("e => e.closest('.row').querySelector('.ar .s0')")
        assert colour(counterpart.as_element()) == LIT
        assert sentence.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"


def test_without_scripts_points_open_and_the_server_searches(browser: Any, site: Site) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{site.served}/d.html")
        first = page.locator("details.evidence").first
        assert not first.locator(".row").first.is_visible()
        first.locator("summary").click()
        assert first.locator(".row").first.is_visible()
        page.click("nav a")
        page.fill(SEARCH, "muscat")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=muscat")
        assert page.locator(".found a").count() >= 1
        page.locator(".found a").first.click()
        assert "Muscat" in page.inner_text("main")


def test_on_a_host_of_files_a_script_searches(browser: Any, site: Site) -> None:
    with opened(browser) as page:
        page.goto(f"{site.static}/index.html")
        for asked, said in (("muscat", "1 story"), ("nowhere", "0 stories"), ("مسقط", "1 story")):
            page.fill(SEARCH, asked)
            page.keyboard.press("Enter")
            page.locator("#said", has_text=said).wait_for()
            assert page.locator("#found li").count() == int(said[0])
        # What an article says is text there too.
        page.fill(SEARCH, "evil")
        page.keyboard.press("Enter")
        page.locator("#found li", has_text="<script>window.hit = 1</script>").wait_for()
        assert page.evaluate("window.hit") is None
        assert page.locator("#found script").count() == 0


def test_print_leaves_the_frame_out_and_keeps_the_marks(browser: Any, site: Site) -> None:
    with opened(browser, color_scheme="dark") as page:
        page.goto(f"{site.served}/d.html")
        page.emulate_media(media="print")
        assert not page.locator("nav").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
            "rgb(255, 255, 255)",
            "rgba(0, 0, 0, 0)",
        )
        assert page.locator("p.unverified .sign").first.is_visible()
        assert page.pdf()[:5] == b"%PDF-"

"""The reading room in a real browser: read by keyboard and on a phone, and nothing escapes from it."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.reading_room import HOSTILE, fill, serving

PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STORIES = {"ferry": 1, "arabic": 2, "hostile": 6}
"""The numbers of the stories, as they are filed."""
TABS = ("", "/changes", "/elsewhere", "/removed", "/original")
PAGES = ("/", "/search?q=harbour", "/search?q=%22", "/nowhere", *(f"/story/{STORIES['ferry']}{tab}" for tab in TABS))


@pytest.fixture(scope="module")
def stranger() -> Iterator[socket.socket]:
    """A server that nothing may connect to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture(scope="module")
def address(stranger: socket.socket, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = tmp_path_factory.mktemp("browser") / "news.db"
    fill(database, f"http://127.0.0.1:{stranger.getsockname()[1]}")
    with serving(database) as (address, _):
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Debian's chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])  # root in CI
        yield opened
        opened.close()


class Desk:
    """A page in the browser, with what it complained of and what it asked elsewhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.asked_elsewhere: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:")):
            self.asked_elsewhere.append(url)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Desk]:
    context = browser.new_context(viewport=PHONE, color_scheme=request.param, has_touch=True)  # type: ignore[arg-type]
    yield Desk(context.new_page(), address)
    context.close()


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Desk]:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]
    yield Desk(context.new_page(), address)
    context.close()


def test_pages_fit_a_phone_and_break_no_rule_of_accessibility(phone: Desk) -> None:
    for path in PAGES:
        page = phone.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        found = Axe().run(page, options={"iframes": False})
        assert not found.response["violations"], f"{path}\n{found.generate_report()}"
    assert not [line for line in phone.complaints if "status of 40" not in line]  # the 404 and 400 that were asked for
    assert not phone.asked_elsewhere


def test_a_reader_needs_no_mouse(desk: Desk) -> None:
    page = desk.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("dredger")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dredger")
    assert page.locator("mark").first.text_content() == "dredger"
    page.locator("main h3 a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/story/*")
    page.get_by_role("link", name="Removed").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/removed")
    page.locator("details.taken-run summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("Ferries").is_visible()
    assert not desk.complaints


def test_right_to_left_is_set_from_the_right(desk: Desk) -> None:
    page = desk.open(f"/story/{STORIES['arabic']}")
    assert page.locator(".text p").first.evaluate("each => getComputedStyle(each).direction") == "rtl"
    box = page.locator("h1").evaluate(
        "each => { const range = document.createRange(); range.selectNodeContents(each); "
        "return [range.getBoundingClientRect().right, each.getBoundingClientRect().right] }"
    )
    assert abs(box[0] - box[1]) < 2


def test_hostile_stories_do_nothing(desk: Desk, stranger: socket.socket) -> None:
    for path in ("/", "/search?q=owned", *(f"/story/{STORIES['hostile']}{tab}" for tab in TABS[:-1])):
        page = desk.open(path)
        assert HOSTILE in (page.locator("main").text_content() or ""), path
        assert page.title() != "owned"
        assert not page.locator("main script, main img").count()
    assert not desk.complaints
    assert not desk.asked_elsewhere
    assert _nothing_came(stranger)


def test_the_archived_page_is_shown_and_is_dead(desk: Desk, stranger: socket.socket) -> None:
    page = desk.open(f"/story/{STORIES['hostile']}/original")
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").text_content() == "Fähre"
    assert frame.locator("h1").evaluate("each => getComputedStyle(each).color") == "rgb(1, 2, 3)"
    page.wait_for_timeout(500)  # for what runs late
    assert page.title().startswith("<script>")  # the headline, not what the page would have made of it
    assert _nothing_came(stranger)
    source = page.locator("iframe").get_attribute("src") or ""
    page = desk.open(source)
    page.wait_for_timeout(500)
    assert page.title() == "raw"
    assert page.url.endswith(source)
    assert _nothing_came(stranger)


def test_the_policy_blocks_what_gets_onto_a_page(desk: Desk, stranger: socket.socket) -> None:
    elsewhere = f"http://127.0.0.1:{stranger.getsockname()[1]}"
    for path in ("/", "/archive", "/archive/articles"):
        page = desk.open(path)
        page.evaluate(
            """elsewhere => {
              window.blocked = [];
              document.addEventListener("securitypolicyviolation", event => blocked.push(event.effectiveDirective));
              const script = document.createElement("script");
              script.textContent = "window.owned = true";
              const picture = document.createElement("img");
              picture.src = elsewhere + "/pixel.gif";
              document.body.append(script, picture);
              const button = document.createElement("button");
              button.setAttribute("onclick", "window.owned = true");
              document.body.append(button);
              button.click();
            }""",
            elsewhere,
        )
        page.wait_for_function("blocked.length >= 3")
        assert page.evaluate("window.owned") is None, path
    assert _nothing_came(stranger)


def test_datasettes_own_pages_work_under_the_policy(desk: Desk) -> None:
    page = desk.open("/archive")
    page.locator(".CodeMirror").wait_for()
    page.get_by_role("button", name="Format SQL").click()
    page.get_by_role("button", name="Run SQL").click()
    page.wait_for_url("**/archive?sql=*")
    page.goto(f"{desk.address}/archive/articles")
    page.get_by_role("link", name="Ferry sails again on Monday").first.click()
    page.wait_for_url("**/story/1")
    assert not desk.complaints
    assert not desk.asked_elsewhere


def test_a_link_of_the_archived_page_leads_nowhere_in_its_frame(desk: Desk, stranger: socket.socket) -> None:
    page = desk.open(f"/story/{STORIES['hostile']}/original")
    page.frame_locator("iframe").locator("#away").click()
    page.wait_for_timeout(500)
    assert page.url.endswith("/original")
    assert not [frame.url for frame in page.frames if "/link" in frame.url]
    while not _nothing_came(stranger):
        pass  # browsers connect as soon as the mouse is down, and look at the policy then


def _nothing_came(stranger: socket.socket) -> bool:
    try:
        stranger.accept()[0].close()
    except BlockingIOError:
        return True
    return False

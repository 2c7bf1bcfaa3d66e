"""A page is read in the encoding it is in, whatever is said of it."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE

import pytest

from crawler.fetch.sniffing import kind_of
from extractors.page.parsing import decode, parse
from tests.discovering import discover
from tests.servers import Answer, serving

TEXTS = {
    "cp1251": "Совет города проголосовал во вторник за закрытие старого моста на ремонт.",
    "cp1252": "Le conseil a décidé de fermer le pont « jusqu’au printemps », où l’on passe à pied.",
    "euc_kr": "시의회는 화요일 오래된 다리를 봄까지 폐쇄하고 수리하기로 결정했다. 교각에서 균열이 발견되었기 때문이다.",
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("said", ["utf-8", None])
def test_a_wrong_charset_does_not_cost_the_text(encoding: str, said: str | None) -> None:
    page = f"<html><head><meta charset='utf-8'></head><body><p>{TEXTS[encoding] * 5}</p></body></html>"
    assert TEXTS[encoding] in decode(page.encode(encoding, "xmlcharrefreplace"), said)


def test_a_page_that_says_better_than_its_header_is_believed() -> None:
    page = f"<html><head><meta charset='windows-1251'></head><body><p>{TEXTS['cp1251']}</p></body></html>"
    assert TEXTS["cp1251"] in decode(page.encode("cp1251"), "utf-8")


@pytest.mark.parametrize("said", ["iso-8859-1", "windows-1251", "gb2312"])
def test_utf8_is_read_as_such_whatever_the_server_says(said: str) -> None:
    page = f"<html><head><meta charset='{said}'></head><body><p>{TEXTS['cp1252']}</p></body></html>"
    assert TEXTS["cp1252"] in decode(page.encode(), said)
    assert TEXTS["cp1252"] in decode(page.encode())


def test_a_few_bytes_that_might_be_utf8_are_read_as_the_page_says() -> None:
    page = "<html><head><meta charset='gbk'></head><body><p>模拢</p></body></html>"
    assert page.encode("gbk").decode() != page  # the bytes of both characters happen to be valid in UTF-8
    assert decode(page.encode("gbk")) == page


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    body = f"<p>{TEXTS['cp1251']}</p>".encode() + b"\xd0 and so on"
    assert TEXTS["cp1251"] in decode(body, "utf-8")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_without_a_byte_order_mark(encoding: str) -> None:
    page = "\n<!doctype html><title>Fähre</title><p>Die Fähre fährt über den Fluß. Мост закрыт.</p>"
    assert kind_of(page.encode(encoding), "text/html") == "html"
    assert decode(page.encode(encoding), "iso-8859-1") == page


@pytest.mark.parametrize(
    "said", ["utf-16", "utf-16-le", "utf-32", "cp037", "utf-7", "hz", "punycode", "unicode_escape", "idna"]
)
def test_an_encoding_in_which_letters_are_no_letters_is_not_meant_by_a_page_in_ascii(said: str) -> None:
    page = "<!doctype html><head>{}</head><p>C+- and C+AGE-, ~{{VP~}}, C:\\u0041: the last - of it</p>"
    assert decode(page.format("").encode(), said) == page.format("")
    told = page.format(f"<meta charset='{said}'>")
    assert decode(told.encode(), said) == told
    assert decode(told.encode()) == told


@pytest.mark.parametrize("mark", [BOM_UTF16_LE, BOM_UTF16_BE])
def test_a_byte_order_mark_before_a_page_of_other_bytes_is_none(mark: bytes) -> None:
    page = f"<!doctype html><p>{TEXTS['cp1252']}</p>"
    assert decode(mark + page.encode("cp1252")) == page
    assert decode(mark + page.encode(), "utf-16") == page


def test_half_a_surrogate_pair_costs_a_page_in_utf16_one_character() -> None:
    page = "<!doctype html><p>The ferry sails \ud83d again.</p>"
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert "The ferry sails \ufffd again." in decode(page.encode(encoding, "surrogatepass"))


def test_surrogates_in_utf8_are_the_characters_that_they_stand_for() -> None:
    page = "<!doctype html><meta charset=utf-8><p>“The ferry” sails \ud83d\ude00 again \ud83d, at six.</p>"
    assert "<p>“The ferry” sails \U0001f600 again \ufffd, at six.</p>" in decode(page.encode("utf-8", "surrogatepass"))
    assert "“The ferry” sails" in str(parse(page.encode("utf-8", "surrogatepass")).tree.text_content())


def test_tens_of_thousands_of_blanks_before_it_make_no_page_empty() -> None:
    page = b" \r\n" * 100_000 + b"<!doctype html><p>The ferry sails again.</p>"
    assert kind_of(page, "text/html") == "html"
    assert kind_of(bytes(200_000), "text/html") == "empty"
    assert "The ferry sails again." in str(parse(page).tree.text_content())


def test_null_bytes_make_no_page_a_binary() -> None:
    page = b"<!doctype\0 html><p>The ferry sails\0 again.</p>"
    assert kind_of(page, "text/html") == "html"
    assert "The ferry sails again." in str(parse(page).tree.text_content())


LETTERS = {
    "es": ("cp1252", "A nadie en el muelle le importó que el año pasado llegara más tarde la señal."),
    "de": ("cp1252", "Niemand störte sich daran, dass die Fähre schließlich vierzig Minuten später kam."),
    "cs": ("cp1250", "Na molu nikomu nevadilo, že přívoz měl zpoždění. Koupili jsme kávu u muže s modrou dodávkou."),
    "ru": ("koi8-r", "Никого на причале не смущало, что паром опоздал на сорок минут."),
    "ja": ("shift_jis", "埠頭では、フェリーが四十分遅れていることを誰も気にしていなかった。"),
}


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("script", [0, 30_000])
def test_an_encoding_that_nothing_tells_is_guessed_by_language_and_letters(language: str, script: int) -> None:
    encoding, text = LETTERS[language]
    head = f"<html lang='{language}'><head><script>{'x();' * (script // 4)}</script></head>"
    page = f"{head}<body><p>{text}</p><p>{text}</p></body></html>"
    assert text in decode(page.encode(encoding), "utf-8")
    assert text in decode(page.replace(f" lang='{language}'", "").encode(encoding))


def test_quotation_marks_alone_are_those_of_the_west() -> None:
    page = "<html><body><p>“The ferry,” she said, “isn’t late – it’s gone.”</p></body></html>"
    assert "“isn’t late – it’s gone.”" in decode(page.encode("cp1252"), "utf-8")


def test_a_query_is_asked_for_in_the_encoding_of_the_page_that_links_to_it() -> None:
    page = "<meta charset=iso-8859-2><a href='/story.php?name=řeka&id=7'>x</a><a href='/2024/05/škola/'>y</a>"
    with serving({"/": Answer(page.encode("iso-8859-2"), content_type="text/html")}) as site:
        found = {each.url.removeprefix(site.url) for each in discover(site.url)[0]}
    assert found == {"/story.php?name=%F8eka&id=7", "/2024/05/%C5%A1kola/"}

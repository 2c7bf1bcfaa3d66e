"""A post that stands in its page as it was typed: paragraphs that empty lines part, amid the lines of a board."""

from __future__ import annotations

from extractors import extract
from extractors.page.parsing import parse
from extractors.page.segmenting import segment

SAID = ("巷口有一隻貓，每天坐在同一台機車上。", "車主說他不敢騎走，只好搭公車上班。", "今天貓不在，機車也不在。")
BOARD = (
    "<html><head><title>[心得] 巷口的貓 - 看板 cat</title></head><body><div id='main'>"
    "<div><span>作者</span><span>rainday (下雨天)</span></div><div><span>看板</span><span>cat</span></div>"
    "<div><span>標題</span><span>[心得] 巷口的貓</span></div>"
    "<div><span>時間</span><span>Tue Nov  7 04:26:38 2017</span></div>"
    "\n%s\n\n--\n<span>※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 114.24.0.0\n</span>"
    "<div class='push'><span>推 </span><span>meow</span><span>: 可愛</span><span> 11/07 04:30</span></div>"
    "</div></body></html>"
)


def test_the_paragraphs_of_a_board_are_its_post_and_its_lines_are_not() -> None:
    article = extract(BOARD % "\n\n".join(SAID))
    assert article.paragraphs == SAID
    assert (article.byline, str(article.published_at)[:10]) == (("rainday",), "2017-11-07")


def test_the_signature_of_a_board_below_a_post_goes_and_a_line_with_its_mark_stays() -> None:
    page = "<title>鴨子</title><article><h1>鴨子</h1><div>{}</div></article>"
    signed = page.format("<br><br>".join((*SAID, "--<br>※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 1.160.0.0")))
    assert extract(signed).paragraphs == SAID
    noted = page.format("".join(f"<p>{said}</p>" for said in (*SAID, "※ 貓後來回來了。")))
    assert extract(noted).paragraphs == (*SAID, "※ 貓後來回來了。")


def test_empty_lines_part_what_is_typed_amid_boxes_and_not_what_stands_alone_in_one() -> None:
    typed = "One evening it rained.\n\nThe cat stayed.\n  It slept.\n\nIn the morning it was gone."
    blocks, _ = segment(parse(f"<div><div>July</div>{typed}</div><p>{typed}</p><div>{typed}</div>", None).tree)
    parts = ["One evening it rained.", "The cat stayed.\nIt slept.", "In the morning it was gone."]
    flowing = " ".join(" ".join(parts).split())
    assert [block.text for block in blocks] == ["July", *parts, flowing, flowing]

"""Reads the comments that a WordPress REST interface hands out, and sets them as WordPress's themes do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from crawler.discovery.documents import decoded
from crawler.discovery.wrapping import balanced

DEEPEST = 999
"""Answers to answers that are told apart."""

Remark = Mapping[str, Any]


def read_remarks(body: bytes) -> list[Remark]:
    """The comments of an answer: what is none, and what another site says of a post, left out."""
    told = decoded(body)
    return [each for each in told if _is_remark(each)] if isinstance(told, list) else []


def set_remarks(remarks: Sequence[Remark]) -> str:
    """The comments on one post as a list in HTML, each answer below what it answers, with its depth."""
    answers = dict[int, list[Remark]]()
    known = {remark["id"] for remark in remarks}
    for remark in remarks:
        parent = remark["parent"]
        # What answers a comment that is not there, or a later one, answers nobody: so no circle can come about.
        answers.setdefault(parent if parent in known and parent < remark["id"] else 0, []).append(remark)
    pieces, waiting = list[str](), [(remark, 1) for remark in reversed(answers.get(0, []))]
    while waiting:
        remark, depth = waiting.pop()
        pieces.append(_set(remark, min(depth, DEEPEST)))
        waiting += [(answer, depth + 1) for answer in reversed(answers.get(remark["id"], []))]
    return f'<ol class="comment-list">{"".join(pieces)}</ol>' if pieces else ""


def _set(remark: Remark, depth: int) -> str:
    author, said = escape(remark["author_name"]), balanced(remark["content"]["rendered"]) or ""
    return (
        f'<li id="comment-{remark["id"]}" class="comment depth-{depth}"><b class="fn">{author}</b>'
        f'<time datetime="{escape(remark["date_gmt"])}Z"></time><div class="comment-content">{said}</div></li>'
    )


def _is_remark(each: object) -> bool:
    if not isinstance(each, dict) or each.get("type") != "comment" or not isinstance(each.get("content"), dict):
        return False
    numbers = [each.get(name) for name in ("id", "post", "parent")]
    words = [each.get("author_name"), each.get("date_gmt"), each["content"].get("rendered")]
    return all(type(number) is int for number in numbers) and all(isinstance(word, str) for word in words)

"""The parts of a post: the markup that WordPress's two editors save, and the words that a reader sees."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

CLASSIC_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a post. ``block`` is what the block editor saves, ``classic`` what the classic editor does.

    ``paragraphs`` and ``captions`` are what a reader sees of it. Pictures are referred to as
    ``%image-N-url%`` and ``%image-N-id%``, to be filled in when WordPress knows them.
    """

    block: str
    classic: str
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    breaks_page: bool = False


def paragraph(text: str, markup: str | None = None) -> Block:
    """Return a paragraph that reads ``text``; ``markup`` is its inline HTML if that is more than the text."""
    html = markup or escape(text, quote=False).replace("\n", "<br>")
    # The classic editor keeps line breaks as such and leaves the <br> to WordPress.
    classic = markup or escape(text, quote=False)
    return Block(_wrap("paragraph", f"<p>{html}</p>"), classic, (text,))


def linked_paragraph(text: str, words: slice, tag: str) -> Block:
    """Return a paragraph in which the ``words`` are set in ``tag``: a link, emphasis."""
    parts = escape(text, quote=False).split(" ")
    attribute = ' href="https://example.org/source"' if tag == "a" else ""
    parts[words] = [f"<{tag}{attribute}>{' '.join(parts[words])}</{tag}>"]
    return paragraph(text, " ".join(parts))


def heading(text: str) -> Block:
    """Return a crosshead."""
    html = f"<h2>{escape(text, quote=False)}</h2>"
    return Block(_wrap("heading", html), html, (text,))


def bullets(items: Sequence[str], *, ordered: bool = False) -> Block:
    """Return a list with a paragraph for each item."""
    tag = "ol" if ordered else "ul"
    escaped = [escape(item, quote=False) for item in items]
    inner = "".join(_wrap("list-item", f"<li>{item}</li>") for item in escaped)
    plain = f"<{tag}>\n" + "\n".join(f"<li>{item}</li>" for item in escaped) + f"\n</{tag}>"
    options: dict[str, object] | None = {"ordered": True} if ordered else None
    return Block(_wrap("list", f"<{tag}>{inner}</{tag}>", options), plain, tuple(items))


def table(rows: Sequence[Sequence[str]]) -> Block:
    """Return a table whose first row is its head; each row reads as a paragraph, ``|`` between its cells."""
    head, *body = [[escape(cell, quote=False) for cell in row] for row in rows]
    cells = "<tr>" + "".join(f"<th>{cell}</th>" for cell in head) + "</tr>"
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    html = f"<table><thead>{cells}</thead><tbody>{lines}</tbody></table>"
    block = _wrap("table", f'<figure class="wp-block-table">{html}</figure>')
    return Block(block, html, tuple(" | ".join(row) for row in rows))


def quotation(paragraphs: Sequence[str], source: str) -> Block:
    """Return a block quotation and, as its last paragraph, who said it."""
    inner = "".join(_wrap("paragraph", f"<p>{escape(text, quote=False)}</p>") for text in paragraphs)
    cite = f"<cite>{escape(source, quote=False)}</cite>"
    block = _wrap("quote", f'<blockquote class="wp-block-quote">{inner}{cite}</blockquote>')
    plain = f"<blockquote>{CLASSIC_BREAK.join(escape(text, quote=False) for text in paragraphs)}"
    return Block(block, f"{plain}{CLASSIC_BREAK}{cite}</blockquote>", (*paragraphs, source))


def code(text: str) -> Block:
    """Return a block of program text that keeps its lines and indentation."""
    html = escape(text, quote=False)
    block = _wrap("code", f'<pre class="wp-block-code"><code>{html}</code></pre>')
    return Block(block, f"<pre>{html}</pre>", (text,))


def image(number: int, caption: str = "") -> Block:
    """Return the picture ``number``, with a caption or without."""
    img = f'<img src="%image-{number}-url%" alt="" class="wp-image-%image-{number}-id%"/>'
    words = f'<figcaption class="wp-element-caption">{escape(caption, quote=False)}</figcaption>' if caption else ""
    block = _wrap("image", f'<figure class="wp-block-image size-full">{img}{words}</figure>', {"sizeSlug": "full"})
    frame = f'id="attachment_%image-{number}-id%" align="alignnone" width="320"'
    classic = f"[caption {frame}]{img} {escape(caption, quote=False)}[/caption]" if caption else img
    return Block(block, classic, captions=(caption,) if caption else ())


def gallery(numbers: Sequence[int]) -> Block:
    """Return a gallery of pictures without captions."""
    figures = "".join(image(number).block for number in numbers)
    html = f'<figure class="wp-block-gallery has-nested-images columns-default is-cropped">{figures}</figure>'
    ids = ",".join(f"%image-{number}-id%" for number in numbers)
    return Block(_wrap("gallery", html, {"linkTo": "none"}), f'[gallery ids="{ids}"]')


def more_tag() -> Block:
    """Return the mark up to which front pages show the post; a reader of the post does not see it."""
    return Block(_wrap("more", "<!--more-->"), "<!--more-->")


def page_break() -> Block:
    """Return the end of one page of a post and the beginning of the next."""
    return Block(_wrap("nextpage", "<!--nextpage-->"), "<!--nextpage-->", breaks_page=True)


def content(blocks: Sequence[Block], editor: str) -> str:
    """Return the post's content as ``editor`` (``block`` or ``classic``) would save it."""
    return CLASSIC_BREAK.join(block.block if editor == "block" else block.classic for block in blocks)


def pages(blocks: Sequence[Block]) -> list[list[str]]:
    """Return the paragraphs of each page that the blocks make."""
    sheets: list[list[str]] = [[]]
    for block in blocks:
        if block.breaks_page:
            sheets.append([])
        sheets[-1].extend(block.paragraphs)
    return sheets


def _wrap(name: str, html: str, options: dict[str, object] | None = None) -> str:
    settings = f" {json.dumps(options)}" if options else ""
    return f"<!-- wp:{name}{settings} -->\n{html}\n<!-- /wp:{name} -->"

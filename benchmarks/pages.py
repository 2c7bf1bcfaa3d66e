"""A thousand news pages of real size, written by a seed: 60 to 100 kB each, as WordPress.com serves them."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.theme import Blog, Comment, Story, render, sitemap, slug

FIRST = datetime(2019, 3, 4, 6, 30, tzinfo=UTC)

WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def site(address: str, count: int = 1000, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield pages, sitemap and robots.txt as (path below the root, text); equal for equal arguments."""
    paper = blog(address, seed)
    stories = [story(number, random.Random(f"{seed}/{number}")) for number in range(count)]
    for index, each in enumerate(stories):
        others = [stories[(index + step) % count] for step in range(1, min(25, count))]
        yield f"{each.path.lstrip('/')}index.html", render(paper, each, others)
    yield "sitemap.xml", sitemap(paper, stories)
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {address}/sitemap.xml\n"


def write(folder: Path, address: str, count: int = 1000) -> list[str]:
    """Write the site below ``folder`` and return the addresses of its stories."""
    addresses = []
    for path, text in site(address, count):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        if path.endswith("index.html"):
            addresses.append(f"{address}/{path.removesuffix('index.html')}")
    return addresses


def blog(address: str, seed: int = 1) -> Blog:
    """The blog that the pages are of, with what WordPress puts inline: equal for equal arguments."""
    chance = random.Random(seed)
    menu, styles = tuple(WORDS["sections"]), _stylesheet(chance)
    return Blog(address, "The Bench Courier", "Set in type by a seed", menu, styles, _scripts(chance))


def story(number: int, chance: random.Random) -> Story:
    """The story of that number, in words by ``chance``."""
    headline = _sentence(chance).rstrip(".").capitalize()
    published = FIRST + timedelta(hours=11 * number)
    return Story(
        number=number + 1,
        path=f"/{published:%Y/%m/%d}/{slug(headline)[:60].strip('-')}-{number}/",
        headline=headline,
        byline=_word(chance, "names"),
        published_at=published,
        body="\n".join(_body(chance)),
        categories=tuple(chance.sample(WORDS["sections"], 2)),
        tags=tuple(chance.sample(WORDS["nouns"], 4)),
        comments=tuple(_comment(chance, published) for _ in range(chance.randint(0, 35))),
    )


def _body(chance: random.Random) -> Iterator[str]:
    """Yield a story's blocks: paragraphs, and now and then what else an editor puts between them."""
    for index in range(chance.randint(8, 32)):
        yield f"<p>{_paragraph(chance)}</p>"
        if index and chance.random() < 0.2:
            yield _interlude(chance)


def _interlude(chance: random.Random) -> str:
    match chance.randrange(4):
        case 0:
            return f"<h3>{_sentence(chance).rstrip('.')}</h3>"
        case 1:
            return f"<blockquote><p>{_paragraph(chance)}</p></blockquote>"
        case 2:
            return "<ul>\n" + "".join(f"<li>{_sentence(chance)}</li>\n" for _ in range(4)) + "</ul>"
        case _:
            source = f"/wp-content/uploads/{chance.randrange(9999)}.jpg"
            sizes = ", ".join(f"{source}?w={width} {width}w" for width in (150, 300, 768, 1024, 1536, 2048))
            return (
                f'<figure class="wp-block-image"><img src="{source}" srcset="{sizes}" alt="" />'
                f'<figcaption class="wp-element-caption">{_sentence(chance)}</figcaption></figure>'
            )


def _paragraph(chance: random.Random) -> str:
    sentences = [_sentence(chance) for _ in range(chance.randint(2, 6))]
    if chance.random() < 0.3:
        sentences.append(f"“{_sentence(chance).rstrip('.')},” said {_word(chance, 'names')}.")
    if chance.random() < 0.25:
        sentences[0] = f'<a href="/tag/{_word(chance, "nouns")}/">{sentences[0][:18]}</a>{sentences[0][18:]}'
    return " ".join(sentences)


def _sentence(chance: random.Random) -> str:
    parts = [f"The {_word(chance, 'qualities')} {_word(chance, 'nouns')} {_word(chance, 'verbs')}"]
    parts.append(f"the {_word(chance, 'qualities')} {_word(chance, 'nouns')}")
    if chance.random() < 0.6:
        parts.append(f"of the {_word(chance, 'nouns')}")
    parts.append(_word(chance, "adverbials"))
    return " ".join(parts) + "."


def _comment(chance: random.Random, published: datetime) -> Comment:
    said_at = published + timedelta(minutes=chance.randint(5, 5000))
    return Comment(_word(chance, "names"), said_at, " ".join(_sentence(chance) for _ in range(chance.randint(1, 5))))


def _stylesheet(chance: random.Random) -> str:
    """Return about 24 kB of rules: what a block theme's global styles weigh."""
    return "".join(
        f".wp-block-{_word(chance, 'nouns')}-{index}.has-{_word(chance, 'qualities')}-color "
        f"{{ color: var(--wp--preset--color--{_word(chance, 'nouns')}); "
        f"padding: {index % 9}px {index % 7}em; }}\n"
        for index in range(240)
    )


def _scripts(chance: random.Random) -> str:
    """Return about 10 kB of inline settings, as plugins leave them."""
    return "".join(
        f'var {_word(chance, "nouns")}_{index} = {{"ajaxurl":"/wp-admin/admin-ajax.php",'
        f'"nonce":"{chance.getrandbits(40):x}"}};\n'
        for index in range(110)
    )


def _word(chance: random.Random, kind: str) -> str:
    return chance.choice(WORDS[kind])

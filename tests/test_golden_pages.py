"""Golden pages: each directory of ``tests/cases/html`` holds a page and the article that it must give.

``pytest --update-cases`` composes the composed ones anew, with their truth, and writes for a page that was added by
hand (``page.html``, the first line a comment with its address if that matters) what extraction makes of it: read
the diff before you commit it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractors import Article, extract
from tests.pages.cases import composed_cases
from tests.pages.reading import unaccounted

FOLDER = Path(__file__).with_name("cases") / "html"
COMPOSED = composed_cases()
NAMES = sorted(COMPOSED.keys() | {path.parent.name for path in FOLDER.glob("*/page.html")})
ADDRESS = re.compile(r"<!-- (https?://\S+) -->")


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_page_gives_its_article_and_accounts_for_every_word(name: str, update_cases: bool) -> None:
    case = FOLDER / name
    if update_cases:
        _update(case)
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    article = _read(case)
    assert {field: found for field, found in _as_json(article).items() if field in expected} == expected
    if article.outcome in {"article", "media", "paywalled"}:
        assert unaccounted((case / "page.html").read_text("utf-8"), article) == []


@pytest.mark.parametrize("name", COMPOSED)
def test_a_composed_page_is_kept_as_it_is_composed(name: str) -> None:
    assert (FOLDER / name / "page.html").read_text("utf-8") == _with_address(name), "run pytest --update-cases"


def _read(case: Path) -> Article:
    page = (case / "page.html").read_text("utf-8")
    address = ADDRESS.match(page)
    return extract(page, address and address[1])


def _update(case: Path) -> None:
    case.mkdir(parents=True, exist_ok=True)
    if case.name in COMPOSED:
        (case / "page.html").write_text(_with_address(case.name), "utf-8")
        expected = COMPOSED[case.name].truth.as_json()
    else:
        expected = _as_json(_read(case))
    (case / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _with_address(name: str) -> str:
    return f"<!-- {COMPOSED[name].url} -->\n{COMPOSED[name].html}"


def _as_json(article: Article) -> dict[str, Any]:
    return {
        "headline": article.headline,
        "dek": article.dek,
        "byline": list(article.byline),
        "published_at": article.published_at and article.published_at.isoformat(),
        "modified_at": article.modified_at and article.modified_at.isoformat(),
        "paragraphs": list(article.paragraphs),
        "categories": list(article.categories),
        "tags": list(article.tags),
        "language": article.language,
        "outcome": str(article.outcome),
    }

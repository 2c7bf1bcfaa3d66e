"""Lists, notes and short texts with words of interfaces in them: they come back whole."""

from __future__ import annotations

import pytest

from extractors import clean_text

CHANGES = """\
## 2.1.0 - 2023-04-01

### Added
- `share` button: Share on Facebook, Copy link
- Cookie banner

### Fixed
- Published: the date was wrong
- Comments (2) no longer shown twice

## 2.0.0 - 2022-11-03

- Read more links"""

NOTES = """\
老周昨天收摊了。

关键词：伞、雨

那二十六把伞，他让街坊随便拿。"""


@pytest.mark.parametrize("text", [CHANGES, NOTES], ids=["changes of a program", "notes"])
def test_a_text_without_paragraphs_has_no_page_around_it(text: str) -> None:
    article = clean_text(text)
    assert (article.text.split(), article.removed) == (text.split(), ())


def test_a_sentence_about_a_sign_is_no_claim() -> None:
    text = "Police said on Friday that they had found the piano.\n\n© is a mark that few can read, he said in 1987"
    assert clean_text(text).text == text

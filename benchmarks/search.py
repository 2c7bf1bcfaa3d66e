"""``python -m benchmarks.search``: how much of what is there a search finds, by script and length of the word.

The stories are the sentences of the hand-made pages (``tests/pages/languages``), each in a database with the others of
its language. The words are all pieces of one to four characters (in Latin script: all words). A sentence is to be found
when it holds the piece (the word). Beside copydesk's index stand SQLite's two tokenizers, asked as their users ask.
"""

from __future__ import annotations

import sqlite3
import tempfile
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from crawler.archive.expressions import expression
from crawler.storage import Store

LANGUAGES = Path(__file__).resolve().parent.parent / "tests" / "pages" / "languages"
WITHOUT_SPACES = ("ko", "zh", "ja", "th")
WITH_SPACES = ("en", "de", "vi", "hi")
LENGTHS = (1, 2, 3, 4)

Finder = Callable[[str], set[int]]


@dataclass
class Score:
    """How many of the sentences that hold the words were found, and how many were found that do not."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[int], wanted: set[int]) -> None:
        """Count one word's answer."""
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def __str__(self) -> str:
        """Recall and precision in per cent."""
        recall = 100 * self.right / max(1, self.wanted)
        return f"{recall:5.1f} / {100 * self.right / self.found:5.1f}" if self.found else f"{recall:5.1f} /     –"


def sentences(language: str) -> list[str]:
    """The sentences of the language's page, each once."""
    page = tomllib.loads((LANGUAGES / f"{language}.toml").read_text(encoding="utf-8"))
    story = page["story"]
    return list(dict.fromkeys([*story["headlines"], *story["sentences"], *story["quotes"], *story["items"]]))


def pieces(told: list[str], length: int) -> set[str]:
    """All runs of ``length`` letters, vowel signs among them, but not in the first place."""
    places = ((text, at) for text in told for at in range(len(text) - length + 1))
    cut = (text[at : at + length] for text, at in places)
    return {piece for piece in cut if piece[0].isalpha() and all(map(_is_letter, piece))}


def words(told: list[str]) -> set[str]:
    """All words."""
    return {word for text in told for word in _words(text)}


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def plain(told: list[str], tokenizer: str) -> Finder:
    """Search by an FTS5 table with one of SQLite's tokenizers."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE told USING fts5(text, tokenize='{tokenizer}')")
    connection.executemany("INSERT INTO told(rowid, text) VALUES (?, ?)", enumerate(told))
    asked = "SELECT rowid FROM told WHERE told MATCH ?"
    return lambda word: {row for (row,) in connection.execute(asked, (f'"{word}"',))}


def ours(told: list[str], path: Path) -> Finder:
    """Search as ``scrapy search`` does."""
    db = Store.open(path).db
    db.execute("INSERT INTO sites(name, first_seen_at) VALUES ('page', '')")
    sql = """INSERT INTO articles(id, url, site, words, outcome, first_filed_at, last_filed_at, fetched_url, evidence,
      sources, text_hash, fingerprint, text) VALUES (?, ?, 'page', 1, '', '', '', '', '', '', '', '', ?)"""
    for number, text in enumerate(told):
        db.execute(sql, (number, number, text))
    asked = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    return lambda word: {row for (row,) in db.execute(asked, (expression(word).fts,))}


def cases(language: str, told: list[str]) -> Iterator[tuple[str, set[str], Callable[[str, str], bool]]]:
    """What is asked in the language: a name for the row, the words, and whether a text holds a word."""
    if language in WITH_SPACES:
        yield f"{language} words", words(told), lambda word, text: word.lower() in map(str.lower, _words(text))
    else:
        for length in LENGTHS:
            yield f"{language} {length}", pieces(told, length), lambda word, text: word in text


def _words(text: str) -> list[str]:
    return "".join(char if _is_letter(char) or char.isdigit() else " " for char in text).split()


def main() -> None:
    """Measure and print."""
    table = Table("words", "asked", "copydesk", "unicode61", "trigram", title="recall / precision, per cent")
    with tempfile.TemporaryDirectory() as folder:
        for language in (*WITHOUT_SPACES, *WITH_SPACES):
            told = sentences(language)
            finders = [
                ours(told, Path(folder, f"{language}.db")),
                plain(told, "unicode61 remove_diacritics 2"),
                plain(told, "trigram"),
            ]
            for name, asked, holds in cases(language, told):
                scores = [Score() for _ in finders]
                for word in asked:
                    wanted = {number for number, text in enumerate(told) if holds(word, text)}
                    for score, finder in zip(scores, finders, strict=True):
                        score.add(finder(word), wanted)
                table.add_row(name, str(len(asked)), *map(str, scores))
    Console(width=100).print(table)


if __name__ == "__main__":
    main()

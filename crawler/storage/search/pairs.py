"""Full-text search for scripts whose words no tokenizer of SQLite finds: their characters, two by two.

SQLite's tokenizers part words at spaces. Chinese, Japanese, Thai, Lao, Burmese and Khmer put none between words, and
Korean glues particles and compounds to them. So every searched column has a second one that holds the pairs of
neighbouring characters of such scripts: 서울시장 is indexed as 서울 울시 시장 장 as well. A word of two characters is
found as it is, a longer one as the phrase of its pairs, which ``pair_phrase`` writes. Behind the pairs each character
stands by itself, marked: as a prefix (서*), one of the most frequent would have thousands of pairs brought together.

All of it is SQL, in a view that the index reads and in triggers, so that the index follows whatever program writes.
"""

from __future__ import annotations

import re
import unicodedata

SEARCHED = ("headline", "dek", "text", "byline")
"""The columns of ``articles`` that are searched; each has its pairs in a column of that name and ``_pairs``."""

# Thai and Lao; Burmese; Hangul jamo; Khmer; Japanese, Chinese and Hangul syllables, compatibility and halfwidth forms
# and the rarer ideographs. Not Latin, Cyrillic, Arabic, Devanagari …, whose words stand apart.
UNPARTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\ud7ff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U000323af"
)
_ALPHANUMERIC = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
_ANY = "*[\u0e00-\u17ff\u2e80-\U000323af]*"  # coarser and faster
# Faster still, and all that most texts need: is there none of the bytes with which such characters begin?
_FIRST_BYTES = sorted(
    {
        byte
        for first, last in zip(UNPARTED[::3], UNPARTED[2::3], strict=True)
        for byte in range(first.encode()[0], last.encode()[0] + 1)
    }
)

MARK = "\ue000"
"""Stands before a character that is indexed by itself: part of a word for the tokenizer, and begins no pair."""

CHUNK = 200
"""Characters that are walked through at a time: cutting the first off a text takes time in proportion to its length."""


def _pairs(column: str) -> str:
    """SQL for the pairs in a column of ``articles`` and its single characters; NULL where there are none."""
    likely = " OR ".join(f"instr(CAST({column} AS BLOB), x'{byte:02X}')" for byte in _FIRST_BYTES)
    return f"""(WITH RECURSIVE chunks(place, chunk, more, rest) AS (
    SELECT 0, '', 0, {column} WHERE ({likely}) AND {column} GLOB '{_ANY}'
    UNION ALL SELECT place + 1, substr(rest, 1, {CHUNK}), substr(rest, {CHUNK} + 1, 1) <> '',
      iif(substr(rest, {CHUNK} + 1, 1) <> '', substr(rest, {CHUNK}), '')
    FROM chunks WHERE rest <> ''
  ), walk(place, pair, more, rest) AS (
    SELECT place, '', more, chunk FROM chunks WHERE chunk GLOB '{_ANY}'
    UNION ALL SELECT place, substr(rest, 1, 2), more, substr(rest, 2) FROM walk
      WHERE substr(rest, 1 + more, 1) <> '' ORDER BY 1
  ) SELECT group_concat(pair, ' ') || ' ' || group_concat('{MARK}' || substr(pair, 1, 1), ' ') FROM walk
    WHERE pair GLOB '[{UNPARTED}]*' OR pair GLOB '[{_ALPHANUMERIC}][{UNPARTED}]')"""


READ = ", ".join((*SEARCHED, *(f"{name}_pairs" for name in SEARCHED)))
CHANGED = " OR ".join(f"old.{name} IS NOT new.{name}" for name in SEARCHED)
ENTER = f"INSERT INTO articles_fts(rowid, {READ}) SELECT id, {READ} FROM articles_searched WHERE id = new.id"
STRIKE = f"""INSERT INTO articles_fts(articles_fts, rowid, {READ})
  SELECT 'delete', id, {READ} FROM articles_searched WHERE id = old.id"""

SEARCHED_VIEW = f"""SELECT -- What articles_fts searches: the index reads it, people need not
  id AS id, -- As in articles
  headline AS headline, -- The headline
  dek AS dek, -- The standfirst
  text AS text, -- The story
  byline AS byline, -- The authors
  {_pairs("headline")} AS headline_pairs, -- Pairs of characters of scripts that do not part words, from headline
  {_pairs("dek")} AS dek_pairs, -- The same from dek
  {_pairs("text")} AS text_pairs, -- The same from text
  {_pairs("byline")} AS byline_pairs -- The same from byline
FROM articles"""


def _index(options: str = "") -> str:
    # Marks (M*) are part of words: without them the vowel signs of Hindi or Thai would cut these into letters.
    # The comment inside is how Datasette and sqlite-utils find the index that belongs to articles.
    return f"""CREATE VIRTUAL TABLE articles_fts USING fts5(
  {READ},
  /* content="articles" */ content="articles_searched", content_rowid="id",
  tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"{options}
)"""


HAS_PAIRS = f"SELECT 1 FROM articles_searched WHERE {' OR '.join(f'{name}_pairs NOTNULL' for name in SEARCHED)} LIMIT 1"
SEARCH_AGAIN = "INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')"

SEARCH_PAIRS = (
    "DROP TRIGGER articles_fts_filed",
    "DROP TRIGGER articles_fts_deleted",
    "DROP TRIGGER articles_fts_revised",
    "DROP TABLE articles_fts",
    _index(),
    f"CREATE TRIGGER articles_fts_filed AFTER INSERT ON articles BEGIN\n  {ENTER};\nEND",
    f"CREATE TRIGGER articles_fts_deleted BEFORE DELETE ON articles BEGIN\n  {STRIKE};\nEND",
    # The old words can be read only before the change, the new ones only after it.
    f"""CREATE TRIGGER articles_fts_revising BEFORE UPDATE OF {", ".join(SEARCHED)} ON articles
WHEN {CHANGED} BEGIN\n  {STRIKE};\nEND""",
    f"""CREATE TRIGGER articles_fts_revised AFTER UPDATE OF {", ".join(SEARCHED)} ON articles
WHEN {CHANGED} BEGIN\n  {ENTER};\nEND""",
    SEARCH_AGAIN,
)

BEGINNING = 3
"""Letters of a word's beginning that have an index of their own: what begins with them is found without the words."""

SEARCH_BEGINNINGS = (
    "DROP TABLE articles_fts",
    _index(f",\n  prefix={BEGINNING}"),
    SEARCH_AGAIN,
)

_UNPARTED = re.compile(f"[{UNPARTED}]")
_PAIR = re.compile(f"(?=([{UNPARTED}].?|[{_ALPHANUMERIC}][{UNPARTED}]))", re.DOTALL)


def is_unparted(text: str) -> bool:
    """Whether any letter of the text is of a script that does not part words."""
    return any(character.isalnum() for character in _UNPARTED.findall(text))


def pair_phrase(text: str, *, in_its_place: bool = False) -> str:
    """The FTS5 phrase that finds ``text``, which ``is_unparted``, wherever it stands, in the middle of words too.

    ``in_its_place`` says that it matters what stands beside it: behind the pairs a single character has no neighbours.
    """
    text = _bare(text)
    pairs = [found.strip() for found in _PAIR.findall(text)]
    if len(pairs) > 1 and len(pairs[-1]) == 1 and re.match(f"[{UNPARTED}{_ALPHANUMERIC}]", text[-2]):
        pairs.pop()  # the last character by itself: in the story a word may go on after it
    if len(pairs) == len(pairs[0]) == 1 and not in_its_place:
        return f'"{MARK}{pairs[0]}"'
    star = " *" if len(pairs[-1]) == 1 else ""
    words = " ".join(pairs).replace('"', " ")
    return f'"{words}"{star}'


def _bare(text: str) -> str:
    """The text without the spaces, marks and signs at its end."""
    while unicodedata.category(text[-1])[0] in "ZPSC":
        text = text[:-1]
    return text

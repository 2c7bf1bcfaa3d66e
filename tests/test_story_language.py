"""The language is the story's own, whatever the theme around it declares; WordPress's feeds name their site."""

from __future__ import annotations

from extractors import Article, extract

GERMAN = (
    "Das Hafenamt öffnete am Montag um sieben, eine Stunde früher, als der Zettel am Tor versprochen hatte, und die "
    "ersten Leute standen schon seit fünf in der Schlange.",
    "Am Abend war die letzte Kiste die Treppe hinaufgetragen, und der Wächter schloss hinter uns das Tor, wie er es in "
    "jeder Nacht des Jahres tut, die er nicht zu Hause ist.",
    "Niemand wusste, wer die Kisten bestellt hatte, und auch nicht, was mit ihnen werden sollte.",
)
FEED = "<link rel=alternate type='application/rss+xml' title='The Harbour » Feed' href='/feed/'>"


def read(lang: str, *paragraphs: str, head: str = "") -> Article:
    """Read a page in a theme that declares ``lang``."""
    story = "".join(f"<p>{text}</p>" for text in paragraphs)
    return extract(
        f"<html lang='{lang}'><head>{head}</head><body><article><h1>Kisten</h1>{story}</article></body></html>"
    )


def test_words_in_another_language_than_is_declared_tell_it() -> None:
    article = read("en-US", *GERMAN)
    assert (article.language, article.sources["language"]) == ("de", "words")


def test_few_words_do_not() -> None:
    assert read("en-US", "Die Kisten sind weg, und niemand weiß, wer sie hat.").language == "en-US"


def test_a_dialect_or_language_that_is_not_told_from_its_neighbour_is_believed() -> None:
    assert [read(lang, *GERMAN).language for lang in ("gsw", "lb", "de-AT")] == ["gsw", "lb", "de-AT"]


def test_the_feeds_of_wordpress_name_their_site() -> None:
    article = read("de", *GERMAN, head=FEED)
    assert (article.site_name, article.sources["site_name"]) == ("The Harbour", "feed link")
    assert read("de", *GERMAN, head=FEED.replace(" » Feed", "")).site_name is None

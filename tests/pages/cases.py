"""The most telling compositions, kept as golden pages in ``tests/cases/html``."""

from __future__ import annotations

from tests.pages.chrome import SETS
from tests.pages.composer import Page, Recipe, compose
from tests.pages.disguise import BARE, HASHED, Disguise
from tests.pages.dispatch import dispatch_page
from tests.pages.others import compose_other

_COM, _CORE, _NEWS, _BUSY = SETS["wordpress_com"], SETS["core"], SETS["news"], SETS["busy"]

_STORIES = {
    "wordpress-com-long-en": Recipe("wordpress_com", "long", "en", _COM),
    "wordpress-com-sentence-de": Recipe("wordpress_com", "sentence", "de", _COM),
    "wordpress-com-image-only-es": Recipe("wordpress_com", "image_only", "es", _COM),
    "wordpress-com-gallery-fr": Recipe("wordpress_com", "gallery_only", "fr", _COM),
    "wordpress-com-hashed-ko": Recipe("wordpress_com", "two", "ko", _COM, HASHED),
    "wordpress-com-classless-ar": Recipe("wordpress_com", "two", "ar", _COM, BARE),
    "wordpress-com-phrases-ru": Recipe("wordpress_com", "phrases", "ru", _COM),
    "block-theme-mixed-pt": Recipe("block_theme", "mixed", "pt", _CORE),
    "block-theme-video-de": Recipe("block_theme", "video_only", "de", _CORE),
    "block-theme-poem-fr": Recipe("block_theme", "poem", "fr", _CORE),
    "block-theme-footnotes-en": Recipe("block_theme", "footnotes", "en", _COM),
    "hentry-bullets-ru": Recipe("hentry", "bullets", "ru", _CORE),
    "hentry-sentence-es": Recipe("hentry", "sentence", "es", _CORE),
    "hentry-code-en": Recipe("hentry", "code", "en", _CORE, Disguise(depth=3)),
    "elementor-subheads-es": Recipe("elementor", "subheads", "es", _BUSY),
    "elementor-two-ar": Recipe("elementor", "two", "ar", _CORE, HASHED),
    "divi-pictures-fr": Recipe("divi", "pictures", "fr", _CORE),
    "wpbakery-echo-en": Recipe("wpbakery", "echo", "en", _CORE),
    "newspaper-pullquote-de": Recipe("newspaper", "pullquote", "de", _NEWS),
    "newspaper-table-ko": Recipe("newspaper", "table", "ko", _BUSY),
    "newspaper-echo-fr": Recipe("newspaper", "echo", "fr", _NEWS),
    "news-inline-linked-pt": Recipe("news_inline", "linked", "pt", _BUSY),
    "news-inline-long-en": Recipe("news_inline", "long", "en", _BUSY),
    "news-inline-numbers-es": Recipe("news_inline", "numbers", "es", _NEWS),
    "table-breaks-de": Recipe("table_1995", "breaks", "de"),
    "table-two-ru": Recipe("table_1995", "two", "ru", _CORE),
    "soup-divisions-en": Recipe("soup", "divisions", "en", _CORE, BARE),
    "soup-naked-fr": Recipe("soup", "naked", "fr", _CORE, BARE),
    "soup-sentence-ko": Recipe("soup", "sentence", "ko", _CORE, BARE),
    "blogger-breaks-pt": Recipe("blogger", "breaks", "pt", _CORE),
    "drupal-quote-ar": Recipe("drupal", "quote", "ar", _NEWS),
    "ghost-mixed-en": Recipe("ghost", "mixed", "en", _NEWS),
    "double-long-vi": Recipe("double", "long", "vi", _NEWS),
    "styled-nested-uk": Recipe("styled", "nested", "uk", _BUSY),
    "newspaper-cited-ja": Recipe("newspaper", "cited", "ja", _NEWS),
    "block-theme-definitions-he": Recipe("block_theme", "definitions", "he", _COM),
    "joomla-two-es": Recipe("joomla", "two", "es", _BUSY),
    "typo3-long-de": Recipe("typo3", "long", "de", _CORE),
    "medium-linked-ko": Recipe("medium", "linked", "ko", _BUSY),
    "amp-pictures-pt": Recipe("amp", "pictures", "pt", _NEWS),
}

_OTHERS = {
    "front-page-de": ("wp_full_posts", "de"),
    "category-fr": ("wp_category", "fr"),
    "search-results-ru": ("wp_search", "ru"),
    "paywall-es": ("paywall_wordpress", "es"),
    "missing-ko": ("missing_wordpress", "ko"),
    "browser-check-en": ("browser_check", "en"),
    "script-only-ar": ("script_only", "ar"),
}


def composed_cases() -> dict[str, Page]:
    """The golden pages that are composed, by the name of their directory."""
    return (
        {"wordpress-com-dispatch": dispatch_page()}
        | {name: compose(recipe) for name, recipe in _STORIES.items()}
        | {name: compose_other(*other) for name, other in _OTHERS.items()}
    )

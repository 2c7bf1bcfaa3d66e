"""A sentence ends as its script has it: what is told by that holds in Urdu, Amharic or Burmese as in English."""

from __future__ import annotations

import pytest

from extractors import extract

_IN = {
    "en": "The keeper climbed the stairs again each evening this winter and wrote down what he saw.",
    "hi": "रखवाला इस सर्दी में हर शाम फिर से सीढ़ियाँ चढ़ा और जो देखा वह सब कुछ अपनी किताब में लिखता गया।",
    "ur": "چوکیدار اس سردی میں ہر شام دوبارہ سیڑھیاں چڑھا اور جو کچھ دیکھا وہ اپنی کتاب میں لکھتا گیا۔",
    "hy": "Պահակն այս ձմռանը ամեն երեկո նորից բարձրանում էր աստիճաններով և գրի առնում այն ամենը, ինչ տեսնում էր։",
    "am": "ጠባቂው በዚህ ክረምት በየምሽቱ እንደገና ደረጃውን ወጣ ያየውንም ሁሉ በመጽሐፉ ውስጥ ጻፈ ከዚያም ወደ ቤቱ በጀልባው ተመለሰ።",
    "my": "စောင့်ကြပ်သူသည် ဤဆောင်းရာသီတွင် ညနေတိုင်း လှေကားကို ပြန်တက်ပြီး သူမြင်သမျှကို ရေးမှတ်ခဲ့သည်။",
}
"""One sentence in as many scripts."""


@pytest.mark.parametrize("language", _IN)
def test_nothing_below_a_paragraph_of_the_story_is_its_dek(language: str) -> None:
    sentence = _IN[language]
    later = '<p class="intro">' + sentence[:-1].swapcase() + sentence[-1] + "</p>"
    page = f"<html><body><main><article><h1>7</h1><p>{sentence}</p>{later}</article></main></body></html>"
    article = extract(page)
    assert (article.dek, sentence in article.paragraphs) == (None, True)

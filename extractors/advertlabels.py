"""Knows the labels of advertisements between a story's paragraphs, and what says that it goes on below one."""

from __future__ import annotations

import re
from functools import cache

from extractors.phrases import normalise
from extractors.sentences import STOPS

_ADVERTS = (
    "Advertisement|Advertisements|Advertisment|Advertisement - continue reading below|Continue reading below"
    "|Story continues below advertisement|Anzeige|Anzeigen|Werbung|Publicité|Publicidad|Anuncio|Anuncios|Publicidade"
    "|Anúncio|Anúncios|Pubblicità|Publicitate|Advertentie|Reklama"
    "|Reklamy|Inzerce|Reklam|Annons|Annonse|Annonce|Mainos"
    "|Hirdetés|Реклама|Реклами|Διαφήμιση|Oglas|إعلان|إعلانات|الإعلانات|تبلیغات|פרסומת|Iklan|Quảng cáo|โฆษณา"
    "|विज्ञापन|जाहिरात|বিজ্ঞাপন|જાહેરાત|விளம்பரம்|ప్రకటన|ಜಾಹೀರಾತು|പരസ്യം|اشتہار|რეკლამა|գովազդ|Reklaam|Reklāma|Hirdetések"
    "|広告|광고|广告|廣告"
    "|Advertisement - scroll to continue|Advertisement scroll to continue with content"
    "|Advertisement. Scroll to continue reading|Article continues below|Content continues below|Post continues below"
    "|Recipe continues below|Scroll to continue|Scroll to continue reading|Scroll to continue with content|Skip ad"
    "|Skip advertisement|Story continues below|Anzeige - Artikel geht weiter|La nota sigue después de la publicidad"
    "|Publicidad - sigue leyendo debajo|Seguir leyendo después de la publicidad"
    "|Sigue leyendo después de la publicidad|Publicidade • Continue a leitura a seguir"
    "|Pubblicità - Continua a leggere di seguito|L'articolo prosegue dopo la pubblicità|Passer la publicité"
    "|Citește mai departe după reclamă|Reszta artykułu pod reklamą|Reszta tekstu pod reklamą|Annonser|Annoncer"
    "|Advertenties|Annons - artikeln fortsätter nedanför|Artikeln fortsätter nedanför annonsen"
    "|Artikkeli jatkuu mainoksen alla|Juttu jatkuu mainoksen alla|Teksti jatkuu mainoksen alla"
    "|Mainos (teksti jatkuu alla)|Mainos - juttu jatkuu alla|Mainos alkaa|Mainos päättyy"
    "|Iklan - Gulir untuk melanjutkan|Gulir untuk lanjut membaca|Scroll untuk melanjutkan membaca"
    "|Đọc tiếp bên dưới quảng cáo|إعلان - تابع القراءة أدناه|تابع القراءة بعد الإعلان|يستمر المقال بعد الإعلان"
    "|ادامه مطلب پس از تبلیغات|המשך הכתבה אחרי הפרסומת"
    "|スポンサーリンク|記事は広告の下に続きます|广告 请继续往下阅读|廣告 請繼續往下閱讀|請繼續往下閱讀"
)
"""What plugins print over the advertisements that they put between two paragraphs, set as these are."""

_ADVERT = (
    r"(?:advert|\bads?\b|annonc|annons|anzeige|werbung|publicit|publicid|anunci|an[úu]nc|pubblicit|reklám|reklaa?m|rekl[aā]m"
    r"|inzer|mainok|hirdet|oglas|reclam|реклам|оглас|διαφ[ηή]μ|إعلان|פרסומת|quảng cáo|iklan|광고|広告|video|wideo"
    r"|видео|відео)"
)
"""What stands amid the text: an advertisement, or a video."""
_GOES_ON = re.compile(
    rf"(?=.*{_ADVERT})"
    r"(?=.*(?:\b(?:below|beneath|under|after|pod|ispod|po|nakon|poniżej|pēc|pärast|nach|unter|onder|na|après|sous|despu[ée]s|debajo|após"
    r"|abaixo|depois|dopo|sotto|după|sub|alatt|után|после|після|под|під|след|након|испод|sonra|altında"
    r"|jälkeen|efter|etter|under|setelah"
    r"|sau)\b|μετά|κάτω|بعد|אחרי|뒤|後))"
    r".*(?:contin[uú]|fortset|fortsæt|fortsätt|fortgesetzt|jatku|nastav|nadalj|pokra[cč]|ci[aą]g dalszy|dalsz"
    r"|folytat|devam"
    r"|продолж|продовж|продълж|наставља|συν[εέ]χ|verder|weiter|t[eę]sia|turpin|jätku|suite|lees|يتبع|ממשיכ"
    r"|berlanjut|dilanjutkan"
    r"|계속|続)",
    re.IGNORECASE,
)
"""What says that a text goes on beyond an advertisement or a video: all three, in a few words that are no sentence."""
_LONGEST_GOES_ON = 70  # characters
_MOST_GOES_ON = 9  # words
_TEXT = (
    r"art[ií](?:k|c|g)|stor(?:y|ia)\b|te[kx]st|\bsaken\b|juttu|cikk|člán|član|haber|стат|текст|straipsn"
    r"|raksts|άρθρο|مقال|כתבה|bài viết|기사|記事"
)
"""What goes on: named, before the advertisement, where the line ends as a sentence does."""
_TEXT_ABOVE_ADVERT = re.compile(rf"(?:(?!{_ADVERT}).)*?(?:{_TEXT})", re.IGNORECASE)
_AMID = (",", "“", "„", "«", '"')


def labels_advert(line: str) -> bool:
    """Return whether ``line`` is nothing but the label of an advertisement, or says that the text goes on below one."""
    return normalise(line) in _adverts() or _goes_on(line)


def _goes_on(line: str) -> bool:
    if len(line) > _LONGEST_GOES_ON or len(line.split()) > _MOST_GOES_ON or any(mark in line for mark in _AMID):
        return False
    return _GOES_ON.match(line) is not None and (
        not line.rstrip().endswith(STOPS) or _TEXT_ABOVE_ADVERT.match(line) is not None
    )


@cache
def _adverts() -> frozenset[str]:
    return frozenset(map(normalise, _ADVERTS.split("|")))

"""Knows a heading that says a page is not there, in whatever words: it names a page, and that there is none."""

from __future__ import annotations

import re

_LONGEST = 100  # characters

_PAIRS = (
    (
        r"\b(?:page|article|story|content|address|url)\b",
        r"(?:not|n[o’']t|cannot|never) (?:\w+ ){0,2}(?:found|find|exist|available|be found)|no longer|(?:was"
        r"|been) (?:removed|deleted|moved)",
    ),
    (
        r"\b(?:seite|artikel|beitrag|inhalt|dokument|adresse)\b",
        r"nicht (?:\w+ )?(?:gefunden|vorhanden|verfügbar|auffindbar|finden)|existiert (?:leider )?(?:nicht"
        r"|nicht mehr)|gibt es (?:leider )?nicht",
    ),
    (
        r"\b(?:page|article|adresse|contenu|billet)\b",
        r"introuvable|n[’']existe (?:pas|plus)|n[’']est plus|pas (?:été )?trouvée?",
    ),
    (
        r"p[áa]gina|art[íi]culo|artigo|noticia|notícia|conte[úu]d?o|enlace|entrada",
        r"no (?:se )?(?:ha )?(?:podido )?(?:existe|encontr\w+|disponible)|n[ãa]o (?:foi |p[ôo]de ser "
        r"|est[áa] )?(?:existe|encontrad\w+|dispon\w+)|ya no|já n[ãa]o",
    ),
    (
        r"pagina|articolo|contenuto|artikel|bericht",
        r"non (?:è )?(?:stat[ao] )?(?:esiste|trovat\w+|disponibile)|bestaat (?:niet|helaas)"
        r"|niet (?:meer )?(?:gevonden|beschikbaar|vinden)",
    ),
    (
        r"stron[ay]|artykuł|stránk[ay]|článek|článok|stranic[ae]|članak",
        r"nie (?:istnieje|została|znaleziono|można znaleźć|existuje|bol[ao]?)|neexistuje|nebyl[ao]?"
        r"|nenalezen\w*|nenašla|ne postoji|nije pronađen\w*",
    ),
    (
        r"страниц\w+|стать\w+|материал\w*|сторінк\w+|статт\w+|страница",
        r"не (?:найден\w*|существует|знайден\w*|існує|съществува|е намерен\w*)|удал[её]н\w*|видален\w*",
    ),
    (r"oldal|cikk|tartalom|pagin[ăa]|articolul", r"nem (?:található|létezik)|nu (?:a fost|există|mai)"),
    (
        r"\b(?:sid(?:an|en)|sivu[a]?|artikkel\w*|artikel\w*)\b",
        r"(?:inte|ikke) (?:\w+ )?(?:finns|finnes|findes|hittas|hittades|funnet|fundet|længere)|finns inte"
        r"|(?:kan|kunde) (?:inte|ikke)|ei (?:löyd\w*|ole)",
    ),
    (
        r"sayfa|haber|içerik|halaman|artikel|trang|bài viết",
        r"bulunam\w+|yok|tidak (?:ditemukan|ada|tersedia)|không (?:tồn tại|tìm thấy)",
    ),
    (r"σελίδα|άρθρο", r"δεν (?:βρέθηκε|υπάρχει)"),
    (
        r"الصفحة|المقال|صفحه|مطلب|הדף|העמוד|הכתבה",
        r"غير موجود\w*|لم يتم العثور|لا وجود|یافت نشد|پیدا نشد|وجود ندارد|לא (?:נמצא\w*|קיי[םמ]\w*)",
    ),
    (
        r"ページ|記事|페이지|기사|게시물|页面|頁面|文章|网页|網頁|หน้า|पेज|पृष्ठ",
        r"見つかりません|存在しません|ありません|찾을 수 없|존재하지 않|삭제되었|不存在|找不到|未找到"
        r"|已(?:被)?删除|已(?:被)?刪除|ไม่พบ|नहीं मिला",
    ),
)
"""By language or family of languages: words for a page, words for there being none."""

_ABSENT = tuple((re.compile(what, re.IGNORECASE), re.compile(none, re.IGNORECASE)) for what, none in _PAIRS)


def says_missing(heading: str) -> bool:
    """Whether a heading says that the page is not there; evidence only where hardly anything else is on it."""
    return len(heading) <= _LONGEST and any(what.search(heading) and none.search(heading) for what, none in _ABSENT)

"""The author in one line with the day, the paper or an office, as papers of many languages print it."""

from __future__ import annotations

import pytest

from tests.metadata_pages import PROSE, read, story


@pytest.mark.parametrize(
    ("line", "lang", "byline"),
    [
        ("Autor: Anna Maria Wesołowska, 3 maja 2024", "pl", ("Anna Maria Wesołowska",)),
        ("PAP, oprac. Jan Kowalski", "pl", ()),
        ("Oprac. Jan Kowalski | 3 maja 2024", "pl", ("Jan Kowalski",)),
        ("Автор: Иван Петров, 3 мая 2024 г. в 09:15", "ru", ("Иван Петров",)),
        ("بقلم: أحمد حسن — ٣ مايو ٢٠٢٤", "ar", ("أحمد حسن",)),
        ("نوشته رضا احمدی - ۱۴ اردیبهشت ۱۴۰۳", "fa", ("رضا احمدی",)),
        ("โดย สมชาย ใจดี 3 พฤษภาคม 2567", "th", ("สมชาย ใจดี",)),
        ("2024年5月3日　文＝山田太郎", "ja", ("山田太郎",)),
        ("김철수 기자 2024년 5월 3일", "ko", ("김철수",)),
        ("2024-05-03 14:05 記者王小明／台北報導", "zh-TW", ("王小明",)),
        ("Yazan: Ayşe Yılmaz, 3 Mayıs 2024 Cuma", "tr", ("Ayşe Yılmaz",)),
        ("Szerző: Nagy Péter, 2024. május 3. 10:30", "hu", ("Nagy Péter",)),
        ("מאת: דנה לוי | 3 במאי 2024", "he", ("דנה לוי",)),
        ("Oleh Budi Santoso, Jumat 3 Mei 2024 | 10.30 WIB", "id", ("Budi Santoso",)),
        ("Af Lars Jensen, 3. maj 2024 kl. 10:30", "da", ("Lars Jensen",)),
        ("Par Élodie Lefèvre, publié le 3 mai 2024 à 08h30, mis à jour le 4 mai 2024", "fr", ("Élodie Lefèvre",)),
        ("Words by Jane Doe. Photographs by Tim Lee. 3 May 2024", "en", ("Jane Doe",)),
        ("Par Élodie Lefèvre et Jean-Pierre d’Ormes, correspondants", "fr", ("Élodie Lefèvre", "Jean-Pierre d’Ormes")),
        ("Submitted by Jane Doe on 3 May 2024", "en", ("Jane Doe",)),
        ("Публикувано: 3.05.2024 г. | Автор: Иван Донев | Прочетено: 204 пъти", "bg", ("Иван Донев",)),
        ("<i class='fa fa-user'></i> سمير الحاج", "ar", ("سمير الحاج",)),
        ("Skrifað af Hildur Bjarnadóttir", "is", ("Hildur Bjarnadóttir",)),
        (
            "By JANE DOE and JOHN VAN DER BERG, Staff Writers | May 3, 2024 at 10:30 a.m.",
            "en",
            ("JANE DOE", "JOHN VAN DER BERG"),
        ),
    ],
)
def test_one_line_of_author_and_date_as_papers_of_many_languages_print_it(
    line: str, lang: str, byline: tuple[str, ...]
) -> None:
    assert story(f"<p>{line}</p>", lang=lang).byline == byline


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Της νύχτας τα καμώματα τα βλέπει η μέρα και γελά", "el"),
        ("كتب جديدة في معرض المدينة هذا العام", "ar"),
        ("Haber Merkezi 3 Mayıs 2024", "tr"),
        ("Von wegen Sommer, sagt der Wetterdienst", "de"),
        ("Від понеділка вода знову тепла", "uk"),
        ("Av alla hus i staden är det äldst", "sv"),
    ],
)
def test_a_line_that_begins_as_a_byline_does_names_nobody(line: str, lang: str) -> None:
    assert story(f"<p>{line}</p>", lang=lang).byline == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>Jane Doe | 5 March 2026</p>", ("Jane Doe",)),
        ("<p><em>5 March 2026</em> — Jane Doe</p>", ("Jane Doe",)),
        ("<p><span>5 March 2026</span> · <span>2 min</span> · <span>Jane Doe</span></p>", ("Jane Doe",)),
        ("<p>5. března 2026 od <a href='/x'>Zdeněk Havránek</a></p>", ("Zdeněk Havránek",)),
        ("<p>5 martie 2026 de Ileana Moldovan</p>", ("Ileana Moldovan",)),
        ("<p>5 de març del 2026 per Montserrat Vilaplana</p>", ("Montserrat Vilaplana",)),
        ("<p><a href='/city-hall'>City Hall</a> | 5 March 2026</p>", ()),
        ("<p>World News | 5 March 2026</p>", ()),
        ("<p>Lighthouse | 5 March 2026</p>", ()),
        ("<p>It was dark on 5 March 2026 and the harbour lay still</p>", ()),
    ],
)
def test_a_name_beside_the_day_is_the_author(line: str, names: tuple[str, ...]) -> None:
    language = {"de I": "ro", "per ": "ca", "od <": "cs"}
    code = next((code for part, code in language.items() if part in line), "en")
    assert story(line, lang=code).byline == names


SITE = '<meta property="og:site_name" content="Harbour">'


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ('<div class="signature"><span>Harbour</span> <span class="auteur">Jane Doe</span></div>', ("Jane Doe",)),
        ('<span class="author"><a href="/author/jane">Harbour - Jane Doe</a></span>', ("Jane Doe",)),
        ('<p class="byline">By <a href="/author/jane">Jane Doe</a>, Harbour PE</p>', ("Jane Doe",)),
        ('<p class="byline">By Harbour Team</p>', ("Harbour Team",)),
        ("<p><span>Аутор: Јелена Илић</span> 01.04.2023.</p>", ("Јелена Илић",)),
        ("<p>Published Jane Doe - Tue, 07/06/2016 - 09:25</p>", ("Jane Doe",)),
        ("<p>Published Monday Evening Edition, 07/06/2016</p>", ()),
        ('<article class="item"><ul><li>김한결 기자</li><li>승인 2023.05.30</li></ul></article>', ("김한결",)),
        ("<p>نوشته شده توسط مریم در سه‌شنبه پنجم اردیبهشت ۱۴۰۲</p>", ("مریم",)),
    ],
)
def test_a_site_an_office_and_a_day_are_no_part_of_a_name(line: str, byline: tuple[str, ...]) -> None:
    page = f"<html><head>{SITE}</head><body><article><h1>The light</h1>{line}{PROSE}{PROSE}</article></body></html>"
    assert read(page, None).byline == byline

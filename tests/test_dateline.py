"""A dateline is found in the ways that papers and agencies print it, and a dash in prose is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dateline import split_dateline

LEDE = "Police said on Friday that they had found the car."


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("SEOUL – ", "SEOUL"),
        ("SEOUL — ", "SEOUL"),
        ("SEOUL -- ", "SEOUL"),
        ("SEOUL—", "SEOUL"),
        ("LAGOS, May 3 — ", "LAGOS, May 3"),
        ("LAGOS, May 3 (Reuters) — ", "LAGOS, May 3"),
        ("LONDON/BEIJING, May 3 (Reuters) - ", "LONDON/BEIJING, May 3"),
        ("NEW YORK (AP) — ", "NEW YORK"),
        ("ST. LOUIS — ", "ST. LOUIS"),
        ("ST. PETERSBURG, Russia (AP) — ", "ST. PETERSBURG, Russia"),
        ("WASHINGTON (May 3, 2017) — ", "WASHINGTON, May 3, 2017"),
        ("Washington, D.C. — ", "Washington, D.C."),
        ("BERLIN (dpa) - ", "BERLIN"),
        ("Berlin (dpa) - ", "Berlin"),
        ("Berlin, 3. Mai (dpa) – ", "Berlin, 3. Mai"),
        ("Hamburg (dpa/lno) - ", "Hamburg"),
        ("Paris, 3 mai (AFP) – ", "Paris, 3 mai"),
        ("Madrid, 3 may (EFE).- ", "Madrid, 3 may"),
        ("BOGOTÁ.- ", "BOGOTÁ"),
        ("Ciudad de México.- ", "Ciudad de México"),
        ("SÃO PAULO — ", "SÃO PAULO"),
        ("(ANSA) - ROMA, 03 MAG - ", "ROMA, 03 MAG"),
        ("Warszawa (PAP) - ", "Warszawa"),
        ("ΑΘΗΝΑ – ", "ΑΘΗΝΑ"),
        ("МОСКВА, 3 мая. /ТАСС/. ", "МОСКВА, 3 мая"),
        ("القاهرة (رويترز) - ", "القاهرة"),
        ("(서울=연합뉴스) 홍길동 기자 = ", "서울"),
        ("[서울=뉴시스] ", "서울"),
        ("서울=연합뉴스 ", "서울"),
        ("新华社北京5月3日电 ", "北京5月3日"),
        ("【ソウル共同】", "ソウル"),
    ],
)
def test_dateline_is_split_from_lede(opening: str, dateline: str) -> None:
    assert split_dateline(opening + LEDE) == (dateline, LEDE)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "–",
        "SEOUL",
        "SEOUL – ",
        "SEOUL – so far away and yet so near to all of us.",
        "The alliance – NATO – said on Monday that it would answer.",
        "NATO – the alliance of thirty states – said that it would answer.",
        "But Son – his brother was executed – believes that the North would take him.",
        "Today – We take our living room apart and clean it.",
        "John Lewis - UK based, and easy to book online.",
        "Angela Merkel (CDU) – Die Kanzlerin sprach am Montag in Berlin.",
        "Pete Smith (45) – The driver of the car said that he was tired.",
        "Jean-Paul Dupont – The man who would be mayor of this town.",
        "Bob, Alice — The two of them went home after the show.",
        "Best-in-class phones are rare, and a well-known maker is leaving.",
        "“Vibe coding” — The practice has its critics by now.",
        "“SEOUL – A city of ten million people,” the sign said.",
        "BREAKING — Police have closed the road to the town.",
        "UPDATE, May 3 — The road has been opened again.",
        "COVID-19 – What you need to know this week in our town.",
        "TL;DR – These are the best mice for small hands.",
        "ÚLTIMA HORA – El presidente ha dimitido esta mañana.",
        "FLOODS HIT CITY – THOUSANDS FLEE THEIR HOMES AT NIGHT",
        "2025 – Finding the button once more was hard work.",
        "I – The narrator of this story – went home at ten.",
        "CLIENT --> SERVER and back again in a single round trip",
    ],
)
def test_dash_in_prose_is_no_dateline(paragraph: str) -> None:
    assert split_dateline(paragraph) is None


@given(st.text(max_size=200))
def test_nothing_is_invented(paragraph: str) -> None:
    split = split_dateline(paragraph)
    if split is not None:
        assert all(word.strip(".,()") in paragraph for word in split[0].split())
        assert paragraph.rstrip().endswith(split[1])

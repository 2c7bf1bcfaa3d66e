"""A dateline is found in the ways that papers and agencies print it, and a dash in prose is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.metadata.dateline import split_dateline

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
        ("[東京 3日 ロイター] - ", "東京 3日"),
        ("КИЕВ, 3 мая — РИА Новости. ", "КИЕВ, 3 мая"),
        ("Dakar, Senegal — ", "Dakar, Senegal"),
        ("Seoul, Südkorea – ", "Seoul, Südkorea"),
        ("Brasília, 3 (AE) - ", "Brasília, 3"),
        ("BUENOS AIRES, 3 de mayo (Télam) - ", "BUENOS AIRES, 3 de mayo"),
        ("Zürich (awp) - ", "Zürich"),
        ("Hà Nội (TTXVN) - ", "Hà Nội"),
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
        "MONDAY – We took the boat at seven in the morning.",
        "ANALYSE — Le président joue gros dans cette affaire.",
        "ENTREVISTA – O ministro fala sobre as novas regras.",
        "OPEC — The cartel will meet on Monday in Vienna.",
        "WIEN, nur du allein – Das Lied wurde hier geschrieben.",
        "Custom Voice (beta) – The model is trained on your own words.",
        "Pete Smith, 45 – The driver of the car said that he was tired.",
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


PLACES = st.sampled_from(["SEOUL", "PORT-AU-PRINCE", "SAN JOSÉ", "ST. JOHN'S", "KÖLN", "МИНСК", "ΑΘΗΝΑ", "L'AQUILA"])
DAYS = st.sampled_from(["", ", May 3", ", 3 May 2024", ", 3. Mai", ", 3 de mayo", ", 3 мая", ", Nov. 3"])
AGENCIES = st.sampled_from(["", " (AP)", " (Reuters)", " (dpa)", " (EFE)"])
DASHES = st.sampled_from([" – ", " — ", " -- ", " - ", "—", " –– "])
SENTENCES = st.sampled_from(
    ["Police found the car.", "“We are tired,” she said.", "Чиновники молчат об этом.", "3,000 came."]
)


@given(PLACES, DAYS, AGENCIES, DASHES, SENTENCES)
def test_place_day_agency_and_dash_in_any_combination(place: str, day: str, agency: str, dash: str, lede: str) -> None:
    lede = f"{lede} Nobody could say on Friday what had happened."
    assert split_dateline(f"{place}{day}{agency}{dash}{lede}") == (f"{place}{day}", lede)


PROSE = st.lists(st.sampled_from("the mayor who had a boat of wood said that Ferry Anna was late".split()), min_size=2)


@given(PROSE, DASHES, PROSE)
def test_a_dash_between_words_of_prose_is_none(before: list[str], dash: str, after: list[str]) -> None:
    assert split_dateline(f"{' '.join(before).capitalize()}{dash}{' '.join(after)} said so on Monday.") is None

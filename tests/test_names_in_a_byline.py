"""The words of a byline name people: no labels, roles, agencies, addresses or logins."""

from __future__ import annotations

import pytest

from extractors.metadata.names import split_names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Von Jürgen Groß und Ute Ämter", ("Jürgen Groß", "Ute Ämter")),
        ("Por João da Silva e Ana Souza", ("João da Silva", "Ana Souza")),
        ("Por José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Przez Łukasz Żak", ("Łukasz Żak",)),
        ("Text: Anna Müller", ("Anna Müller",)),
        ("Written by Jane Doe, Senior Reporter", ("Jane Doe",)),
        ("Ann Lee, Bo Berg und Cy Dahl", ("Ann Lee", "Bo Berg", "Cy Dahl")),
        ("By JANE DOE | Updated May 3, 2024", ("JANE DOE",)),
        ("Jane Doe on 3 May 2024", ("Jane Doe",)),
        ("Robert Moffit, Ph.D.", ("Robert Moffit",)),
        ("John Garcia Jr.", ("John Garcia Jr.",)),
        ("Jane Doe via Reuters", ("Jane Doe",)),
        ("John Garcia, Jr. and Ann Lee", ("John Garcia Jr.", "Ann Lee")),
        ("Jane Doe Senior News Editor", ("Jane Doe",)),
        ("Jane Doe MS, RDN", ("Jane Doe",)),
        ("Travel Editor", ("Travel Editor",)),
        ("https://www.facebook.com/harbour", ()),
        ("@harbournews", ()),
        ("jane@harbour.example", ()),
        ("admin", ()),
        ("12 comments", ()),
        ("김민수", ("김민수",)),
        ("بقلم: ليلى حسن", ("ليلى حسن",)),
        ("", ()),
        ("By Ada Finn, Associated Press", ("Ada Finn",)),
        ("Ada Finn, BBC News", ("Ada Finn",)),
        ("By Ada Finn and Jon Dorn of Harbour News", ("Ada Finn", "Jon Dorn")),
        ("By Ada Finn. Translated by Lia Prado", ("Ada Finn",)),
        ("Ada Finn, Jon Press", ("Ada Finn", "Jon Press")),
        ("By Joan of Arc", ("Joan of Arc",)),
        ("By Ada Finn and Reuters", ("Ada Finn",)),
        ("By Reuters", ("Reuters",)),
        ("By Ada Finn. Translated from the Dutch by Lia Prado", ("Ada Finn",)),
        ("Reporting by Ada Finn; Editing by Jon Dorn", ("Ada Finn",)),
        ("Guest post by Ada Finn", ("Ada Finn",)),
        ("Par Ada Finn avec AFP", ("Ada Finn",)),
        ("文・田所美咲", ("田所美咲",)),
        ("기자 박지은", ("박지은",)),
        ("Por Ana Souza, do Rio", ("Ana Souza",)),
        ("ada finn, jon dorn", ("ada finn", "jon dorn")),
        ("Text: Ada Finn. Photos: Jon Dorn", ("Ada Finn",)),
        ("Ein Gastbeitrag von Ada Finn", ("Ada Finn",)),
        ("Ada Finn, Redaktion", ("Ada Finn",)),
    ],
)
def test_names_in_the_words_of_a_byline(words: str, names: tuple[str, ...]) -> None:
    assert split_names(words) == names


@pytest.mark.parametrize("words", ["Back to top", "Powered by", "Learn more about us", "Share"])
def test_labels_that_stand_where_a_name_should_are_none(words: str) -> None:
    assert split_names(words, displayed=True) == ()


def test_a_login_is_a_name_only_where_it_is_displayed() -> None:
    assert split_names("By admin", displayed=True) == ("admin",)

"""What systems print around stories in the dumps of their pages: captions, fields, teasers, share links, notices."""

from __future__ import annotations

import pytest

from extractors import clean_text

HEADLINE = "What the ferryman found under the bridge"
STORY = (
    "The ferryman of Low Water found a piano under the bridge on Monday, and nobody has come to ask for it.",
    "It has all its keys but one, he says, and a nest in it that he will not move before the summer.",
    "“I have left a note on the lid,” he told the Post. “I do not expect an answer.”",
)
TOP = ("Skip to content", "The Low Water Post", "About", "Contact", "Log in")
FOOT = (
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
    "Comment *",
    "Name *",
    "Proudly powered by WordPress",
)


def dump(*above: str, story: tuple[str, ...] = STORY, below: tuple[str, ...] = ()) -> str:
    """The dump of a page with lines ``above`` the ``story`` and ``below`` it."""
    return "\n\n".join((*TOP, HEADLINE, *above, *story, *below, *FOOT))


@pytest.mark.parametrize(
    "caption",
    [
        "IN THE REEDS: The piano on Monday. Foto: Åsa Lindqvist",
        "The piano on Monday (Picture: Low Water Post)",
        "Photo by Ales Nesetril on Unsplash",
        "Фото: Игорь Баранов / «Вестник»",
    ],
)
def test_a_line_that_ends_in_whose_a_picture_is_goes(caption: str) -> None:
    assert clean_text(dump("By Åsa Lindqvist", caption)).paragraphs == STORY


@pytest.mark.parametrize(
    "line",
    [
        "On the back of the photo: wait for me at the second lock",
        "He wrote under the picture: Ida, 1911.",
        "She has one photo by the bed and none of the piano itself, which is too large for any lens that she has",
    ],
)
def test_a_line_of_the_story_about_a_picture_stays(line: str) -> None:
    story = (STORY[0], line, *STORY[1:])
    assert clean_text(dump("By Åsa Lindqvist", story=story)).paragraphs == story


@pytest.mark.parametrize("fields", ["Hits: 904", "Details Category: Harbour Published: 27 May 2019 Hits: 904"])
def test_fields_over_a_story_are_neither_its_headline_nor_its_text(fields: str) -> None:
    article = clean_text(dump(fields))
    assert (article.headline, article.paragraphs) == (HEADLINE, STORY)


@pytest.mark.parametrize("label", ["Read more", "Related"])
def test_teasers_over_their_authors_go_below_whatever_heading(label: str) -> None:
    teasers = (
        "The lift remembers",
        "Three floors and a mirror nobody cleaned.",
        "By Imogen Clarke",
        "14 Jan 2023",
    )
    more = ("On stairs", "What the ninth step knows.", "By Imogen Clarke", "02 Dec 2022")
    assert clean_text(dump("By Åsa Lindqvist", below=(label, *teasers, *more, "Sign up"))).paragraphs == STORY


@pytest.mark.parametrize(
    "link",
    [
        "Clique para compartilhar no X(abre em nova janela)18+",
        "Chia sẻ lên Facebook ( Mở trong cửa sổ mới ) Facebook",
        "Click to share on Mastodon (Opens in new window) Mastodon",
    ],
)
def test_a_share_link_with_its_buttons_label_behind_it_goes(link: str) -> None:
    assert clean_text(dump(below=("Share this:", f"* {link}", "Like this:", "Loading..."))).paragraphs == STORY


@pytest.mark.parametrize(
    "notice",
    [
        "Нашли ошибку? Выделите текст и нажмите Ctrl+Enter",
        "Якщо ви помітили помилку, виділіть необхідний текст і натисніть Ctrl+Enter, щоб повідомити про це редакцію.",
    ],
)
def test_how_to_report_a_mistake_is_none_of_the_story(notice: str) -> None:
    assert clean_text(dump("By Åsa Lindqvist", below=(notice,))).paragraphs == STORY


def test_an_authors_address_behind_the_name_leaves_the_name() -> None:
    assert clean_text(dump("By Dana Whitlock dwhitlock@marlowcourier.example")).byline == ("Dana Whitlock",)


def test_a_day_that_begins_with_its_year_is_no_part_of_a_name() -> None:
    assert clean_text(dump("Szerző: Kelemen Piroska 2022.08.09.")).byline == ("Kelemen Piroska",)


def test_a_publications_motto_over_the_headline_goes() -> None:
    top = ("Prédio", "Follow publication", "Stories of those who live above and below.", "Follow publication")
    text = "\n\n".join((*top, f"# {HEADLINE}", "Joana Prates", "Follow", "2 min read", "Oct 12, 2021", *STORY, *FOOT))
    article = clean_text(text)
    assert (article.headline, article.paragraphs) == (HEADLINE, STORY)


def test_a_sites_claim_that_ends_in_the_year_is_a_footer() -> None:
    article = clean_text(dump("By Åsa Lindqvist", below=("© The Low Water Post - 2023",)))
    assert [block.rule for block in article.removed if "2023" in block.text] == ["footer"]

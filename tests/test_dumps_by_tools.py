"""Pages as tools print them: a theme's credits below a story, the site's name above it, what terminal browsers add."""

from __future__ import annotations

import textwrap

import pytest

from extractors import clean_text

HEADLINE = "What the ferryman found under the bridge"
STORY = (
    "The ferryman of Low Water found a piano under the bridge on Monday, and nobody has come to ask for it.",
    "It has all its keys but one, he says, and a nest in it that he will not move before the summer.",
)
FORM = (
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
    "Comment *",
    "Name *",
    "Save my name, email, and website in this browser for the next time I comment.",
    "The Low Water Post",
    "Proudly powered by WordPress",
)
TOP = ("Skip to content", "The Low Water Post", "About", "Contact")


@pytest.mark.parametrize(
    "credits",
    [
        ("November 28, 2022", "Åsa Lindqvist", "Harbour", "pianos, bridges"),
        ("Νοεμβρίου 28, 2022", "Åsa Lindqvist", "Harbour"),
        ("Published", "November 28, 2022", "By", "Åsa Lindqvist", "Categorized as", "Harbour", ",", "River", "Tagged"),
    ],
)
def test_credits_below_a_story_that_has_none_above_go(credits: tuple[str, ...]) -> None:
    article = clean_text("\n".join((*TOP, HEADLINE, *STORY, *credits, *FORM)))
    assert article.text.split("\n") == [*STORY]
    assert article.headline == HEADLINE
    assert article.published_at is None or article.published_at.date().isoformat() == "2022-11-28"


def test_the_day_and_name_under_a_letter_stay() -> None:
    letter = (*STORY, "November 3, 1922", "Åsa Lindqvist")
    dump = "\n".join((*TOP, HEADLINE, "November 28, 2022", *letter, *FORM))
    assert clean_text(dump).text.split("\n") == [*letter]


@pytest.mark.parametrize("motto", ["News from the estuary since the mill burned", "Words from the water"])
def test_neither_the_sites_name_nor_its_motto_is_the_headline(motto: str) -> None:
    top = ("Skip to content", "The Low Water Post", motto)
    article = clean_text("\n".join((*top, HEADLINE, *STORY, "Posted on May 3, 2021 by Åsa Lindqvist", *FORM)))
    assert (article.headline, article.text.split("\n")) == (HEADLINE, [*STORY])


def test_a_sentence_that_is_broken_at_its_links_is_whole() -> None:
    pieces = (
        "The piano was built",
        "for a ship,",
        "then lost, then found, and has stood under the bridge since March.",
    )
    article = clean_text("\n".join((*TOP, HEADLINE, *pieces, *STORY, "Posted on May 3, 2021", *FORM)))
    assert article.headline == HEADLINE
    assert " ".join(article.text.split()).startswith(" ".join(pieces))


def test_a_page_by_lynx() -> None:
    story = "\n\n".join(textwrap.fill(paragraph, 69) for paragraph in STORY)
    rule = "_" * 66
    top = f"[4]The Low Water Post\n(BUTTON)\n(BUTTON)\n  * [5]About\n\n{HEADLINE}\n{rule}\n\n"
    body = f"{top}{story}\n\n[6]Harbour\n{rule}"
    form = "Leave a Reply [7]Cancel reply\n\n" + "\n\n".join(FORM[1:]) + "\n\n____________________ (BUTTON) Search"
    links = [f"{number}. https://post.example/{'a' * 60 * (number % 2)}{number}" for number in range(1, 7)]
    listed = (*links, "7. javascript:Comments.cancel( 'reply' );", "Hidden links:", "8. file://localhost/tmp/page.html")
    text = "\n".join(f"   {line}" for line in (*body.split("\n"), "", *form.split("\n"), "", "References", "", *listed))
    article = clean_text(text)
    assert article.headline == HEADLINE
    assert [" ".join(paragraph.split()) for paragraph in article.paragraphs][:2] == list(STORY)
    assert not any(word in article.text for word in ("BUTTON", "post.example", "localhost", "___", "Reply"))


def test_an_authors_button_stays() -> None:
    story = (*STORY, "A sign on the lid said “(BUTTON)”, and whoever pressed it heard a low C.")
    assert clean_text("\n\n".join(story)).paragraphs == story


def glued(*blocks: str) -> str:
    """What a tool prints that drops a page's tags and puts nothing in their place."""
    return "".join(blocks)


def test_blocks_without_a_space_between_them_are_told_apart() -> None:
    credits = ("By Tamsin Ogle", "Published 4 September 2018, 10:22 BST", "Share", "Save", "Comments 2")
    end = ("More on this story", "Bridge of 1911 to be painted", "Contact us", "Privacy policy")
    dump = glued("The Low Water Post", "News", "Sport", "Sign in", HEADLINE, *credits, *STORY, *end, *FORM)
    article = clean_text(dump)
    assert (article.headline, article.byline, article.paragraphs) == (HEADLINE, ("Tamsin Ogle",), STORY)


def test_names_with_a_large_letter_within_stay_whole_in_such_a_dump() -> None:
    story = (
        "The ferryman of McDonald Bay sold his iPhone on eBay and bought a piano from DeSantis & Sons.",
        "A film of it is on YouTube, and another on SkyTube, which he likes less; on SkyTube nobody can turn it off.",
        "The LaserJet in his office has printed the score.",
    )
    dump = glued(*TOP, HEADLINE, "By Tamsin Ogle", "4 September 2018", "Share", *story, "Related", *FORM)
    assert clean_text(dump).paragraphs == story


def test_a_text_that_forgets_spaces_between_sentences_stays() -> None:
    text = "\n\n".join(
        (*(story * 3 for story in STORY), "Share this.Leave a comment.He said so.She said no.We said so.Ha.")
    )
    assert clean_text(text).text == text


def test_a_listing_with_large_letters_within_its_names_stays() -> None:
    code = (
        "userRepository.save(newAccount(firstName, lastName));",
        "verify(mailService).sendMail(adminAccount, getName(), anyString());",
        "when(commentService.getComments(storyTags)).thenReturn(emptySearch);",
        '"@type": "AggregateRating", "ratingValue": "4.4", "reviewCount": "120", "homeAddress": "subscribeEmail"',
    )
    text = "\n\n".join((STORY[0], *code, STORY[1], *code[::-1]))
    assert clean_text(text).text == text


@pytest.mark.parametrize(
    "credits",
    [
        ("Par Claire Lartigau", "Publié le 14/10/2023 à 18h02, mis à jour le 15/10/2023 à 07h30"),
        ("Von Ute Brehm | 14.10.2023, 06:00 Uhr | Lesedauer: 2 Minuten",),
        ("Claire Lartigau | 14. 10. 2023, 8:00",),
    ],
)
def test_author_and_day_below_the_lead_go(credits: tuple[str, ...]) -> None:
    article = clean_text("\n\n".join((*TOP, HEADLINE, STORY[0], *credits, STORY[1], *FORM)))
    assert article.paragraphs == STORY
    assert article.headline == HEADLINE


def test_the_days_of_a_diary_stay() -> None:
    diary = (STORY[0], "14 October 2023", STORY[1], "15 October 2023", STORY[0][::-1].capitalize() + ".")
    assert clean_text("\n\n".join((*TOP, HEADLINE, *diary, *FORM))).paragraphs == diary

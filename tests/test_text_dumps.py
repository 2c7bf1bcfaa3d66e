"""Dumps of WordPress pages, in the variety that people have of them: the story comes back alone and whole."""

from __future__ import annotations

import pytest

from extractors import Article, clean_text

HEADLINE = "Ferry workers vote to strike over summer rota"
DEK = "Union says crews have gone nine weeks without two days off together"
STORY = (
    "OBAN – Ferry workers on the west coast voted on Tuesday to walk out for four days in July, in a dispute over a"
    " new summer rota that the union calls unworkable.",
    "The operator said that it was disappointed, and that it would keep talking until the last boat had sailed.",
    "“We have asked for two days off together,” said Moira Lamb, who has worked on the boats for nineteen years.",
    "Additional reporting by Calum Reid in Mallaig. Photo: Ida Moss.",
)
TERMS = "Categories: Islands, Labour"
FORM = (
    "Fill in your details below or click an icon to log in:",
    "WordPress.com Logo",
    "You are commenting using your WordPress.com account. Log Out /  Change )",
    "Facebook photo",
    "You are commenting using your Facebook account. Log Out /  Change )",
    "Connecting to %s",
    "%d bloggers like this:",
)
FORMS = {
    "de": (
        *("Schreibe einen Kommentar", "Trage deine Daten unten ein oder klicke ein Icon um dich einzuloggen:"),
        *("E-Mail (erforderlich) (Adresse wird niemals veröffentlicht)", "Name (erforderlich)", "Webseite"),
        *("WordPress.com-Logo", "Du kommentierst mit deinem WordPress.com-Konto. ( Abmelden /  Ändern )", "Abbrechen"),
        *(
            "Verbinde mit %s",
            "Benachrichtigung bei weiteren Kommentaren per E-Mail senden.",
            "%d Bloggern gefällt das:",
        ),
    ),
    "es": (
        *(
            "Deja un comentario",
            "Introduce tus datos o haz clic en un icono para iniciar sesión:",
            "Nombre (obligatorio)",
        ),
        *(
            "Logo de WordPress.com",
            "Estás comentando usando tu cuenta de WordPress.com. ( Salir /  Cambiar )",
            "Cancelar",
        ),
        *("Conectando a %s", "Recibir nuevos comentarios por correo electrónico.", "A %d blogueros les gusta esto:"),
    ),
    "fr": (
        *("Laisser un commentaire", "Entrez vos coordonnées ci-dessous ou cliquez sur une icône pour vous connecter:"),
        *("E-mail (obligatoire) (adresse strictement confidentielle)", "Nom (obligatoire)", "Site web"),
        *("Vous commentez à l’aide de votre compte WordPress.com. ( Déconnexion /  Changer )", "Annuler"),
        *("Connexion à %s", "Avertissez-moi par e-mail des nouveaux commentaires.", "%d blogueurs aiment cette page :"),
    ),
    "ko": (
        *("댓글 남기기", "아래 항목을 채우거나 오른쪽 아이콘 중 하나를 클릭하여 로그 인 하세요:", "WordPress.com 로고"),
        *("WordPress.com의 계정을 사용하여 댓글을 남깁니다. ( 로그아웃 /  변경 )", "%s에 연결하는 중"),
        "%d 블로거가 이것을 좋아합니다:",
    ),
    "half in a language that nobody collected": (
        *(
            "Leave a Reply",
            "Your email address will not be published. Required fields are marked *",
            "Name *",
            "Email *",
        ),
        *("Zgłoś się", "Website", "Post Comment", "Proszę mnie powiadomić o każdym nowym głosie w tej sprawie listem."),
        "%d bloggers like this:",
    ),
}
TAILS = {
    "share": ("Share this:", "Twitter", "Facebook", "Like this:", "Like Loading..."),
    "related": ("Related", "A goat on the pier", 'In "Islands"', "The last lighthouse keeper", "May 3, 2012"),
    "reblog": ("Reblog", "Subscribe", "Subscribed", "Island Post", "Join 1,204 other followers", "Sign me up"),
    "follow": ("Follow", "Follow “Island Post”", "Get every new post delivered to your Inbox.", "Sign me up"),
    "navigation": ("Post navigation", "← A goat on the pier", "The last lighthouse keeper →"),
    "disqus": ("Please enable JavaScript to view the comments powered by Disqus.", "blog comments powered by Disqus"),
    "dashes": ("--------------------", *FORM),
    "one line": ("%d bloggers like this:",),
    "comments": (
        *("2 Responses to “Ferry workers vote to strike”", "Jane", "May 4, 2012 at 4:05 pm"),
        *("Good on them. The rota is a disgrace and everybody in the office knows it.", "Reply", "calum77 says:"),
        *(
            "May 5, 2012 at 9:15 am",
            "My father worked those boats and never once had a weekend with us at home.",
            "Reply",
        ),
        *("Leave a Reply", "Your email address will not be published. Required fields are marked *", "Post Comment"),
    ),
}
TITLES = (
    *("Leave a Reply", "Tell us Your Thoughts", "Speak up!", "Your two cents", "Got something to say?", "Discuss"),
    *("Let me know what you think", "Dein Senf dazu", "Tu palabra", "Ton grain de sel", "ひとこと", "Ordet fritt"),
)


def dump(*tail: str, story: tuple[str, ...] = STORY, gap: str = "\n\n") -> str:
    """A dump as of the seed: headline and dek with wider gaps, the story, a wider gap, the tail."""
    return f"{HEADLINE}\n\n\n{DEK}\n\n\n{gap.join(story)}\n\n\n{gap.join(tail)}"


def assert_story_alone(article: Article, story: tuple[str, ...] = STORY) -> None:
    """Fail unless the article has the story's paragraphs, its headline, dek and dateline, and a record of the rest."""
    assert article.paragraphs == story
    assert (article.headline, article.dek, article.dateline) == (HEADLINE, DEK, "OBAN")
    assert article.removed
    assert all(block.rule and block.reason for block in article.removed)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_comment_form(form: tuple[str, ...]) -> None:
    assert_story_alone(clean_text(dump(TERMS, *form)))


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_what_follows_the_story(tail: tuple[str, ...]) -> None:
    assert_story_alone(clean_text(dump(TERMS, *tail)))


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_the_sites_own_over_the_form(title: str) -> None:
    assert_story_alone(clean_text(dump(TERMS, title, *FORM)))


@pytest.mark.parametrize(
    ("line", "categories", "tags"),
    [
        ("Category: Islands", ("Islands",), ()),
        ("Filed under: Islands, Labour", ("Islands", "Labour"), ()),
        ("Filed Under Islands", ("Islands",), ()),
        ("Posted in Islands, Labour", ("Islands", "Labour"), ()),
        ("Posted in Islands and tagged ferry, strike", ("Islands",), ("ferry", "strike")),
        ("This entry was posted in Islands and tagged ferry. Bookmark the permalink.", ("Islands",), ("ferry",)),
        ("This entry was posted on May 3, 2012 and is filed under Islands.", ("Islands",), ()),
        ("Tagged with ferry, strike", (), ("ferry", "strike")),
        ("Tags: ferry\nCategories: Islands", ("Islands",), ("ferry",)),
        ("Kategorien: Inseln, Arbeit", ("Inseln", "Arbeit"), ()),
        ("Catégories : Îles", ("Îles",), ()),
    ],
)
def test_lines_of_terms(line: str, categories: tuple[str, ...], tags: tuple[str, ...]) -> None:
    article = clean_text(dump(line, "Leave a Reply", *FORM))
    assert_story_alone(article)
    assert (article.categories, article.tags) == (categories, tags)


@pytest.mark.parametrize(
    "last",
    [
        "If you were on the boat that day, please leave a reply below.",
        "The crews use an app that they must log in to follow their shifts.",
        "Categories: none of those that the office had foreseen.",
        "Share this: that was what the note on the galley door said.",
    ],
)
def test_the_authors_own_sentence_over_the_form_stays(last: str) -> None:
    assert_story_alone(clean_text(dump(TERMS, "Leave a Reply", *FORM, story=(*STORY, last))), (*STORY, last))


@pytest.mark.parametrize(
    "layout",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\t" + text.replace("\n\n", "\n\t\n\t"),
        lambda text: text.replace("\n", " \n"),
        lambda text: "\n".join(line for line in text.split("\n") if line),
        lambda text: text.replace(f"{HEADLINE}\n", f"{HEADLINE}\n\n----------\n"),
    ],
    ids=["CRLF", "tabs", "trailing spaces", "single newlines", "a rule under the headline"],
)
def test_layouts(layout: object) -> None:
    assert callable(layout)
    assert_story_alone(clean_text(layout(dump(TERMS, "Leave a Reply", *FORM))))


def test_a_story_of_one_sentence() -> None:
    assert_story_alone(clean_text(dump(TERMS, *FORM, story=STORY[:1])), STORY[:1])


def test_a_story_without_a_headline() -> None:
    article = clean_text("\n\n".join((*STORY, TERMS, "Leave a Reply", *FORM)))
    assert (article.headline, article.paragraphs) == (None, STORY)


def test_an_article_about_comment_forms_keeps_those_that_it_quotes() -> None:
    story = (
        "OBAN – Every blog has a box at its end, and nobody knows who wrote the words over it first.",
        "Leave a Reply",
        "That was the whole text of the first form, in 2003. Two years later came the next line.",
        "Your email address will not be published.",
        "It was a promise, the developer said, and most blogs have kept it since then.",
    )
    assert_story_alone(clean_text(dump(TERMS, "Leave a Reply", *FORM, story=story)), story)

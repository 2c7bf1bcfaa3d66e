"""Pages that let nobody read on say so in any language; a story that speaks of walls or of missing pages is one."""

from __future__ import annotations

import pytest

from extractors import Outcome, extract

PROSE = (
    "The harbour office opened its doors at seven on Monday, an hour earlier than the notice on the gate had promised.",
    "By evening the last of the crates had been carried up the steps, and the watchman locked the gate behind us.",
    "Nobody could say who had ordered the crates, or why they had to be moved up there in such a hurry.",
)


def page(heading: str, *parts: str) -> str:
    """A page of a site with a menu and a footer."""
    return (
        "<html><head><title>The Harbour</title></head><body><nav><a href='/w'>World</a> <a href='/s'>Sport</a></nav>"
        f"<main><h1>{heading}</h1>{''.join(parts)}</main><footer>© 2024 The Harbour</footer></body></html>"
    )


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


PAYWALLS = (
    "This article is for subscribers only. Log in or subscribe to read the full story.",
    "Jetzt weiterlesen mit Plus. Sie haben bereits ein Abo? Anmelden",
    "Il vous reste 85% de cet article à lire. La suite est réservée aux abonnés.",
    "Conteúdo exclusivo para assinantes. Assine para continuar lendo.",
    "Dalsza część artykułu dostępna tylko dla subskrybentów. Wykup dostęp.",
    "Den här artikeln är låst. Logga in eller bli prenumerant för att läsa vidare.",
    "Tämä artikkeli on vain tilaajille. Kirjaudu sisään tai tilaa.",
    "Статья доступна только подписчикам. Оформите подписку, чтобы читать дальше.",
    "この記事は有料会員限定です。残り1200文字。会員登録して続きを読む",
    "Bu içerik abonelere özeldir. Okumaya devam etmek için abone olun.",
    "You've reached your limit of free articles this month. Subscribe for unlimited access.",
    "Unlock this story for $1",
    "Vous avez lu 20 % de cet article",
    "Полный текст доступен по подписке",
    "Ovaj članak dostupan je samo pretplatnicima",
    "Acest articol este disponibil doar pentru abonați. Abonează-te ca să citești mai departe.",
)


@pytest.mark.parametrize("line", PAYWALLS)
def test_a_beginning_over_a_line_that_says_who_may_read_on_is_paywalled(line: str) -> None:
    wall = f"<div class='p-x'><h3>{line}</h3><a href='/s'>→</a></div>"
    article = extract(page("The crates", "<article>", paragraphs(PROSE[0]), wall, "</article>"))
    assert (article.outcome, article.paragraphs) == (Outcome.PAYWALLED, PROSE[:1])


@pytest.mark.parametrize("line", PAYWALLS[::4])
def test_so_is_one_over_such_a_line_in_bold_in_its_own_box(line: str) -> None:
    wall = f"<p><strong>{line}</strong></p>"
    article = extract(page("The crates", "<article>", paragraphs(PROSE[0]), wall, "</article>"))
    assert (article.outcome, article.paragraphs) == (Outcome.PAYWALLED, PROSE[:1])
    assert line in [block.text for block in article.removed]


@pytest.mark.parametrize(
    "line",
    [
        "Only registered users can comment.",
        "Nur angemeldete Benutzer mit Abo können kommentieren.",
        "Subscribe to continue receiving our stories by email",
        "Подпишитесь на нашу рассылку, чтобы не пропустить новые статьи",
    ],
)
def test_a_line_about_what_else_readers_may_sign_in_for_is_no_wall(line: str) -> None:
    below = f"<div class='p-x'><h3>{line}</h3><a href='/s'>→</a></div>"
    article = extract(page("The crates", "<article>", paragraphs(*PROSE[:2]), below, "</article>"))
    assert (article.outcome, article.paragraphs) == (Outcome.ARTICLE, PROSE[:2])


def test_a_last_sentence_about_a_wall_that_is_set_as_the_others_are_stays() -> None:
    end = "“Only members may read on,” said the clerk, and closed the book."
    article = extract(page("The crates", "<article>", paragraphs(*PROSE[:2], end), "</article>"))
    assert (article.outcome, article.paragraphs) == (Outcome.ARTICLE, (*PROSE[:2], end))


CHECKS = (
    ("Making sure you're not a bot!", "This site has set up a guard against companies that read it by machine."),
    ("Подтвердите, что запросы отправляли вы, а не робот", "Запросы с вашего устройства похожи на автоматические."),
    ("安全验证", "请完成下方验证后继续访问"),
    ("Are you over 18?", "You must be of legal drinking age to enter this site."),
)


@pytest.mark.parametrize(("heading", "line"), CHECKS)
def test_a_page_that_checks_who_reads_it_is_a_challenge(heading: str, line: str) -> None:
    assert extract(page(heading, paragraphs(line))).outcome == Outcome.CHALLENGE


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("Oops!", "We can’t seem to find the page. The page you’re looking for was moved."),
        ("Not here", "The story you are looking for has been removed."),
    ],
)
def test_a_page_that_says_in_its_text_that_there_is_nothing_is_a_soft_404(heading: str, line: str) -> None:
    assert extract(page(heading, paragraphs(line))).outcome == Outcome.SOFT_404


def test_a_page_that_readers_of_other_countries_may_not_see_is_unavailable() -> None:
    line = "You are attempting to access this website from a country belonging to the European Economic Area."
    article = extract(page("451: Unavailable due to legal reasons", paragraphs(line)))
    assert article.outcome == Outcome.UNAVAILABLE


@pytest.mark.parametrize("heading", ["Page not found", "Are you a robot?", "安全验证"])
def test_a_story_of_several_paragraphs_may_be_headed_so(heading: str) -> None:
    article = extract(page(heading, "<article>", paragraphs(*PROSE), "</article>"))
    assert (article.outcome, article.paragraphs) == (Outcome.ARTICLE, PROSE)


def test_a_story_that_quotes_a_wall_is_one() -> None:
    quote = "“Subscribe to continue reading,” said the page, and so the harbour master never learned who it was."
    article = extract(page("The wall", "<article>", paragraphs(quote, *PROSE[1:]), "</article>"))
    assert (article.outcome, article.paragraphs) == (Outcome.ARTICLE, (quote, *PROSE[1:]))

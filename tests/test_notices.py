"""What a site adds under a story in its text: who may print it, where to follow it, who wrote it, what it sells."""

from __future__ import annotations

import pytest

from extractors import Article, extract

LEAD = "The ferry to the outer islands sailed on Monday for the first time since the storm, with forty people on board."
END = "The captain said that he would sail again on Tuesday, and that nobody should bring a piano."


def story(below: str, above: str = "") -> Article:
    """A story by Jane Doe in two paragraphs, with markup between and below them."""
    return extract(
        f"<title>The ferry sails</title><h1>The ferry sails</h1><p class='byline'>By Jane Doe</p><div class='text'>"
        f"<p>{LEAD}</p>{above}<p>{END}</p>{below}</div>"
    )


NOTICES = {
    "rights-tr": "<p>Yazının tüm hakları Liman Gazetecilik A.Ş.’ye aittir, izin alınmadan yayınlanamaz.</p>",
    "rights-ko": "<p>저작권자 (주)항구신문 무단전재 및 재배포를 금합니다.</p>",
    "rights-ru": "<p>Все права защищены ООО «Порт». Перепечатка только с согласия.</p>",
    "rights-es": "<p>Todos los derechos reservados a El Puerto, S. L.</p>",
    "rights, within a line": "<p>Copyright 2024 The Harbour, all rights reserved. Do not print it.</p>",
    "editor-ru": "<p>Редактор: Ольга Лапина</p>",
    "reprint-de": "<p>Nachdruck, auch auszugsweise, nur mit Genehmigung des Verlags.</p>",
    "channel-uk": "<p><em>Підписуйтесь на наш <a href='https://t.me/harbour'>Telegram-канал</a>, щоб знати.</em></p>",
    "channel-hi": "<p>ताज़ा ख़बरों के लिए हमें <a href='https://www.facebook.com/harbour'>फेसबुक</a> पर फॉलो करें।</p>",
    "channel-behind-id": "<p>Dapatkan berita setiap hari. Bergabung di <a href='https://t.me/x'>Telegram</a> kami.</p>",
    "claim": "<p>All words and pictures © Jane Doe 2024. Please ask before you take them.</p>",
    "tip": "<p>If this made you smile, <a href='https://ko-fi.com/jane'>throw a coin in the hat</a>.</p>",
    "byline": "<p>Written by Jane Doe, 3 May 2009. Last changed 11 May 2009.</p>",
    "page": "<div><p>Published: 2022-06-15</p><p>Last updated: 2022-06-16</p><p>Page manager: The web team</p></div>",
    "day": "<p>Last updated on May 3, 2024</p>",
    "day-pl": "<p>Ostatnia aktualizacja: 3 maja 2024</p>",
    "mistakes-uk": "<p>Помітили помилку? Виділіть її та натисніть Ctrl+Enter.</p>",
    "tip in a box": "<div><p>You can buy me a coffee.</p><a href='https://www.buymeacoffee.com/x'><img></a></div>",
    "disclosure": "<p><em>Some links on this page earn me a small commission at no cost to you.</em></p>",
    "bio under a name": "<div><div>Jane Doe</div><p>Jane writes about boats, and about those who wait.</p></div>",
    "signature": "<p>Jane Doe, reporter jane.doe@harbour.example</p>",
    "editor-zh": "<p>（责任编辑：陈敏）</p>",
    "initials": "<p>(sug/iwd)</p>",
    "one writer's initials": "<p>(jd)</p>",
    "initials of somebody else": "<p>(sw)</p>",
    "those of an agency": "<p>(dpa)</p>",
    "a name in a script without spaces": "<p>(佐々木 遥)</p>",
    "a picture's credit": "<p>Фото: Сергій Дяк</p>",
    "credits in lines": "<p>Quelle: TSV Hafen<br>Fotos: Ines Roth</p>",
    "a picture on top": "<p>Nyitókép: Horváth Pál</p>",
    "a picture in a script without spaces": "<p>ขอบคุณภาพจาก: เพจบ้านโคกวันนี้</p>",
    "the end of a release": "<p>– ENDS –</p>",
    "under supervision": "<p><em>*Sob supervisão de Lia Prado</em></p>",
    "a text of the law": "<p>（责任编辑：李梅）</p><p>免责声明：本文仅代表作者个人观点，请读者仅作参考。</p>",
    "an agency's, in Armenian": "<p>Աղբյուր՝ «Գյումրի TV»</p>",
    "a partner, in Serbian": "<p><em>Ovaj tekst je nastao u saradnji sa pekarom „Zora“.</em></p>",
    "an agency's": "<p>Kaynak: DHA</p>",
    "how to reach the author": "<p><em>Contact Jane Doe at 555-0100 or jane@harbour.example. Follow her on X.</em></p>",
    "support us": "<p>***</p><p>Dacă ți-a plăcut, ne poți susține cu o donație <a href='/d'>aici</a>.</p>",
    "please support us": "<p>If you like what you read, please support our work <a href='/d'>here</a>.</p>",
    "unterstützen": "<p><a href='/d'>Unterstützen Sie uns</a> mit einem Betrag Ihrer Wahl.</p>",
    "follow, in Dutch": "<p>Volg ons op <a href='https://facebook.com/h'>Facebook</a>.</p>",
    "follow, in Arabic": "<p>تابعونا على <a href='https://facebook.com/h'>فيسبوك</a></p>",
    "follow, in Chinese": "<p>请关注我们的<a href='https://weibo.com/h'>微博</a>。</p>",
    "follow, in Hungarian": "<p>Kövess minket a <a href='https://facebook.com/h'>Facebookon</a>!</p>",
    "support, in Czech": "<p>Líbil se vám text? Můžete nás podpořit <a href='/d'>tady</a>.</p>",
    "a name for tips": "<p>If you want more of this, I have a hat on <a href='https://ko-fi.com/j'>Ko-fi</a>.</p>",
    "a ban that names nothing": "<p>Nachdruck verboten.</p>",
    "have a story": "<div class='poziv'><p>Imate priču ili dojavu? Javite nam se na WhatsApp 091 000 000.</p></div>",
    "with whom it was made": "<p><em>Dieser Beitrag entstand in Zusammenarbeit mit der Werft Pell.</em></p>",
    "end-fa": "<p>انتهای پیام/</p>",
    "from a feed": "<p>The post <a href='/bridge'>The bridge opens</a> appeared first on <a href='/'>Harbour</a>.</p>",
    "from a feed, in Polish": "<p>Artykuł <a href='/m'>Most otwarty</a> pochodzi z serwisu <a href='/'>Port</a>.</p>",
    "bio": "<div><h3>More about Jane Doe</h3>"
    "<p>Jane Doe writes about boats, and about the people who wait for them.</p></div>",
    "bio under a label": "<div><h4>About the author</h4>"
    "<p>Jane Doe writes about boats, and about the people who wait for them.</p></div>",
    "offer": "<div class='x paywall'><h3>Read on</h3>"
    "<ul><li>All stories of the harbour, every day of the year</li></ul>"
    "<p>A month for one euro, and you may leave whenever you like.</p><a href='/shop'>Buy now</a></div>",
}


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_below_a_story_is_taken_out_with_a_reason(name: str) -> None:
    assert story(NOTICES[name]).paragraphs == (LEAD, END)


@pytest.mark.parametrize("name", ["rights-tr", "tip", "bio"])
def test_the_same_amid_a_story_is_the_storys(name: str) -> None:
    assert len(story("", above=NOTICES[name]).paragraphs) > 2


@pytest.mark.parametrize(
    "end",
    [
        "<p>Written by hand, as all of Jane's letters were, it took the captain an hour to read.</p>",
        "<p>The last page is signed: written by Jane Doe, for nobody.</p>",
        "<p>Harbour master: the cat.</p>",
        "<p>The post of harbour master appeared first on <a href='/l'>a list</a> that the mayor had drawn up.</p>",
        "<p>Nobody could say who holds the rights to the song that they sang on the way home.</p>",
        "<p>She wrote on <a href='https://t.me/jane'>Telegram</a> that the sea had been calm all the way.</p>",
        "<p>Updated: the list of ferries, which had been wrong since May 2024.</p>",
        "<p>Last updated on May 3, said the notice, by a hand that had never heard of the ferry.</p>",
        "<p>You can follow the ferry from the <a href='/map'>hill behind the church</a>.</p>",
        "<p>On the stern stood “© 2019 Pell Yard”, and nobody on board could say what that protected.</p>",
        "<p>It holds affiliate links, he admitted, and they come at no cost to you and a little to him.</p>",
        "<p>“Press Ctrl+Enter,” she said, and the bridge went up with two cars on it.</p>",
        "<p>“I earn a commission on each boat,” said the broker, “and I have never been to sea.”</p>",
        "<p>The affiliate who sold him the boat earned a commission, and the harbour earned nothing.</p>",
        "<p>This article was changed after the harbour commission had answered our questions.</p>",
        "<p>We will receive the commission's report on Friday, and print all of it here.</p>",
        "<p>She now collects <a href='https://www.gofundme.com/f/roof'>for the roof of the chapel</a>.</p>",
        "<p>Whoever saw it may write to Jane Doe at jane.doe@harbour.example before the tide turns.</p>",
        "<p>This article was written in cooperation with two gulls and a dog.</p>",
        "<p>The end of the pier was all that they saw of it.</p>",
        "<p>Photo: the one thing that I had forgotten to take with me.</p>",
        "<p>Whoever saw it may support us <em>in the pub</em>, where we shall be until the tide turns.</p>",
        "<p>The figures support my view, as <a href='/r'>the report of the harbour</a> shows.</p>",
        "<p>Die Nachbarn haben uns dabei sehr unterstützt, wie <a href='/r'>der Bericht</a> zeigt.</p>",
        "<p>Соседи поддержали нас, и об этом есть <a href='/r'>отдельный рассказ</a> на той неделе.</p>",
        "<p>A cidade tem uma boa notícia, e ela está <a href='/n'>na página dois</a> desta semana.</p>",
        "<p>Dozens of neighbours came to support us, as <a href='/r'>the record of the court</a> shows.</p>",
        "<p>“Please support us,” the keeper wrote to <a href='/r'>the council</a> in 1911.</p>",
        "<p>Meine Eltern unterstützen mich beim <a href='/u'>Umbau des Bootes</a>, so gut sie können.</p>",
        "<p>Komşular bize destek verdi ve <a href='/i'>imza topladı</a>.</p>",
        "<p>Соседи пришли и сказали: поддержите нас, иначе <a href='/m'>мост</a> закроют.</p>",
        "<p>Following the outcry, the mayor apologised on <a href='https://x.com/mayor/status/1'>X</a>.</p>",
        "<p>Volgens de politie op <a href='https://facebook.com/politie'>Facebook</a> was hij nuchter.</p>",
        "<p>In seguito il sindaco ha chiesto scusa su <a href='https://facebook.com/s'>Facebook</a>.</p>",
        "<p>Подписал указ губернатор, о чём сообщил в <a href='https://t.me/gov'>своём канале</a>.</p>",
        "<p>وتابع الوزير في <a href='https://x.com/m/status/1'>تغريدة</a> أن الجسر سيفتح غدا.</p>",
        "<p>تابع الوزير في <a href='https://x.com/m/status/1'>تغريدة</a> أن الجسر سيفتح غدا.</p>",
        "<p>此事在<a href='https://weibo.com/1'>微博</a>上引发网友关注，有人画了一座桥。</p>",
        "<p>به دنبال توفان، شهردار در <a href='https://t.me/s'>تلگرام</a> از مردم پوزش خواست.</p>",
        "<p>Видео он выложил на <a href='https://boosty.to/ivan'>Boosty</a>, где его посмотрели дважды.</p>",
        "<p>The artist, who lives on what comes in by <a href='https://ko-fi.com/'>Ko-fi</a>, did not reply.</p>",
        "<p>La reproduction des loups reste interdite dans le parc du château.</p>",
        "<p>Das Gericht hat dem Verlag den Nachdruck der Tagebücher untersagt.</p>",
        "<p>“Got any news?” she asked, and I read her <a href='/l'>the letter from the yard</a>.</p>",
        "<p>„Alle Rechte vorbehalten“ stand unter dem Gedicht, das er abgeschrieben hatte.</p>",
        "<p>El juez dijo que la frase todos los derechos reservados no protege un refrán.</p>",
        "<p>Todos os direitos reservados, dizia a placa no portão do cemitério.</p>",
        "<p>Редактор: так звали кота в редакции.</p>",
        "<p>(sigh)</p>",
        "<p>Vorbild: meine Großmutter</p>",
        "<p>She asks you to donate to <a href='/roof'>the roof of the chapel</a>.</p>",
        "<p>Have you got a story? He asked me that at every landing, and I never had one.</p>",
        "<p>“Editor: Jane Doe” was painted on the door of the wheelhouse. Nobody knew why.</p>",
        "<div><h3>What Jane Doe saw</h3><p>There were gulls, and then there were none.</p></div>",
    ],
)
def test_prose_that_ends_a_story_stays(end: str) -> None:
    assert story(end).paragraphs[:2] == (LEAD, END)
    assert len(story(end).paragraphs) == 2 + end.count("</p>") + end.count("</h3>")


def test_offers_that_look_alike_are_what_the_story_lists() -> None:
    offer = (
        "<div class='cta'><p>The {} boat takes ten people to the lighthouse and back.</p><a href='/b'>Book it</a></div>"
    )
    article = story("".join(map(offer.format, ("first", "second", "third"))))
    assert len(article.paragraphs) >= 5


def test_a_post_below_a_picture_with_a_button_of_its_own_is_no_appeal() -> None:
    article = extract(
        "<title>The ferry sails</title><h1>The ferry sails</h1><img src='f.jpg' width='800'>"
        f"<div class='post-content'><div><p>{LEAD}</p><p>{END}</p><a href='/c'>Contact us</a></div></div>"
    )
    assert article.paragraphs == (LEAD, END)


CHANNELS = {
    "whatsapp": "<p>Join our <a href='https://whatsapp.com/channel/0029Va'>WhatsApp channel</a> for the latest.</p>",
    "networks": "<p>Follow us on <a href='https://facebook.com/h'>Facebook</a> and "
    "<a href='https://instagram.com/h'>Instagram</a>.</p>",
    "pt": "<p>📲 <a href='https://chat.whatsapp.com/x1'>Participe do grupo e receba as notícias</a></p>",
    "pl": "<p><b>Obserwuj nas w <a href='https://news.google.com/publications/x'>Google News</a></b></p>",
    "ru": "<p>Подписывайтесь на наш <a href='https://t.me/h'>канал</a>.</p>",
    "es": "<p>Síguenos en <a href='https://twitter.com/h'>Twitter</a>.</p>",
}


@pytest.mark.parametrize("line", CHANNELS.values(), ids=CHANNELS)
def test_a_line_amid_the_story_that_asks_to_follow_the_site_is_a_notice(line: str) -> None:
    article = story("", above=line)
    assert article.paragraphs == (LEAD, END)


def test_what_a_story_says_of_channels_stays() -> None:
    said = (
        "<p>Follow the skipper on <a href='https://instagram.com/skipper'>Instagram</a>, said the harbour master.</p>"
        "<p>The brigade asked us <a href='https://t.me/brigade/7'>on Telegram</a> for volunteers to join.</p>"
    )
    assert len(story("", above=said).paragraphs) == 4


def test_channels_that_a_story_lists_stay() -> None:
    listed = "".join(f"<p>Join our <a href='https://t.me/quay{number}'>quay {number}</a>!</p>" for number in range(6))
    assert len(story("", above=listed).paragraphs) == 8


@pytest.mark.parametrize(
    "line",
    [
        "<p>(Picture: the ferry at the quay, on Monday. Photo: Ann Lee / Harbour)</p>",
        "<p>SOURCE Harbour Ferries, Inc.</p>",
        "<p><small>Text © Ann Lee. Please ask before you copy it.</small></p>",
    ],
)
def test_a_line_in_brackets_capitals_or_small_print_says_whose_it_is(line: str) -> None:
    assert story(line).paragraphs == (LEAD, END)


@pytest.mark.parametrize(
    "line",
    [
        "(Cover picture: the ferry at the quay. It was the last time that we saw it.)",
        "SOURCE CODE: see below.",
        "The sign © on the hull was painted over in the night.",
    ],
)
def test_an_author_who_says_so_is_heard(line: str) -> None:
    assert story(f"<p>{line}</p>").paragraphs == (LEAD, END, line)


def test_the_label_of_a_day_goes_with_it() -> None:
    field = "<div class='f'><div class='l'>%s</div><div><div>%s</div></div></div>"
    article = extract(
        f"<html lang='it'><title>La sedia</title><h1>La sedia</h1><p>{LEAD}</p><p>{END}</p>"
        f"{field % ('Data pubblicazione:', 'Giovedì, 12 Ottobre, 2017')}"
    )
    assert article.paragraphs == (LEAD, END)


def test_a_heading_of_the_author_that_ends_in_a_colon_is_no_label_without_its_value() -> None:
    heading = "<h3>Engagement:<span> </span></h3>"
    assert story("", above=heading).paragraphs == (LEAD, "Engagement:", END)

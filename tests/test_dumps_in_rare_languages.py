"""Pages in languages of whose interfaces hardly a word is known: labels around a story give it away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import clean_text

HEADLINE = "Sauður stöðvaði flugvél á Gjögri"
STORY = (
    "Flugvél frá Reykjavík sveimaði í átján mínútur yfir Gjögri á meðan flugvallarvörðurinn rak sauð af brautinni.",
    "Þrettán farþegar voru um borð og engan sakaði. Sauðurinn er í eigu nágrannans og heitir Forseti.",
)
TOP = ("Strandafréttir", "Fréttir", "Íþróttir", "Skoðun", "Lífið", "Minningar")
CREDITS = ("Sólveig Hrafnsdóttir skrifar 21. september 2023 kl. 14:05", "Dreifa", "Tísta", "Senda")
END = ("Skyldar fregnir", "Hreindýr í stofunni", "Ferjan fer ekki", "Um blaðið", "Smáauglýsingar", "Áskriftir")
COPYRIGHT = "© 2023 Allur réttur áskilinn"


def dump(*blocks: str) -> str:
    """The blocks of a page, a blank line between them."""
    return "\n\n".join(blocks)


@pytest.mark.parametrize("title", [(), (f"{HEADLINE} - Strandafréttir",)])
def test_labels_in_words_not_known_go(title: tuple[str, ...]) -> None:
    article = clean_text(dump(*title, *TOP, HEADLINE, *CREDITS, *STORY, *END, COPYRIGHT))
    assert (article.headline, article.paragraphs) == (HEADLINE, STORY)
    assert article.published_at == datetime(2023, 9, 21, 14, 5, tzinfo=UTC)


def test_a_text_with_labels_above_and_below_that_no_page_ends_stays() -> None:
    text = dump(*TOP, HEADLINE, *STORY, *END)
    assert clean_text(text).text == text


def test_a_list_that_ends_the_story_stays() -> None:
    listed = ("- Forseti, fimm vetra", "- Drottning, þriggja vetra")
    article = clean_text(dump(*TOP, HEADLINE, *CREDITS, *STORY, *listed, *END, COPYRIGHT))
    assert article.paragraphs == (*STORY, *listed)


def test_fields_that_end_the_story_stay() -> None:
    listed = ("Nafn: Forseti", "Litur: svartur", "Eigandi: nágranninn")
    article = clean_text(dump(*TOP, HEADLINE, *CREDITS, *STORY, *listed, *END, COPYRIGHT))
    assert article.paragraphs == (*STORY, *listed)


def test_a_notice_that_stands_alone_above_the_menu_goes() -> None:
    notice = "Vefurinn safnar upplýsingum til þess að bæta upplifun notenda sinna."
    article = clean_text(dump(notice, *TOP, HEADLINE, *CREDITS, *STORY, *END, COPYRIGHT))
    assert (article.headline, article.paragraphs) == (HEADLINE, STORY)


def test_author_and_day_below_the_lead_go() -> None:
    lead = "Flugvélin lenti að lokum, og sauðurinn fékk hey."
    article = clean_text(dump(*TOP, HEADLINE, lead, *CREDITS, *STORY, *END, COPYRIGHT))
    assert article.headline == HEADLINE
    assert article.text.endswith(dump(*STORY))
    assert "Dreifa" not in article.text
    assert lead in (article.dek, *article.paragraphs)


def test_lines_in_thai_are_paragraphs_without_full_stops() -> None:
    story = (
        "เจ้าส้ม แมวประจำวัดริมคลองบางหลวง หายไปจากวัดสามวัน ก่อนจะกลับมาเมื่อวันพุธพร้อมปลาทูหนึ่งตัวในปาก",
        "พระครูสมุห์วิชัยเล่าว่า ญาติโยมออกตามหาทั่วตลาด และมีคนเอาอาหารมาวางไว้หน้ากุฏิทุกเช้า",
        "“มันคงไปเที่ยวตลาดน้ำ” พระครูกล่าวพร้อมหัวเราะ ส่วนปลาทูไม่มีใครมาทวงคืน",
    )
    top = ("ข่าวริมคลอง", "หน้าแรก", "ข่าวล่าสุด", "การเมือง", "กีฬา", "เข้าสู่ระบบ")
    headline = "แมววัดหายไปสามวัน กลับมาพร้อมปลาทู"
    end = ("ข่าวที่เกี่ยวข้อง", "เต่ายักษ์โผล่กลางตลาด", "เกี่ยวกับเรา", "ติดต่อโฆษณา", "สงวนลิขสิทธิ์ © 2566 ข่าวริมคลอง")
    article = clean_text(dump(*top, headline, "โดย สมชาย ใจดี", "19 ม.ค. 2566 08:45 น.", *story, *end))
    assert article.paragraphs == story
    assert article.published_at == datetime(2023, 1, 19, 8, 45, tzinfo=UTC)


def test_a_short_sentence_that_ends_the_story_stays() -> None:
    article = clean_text(dump(*TOP, HEADLINE, *CREDITS, *STORY, "Enginn sagði neitt.", *END, COPYRIGHT))
    assert article.paragraphs == (*STORY, "Enginn sagði neitt.")


def test_a_subhead_near_the_end_stays() -> None:
    story = (*STORY, "Hver á brautina", "Brautin er eign ríkisins, en sauðurinn kann ekki að lesa skiltið við hliðið.")
    article = clean_text(dump(*TOP, HEADLINE, *CREDITS, *story, *END, COPYRIGHT))
    assert article.paragraphs == story


@pytest.mark.parametrize("label", ["Mest lesið", "Najbolj brano", "Mwyaf poblogaidd", "Loetumad", "სასაცილო"])
def test_a_label_amid_clean_text_stays(label: str) -> None:
    text = dump(STORY[0], label, STORY[1])
    assert clean_text(text).text == text


def test_a_forums_page_has_its_headline_and_not_the_sites_name() -> None:
    headline = "La fontaine qui ne coule que le mardi"
    story = (
        "À Saint-Cirgues, la fontaine de la place ne coule que le mardi, et personne à la mairie ne sait pourquoi.",
        "Le plombier est venu quatre fois, toujours un jeudi.",
        "« Il faudrait qu'il vienne un mardi, mais le mardi il est au marché », soupire la secrétaire de mairie.",
        "Les anciens, eux, remplissent leurs bidons sans poser de questions.",
    )
    top = (
        "Le Petit Cantalou",
        "Le journal qui prend son temps",
        "Rechercher :",
        "* Actualités",
        "* Vie du village",
        "* Annonces",
    )
    forum = (
        "2 Messages de forum",
        f"* {headline} 17 mai 2017 08:12, par Raymond",
        "C'est à cause du trop-plein du lavoir, tout le monde le sait.",
        "Répondre à ce message",
        f"* {headline} 18 mai 2017 19:45, par une voisine",
        "Tout le monde sauf le plombier.",
        "Répondre à ce message",
        "Un message, un commentaire ?",
        "Qui êtes-vous ? Votre nom Votre adresse email Votre message Titre : Texte de votre message (obligatoire)",
        "Pour créer des paragraphes, laissez simplement des lignes vides.",
    )
    last = ("2009-2017 Le Petit Cantalou | Plan du site | Se connecter | Contact | RSS 2.0", "Site réalisé sous SPIP")
    foot = ("Prévisualiser", "Dans la même rubrique", "* Concours de soupe", *last)
    path = f"Accueil > Vie du village > {headline}"
    article = clean_text(dump(*top, path, headline, "mardi 16 mai 2017, par Odile Barraud", *story, *forum, *foot))
    assert (article.headline, article.byline) == (headline, ("Odile Barraud",))

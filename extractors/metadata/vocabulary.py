"""The words around bylines and dates, in the languages of the news: data for the patterns that use them."""

from __future__ import annotations


def any_of(*phrases: str) -> str:
    """Return a pattern that matches any of the ``phrases``, which are given as lists with bars between."""
    return "(?:" + "|".join(phrases) + ")"


WROTE = any_of(
    "written|posted|published|submitted|reported|reporting|authored|created|story|words|text|article|opinion|analysis",
    "review|guest (?:post|article|column|essay)|interview",
    "geschrieben|veröffentlicht|verfasst|(?:ein )?gast(?:beitrag|kommentar)|eine? (?:kommentar|kolumne|analyse|essay)",
    "(?:une )?(?:chronique|tribune)",
    "publicado|escrito|escrita|postado|redigido|rédigée?|redigiert|redatto|skreve[nt]|skriven|napsal|написал|ditulis|diposting",
    r"napisał|napisała|opublikowa\w+|écrit|publié|scritto|pubblicato|geschreven|geplaatst|автор",
)
"""What stands before the "by" of a byline."""

BY = any_of("by|von|por|par|de|przez|di|da|door|av|af|oleh|bởi|от|od")

BEFORE_NAME = any_of(
    "by|von|por|par|di|a cura di|door|av|af|przez|oleh|bởi|words by",
    "propos recueillis par|as told to|skrifað af|skrevet a[fv]|skriven av",
    r"oprac\.|opracowa[łl]a?|rozmawia(?:ł|ła)?|napisa[łl]a?|napsala?|piše|napisao|yazan|írta|kirjoittanut|від|автором",
    r"vložil(?:\(a\)|a)?|beküldte|bejegyezte|lähettänyt|(?:αναρτήθηκε )?από τον χρήστη",
    "της|του|από|γράφει ο|γράφει η|γράφει|מאת|بقلم|بواسطة|به قلم|نوشته شده توسط|توسط|نوشته|نویسنده|تحریر",
    "द्वारा|โดย|เขียนโดย|nga",
)
"""What a line begins with that goes on with its author's name."""

AUTHOR = any_of(
    "about the author|author name|authors?|byline|by|words|written by|reporter|reporting|texto?|story",
    "tekst|texte|testo|autor(?:in|en|a|es|as|ka|ky|zy|i|ul)?|auteurs?|autore|redaktion|verfasser(?:in)?|skribent|foto",
    "autorius|autors|avtor|szerző|yazar|penulis|tác giả|bài|teksti|kirjoittaja|συντάκτης|συγγραφέας",
    "автор|аутор|автори|авторы|текст|добавила?|опубликовала?|разместила?|작성자|글쓴이|글|作者|投稿者|發表者|記者|记者|撰文|取材・文|文|著者|執筆|haber|كتبت|كتبه|كتب|الكاتب|الكاتبة|كاتب|लेखक",
    "نامہ نگار|تحریر|egilea|awdur|autori|höfundur|muallif|müəllif|зохиогч",
)
"""What stands before the colon of a byline."""

AUTHOR_NOUN = any_of(
    "author|autor(?:in|a|ka|ul)?|auteure?|autore|autrice|szerző|yazar|penulis|forfatter|författare|skribent|tác giả",
    "συντάκτης|συντάκτρια|автор(?:ка)?|الكاتبة?|كتب[ته]?|लेखक",
)
"""What stands before a name without a colon as well, as it is nobody's own."""

AND = any_of("and|und|et|och|og|with|mit|com|avec|con|та|및|和")

SHORT_AND = any_of("y|e|i|en|и|و")
"""Words between two authors that are also a part of names (Ortega y Gasset) or another word."""

AFTER_NAME = any_of(
    "updated|last updated|published|posted|aktualisiert|view all posts|view bio|follow|contact|email",
    r"در|في|read more|min read|minute read|see full bio|more from|fact[- ]checked|reviewed by|edited by",
    r"photo(?:graph)?s? by|via|for the|mehr von|alle beiträge|ver todos",
)
"""What follows a name in a byline and belongs to no name."""

HOUSE = any_of(
    "news|times|post|herald|magazine|media|press|journal|tribune|gazette|blog|online|today|daily|weekly|network|radio",
    "tv|group|company|agency|studios?|institute|university|college|school|bank|hospital|clinic|center|centre|services?",
    "staff|team|desk|newsroom|editors?|editorial|redaktion|redacción|redação|rédaction|redakcja|redazione|zeitung|nachrichten|noticias",
    "foundation|association|society|council|ministry|department|official|club|shop|store|guide|marketing|education|care|house|home|digital|solutions?|consulting|software|tech|technologies",
)
"""Words in the names of papers, firms and their newsrooms, and in the names of few people."""

AGENCY = any_of(
    "reuters|ap|afp|upi|dpa|epd|kna|ots|apa|sda|efe|agencia efe|europa press|ansa|adnkronos|belga|anp|ritzau|ntb|pap",
    "(?:the )?associated press|agence france[- ]presse|press association|bloomberg|xinhua|kyodo|jiji|yonhap|newsis",
    "čtk|tasr|mti|agerpres|mediafax|bta|tanjug|ukrinform|interfax|tass|тасс|риа новости|укрінформ|уніан|anadolu|aa|iha",
    "dha|pti|ians|antara|bernama|télam|notimex|agência (?:brasil|estado|lusa)",
)
"""Agencies, as they stand behind the name of one of their reporters."""

HELPED = any_of(
    r"contributions? (?:from|by)|additional reporting (?:by|from)|(?:medically |fact[- ]?)?(?:reviewed|checked) by",
    r"edit(?:ed|ing) by|translated (?:from [^.,;]{3,30} )?by|updated by",
    "redigiert von|übersetzt von|geprüft von|unter mitarbeit von",
    "editado por|traducido por|traduzido por|revisado por|révisé par|relu par|traduit par",
)
"""What stands before the names of people who helped with a story and did not write it."""

HELPING = (" by", " from", " von", " por", " par")
"""One of these is in every phrase of :data:`HELPED`."""

ROLE = any_of(
    "editor|reporter|correspondent|writer|columnist|contributor|manager|director|expert|chief|officer|author",
    "ceo|cto|cfo|cmo|founder|president|professor|analyst|specialist|producer|photographer|journalist|dietitian",
    "consultant|attorney|coach|representative|engineer|strategist|advisor|horticulturalist|head of|senior",
    r"special to|redaktor(?:ka)?|korrespondent(?:in)?|chefredakteur(?:in)?|repórter|jornalista",
    "redakteur(?:in)?|periodista|dziennikarz|dziennikarka|giornalista|journaliste|correspondant(?:e)?|corresponsal",
    "redaktion|rédaction|redacción|redação|redazione|redakcja|redaksi",
    "envoyée? spéciale?|enviad[oa] especial|corrispondente|inviat[oa]|correspondente|korrespondentti|muhabir",
)

CREDENTIAL = any_of(
    r"ph\.?\s?d\.?|m\.?d\.?|m\.?s\.?|m\.?a\.?|m\.?b\.?a\.?|m\.?p\.?h\.?|r\.?d\.?n?|r\.?n\.?|j\.?d\.?|esq\.?|cpa",
    r"cfp®?|cepf®?|dvm|vmd|ba|bsc|msc|lvt|do|dds|dmd|lcsw|cfa|pmp|psyd|edd|pharmd|vts.*|e-ryt.*",
)

NO_NAME = any_of(
    "comments?|share|tweet|subscribe|newsletter|read more|click|cookies?|minutes?|posted|updated|published",
    "posts|beiträge|artigos|artículos|entradas|articles|articoli|wpisy|berichten|inlägg|записи",
)
"""Words that no name has: the interface speaks."""

LOGINS = frozenset(
    (
        *(
            "admin",
            "administrator",
            "root",
            "webmaster",
            "user",
            "guest",
            "anonymous",
            "administrador",
            "administrateur",
        ),
        *(
            "amministratore",
            "admini",
            "админ",
            "администратор",
            "адміністратор",
            "yönetici",
            "管理者",
            "管理员",
            "管理員",
            "관리자",
        ),
    )
)
"""Accounts that are nobody's name, unless the page prints them as its byline."""

NOBODY = frozenset(
    (
        *("by", "von", "por", "par", "author", "authors", "autor", "autorin", "posts", "posted", "unknown"),
        *("none", "null", "undefined", "n/a", "na", "home", "news", "blog", "written by", "posted by"),
        *("listen", "share", "follow", "back to top", "powered by", "the author", "editor", "contributor"),
        *("permalink", "lien permanent", "permanent link"),
        *("super user", "superuser", "super utilisateur", "superusuario", "super-utilisateur"),
        *("published by", "view more posts", "view all posts", "about the author"),
    )
)
"""What stands where a name should and is none."""

PARTICLES = frozenset(
    (
        *("de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "los", "las", "y", "e", "van"),
        *(
            "von",
            "vom",
            "zu",
            "zur",
            "der",
            "den",
            "ter",
            "ten",
            "het",
            "bin",
            "bint",
            "ibn",
            "al",
            "el",
            "af",
            "av",
            "of",
        ),
        *("the", "and", "und", "et", "for"),
    )
)
"""Words that stand in small letters within names."""

POSTED = any_of(
    "(?:first |originally )?(?:posted|published|publication date)|post(?:ed)? (?:time|date)|date (?:posted|published)",
    "veröffentlicht|erschienen|erstellt am|publiziert|publié|publication|mis en ligne|publicado|publicada|postado",
    "data de publicação|fecha de publicación|pubblicato|data di pubblicazione|gepubliceerd|geplaatst|opublikowan[oay]",
    "gepost|diposting|upplagd",
    "(?:publikacja|publicación|publicação|pubblicazione|публикация|публікація)(?=:)",
    "data publikacji|publikováno|zveřejněno|publicera[dt](?:es)?|postad(?:es)?|publisert",
    "offentliggjort|julkaistu|közzétéve|megjelent",
    "publicat|yayınlan|yayın tarihi|опубликован|дата публикации|опублікован|diterbitkan|đăng ngày",
    "تاریخ انتشار|نشر في|تاريخ النشر|เผยแพร่|입력|등록|発行|公開|掲載|发布时间|發布時間",
)
"""What stands before the date of publication, wherever on the page."""

ENTRY_WAS = any_of(
    "this (?:entry|post|article) was|dieser (?:eintrag|beitrag|artikel) wurde|esta entrada (?:fue|foi)|este artigo foi",
    "(?:cet article|ce billet|cette entrée) (?:a été|fut)|quest[oa] (?:articolo|voce) è stat[oa]|ten wpis został",
    "wpis został|dit bericht (?:werd|is)|det här inlägget|dette innlegget ble",
    "denne (?:post|artikel) blev|tento příspěvek byl|acest articol a fost|запись опубликована",
)
"""What WordPress's first themes begin the line below a post with that tells when it was published."""

CHANGED = any_of(
    "updated?|upd:|last checked|modified|reviewed|aktualisiert|geändert|stand:|bearbeitet|atualizad",
    "modificad|actualizad|zaktualizowan|aktualizacja|aggiornat|mis à jour|bijgewerkt|обновлен|upraven",
    "uppdaterad|opdateret|oppdatert|posodobljen|ažuriran|atnaujint|atjaunot|uuendat|оновлен|módosítva|frissítve|güncellen|diperbarui|수정|更新|最終更新|تحديث|التحديث",
)
"""What stands before the date of a change."""

AGO = any_of(
    r"\d+ \S+ (?:ago|temu|назад|тому|fa|sedan|siden|geleden|önce|lalu|sitten|tagasi|atrás|trước|पहले|ที่แล้ว"
    r"|nazaj|ezelőtt)\b",
    r"\b(?:vor|hace|il y a|há|prije|pre|před|pred|acum|πριν(?: από)?|fyrir|prieš|pirms|منذ|قبل|לפני|преди"
    r"|cách đây) \d+ \S+",
    r"\d\s?(?:分|時間|小时|小時|日|天|か月|ヶ月|周|週間|年)前|\d\s?(?:분|시간|일|달|개월|주|년) 전",
)
"""How long ago something was said."""

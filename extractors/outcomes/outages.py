"""Tells a page that says its site is out of order from a story: servers, WordPress and its plugins send them as pages.

Two things are looked for, in any of some twenty languages: a line that is nothing but such a notice ("Service
Unavailable"), and what only a server says of itself ("The server is temporarily unable to service your request").
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 160
"""Characters of a heading that is such a notice."""


def _words(spaced: str, unspaced: str) -> re.Pattern[str]:
    """A pattern of whole words, and of words of scripts that put no spaces between them."""
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{unspaced}", re.IGNORECASE)


_ERROR = _words(
    r"errors?|fehler|erreur|errore|erro|fout|błąd|ошибка|помилка|fel|fejl|feil|chyba|hata\w*|virhe|hiba|eroare|greška"
    r"|lỗi|kesalahan|σφάλμα|خطأ|שגיאה",
    r"エラー|오류|错误|出错|錯誤",
)
_DATABASE = _words(
    r"databas\w*|datenbank\w*|bases? de (?:datos|données|dados)|banco de dados|baz\w+ danych|баз\w+ даних"
    r"|баз\w+ данных"
    r"|databáz\w*|veritaban\w*|tietokan\w*|adatbázis\w*|baz\w+ de date|baz\w+ podataka|basis data|cơ sở dữ liệu"
    r"|βάσ\w+ δεδομένων|قاعدة البيانات|מסד הנתונים|mysqli?|sql",
    r"データベース|데이터베이스|数据库|資料庫",
)
_UPKEEP = _words(
    r"maintenance|wartung\w*|mantenimiento|manutenção|manutenzione|onderhoud\w*|konserwac\w*"
    r"|prac\w* (?:techniczn|konserwacyjn)\w+|przerw\w* techniczn\w+"
    r"|обслуживани\w+|обслуговуванн\w+|техническ\w+ работ\w*|underhåll\w*|vedligehold\w*|vedlikehold\w*|údržb\w*"
    r"|bakım\w*|huolto\w*|karbantart\w*|mentenanță|održavanj\w*|bảo trì|pemeliharaan"
    r"|συντήρηση\w*|الصيانة|תחזוקה",
    r"メンテナンス|점검|维护|維護",
)
_SITE = _words(
    r"(?:web[- ]?)?sites?|website\w*|web ?pages?|server|web(?:seite|site)|seite|internetauftritt|sitio(?: web)?"
    r"|página"
    r"|pagina|sito|strona|stron\w+|сайт\w*|webbplats\w*|hjemmeside\w*|nettsted\w*|stránk\w+|sivusto\w*|honlap\w*"
    r"|ιστότοπος|الموقع|האתר",
    r"サイト|사이트|网站|網站",
)
_NOTICES = re.compile(
    r"""\W*(?:
      (?:http\ )?(?:(?:error|status)\W+)?5\d\d(?:\W+error)?
      |(?:(?:http\ )?error\W+)?(?:5\d\d\W+)?(?:
        (?:the\ )?(?:service|(?:web)?site|server|page|content)\ (?:is\ )?(?:temporarily\ |currently\ )?
          (?:un|not\ )available
        |(?:service|temporarily|currently)\ (?:temporarily\ )?unavailable|temporarily\ (?:offline|down)
        |internal\ server\ error|bad\ gateway|gateway\ time-?out|connection\ timed\ out|backend\ fetch\ failed
        |bandwidth\ limit\ exceeded|too\ many\ (?:connections|requests)|web\ server\ is\ down
        |this\ content\ is\ (?:currently|temporarily)\ unavailable)(?:\W+(?:error\ code\W+)?5\d\d)?
      |(?:this\ )?account\ (?:has\ been\ )?suspended(?:\ page)?|(?:this\ )?(?:site|domain)\ (?:has\ been\ )?suspended
      |(?:(?:http|error)\W+)*(?:451\W+)?(?:content\ )?unavailable\ (?:due\ to|for)\ legal\ reasons
      |(?:(?:this|our)\ )?(?:(?:web)?site|content|page|article|video)\ is\ (?:not\ available|unavailable)
        \ in\ your\ (?:country|region|location|area)
      |welcome\ to\ (?:nginx|openresty|caddy)|apache2?\ \w+\ default\ page(?:\W+it\ works)?|it\ works
      |index\ of\ /\S*|(?:web\ )?site\ (?:under\ (?:construction|maintenance)|en\ (?:maintenance|construction))
      |(?:maintenance|wartungs?)\ ?(?:mode|modus|arbeiten)?|(?:down\ for|under|scheduled)\ maintenance
      |(?:(?:mode|modo)\ (?:de\ )?|en\ |em\ |in\ )(?:maintenance|mantenimiento|manutenção|manutenzione)
      |(?:we(?:['’]ll|\ will)\ be\ back\ (?:soon|shortly)|(?:our\ )?(?:new\ )?(?:web\ ?site\ (?:is\ )?)?coming\ soon)
      |przerwa\ techniczna|technická\ (?:odstávka|údržba)|(?:planlı|teknik)\ bakım|plánovaná\ odstávka
      |technische\ (?:wartung|störung)|технические\ работы|ведутся\ технические\ работы|сайт\ временно\ недоступен
      |(?:(?:this|the)\ )?(?:domain(?:\ name)?|web\ ?site|\S+)(?:\ \S+\.\S+)?
        \ (?:is|may\ be)\ for\ sale(?:\ by\ its\ owner)?
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_OWN_WORDS = re.compile(
    r"error establishing a database connection|briefly unavailable for scheduled maintenance"
    r"|there has been a critical error on th(?:is|e) website|server encountered an internal error"
    r"|(?:web)?site encountered an unexpected error|temporarily unable to service your request"
    r"|http error 5\d\d|backend fetch failed|guru meditation|could not connect to mysql|mysqli?_(?:connect|query)\(\)"
    r"|(?:fatal|parse) error\W.{1,400}\bon line \d|allowed memory size of \d+ bytes"
    r"|something went wrong on our (?:end|side)|performing (?:some )?maintenance at the moment"
    r"|undergoing (?:scheduled |routine )?maintenance|wird derzeit gewartet|en cours de maintenance"
    r"|from a country belonging to the european economic area|not available in your (?:country|region)"
    r"|contact your hosting provider|web ?server is successfully installed|default welcome page used to test"
    r"|domain(?: name)?(?: \S+\.\S+)? (?:is|may be) (?:for sale|parked)|domain owner using|you are being rate limited"
    r"|diese domain (?:steht zum verkauf|kaufen)|nom de domaine est à vendre|este dominio está (?:en|a la) venta"
    r"|este domínio está à venda|dominio è in vendita|domeinnaam is te koop|domena na sprzedaż|домен прода[её]тся"
    r"|域名(?:正在)?出售|ドメイン(?:名)?は売り出し中|alan adı satılık",
    re.IGNORECASE | re.DOTALL,
)


_PAIRS = ((_ERROR, _DATABASE), (_SITE, _UPKEEP), (re.compile("unavailable|verfügbar|dispon|niet beschikbaar"), _UPKEEP))
"""What a line speaks of, one thing and the other, that tells of a failure or of works in whatever words."""


def outage_notice(headings: Iterable[str], *, alone: bool) -> str | None:
    """The first of the headings that is nothing but a notice that something is out of order; None where none is.

    Where hardly anything else is on the page, the heading stands ``alone``, its words may be any.
    """
    return next((line for line in headings if len(line) <= LONGEST and _is_notice(line, alone=alone)), None)


def own_words(lines: Iterable[str]) -> str | None:
    """What a server, or the program behind it, says of its own failure in one of the lines; None where it does not."""
    return next((found[0] for line in lines if (found := _OWN_WORDS.search(line))), None)


def _is_notice(line: str, *, alone: bool) -> bool:
    if _NOTICES.fullmatch(line):
        return True
    return alone and any(one.search(line) and other.search(line) for one, other in _PAIRS)

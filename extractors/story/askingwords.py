"""What sites ask of their readers under a story, in the languages of the news: patterns, for lines that end one."""

from __future__ import annotations

import re

REPORTS_MISTAKE = re.compile(r"(?:ошибк|опечатк|помилк|памылк).{0,80}ctrl\s?\+\s?enter", re.IGNORECASE)
"""How half of the sites in Russian and Ukrainian have their readers report a mistake in the text."""
_OPEN_QUOTE = re.compile(r"(?:[“„«\"][^”“»\"]*|:\s*)$")

FOLLOW = re.compile(
    r"\b(?:(?<!to )(?<!will )(?<!would )(?<!who )(?:follow|subscribe|join)"
    r"|(?:follow|join|subscribe to) (?:us|me|our|my)"
    r"|folg(?:en sie|e (?:uns|mir|dem)|t (?:uns|mir)|en)|abonnier(?:e|en|t)|suivez(?:[- ]nous)?|abonnez[- ]vous"
    r"|s[’']abonner|rejoignez(?:[- ]nous)?|retrouvez[- ]nous"
    r"|s[ií]g[au]e?(?:nos|me| a| las?| los| el| nuestr[oa]s?| tod[oa]s?)|segu[ií](?:nos)?"
    r"|s[ií]ga(?:nos|n)?|seguir(?:nos|-nos)|nos seguir"
    r"|seguir (?:[oa] (?:nosso |nossa )?)?(?:canal|perfil|página)|suscr[ií]b(?:ete|ase|anse|ite|irse)|únete|únase"
    r"|siga(?:-nos)?|sigam|inscreva-se|participe d\w+|entre no|junte-se|segu(?:i|ici|iteci|ite|irci)"
    r"|iscriv(?:iti|etevi)|unisciti"
    r"|volg|ons (?:ook )?volgen|abonneer|(?:za)?obserwuj(?:cie)?|śledź(?:cie)?|dołącz(?:cie)?|polub(?:cie)? nas"
    r"|subskrybuj(?:cie)?"
    r"|sleduj(?:te)?|odebírej(?:te)?|kövess\w*|csatlakozz\w*|iratkozz\w*|seuraa|seuratkaa|följ|følg|prenumerera"
    r"|ακολουθ(?:ήστε|είστε)|ακολούθησ[εέ]\w*|εγγραφείτε"
    r"|takip (?:ed(?:in|ebil)\w*|et(?:mek|meyi)?)|abone ol(?:un|mak|abil\w*)?"
    r"|подпи(?:шись|шитесь|сывай(?:ся|тесь|те)|саться на|ска на)|присоединя(?:йся|йтесь)|читайте нас"
    r"|підпи(?:шись|шіться|суй(?:ся|тесь|теся)|сатис[яь] на)|стежте|слідкуйте"
    r"|долуча(?:йся|йтесь|йтеся)|приєднуй(?:ся|тесь|теся)"
    r"|абонирай(?:те)?|последвай(?:те)?|urmări[tțţ]i\w*|ne pute[tțţ]i urmări|urmărește-(?:ne|mă)|abon(?:ează|a[tțţ]i)"
    r"|pratite|prati nas|pridruži(?:te)? (?:nam )?se|pridružite|theo dõi|đăng ký|ikuti|bergabunglah"
    r"|(?:yuk|ayo),? (?:ber)?gabung|(?:ber)?gabung (?:di|ke|bersama)"
    r"|تابعو\w*|تابعنا|تابع (?:آخر|كل|أخبار|قنات\w*|صفحت\w*)|اشتركوا|اشترك (?:الآن|في قنا\w+)|انضموا"
    r"|انضم (?:إلى|الى) (?:قنا\w+|مجموع\w+)|עקבו|הצטרפו|دنبال کن\w*|بپیوندید)\b"
    r"|ติดตาม|फॉलो|फ़ॉलो|जुड़(?:ें|िए|ने के लिए)|フォロー|登録(?!者)|팔로우|구독(?![자료])"
    r"|(?:请|請|欢迎|歡迎|点击|點擊|扫码|掃碼|记得|記得)\S{0,8}(?:关注|關注|订阅|訂閱)"
    r"|(?:关注|關注|订阅|訂閱)(?:我们|我們|本|.{0,12}(?:公众号|公眾號|频道|頻道|专页|專頁|粉丝|粉絲|微博|微信))",
    re.IGNORECASE,
)
"""What asks to follow, in the languages of the news: the forms that ask, as who tells a story uses all others."""
SUPPORT = re.compile(
    r"(?:^|[.!?,]\s+|\b(?:please|you (?:can|could)|(?:want|wish|like|ways?) to|consider|help)\s+|(?:^|[.!?]\s+)to\s+)"
    r"(?:support|donate to|contribute to)"
    r" (?:us|me|(?:our|my) (?:work|journalism|reporting|writing|site|blog|newsroom|paper)|this (?:site|blog))\b"
    r"|\bunterstütz(?:en sie|e|t) (?:doch )?(?:uns|mich|unsere arbeit|meine arbeit|diesen? blog)\b"
    r"|\b(?:können|möchten|wollen|kannst|willst|möchtest) (?:sie |du )?(?:uns|mich)\b.{0,40}\bunterstützen"
    r"|\bsoutenez[- ](?:nous|moi|notre (?:travail|journal|site|média)|mon (?:travail|blog))\b"
    r"|\b(?:pouvez|peux|voulez|veux) (?:nous|me) (?:soutenir|faire un don)|\bapóya(?:nos|me)\b"
    r"|\b(?:puede|quiere)[sn]? apoyar(?:nos|me)\b|\bapoie (?:o nosso|nosso|este)\b|\bapoie-(?:nos|me)\b"
    r"|\b(?:pode|quer)m? (?:nos apoiar|apoiar-nos)\b|\bsostien(?:ici|imi|i il nostro)\b"
    r"|\b(?:puoi|potete|può) sostener(?:ci|mi)\b"
    r"|\b(?:wesprzyj|wspieraj) (?:nas|mnie|nasz)|\b(?:możesz|można|możecie) (?:nas |mnie )?wesprzeć"
    r"|\bsteun (?:ons|mij|deze site)\b"
    r"|\b(?:sus[\u021b\u0163t]ine|sprijină)-(?:ne|mă)\b|\bne po[\u021b\u0163t]i (?:sus[\u021b\u0163t]ine|sprijini)"
    r"|\bpodpoř(?:te)? (?:nás|mě|náš|naši)|\b(?:můžete|chcete) (?:nás |mě )?podpořit|\bpodpořit (?:nás|mě) (?:můž|lze)"
    r"|\btámogass(?:on)? (?:minket|engem|bennünket)"
    r"|\bподдержите (?:нас|меня|наш)|\bможете поддержать (?:нас|меня|наш)"
    r"|\bпідтримайте (?:нас|мене|наш)|\b(?:можете|хочете) підтримати (?:нас|мене|наш)"
    r"|\bпідтримати (?:нас|мене|наш\w*) мож"
    r"|\bподкрепете ни\b|\bbiz[ei] destek (?:ol|ver)(?:un|in|mek|mak|abil|ebil|\b)"
    r"|\b(?:stöd|støt|støtt) (?:oss|os|mig|meg|vårt? arbete|vores arbejde)\b"
    r"|\btue (?:meitä|minua|työtä)|στηρίξτε μας|ادعمونا|תמכו בנו|ご支援(?:ください|をお願い)|후원(?:하기|해 주)"
    r"|dukung kami|hãy ủng hộ chúng tôi",
    re.IGNORECASE,
)
"""What asks to support those who write; an author asks so for others."""
TIPS = re.compile(
    r"\b(?:have|got) (?:a |any )?(?:news |story )?(?:tips?|story|news)\b[^.!?]{0,40}\?"
    r"|\bhaben sie [^.!?]{0,40}(?:tipp|hinweis|geschichte)"
    r"|\bimate (?:li )?[^.!?]{0,40}(?:priču|vijest|dojavu)|\b(?:masz|macie) [^.!?]{0,20}(?:temat|newsa"
    r"|informacj|historię)"
    r"|\bhai [^.!?]{0,20}(?:notizia|segnalazione)|\btienes [^.!?]{0,20}(?:noticia|historia|información|pista)"
    r"|\btem [^.!?]{0,30}(?:notícia|sugestão|pauta)|\bavez[- ](?:vous )?[^.!?]{0,20}(?:info|information|histoire)\b"
    r"|\bheb(?:t)? (?:je|jij|u) [^.!?]{0,20}(?:tip|nieuws|verhaal)|\bhar du [^.!?]{0,30}(?:tips|tip|nyhet"
    r"|nyhed|bild|bilde)"
    r"|\bmáte [^.!?]{0,30}(?:tip|námět|zajímav)|\bonko sinulla [^.!?]{0,20}vink|\bесть (?:что рассказать"
    r"|новость|тема)"
    r"|\bмаєте [^.!?]{0,30}(?:новин|інформац|історі)|\bhaberiniz|\bihbarınız",
    re.IGNORECASE,
)
"""What asks readers whether they have a story to tell, in a question."""
READERS = re.compile(
    r"\b(?:us|our|me|my|you|your|mich|mir|mein\w*|uns|unser\w*|du|dir|dich|sie|ihr|ihnen|dein\w*|nous|notre|moi|mon"
    r"|ma|mes|vous|votre|nos|nuestr\w+|mí|mi|tu|tus|te|usted|noss\w+|meu|minha|você|ci|noi|nostr\w+|mio|mia|ti|voi"
    r"|ons|onze|mij|mijn|je|jij|jullie|nas|nam|nasz\w*|mnie|mi|mój|moj\w+|cię|ci|wy|nás|náš|naš\w*|mě|mně|můj|vás|vám"
    r"|нас|нам|наш\w*|меня|мне|мо[йюяеиё]\w*|вы|вас|вам|ваш\w*|ты|тебе|мене|мені|ви|oss|vår\w*|vores|mig|meg|min|mitt"
    r"|dig|deg|dej|ni|er|minua|meitä|bizi|bize|bana|beni|sana|siz\w*|minket|nekünk|engem|nekem)\b"
    r"|私|我|您|你|저|우리|لنا|לנו",
    re.IGNORECASE,
)
"""Words for those who write, and for those who read."""


def asks(words: re.Pattern[str], text: str) -> bool:
    """Whether a text asks by such words, outside what it quotes or tells that somebody said."""
    return any(_OPEN_QUOTE.search(text[: found.start()].rstrip(" ")) is None for found in words.finditer(text))

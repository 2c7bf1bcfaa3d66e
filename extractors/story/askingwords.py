"""What sites ask of their readers under a story, in the languages of the news: patterns, for lines that end one."""

from __future__ import annotations

import re

FOLLOW = re.compile(
    r"\b(?:follow|subscribe|join|folg|abonnier|suive|abonn|rejoign|retrouvez[- ]nous|s[ií]gue|seguí|siga|suscr|únete"
    r"|inscreva|seguir|participe d|entre no|junte-se|segui|iscriv|volg|obserwuj|śledź|dołącz|polub(?:cie)? nas|sleduj"
    r"|odebír|kövess|csatlakoz|seura|följ|følg|ακολουθ|εγγραφ|takip|abone|подпи|присоед|підпи|стежте|долуч|приєдн"
    r"|читайте нас|абонир|последва|urmăr|aboneaz|prati|pridruž|theo dõi|đăng ký|ikuti|bergabung|gabung|تابع|اشترك"
    r"|انضم|עקבו|הצטרפו|دنبال)"
    r"|ติดตาม|फॉलो|फ़ॉलो|जुड़|フォロー|登録|关注|關注|订阅|訂閱|팔로우|구독",
    re.IGNORECASE,
)
"""How a word begins that asks to follow, in the languages of the news."""
SUPPORT = re.compile(
    r"(?:^|[.!?,:]\s+|\b(?:please|can|could|to|help|consider)\s+)(?:support|donate to|contribute to)"
    r" (?:us|me|(?:our|my) (?:work|journalism|reporting|writing|site|blog|newsroom|paper)|this (?:site|blog))\b"
    r"|\bunterstützen? (?:sie |doch )?(?:uns|mich|unsere arbeit|meine arbeit|diesen? blog)\b"
    r"|\b(?:können|möchten|wollen|kannst|willst|möchtest) (?:sie |du )?(?:uns|mich)\b.{0,40}\bunterstützen"
    r"|\bsoutenez[- ](?:nous|moi|notre (?:travail|journal|site|média)|mon (?:travail|blog))\b"
    r"|\b(?:pouvez|peux|voulez|veux) (?:nous|me) (?:soutenir|faire un don)|\bapóya(?:nos|me)\b"
    r"|\b(?:puede|quiere)[sn]? apoyar(?:nos|me)\b|\bapoie (?:o nosso|nosso|este)\b|\bapoie-(?:nos|me)\b"
    r"|\b(?:pode|quer)m? (?:nos apoiar|apoiar-nos)\b|\bsostien(?:ici|imi|i il nostro)\b"
    r"|\b(?:puoi|potete|può) sostener(?:ci|mi)\b"
    r"|\b(?:wesprzyj|wspieraj) (?:nas|mnie|nasz)|\b(?:możesz|można|możecie) (?:nas |mnie )?wesprzeć"
    r"|\bsteun (?:ons|mij|deze site)\b"
    r"|\b(?:sus[\u021b\u0163t]ine|sprijină)-(?:ne|mă)\b|\bne po[\u021b\u0163t]i (?:sus[\u021b\u0163t]ine|sprijini)"
    r"|\bpodpoř(?:te|it)? (?:nás|mě|náš|naši)|\btámogass(?:on)? (?:minket|engem|bennünket)"
    r"|\bподдержите (?:нас|меня|наш)|\bможете поддержать (?:нас|меня|наш)|\bпідтрима(?:йте|ти) (?:нас|мене|наш)"
    r"|\bподкрепете ни\b|\bbiz[ei] destek (?:ol|ver)"
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

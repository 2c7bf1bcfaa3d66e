"""What sites ask of their readers under a story, in the languages of the news: patterns, for lines that end one."""

from __future__ import annotations

import re

FOLLOW = re.compile(
    r"\b(?:follow|subscribe|join|folg|abonnier|suive|abonn|rejoign|s[ií]gue|seguí|siga|suscr|únete|inscreva|seguir"
    r"|junte-se|segui|iscriv|volg|obserwuj|śledź|dołącz|sleduj|odebír|kövess|csatlakoz|seura|följ|følg|ακολουθ"
    r"|εγγραφ|takip|abone|подпи|присоед|підпи|стежте|долуч|приєдн|абонир|последва|urmăr|aboneaz|prati|pridruž"
    r"|theo dõi"
    r"|đăng ký|ikuti|bergabung|gabung|تابع|اشترك|انضم|עקבו|הצטרפו|دنبال)"
    r"|ติดตาม|फॉलो|फ़ॉलो|जुड़|フォロー|登録|关注|關注|订阅|訂閱|팔로우|구독",
    re.IGNORECASE,
)
"""How a word begins that asks to follow, in the languages of the news."""
SUPPORT = re.compile(
    r"\b(?:support|donate to|donation to|contribute to) (?:us|our|me|my|this (?:site|blog|page))\b"
    r"|\bunterstütz\w* (?:sie |doch )?(?:uns|mich|unsere?n?|meine?n?|diesen? blog)\b|\b(?:uns"
    r"|mich)\b.{0,40}\bunterstütz"
    r"|\bsouten\w+[- ](?:nous|moi|notre|mon)\b|\b(?:nous|me) (?:soutenir|faire un don)|\bapóya(?:nos|me)\b"
    r"|\bapoyar(?:nos|me)\b"
    r"|\bapoi(?:e|ar)(?:-(?:nos|me)| o nosso)\b|\bnos apoiar\b|\bsostien(?:ici|imi|i il nostro)\b"
    r"|\bsostener(?:ci|mi)\b"
    r"|\b(?:wesprzyj|wspieraj|wesprzeć) (?:nas|mnie|nasz)|\bsteun (?:ons|mij|deze site)\b"
    r"|\b(?:sus[\u021b\u0163t]ine|sprijină)-(?:ne|mă)\b"
    r"|\bne po[\u021b\u0163t]i (?:sus[\u021b\u0163t]ine|sprijini)|\bpodpo[řr]\w* (?:nás|mě|náš|naši)"
    r"|\btámogass (?:minket|engem|bennünket)"
    r"|\bподдерж\w+ (?:нас|меня|наш)|\bпідтрима\w+ (?:нас|мене|наш)|\bподкреп\w+ ни\b|\bbiz[ei] deste[kğ]"
    r"|\b(?:stöd|støt|støtt)"
    r" (?:oss|os|mig|meg|vårt?|vores)\b|\btue (?:meitä|minua|työtä)|στηρίξτε μας|στηρίξετε|ادعمونا|لدعمنا"
    r"|תמכו בנו|לתמוך בנו"
    r"|ご支援|후원|dukung kami|ủng hộ chúng tôi",
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
    r"|\bмаєте [^.!?]{0,30}(?:новин|інформац|історі)|\bhaberiniz|\bihbar",
    re.IGNORECASE,
)
"""What asks readers whether they have a story to tell."""

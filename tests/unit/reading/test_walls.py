"""Pages that are no article, on six sites in six languages: each is refused for its own reason, and never as removed."""

from __future__ import annotations

import pytest

from spiders.article import Reason
from spiders.reading import read_page
from tests.unit.reading.sites import LANGUAGES, OUTLETS, STORIES, bare, links_of, markup, site, stated, story

URL = "https://news.example/2026/04/16/reservoir"
OF = dict(zip(LANGUAGES, ("wp", "react", "drupal", "div", "wp", "react"), strict=True))
"""The layout of each site."""

# What stands where a text breaks off, by language.
OFFERS = {
    'en': '<div class="pw-box"><h3>Keep reading with a Courier pass</h3><p>Get unlimited access for 1 a week. Cancel any time.</p><a href="/subscribe">See offers</a> <a href="/login">Already a subscriber? Log in</a></div>',
    'fr': '<div class="pw-box"><p>Cet article est réservé aux abonnés</p><p>Pour lire la suite, abonnez-vous à partir de 1 € par mois.</p><a href="/abo">Je m’abonne</a><a href="/login">Déjà abonné ? Se connecter</a></div>',
    'de': '<div class="pw-box"><h3>Weiterlesen mit Bergkurier Plus</h3><p>Testen Sie alle Plus-Artikel einen Monat lang für 1 Euro. Jederzeit kündbar.</p><a href="/abo">Jetzt testen</a><a href="/login">Sie haben bereits ein Abo? Anmelden</a></div>',
    'es': '<div class="pw-box"><p>Este contenido es exclusivo para suscriptores</p><p>Suscríbete y sigue leyendo por 1 euro al mes.</p><a href="/s">Suscríbete</a><a href="/login">¿Ya eres suscriptor? Inicia sesión</a></div>',
    'pt': '<div class="pw-box"><p>Este artigo é exclusivo para assinantes</p><p>Assine a partir de 1 euro por mês e leia sem limites.</p><a href="/a">Assinar</a><a href="/login">Já é assinante? Entre</a></div>',
    'ar': '<div class="pw-box"><p>هذا المقال للمشتركين فقط</p><p>اشترك الآن لمواصلة القراءة ابتداء من دينار واحد في الشهر.</p><a href="/s">اشترك</a><a href="/login">لديك حساب؟ تسجيل الدخول</a></div>',
}  # fmt: skip
# Heading, text and button of a consent wall.
CONSENT = {
    'en': ('Before you continue to the Fell Courier', 'We and our 214 partners store and access information on your device, such as cookies, to personalise advertising and measure audiences.', 'Accept all'),
    'fr': ('Votre vie privée est importante', 'Avec votre accord, nous et nos 214 partenaires utilisons des cookies pour stocker et consulter des informations personnelles.', 'Accepter et continuer'),
    'de': ('Bergkurier mit Werbung oder im Pur-Abo', 'Besuchen Sie unsere Seite wie gewohnt mit Werbung und Tracking oder nutzen Sie sie werbefrei für 3,99 Euro im Monat. Zustimmung jederzeit widerrufbar.', 'Akzeptieren und weiter'),
    'es': ('Tu privacidad nos importa', 'Nosotros y nuestros 214 socios utilizamos cookies para almacenar información y mostrarte publicidad personalizada.', 'Aceptar y continuar'),
    'pt': ('A sua privacidade', 'Nós e os nossos 214 parceiros utilizamos cookies para guardar e aceder a informação no seu dispositivo.', 'Aceitar e continuar'),
    'ar': ('نحن نحترم خصوصيتك', 'نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لتخزين المعلومات على جهازك وعرض إعلانات مخصصة.', 'موافق'),
}  # fmt: skip
# Heading and text of a lost page.
LOST = {
    'en': ('Page not found', 'Sorry, we could not find the page you were looking for. It may have been moved or deleted.'),
    'fr': ('Oups ! Cette page n’existe pas', 'La page que vous cherchez est introuvable. Elle a peut-être été déplacée.'),
    'de': ('Diese Seite gibt es nicht mehr', 'Die gesuchte Seite konnte leider nicht gefunden werden.'),
    'es': ('¡Vaya! No hemos encontrado la página', 'Es posible que la página que buscas haya sido eliminada o haya cambiado de dirección.'),
    'pt': ('Página não encontrada', 'A página que procura pode ter sido removida ou mudado de endereço.'),
    'ar': ('الصفحة غير موجودة', 'عذرا، لم نتمكن من العثور على الصفحة التي تبحث عنها.'),
}  # fmt: skip
# Heading, fields and link of a form.
LOGIN = {
    'en': ('Log in to your account', 'Email address', 'Password', 'Forgotten your password?'),
    'fr': ('Connectez-vous à votre compte', 'Adresse e-mail', 'Mot de passe', 'Mot de passe oublié ?'),
    'de': ('Anmelden', 'E-Mail-Adresse', 'Passwort', 'Passwort vergessen?'),
    'es': ('Inicia sesión para continuar', 'Correo', 'Contraseña', '¿Olvidaste la contraseña?'),
    'pt': ('Faça login para continuar', 'E-mail', 'Senha', 'Esqueceu a senha?'),
    'ar': ('تسجيل الدخول', 'البريد الإلكتروني', 'كلمة المرور', 'نسيت كلمة المرور؟'),
}  # fmt: skip
# The link at which an excerpt breaks off.
MORE = {
    'en': 'Read the full story at the Tarn Gazette',
    'fr': 'Lire la suite sur La Gazette',
    'de': 'Den ganzen Artikel lesen',
    'es': 'Leer la noticia completa',
    'pt': 'Leia a matéria completa',
    'ar': 'اقرأ المزيد',
}  # fmt: skip


def opening(lang: str, count: int = 2) -> tuple[str, ...]:
    return STORIES[lang][2][:count]


def teasers(lang: str, wrap: str, count: int = 12) -> str:
    return "".join(
        wrap.format(n=n, link=line) for n, line in enumerate(links_of(lang, count).removesuffix("</li>").split("</li>"))
    ).replace("<li>", "")


ROWS: list[tuple[Reason, str]] = []
for _lang in LANGUAGES:
    _layout, _title, _paragraphs = OF[_lang], STORIES[_lang][0], STORIES[_lang][2]
    _first, _form = CONSENT[_lang], LOGIN[_lang]
    ROWS += [
        # an opening and an offer, with the outlet's markup and without any
        (Reason.PAYWALL, story(_lang, _layout, opening(_lang, 1), behind=OFFERS[_lang], more={"isAccessibleForFree": False})),
        (Reason.PAYWALL, story(_lang, _layout, opening(_lang), behind=OFFERS[_lang], marked=False)),
        # consent asked before anything is shown, in a box that no tool is known by
        (Reason.CONSENT, bare(OUTLETS[_lang], f'<div class="box-a"><h1>{_first[0]}</h1><p>{_first[1]}</p><button>{_first[2]}</button></div>', _lang)),
        # a lost page among other stories: named as such, or by a number and a sentence
        (Reason.SOFT_404, site(_lang, _layout, f"<h1>{LOST[_lang][0]}</h1><p>{LOST[_lang][1]}</p>", LOST[_lang][0], robots="noindex")),
        (Reason.SOFT_404, site(_lang, _layout, f"<h2>404</h2><p>{LOST[_lang][1]}</p>", OUTLETS[_lang], links=20)),
        # a form in front of the text
        (Reason.LOGIN, site(_lang, _layout, f'<h1>{_form[0]}</h1><form><label>{_form[1]}<input type="email"></label><label>{_form[2]}<input type="password"></label><button>{_form[0]}</button></form><a href="/f">{_form[3]}</a>', _form[0], links=0)),
        # an excerpt of another outlet's story
        (Reason.TRUNCATED, story(_lang, _layout, (_paragraphs[0][:-20] + "…",), standfirst=False, marked=_lang in "en ar", behind=f'<p><a href="https://gazette.example/x">{MORE[_lang]}</a></p>')),
        # the source breaks off in the middle of a paragraph
        (Reason.TRUNCATED, story(_lang, _layout).split(_paragraphs[4][25:])[0]),
        # a section: linked headlines and nothing else
        (Reason.LISTING, site(_lang, _layout, "<h1>2026</h1>" + teasers(_lang, '<article class="teaser"><h2>{link}</h2></article>'), "2026", links=0)),
        # pictures and their captions
        (Reason.MEDIA_ONLY, site(_lang, _layout, f"<h1>{_title}</h1>" + "".join(f'<figure><img src="{n}.jpg"><figcaption>{n}/6 {_title}</figcaption></figure>' for n in range(1, 7)), _title)),
        # an application that shows nothing without scripts, and one whose markup is all there is
        (Reason.EMPTY, bare(_title, '<div id="app"></div><script src="/app.js"></script>', _lang)),
        (Reason.EMPTY, site(_lang, _layout, "<div class=skeleton></div>", _title, head=markup(stated(_lang)), links=6)),
    ]  # fmt: skip

ENGLISH = STORIES["en"][0]
ROWS += [
    # the offer stands outside the article element
    (Reason.PAYWALL, story("en", "div", opening("en")).replace('<footer class="ft">', '<div class="w"><h2>This story is for subscribers</h2><p>Subscribe to read the rest.</p></div><footer class="ft">')),
    # nothing but the offer, where the text belongs and on a page of its own
    (Reason.PAYWALL, story("en", "react", (), behind=OFFERS["en"], more={"isAccessibleForFree": False})),
    (Reason.PAYWALL, bare("Fell Courier", "<h1>You have reached your limit of free articles</h1><p>Subscribe for unlimited access.</p>")),
    # an offer in no words known, where the markup says that the text is not free
    (Reason.PAYWALL, story("de", "div", opening("de"), behind="<p>Hier geht es zum Angebot.</p>", more={"isAccessibleForFree": False})),
    (Reason.PAYWALL, story("en", "react", (*opening("en", 1), STORIES["en"][2][1][:70] + "…"), more={"isAccessibleForFree": "False"})),
    (Reason.CONSENT, bare("Bergkurier", "<main><h2>Weiter mit Werbung lesen</h2><p>Stimmen Sie der Verarbeitung Ihrer Daten durch uns und 180 Partner zu, um die Seite kostenlos zu nutzen.</p><button>Akzeptieren</button></main>", "de")),
    (Reason.CONSENT, bare("Choix", "<p>Le Courrier et ses partenaires déposent des cookies. Vous pouvez accepter ou vous abonner.</p><button>Oui</button>", "fr")),
    # checks of the browser served with success
    (Reason.BOT_WALL, bare("Just a moment...", "<h1>news.example</h1><p>needs to review the security of your connection before proceeding.</p>")),
    (Reason.BOT_WALL, bare("Fell Courier", '<form><p>Please complete the security check to go on.</p><div class="h-captcha"></div></form>')),
    (Reason.BOT_WALL, bare("Making sure you're not a bot!", "<h1>Making sure you're not a bot!</h1><p>Loading...</p>")),
    (Reason.BOT_WALL, bare("Vérification", "<h1>Confirmez que vous êtes un être humain</h1><p>Notre système a détecté un trafic inhabituel.</p>", "fr")),
    (Reason.BOT_WALL, bare("Sicherheitsabfrage", "<h1>Bitte bestätigen Sie, dass Sie kein Roboter sind</h1>", "de")),
    (Reason.BOT_WALL, bare("Un momento", "<h1>Comprobando tu navegador</h1><p>Verifica que no eres un robot para continuar.</p>", "es")),
    (Reason.BOT_WALL, bare("Um momento", "<h1>A verificar o seu navegador</h1><p>Confirme que é humano para continuar.</p>", "pt")),
    (Reason.BOT_WALL, bare("لحظة", "<h1>يرجى التحقق من أنك إنسان</h1><p>رصدنا حركة غير معتادة من شبكتك.</p>", "ar")),
    # taken down on purpose, and the words that say by whom
    (Reason.SOFT_404, site("en", "div", "<h1>Article expired</h1><p>Under our agreement with the agency this article could only be shown for 30 days.</p>", "Article expired")),
    (Reason.LEGAL_BLOCK, site("en", "wp", "<h1>This article has been withheld</h1><p>We have removed this article to comply with a court order.</p>", "Withheld")),
    (Reason.LEGAL_BLOCK, site("de", "div", "<h1>Beitrag gesperrt</h1><p>Dieser Beitrag ist aufgrund einer einstweiligen Verfügung nicht abrufbar.</p>", "Gesperrt")),
    (Reason.GEO_BLOCK, bare("Fell Courier", "<h1>Sorry, this site is unavailable in your region</h1><p>You seem to come from the European Economic Area.</p>")),
    (Reason.GEO_BLOCK, site("pt", "react", "<h1>Conteúdo indisponível</h1><p>Este conteúdo não está disponível na sua região.</p>", "Conteúdo", links=0)),
    (Reason.GEO_BLOCK, site("de", "react", "<h1>Nicht verfügbar</h1><p>Dieser Inhalt ist in Ihrem Land leider nicht abrufbar.</p>", "Bergkurier", links=0)),
    # the site's own failures
    (Reason.ERROR_PAGE, bare("", "<b>Fatal error</b>: Uncaught Error: Call to undefined function get_header() in /srv/index.php:12")),
    (Reason.ERROR_PAGE, bare("Erreur", "<h1>Une erreur inattendue est survenue</h1><p>Veuillez réessayer plus tard.</p>", "fr")),
    (Reason.ERROR_PAGE, bare("Error", "<h1>Lo sentimos, ha habido un problema técnico</h1>", "es")),
    (Reason.MAINTENANCE, bare("Maintenance", "<p>Briefly unavailable for scheduled maintenance. Check back in a minute.</p>")),
    (Reason.MAINTENANCE, bare("Bergkurier", "<h1>Wir sind gleich zurück</h1><p>Wegen Wartungsarbeiten ist die Seite nicht erreichbar.</p>", "de")),
    (Reason.MAINTENANCE, bare("بريد الوادي", "<h1>الموقع قيد الصيانة</h1><p>سنعود قريبا.</p>", "ar")),
    # a list of teasers of two sentences each, and a list with the outlet's own markup
    (Reason.LISTING, site("en", "wp", "<h1>Valley</h1>" + teasers("en", '<article class="post"><h2>{link}</h2><p>The line will run every {n} minutes from June and call at the hospital. The operator told its passengers on Monday.</p></article>'), "Valley")),
    (Reason.LISTING, site("fr", "wp", "<h1>Lena Haj</h1><p>Journaliste depuis 2014.</p>", "Lena Haj", head=markup({"@type": "ProfilePage", "name": "Lena Haj"}))),
    # a film, and a story that is one
    (Reason.MEDIA_ONLY, site("es", "react", "<h1>Vídeo: el embalse</h1><video></video><p>Imágenes del vaciado en tres minutos.</p>", "Vídeo", head=markup({"@type": "VideoObject", "name": "Vídeo"}))),
    (Reason.MEDIA_ONLY, site("fr", "div", "<h1>Le barrage vu du ciel</h1><p>Un drone a survolé le chantier.</p>", "Vidéo", head=markup(stated("fr")) + '<meta property="og:type" content="video.other">')),
    # pages of the outlet about itself, and a shop's
    (Reason.NOT_ARTICLE, site("en", "wp", "<h1>Contact us</h1><p>Write to the newsroom or ring 555 0100 between nine and five.</p><form><textarea></textarea></form>", "Contact", links=0)),
    (Reason.NOT_ARTICLE, site("en", "wp", "<h1>Privacy policy</h1>" + "<p>We store the address you give us for as long as your account exists, and then delete it.</p>" * 8, "Privacy", links=0, robots="noindex")),
    (Reason.NOT_ARTICLE, site("de", "react", "<h1>Wanderkarte 1:25 000</h1><p>12,90 Euro. Wetterfest, mit allen Wegen rund um die Talsperre und 14 Vorschlägen.</p>", "Karte", links=0, head=markup({"@type": "Product", "name": "Karte"}))),
    # the way to the article ends at the home page
    (Reason.HOME_REDIRECT, site("de", "react", teasers("de", "<div><h2>{link}</h2></div>", 15), "Bergkurier", head='<link rel="canonical" href="/">')),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "html"), ROWS)
def test_page_that_is_no_article_is_refused_for_its_own_reason(reason: Reason, html: str):
    reading = read_page(html, URL)
    assert reading.article is None
    assert reading.refusal is not None
    assert reading.refusal.reason is reason, reading.refusal.evidence
    assert reading.refusal.evidence


@pytest.mark.parametrize(("reason", "html"), ROWS)
def test_wall_in_front_of_a_known_article_is_no_edit_and_no_removal(reason: Reason, html: str):
    lang = html.split('lang="', 1)[1][:2]
    before = read_page(story(lang, OF[lang]), URL)
    wall = read_page(html, URL, memory=before.memory)
    assert wall.cannot_tell
    assert not wall.removed
    after = read_page(story(lang, OF[lang]), URL, memory=wall.memory)
    assert after.article == before.article
    assert not after.cannot_tell

"""Sites of invented outlets in six languages and four layouts: paragraphs in, a whole page with its furniture out."""

from __future__ import annotations

import json
from typing import Any

LANGUAGES = ("en", "fr", "de", "es", "pt", "ar")
LAYOUTS = ("wp", "react", "drupal", "div")

# Headline, standfirst, paragraphs: the same report in each language.
STORIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "en": (
        "Reservoir at Calder Fell reopens after eleven months",
        "Engineers spent 3.4 million on a leaking spillway; swimmers must wait until June",
        (
            "The reservoir at Calder Fell was filled again on Thursday, eleven months after engineers found a crack of 14 metres in its spillway.",
            "Repairs cost 3.4 million, twice the first estimate, the water company said in a report to the county council.",
            "“We could have patched it and hoped,” said Noor Haddad, who led the work. “We chose to take it out and build it anew.”",
            "About 62,000 households drew their water from a neighbouring valley while the basin stood empty.",
            "Anglers will be let back on 1 May, swimmers not before June, when the new fences have been inspected.",
            "A public inquiry into why the crack went unnoticed for two years is to begin in the autumn.",
        ),
    ),
    "fr": (
        "Le barrage de Valserre rouvre après onze mois de travaux",
        "Les ingénieurs ont dépensé 3,4 millions d’euros pour un déversoir fissuré",
        (
            "Le barrage de Valserre a été remis en eau jeudi, onze mois après la découverte d’une fissure de 14 mètres dans son déversoir.",
            "Les réparations ont coûté 3,4 millions d’euros, le double de la première estimation, selon un rapport remis au département.",
            "« Nous aurions pu colmater et espérer », a déclaré Noor Haddad, qui dirigeait le chantier. « Nous avons choisi de reconstruire. »",
            "Environ 62 000 foyers ont été alimentés par une vallée voisine pendant que le bassin était vide.",
            "Les pêcheurs pourront revenir le 1er mai, les baigneurs pas avant juin, après l’inspection des nouvelles clôtures.",
            "Une enquête publique sur les deux années pendant lesquelles la fissure est passée inaperçue doit débuter à l’automne.",
        ),
    ),
    "de": (
        "Talsperre Kaltenbruch nach elf Monaten wieder gefüllt",
        "Ingenieure gaben 3,4 Millionen Euro für einen undichten Überlauf aus",
        (
            "Die Talsperre Kaltenbruch ist am Donnerstag wieder gefüllt worden, elf Monate nachdem ein 14 Meter langer Riss im Überlauf entdeckt worden war.",
            "Die Reparatur kostete 3,4 Millionen Euro, doppelt so viel wie zunächst geschätzt, teilte der Wasserverband dem Kreistag mit.",
            "„Wir hätten flicken und hoffen können“, sagte Noor Haddad, die die Arbeiten leitete. „Wir haben neu gebaut.“",
            "Rund 62.000 Haushalte bezogen ihr Wasser aus einem Nachbartal, während das Becken leer stand.",
            "Angler dürfen am 1. Mai zurück, Badende nicht vor Juni, wenn die neuen Zäune abgenommen sind.",
            "Eine öffentliche Untersuchung, warum der Riss zwei Jahre unbemerkt blieb, soll im Herbst beginnen.",
        ),
    ),
    "es": (
        "El embalse de Valdecierzo reabre tras once meses de obras",
        "Los ingenieros gastaron 3,4 millones en un aliviadero agrietado",
        (
            "El embalse de Valdecierzo volvió a llenarse el jueves, once meses después de que se hallara una grieta de 14 metros en su aliviadero.",
            "La reparación costó 3,4 millones de euros, el doble de lo previsto, según un informe entregado a la diputación.",
            "«Podíamos haber puesto un parche y esperar», dijo Noor Haddad, responsable de la obra. «Decidimos construirlo de nuevo».",
            "Unos 62.000 hogares recibieron agua de un valle vecino mientras la presa estuvo vacía.",
            "Los pescadores podrán volver el 1 de mayo y los bañistas no antes de junio, cuando se revisen las nuevas vallas.",
            "Una investigación pública sobre los dos años en que nadie vio la grieta comenzará en otoño.",
        ),
    ),
    "pt": (
        "Barragem de Vale Frio reabre após onze meses de obras",
        "Engenheiros gastaram 3,4 milhões num descarregador com fissuras",
        (
            "A barragem de Vale Frio voltou a encher na quinta-feira, onze meses depois de ter sido encontrada uma fissura de 14 metros.",
            "A reparação custou 3,4 milhões de euros, o dobro da primeira estimativa, segundo um relatório entregue à câmara.",
            "“Podíamos ter remendado e esperado”, disse Noor Haddad, que dirigiu a obra. “Decidimos construir de novo.”",
            "Cerca de 62 mil casas receberam água de um vale vizinho enquanto a albufeira esteve vazia.",
            "Os pescadores podem voltar a 1 de maio, os banhistas só em junho, depois da inspeção das novas vedações.",
            "Um inquérito público sobre os dois anos em que a fissura passou despercebida começa no outono.",
        ),
    ),
    "ar": (
        "إعادة فتح سد وادي السرو بعد أحد عشر شهرا من الإصلاحات",
        "المهندسون أنفقوا 3.4 مليون على مفيض متشقق",
        (
            "أعيد ملء سد وادي السرو يوم الخميس بعد أحد عشر شهرا من اكتشاف شق بطول 14 مترا في المفيض.",
            "وبلغت كلفة الإصلاح 3.4 مليون دينار، أي ضعف التقدير الأول، بحسب تقرير قدم إلى مجلس المحافظة.",
            "وقالت نور حداد التي قادت الأعمال: «كان بوسعنا أن نرقع الشق وننتظر، لكننا اخترنا البناء من جديد».",
            "وحصل نحو 62 ألف منزل على المياه من واد مجاور خلال فترة إفراغ الحوض.",
            "وسيسمح للصيادين بالعودة في الأول من أيار، أما السباحون فليس قبل حزيران بعد فحص الأسوار الجديدة.",
            "ومن المقرر أن يبدأ في الخريف تحقيق علني في أسباب عدم ملاحظة الشق طوال عامين.",
        ),
    ),
}
OUTLETS = {
    "en": "Fell Courier",
    "fr": "Le Courrier des Cimes",
    "de": "Bergkurier",
    "es": "El Correo del Valle",
    "pt": "Correio do Vale",
    "ar": "بريد الوادي",
}
_MENUS = {
    "en": ("News", "Sport", "Business", "Culture", "Subscribe", "Sign in"),
    "fr": ("Actualités", "Sport", "Économie", "Culture", "S’abonner", "Se connecter"),
    "de": ("Nachrichten", "Sport", "Wirtschaft", "Kultur", "Abo", "Anmelden"),
    "es": ("Noticias", "Deportes", "Economía", "Cultura", "Suscríbete", "Iniciar sesión"),
    "pt": ("Notícias", "Desporto", "Economia", "Cultura", "Assine", "Entrar"),
    "ar": ("أخبار", "رياضة", "اقتصاد", "ثقافة", "اشترك", "تسجيل الدخول"),
}
# The box of other stories, a headline in it, and the small print below.
_FURNITURE = {
    "en": (
        "Most read",
        "Bus fares in the valley rise by {} percent from April",
        "All rights reserved. Cookie settings. Privacy",
    ),
    "fr": (
        "Les plus lus",
        "Les tarifs des bus augmentent de {} % en avril dans la vallée",
        "Tous droits réservés. Gestion de vos cookies. Mentions légales",
    ),
    "de": (
        "Meistgelesen",
        "Busfahrten im Tal werden im April um {} Prozent teurer",
        "Alle Rechte vorbehalten. Datenschutzeinstellungen. Impressum",
    ),
    "es": (
        "Lo más leído",
        "El billete de autobús sube un {} por ciento en abril",
        "Todos los derechos reservados. Política de cookies. Aviso legal",
    ),
    "pt": (
        "Mais lidas",
        "Bilhetes de autocarro sobem {} por cento em abril",
        "Todos os direitos reservados. Política de privacidade",
    ),
    "ar": ("الأكثر قراءة", "ارتفاع أجور الحافلات بنسبة {} في المئة في نيسان", "جميع الحقوق محفوظة. سياسة الخصوصية"),
}
_STYLES = {
    "wp": {
        "site": '<div id="page" class="site"><div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">{}</main></div>{}</div></div>',
        "story": '<article id="post-4711" class="post-4711 post type-post status-publish hentry category-news"><header class="entry-header"><h1 class="entry-title">{title}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="2026-04-16T08:00:00+00:00">16.04.2026</time></span> <span class="byline"><span class="author vcard"><a class="url fn n" href="/author/haj">Lena Haj</a></span></span></div></header>{standfirst}<div class="entry-content">{body}</div><footer class="entry-footer"><span class="tags-links"><a href="/tag/water">Water</a></span></footer></article>',
        "standfirst": '<p class="entry-subtitle"><em>{}</em></p>',
        "paragraph": "<p>{}</p>",
    },
    "react": {
        "site": '<div id="__next"><div class="css-1qmx9w">{}</div>{}</div>',
        "story": '<div class="css-a81kd2"><section class="css-91ksl1"><h1 class="css-77d1ka">{title}</h1>{standfirst}<div class="css-xx81la"><a href="/by/lena-haj">Lena Haj</a><span>16 April 2026</span></div></section><div class="css-1dkz0p" data-testid="body">{body}</div></div>',
        "standfirst": '<h2 class="css-pp10sa">{}</h2>',
        "paragraph": '<p class="css-9akd01 e1x2">{}</p>',
    },
    "drupal": {
        "site": '<div class="dialog-off-canvas-main-canvas"><div class="layout-container"><main role="main"><div class="layout-content"><div class="region region-content">{}</div></div></main>{}</div></div>',
        "story": '<div id="block-content"><article data-history-node-id="881" role="article" class="node node--type-article node--view-mode-full"><h1><span class="field field--name-title">{title}</span></h1>{standfirst}<div class="node__content"><div class="field field--name-body field--type-text-with-summary field__item">{body}</div></div></article></div>',
        "standfirst": '<div class="field field--name-field-teaser field__item">{}</div>',
        "paragraph": "<p>{}</p>",
    },
    "div": {
        "site": '<div class="wrapper"><div class="col-left">{}</div>{}</div>',
        "story": '<div class="article-page"><div class="hd"><h1>{title}</h1>{standfirst}<div class="info">Lena Haj | 16.04.2026 09:12</div></div><div class="txt">{body}</div></div>',
        "standfirst": '<div class="subtitle">{}</div>',
        "paragraph": '<div class="par">{}</div>',
    },
}


def links_of(lang: str, count: int) -> str:
    """Linked headlines, as in any box of other stories."""
    return "".join(f'<li><a href="/a/{n}.html">{_FURNITURE[lang][1].format(n)}</a></li>' for n in range(3, 3 + count))


def site(
    lang: str, layout: str, main: str, title: str, *, head: str = "", robots: str = "index,follow", links: int = 14
) -> str:
    """A page of the outlet around `main`: masthead, menu, other stories, small print."""
    label, _, small_print = _FURNITURE[lang]
    menu = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(_MENUS[lang]))
    aside = f'<aside class="sidebar"><h2>{label}</h2><ul>{links_of(lang, links)}</ul></aside>' if links else ""
    direction = ' dir="rtl"' if lang == "ar" else ""
    return (
        f'<!DOCTYPE html><html lang="{lang}"{direction}><head><meta charset="utf-8"><title>{title} | {OUTLETS[lang]}</title>'
        f'<meta name="robots" content="{robots}"><meta property="og:site_name" content="{OUTLETS[lang]}">{head}</head>'
        f'<body><header class="top"><a href="/" class="logo">{OUTLETS[lang]}</a><nav><ul>{menu}</ul></nav></header>'
        f"{_STYLES[layout]['site'].format(main, aside)}"
        f'<footer class="ft"><p>© 2026 {OUTLETS[lang]}. {small_print}</p></footer></body></html>'
    )


def markup(value: dict[str, Any]) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def stated(lang: str, title: str = "", **more: Any) -> dict[str, Any]:
    """What the outlet's markup says of its article."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title or STORIES[lang][0],
        "datePublished": "2026-04-16T08:00:00+00:00",
        "author": {"@type": "Person", "name": "Lena Haj"},
        "publisher": {"@type": "Organization", "name": OUTLETS[lang]},
        **more,
    }


def story(
    lang: str,
    layout: str = "wp",
    paragraphs: tuple[str, ...] | None = None,
    *,
    title: str = "",
    standfirst: bool = True,
    before: str = "",
    behind: str = "",
    between: dict[int, str] | None = None,
    marked: bool = True,
    more: dict[str, Any] | None = None,
    **around: Any,
) -> str:
    """The article's page. `marked` with JSON-LD and OpenGraph; `more` goes into the JSON-LD, `around` to `site`."""
    title = title or STORIES[lang][0]
    texts = STORIES[lang][2] if paragraphs is None else paragraphs
    style = _STYLES[layout]
    body = "".join(style["paragraph"].format(text) + (between or {}).get(n, "") for n, text in enumerate(texts))
    main = before + style["story"].format(
        title=title, standfirst=style["standfirst"].format(STORIES[lang][1]) if standfirst else "", body=body + behind
    )
    head = f'<meta property="og:type" content="article"><meta property="og:title" content="{title}">'
    head = head + markup(stated(lang, title, **(more or {}))) if marked else ""
    return site(lang, layout, main, title, head=head, **around)


def bare(title: str, body: str, lang: str = "en") -> str:
    """A page without any furniture, as walls and failing servers send it."""
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'

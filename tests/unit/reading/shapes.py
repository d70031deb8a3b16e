"""Shapes of story pages that publishing systems build, each of an invented outlet: a name in, a page with its body out."""

from __future__ import annotations

import json

from benchmarks.pages import SavedPage

_EN = (
    "Signals failed on 14 kilometres of the Arven line on Monday, and 62 trains stood still for most of the morning.",
    "About 9,300 passengers were taken on by bus, the railway said, and 41 of them waited for more than three hours.",
    "“Nobody told us anything until noon,” said Tove Lind, who was on her way to the hospital at Skarholm.",
    "A digger had cut a cable near the station of Brekke at 5.40 am, according to the firm that was laying a water pipe.",
    "The same cable was cut in 2019 and again in 2023, when repairs took two days and cost 1.8 million crowns.",
    "The transport board has asked for a report by Friday on why no second cable had been laid in the meantime.",
    "Trains ran again from 1.15 pm, at first on one track only, and the last delays were gone by the evening.",
)
_DE = (
    "Auf 14 Kilometern der Arventalbahn sind am Montag die Signale ausgefallen, 62 Züge standen den halben Vormittag still.",
    "Rund 9.300 Reisende wurden mit Bussen weitergebracht, 41 von ihnen warteten nach Angaben der Bahn über drei Stunden.",
    "„Bis mittags hat uns niemand etwas gesagt“, sagte Tove Lind, die auf dem Weg ins Krankenhaus von Skarholm war.",
    "Ein Bagger hatte um 5.40 Uhr bei Brekke ein Kabel durchtrennt, teilte die Firma mit, die dort eine Leitung verlegt.",
    "Dasselbe Kabel war schon 2019 und 2023 beschädigt worden, damals kostete die Reparatur 1,8 Millionen Kronen.",
    "Die Aufsicht verlangt bis Freitag einen Bericht darüber, warum kein zweites Kabel verlegt worden ist.",
)
_AR = (
    "تعطلت الإشارات على 14 كيلومترا من خط أرفين يوم الاثنين وتوقف 62 قطارا معظم ساعات الصباح.",
    "ونقل نحو 9300 راكب بالحافلات وانتظر 41 منهم أكثر من ثلاث ساعات بحسب هيئة السكك الحديدية.",
    "وقالت توفه ليند التي كانت في طريقها إلى مستشفى سكارهولم: «لم يخبرنا أحد بشيء حتى الظهر».",
    "وكانت حفارة قد قطعت كابلا قرب محطة بريكه عند الساعة 5:40 صباحا وفق الشركة التي تمد أنبوب مياه.",
    "وقطع الكابل نفسه في عام 2019 ثم في عام 2023 حين كلفت الإصلاحات 1.8 مليون كرونة.",
    "وطلبت هيئة النقل تقريرا قبل يوم الجمعة عن سبب عدم مد كابل ثان في هذه الأثناء.",
)
_JA = (
    "アルヴェン線の14キロの区間で月曜日に信号が故障し、62本の列車が午前中のほとんどの時間止まった。",
    "鉄道会社によると、約9300人の乗客がバスで代替輸送され、そのうち41人は3時間以上待たされたという。",
    "スカルホルムの病院に向かっていたトーヴェ・リンドさんは「昼まで誰も何も教えてくれなかった」と話した。",
    "水道管を敷設していた会社によると、午前5時40分ごろブレッケ駅の近くで掘削機がケーブルを切断した。",
    "同じケーブルは2019年と2023年にも切断され、修理には2日かかり、費用は180万クローネに上った。",
    "運輸当局は、なぜ2本目のケーブルが敷かれなかったのかについて、金曜日までに報告するよう求めた。",
)
_HI = (
    "आर्वेन लाइन के 14 किलोमीटर हिस्से में सोमवार को सिग्नल खराब हो गए और 62 ट्रेनें सुबह भर खड़ी रहीं।",
    "रेलवे के अनुसार करीब 9,300 यात्रियों को बसों से भेजा गया और उनमें से 41 को तीन घंटे से ज्यादा इंतजार करना पड़ा।",
    "स्कारहोम के अस्पताल जा रहीं तोवे लिंड ने कहा कि दोपहर तक किसी ने हमें कुछ नहीं बताया।",
    "पानी की पाइप बिछा रही कंपनी के अनुसार सुबह 5.40 बजे ब्रेके स्टेशन के पास एक खुदाई मशीन से केबल कट गया।",
    "यही केबल 2019 में और फिर 2023 में भी कटा था, जब मरम्मत पर 18 लाख क्रोन खर्च हुए थे।",
    "परिवहन बोर्ड ने शुक्रवार तक रिपोर्ट मांगी है कि इस बीच दूसरा केबल क्यों नहीं बिछाया गया।",
)
_TEXTS = {
    "en": ("Signals fail on the Arven line for the third time", _EN),
    "de": ("Signale der Arventalbahn fallen zum dritten Mal aus", _DE),
    "ar": ("تعطل إشارات خط أرفين للمرة الثالثة خلال سنوات قليلة", _AR),
    "ja": ("アルヴェン線で信号故障、今回で3度目となり62本が停止", _JA),
    "hi": ("आर्वेन लाइन पर तीसरी बार सिग्नल खराब, 62 ट्रेनें रुकीं", _HI),
}
# What stands around the story, the box of the story with its gaps, the element of one paragraph.
_SHAPES = {
    "wordpress": (
        '<div id="page" class="site"><div id="content" class="site-content">{}</div></div>',
        '<article class="post type-post"><header class="entry-header"><h1 class="entry-title">{h}</h1></header><div class="entry-content">{b}</div></article>',
        "<p>{}</p>",
    ),
    "gutenberg": (
        '<div class="wp-site-blocks"><main class="wp-block-group">{}</main></div>',
        '<h1 class="wp-block-post-title">{h}</h1><div class="entry-content wp-block-post-content is-layout-flow">{b}</div>',
        '<p class="wp-block-paragraph">{}</p>',
    ),
    "drupal": (
        '<div class="layout-container"><main role="main"><div class="region region-content">{}</div></main></div>',
        '<article class="node node--type-story"><h1><span class="field--name-title">{h}</span></h1><div class="node__content"><div class="field field--name-body">{b}</div></div></article>',
        "<p>{}</p>",
    ),
    "arc": (
        '<div id="fusion-app"><div class="b-right-rail"><main class="b-right-rail__main">{}</main></div></div>',
        '<h1 class="b-headline">{h}</h1><article class="b-article-body">{b}</article>',
        '<p class="c-paragraph">{}</p>',
    ),
    "react": (
        '<div id="__next"><div class="css-1qm4x9w">{}</div></div>',
        '<div class="css-a8kd2x"><section><h1 class="css-77d1ka">{h}</h1></section><section class="css-1dkz0p">{b}</section></div>',
        '<p class="css-9akd01">{}</p>',
    ),
    "amp": (
        '<main class="amp-main">{}</main>',
        '<article class="amp-wp-article"><h1 class="amp-wp-title">{h}</h1><div class="amp-wp-article-content">{b}</div></article>',
        "<p>{}</p>",
    ),
    "columns": (
        '<table width="900"><tr><td width="150"><a href="/">News</a><br><a href="/s">Sport</a></td><td>{}</td></tr></table>',
        '<h1>{h}</h1><div class="text">{b}</div>',
        "<p>{}</p>",
    ),
    "components": (
        '<div id="root"><main id="main-content">{}</main></div>',
        '<article class="ssrcss-1p3x"><div data-component="headline-block"><h1 class="ssrcss-qp7">{h}</h1></div>{b}</article>',
        '<div data-component="text-block" class="ssrcss-18s"><div class="ssrcss-7ux"><p class="ssrcss-1q0">{}</p></div></div>',
    ),
    "islands": (
        '<div class="dcr-0"><main>{}</main></div>',
        '<article><div data-gu-name="headline"><h1 class="dcr-1w6">{h}</h1></div><div data-gu-name="body"><div id="maincontent" class="article-body dcr-ki">{b}</div></div></article>',
        '<p class="dcr-16w5">{}</p>',
    ),
    "divs": (
        '<div class="wrap">{}</div>',
        '<div class="story"><h1 class="hd">{h}</h1><div class="story-text">{b}</div></div>',
        '<div class="par">{}</div>',
    ),
}  # fmt: skip
SHAPES = (
    *((name, "en") for name in _SHAPES),
    ("wordpress", "de"), ("drupal", "ar"), ("divs", "ar"), ("arc", "ja"), ("react", "ja"), ("wordpress", "hi"), ("components", "hi"),
)  # fmt: skip
"""Every shape with a language in which it is built."""


def shaped(name: str, lang: str = "en") -> SavedPage:
    """The page of that shape, with menus, lists and a footer around the story, and its true paragraphs."""
    headline, texts = _TEXTS[lang]
    around, story, paragraph = _SHAPES[name]
    url = f"https://arven.example/{lang}/{name}/signals-fail-on-the-arven-line"
    stated = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline, "inLanguage": lang,
              "datePublished": "2026-02-02T11:00:00Z", "author": {"@type": "Person", "name": "Edda Moen"}}  # fmt: skip
    links = "".join(f'<li><a href="/s/{n}">{headline[:24]} {n}</a></li>' for n in range(6))
    main = story.format(h=headline, b="".join(paragraph.format(text) for text in texts))
    html = (
        f'<!doctype html><html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"><head><meta charset="utf-8">'
        f'<title>{headline} | Arven</title><meta property="og:title" content="{headline}">'
        f'<script type="application/ld+json">{json.dumps(stated, ensure_ascii=False)}</script></head><body>'
        f'<header><nav><a href="/">Arven</a><a href="/sport">Sport</a></nav></header>{around.format(main)}'
        f'<section class="more"><h2>More</h2><ul>{links}</ul></section><footer><p>© Arven, Brekke.</p></footer></body></html>'
    )
    return SavedPage(f"{name}-{lang}", url, html, texts)

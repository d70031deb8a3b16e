"""Pages whose bytes are in another charset than they say, or that say none: read as they were meant."""

from __future__ import annotations

import time

import pytest

from spiders.article import Reason
from spiders.decoding import known_codec
from spiders.reading import read_page
from spiders.reading.repairing import text_of
from tests.unit.reading.pages import PARAGRAPHS, page
from tests.unit.reading.sites import STORIES

URL = "https://news.example/2026/04/16/reservoir"
# language, charset, its label, sentences
WRITING = [
    ("fr", "cp1252", "windows-1252", STORIES["fr"][2]),
    ("de", "cp1252", "windows-1252", STORIES["de"][2]),
    ("ar", "cp1256", "windows-1256", STORIES["ar"][2]),
    ("ru", "cp1251", "windows-1251", ("Водохранилище снова наполнили в четверг, через 11 месяцев после того, как нашли трещину.", "Ремонт обошёлся в 3,4 миллиона, вдвое больше первой оценки, сообщила компания.")),
    ("ru", "koi8-r", "koi8-r", ("Водохранилище снова наполнили в четверг, через 11 месяцев после того, как нашли трещину.", "Ремонт обошёлся в 3,4 миллиона, вдвое больше первой оценки, сообщила компания.")),
    ("he", "cp1255", "windows-1255", ("מאגר המים מולא מחדש ביום חמישי, אחד עשר חודשים אחרי שנמצא סדק באורך 14 מטרים.", "התיקון עלה 3.4 מיליון, כפול מההערכה הראשונה, כך נמסר בדוח למועצה.")),
    ("zh", "gb18030", "gb2312", ("卡尔德山水库星期四重新蓄水，此前工程师在溢洪道发现一条14米长的裂缝，停用了11个月。", "维修费用为340万元，是最初估计的两倍，水务公司在提交给县议会的报告中说。")),
    ("zh-TW", "big5hkscs", "big5", ("水庫星期四重新蓄水，工程師此前在溢洪道發現一條14米長的裂縫，停用了11個月。", "維修費用為340萬元，是最初估計的兩倍，水務公司在報告中說。")),
    ("ja", "cp932", "shift_jis", ("貯水池は木曜日、放水路に14メートルの亀裂が見つかってから11カ月ぶりに水を入れ直した。", "修理費は340万円で、当初の見積もりの2倍だったと水道会社は議会への報告書で述べた。")),
    ("ja", "euc_jp", "euc-jp", ("貯水池は木曜日、放水路に14メートルの亀裂が見つかってから11カ月ぶりに水を入れ直した。", "修理費は340万円で、当初の見積もりの2倍だったと水道会社は議会への報告書で述べた。")),
    ("ko", "cp949", "euc-kr", ("저수지가 방수로에서 14미터 균열이 발견된 지 11개월 만인 목요일 다시 물을 채웠다고 밝혔다.", "수리비는 340만 원으로 처음 예상의 두 배였다고 수도 회사가 의회에 낸 보고서에서 밝혔다.")),
    ("th", "cp874", "windows-874", ("อ่างเก็บน้ำกลับมาเก็บน้ำอีกครั้งเมื่อวันพฤหัสบดี หลังวิศวกรพบรอยแตกยาว 14 เมตรเมื่อ 11 เดือนก่อน", "ค่าซ่อมอยู่ที่ 3.4 ล้านบาท เป็นสองเท่าของที่ประเมินไว้ครั้งแรก บริษัทน้ำระบุในรายงาน")),
]  # fmt: skip
IDS = [f"{lang} {charset}" for lang, charset, *_ in WRITING]


def check(
    lang: str, texts: tuple[str, ...], charset: str, label: str, header: str = "text/html", late: int = 0
) -> None:
    """Read a page of these texts, each three times over, as bytes in `charset` that call themselves `label`."""
    declared = "<!-- " + "x" * late + " -->" + (f'<meta charset="{label}">' if label else "")
    paragraphs = tuple(f"{text} {n}" for n in range(3) for text in texts)
    html = (
        f'<!doctype html><html lang="{lang}"><head>{declared}<title>{texts[0][:18]}</title></head><body><article>'
        f'<h1>{texts[0][:18]}</h1><time datetime="2026-04-16">16.4.</time>'
        + "".join(f"<p>{text}</p>" for text in paragraphs)
        + "</article></body></html>"
    )
    article = read_page(html.encode(charset), URL, headers={"Content-Type": header}).article
    assert article is not None
    assert article.paragraphs == paragraphs


@pytest.mark.parametrize(("lang", "charset", "label", "texts"), WRITING, ids=IDS)
def test_charset_that_is_declared_is_read(lang: str, charset: str, label: str, texts: tuple[str, ...]):
    check(lang, texts, charset, label)
    check(lang, texts, charset, label, late=1500)


@pytest.mark.parametrize(("lang", "charset", "label", "texts"), WRITING, ids=IDS)
def test_old_charset_that_calls_itself_utf8_is_read_by_its_language(
    lang: str, charset: str, label: str, texts: tuple[str, ...]
):
    check(lang, texts, charset, "utf-8")
    check(lang, texts, charset, "", header="text/html; charset=utf-8")


@pytest.mark.parametrize(("lang", "charset", "label", "texts"), WRITING, ids=IDS)
def test_old_charset_that_is_not_declared_is_read_by_its_language(
    lang: str, charset: str, label: str, texts: tuple[str, ...]
):
    check(lang, texts, charset, "")


@pytest.mark.parametrize(("lang", "charset", "label", "texts"), WRITING, ids=IDS)
def test_utf8_that_calls_itself_an_old_charset_is_read_as_utf8(
    lang: str, charset: str, label: str, texts: tuple[str, ...]
):
    check(lang, texts, "utf-8", label)
    check(lang, texts, "utf-8", "utf-8", header="text/html; charset=iso-8859-1")


@pytest.mark.parametrize(("lang", "charset", "label", "texts"), WRITING, ids=IDS)
def test_byte_order_mark_wins_over_every_label(lang: str, charset: str, label: str, texts: tuple[str, ...]):
    check(lang, texts, "utf-8-sig", label)
    check(lang, texts, "utf-16", label)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Около 340 семей были эвакуированы после наводнения", "windows-1251"),
        ("Περίπου 340 νοικοκυριά απομακρύνθηκαν μετά την πλημμύρα", "iso-8859-7"),
        ("洪水の後、約340世帯が避難したと市が発表した", "euc-jp"),
    ],
)
def test_page_that_its_server_calls_utf8_is_read_by_the_charset_it_names_itself(text: str, codec: str):
    body = "".join(f"<p>{text} {n}. {text}.</p>" for n in range(6))
    html = f"<html><head><meta charset={codec}><title>{text}</title></head><body><article><h1>{text}</h1>{body}</article></body></html>"
    headers = {"content-type": "text/html; charset=utf-8"}
    article = read_page(html.encode(codec), "https://ledger.example/c", headers=headers).article
    assert article is not None
    assert article.title == text
    wrong = read_page(html.encode(), "https://ledger.example/c", headers=headers).article  # the server is right here
    assert wrong is not None
    assert wrong.title == text


# language, its sentence, the charsets that its old systems write
OTHERS = [
    ("en", "The café’s owner – a former teacher – said “nobody was told” about the 14-metre crack; the façade was shut.", "windows-1252 macintosh"),
    ("es", "El dueño dijo que después de la crecida el señor Muñoz todavía no sabía cuántos niños dormían en el albergue.", "windows-1252 iso-8859-15 macintosh"),
    ("pl", "Wójt powiedział, że zbiornik znów napełniono w czwartek, choć część mieszkańców wciąż śpi w szkole obok kościoła.", "windows-1250 iso-8859-2"),
    ("cs", "Starosta řekl, že nádrž začali znovu plnit ve čtvrtek, přestože část lidí ještě spí v tělocvičně u kostela.", "windows-1250 iso-8859-2"),
    ("hu", "A polgármester közölte, hogy a tározót csütörtökön újra feltöltötték, bár többen még mindig az iskolában alszanak.", "windows-1250 iso-8859-2"),
    ("lt", "Meras pranešė, kad tvenkinys ketvirtadienį vėl pripildytas, nors dalis žmonių dar miega mokykloje šalia bažnyčios.", "windows-1257 iso-8859-13"),
    ("tr", "Belediye başkanı barajın perşembe günü yeniden doldurulduğunu, çatlağın 14 metre olduğunu ve işçilerin döndüğünü söyledi.", "windows-1254"),
    ("ru", "Глава района сообщил, что водохранилище снова наполнили в четверг, хотя часть жителей всё ещё ночует в школе.", "windows-1251 koi8-r iso-8859-5 ibm866 x-mac-cyrillic"),
    ("uk", "Голова громади повідомив, що водосховище знову наповнили в четвер, хоча частина людей і досі ночує в школі.", "windows-1251 koi8-u iso-8859-5"),
    ("el", "Ο δήμαρχος είπε ότι η δεξαμενή γέμισε ξανά την Πέμπτη, αν και μερικοί κάτοικοι κοιμούνται ακόμη στο σχολείο.", "windows-1253 iso-8859-7"),
    ("ar", "قال رئيس البلدية إن الخزان ملئ من جديد يوم الخميس بعد أن بقي بعض السكان في المدرسة أحد عشر شهرا.", "windows-1256 iso-8859-6"),
    ("he", "ראש העיר אמר כי המאגר מולא שוב ביום חמישי, אף שחלק מהתושבים עדיין ישנים בבית הספר שליד הכנסייה.", "windows-1255 iso-8859-8"),
    ("ja", "市長は貯水池が木曜日に再び満たされたと述べた。住民の一部はまだ教会の隣の学校で寝ているという。", "shift_jis euc-jp iso-2022-jp"),
    ("zh", "市长说，水库在星期四重新蓄水，不过有一部分居民现在还住在教堂旁边的学校里，工程要到年底才能完成。", "gb18030"),
    ("zh-TW", "市長說，水庫在星期四重新蓄水，不過有一部分居民現在還住在教堂旁邊的學校裡，工程要到年底才能完成。", "big5"),
    ("ko", "시장은 저수지가 목요일에 다시 채워졌다고 말했지만 일부 주민은 아직 교회 옆 학교에서 자고 있다고 했다.", "euc-kr"),
    ("th", "นายกเทศมนตรีกล่าวว่าอ่างเก็บน้ำถูกเติมอีกครั้งเมื่อวันพฤหัสบดี แม้ชาวบ้านบางส่วนยังนอนอยู่ในโรงเรียน", "windows-874"),
]  # fmt: skip
LABELS = ("utf-8", "iso-8859-1", "windows-1251", "windows-1250", "iso-8859-7", "windows-1256", "koi8-r", "shift_jis", "gbk", "euc-kr", "")  # fmt: skip
CASES = [(lang, text, charset) for lang, text, charsets in OTHERS for charset in charsets.split()]


def read_as(text: str, charset: str, lang: str, header: str, meta: str = "") -> tuple[str, ...] | None:
    """The paragraphs of a page of one sentence six times over, numbered; None where it is refused."""
    body = "".join(f"<p>{text} {n}.</p>" for n in range(6))
    said = (f"<meta charset={meta}>" if meta else "") + f"<title>{text[:30]}</title>"
    html = f"<html{lang and f' lang={lang}'}><head>{said}</head><body><article><h1>{text[:30]}</h1>{body}</article></body></html>"
    content_type = "text/html" + (f"; charset={header}" if header else "")
    codec = known_codec(charset)
    assert codec is not None
    article = read_page(html.encode(codec), URL, headers={"content-type": content_type}).article
    return article.paragraphs if article is not None else None


@pytest.mark.parametrize(("lang", "text", "charset"), CASES, ids=[f"{lang} {charset}" for lang, _, charset in CASES])
def test_wrong_declaration_changes_nothing_or_is_refused_but_is_never_read_as_rubbish(
    lang: str, text: str, charset: str
):
    right = tuple(f"{text} {n}." for n in range(6))
    assert read_as(text, charset, lang, charset) == right
    assert read_as(text, charset, "", charset) == right
    assert read_as(text, charset, "en", charset) == right  # many templates say so of whatever they hold
    found = [read_as(text, charset, (lang, "")[n % 2], label) for n, label in enumerate(LABELS)]
    found += [read_as(text, charset, (lang, "")[n % 2], "", meta) for n, meta in enumerate(LABELS[1:5])]
    assert not [one for one in found if one not in (right, None)]
    assert sum(one == right for one in found) >= 0.9 * len(found)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read_whatever_is_declared(codec: str):
    for label in ("utf-8", "windows-1252", "utf-16le"):
        article = read_page(page().encode(codec), URL, headers={"content-type": f"text/html; charset={label}"}).article
        assert article is not None
        assert article.paragraphs == PARAGRAPHS
    article = read_page(page().encode(), URL, headers={"content-type": "text/html; charset=utf-16"}).article
    assert article is not None
    assert article.paragraphs == PARAGRAPHS


def test_bytes_that_no_charset_makes_words_of_are_refused_in_words():
    noise = "".join(chr(0x80 + (37 * n) % 128) + "aT"[n % 2] for n in range(600))
    html = f"<html><body><article><h1>x</h1>{f'<p>{noise}</p>' * 4}</article></body></html>".encode("latin-1")
    refusal = read_page(html, URL, headers={"content-type": "text/html; charset=iso-8859-1"}).refusal
    assert refusal is not None
    assert (refusal.reason, "charset" in refusal.evidence) == (Reason.EMPTY, True)


def test_few_foreign_letters_do_not_overturn_what_is_declared():
    """A name in a text of another language is too little to say that its publisher errs."""
    text = "The mayor, Łukasz Żak, told the council on Thursday that the reservoir would be full by the end of May."
    assert read_as(text, "windows-1250", "en", "windows-1250") == tuple(f"{text} {n}." for n in range(6))


@pytest.mark.parametrize(
    "part", [b"<!--\xe9", b"<script>\xe9", b"<p>\xe9", b">\xe9", b"\x1b$B\xe9", b"\xe9" * 9 + b"aT "]
)
def test_hostile_bytes_cost_seconds_at_most(part: bytes):
    began = time.process_time()
    text_of(part * (2_000_000 // len(part)), {"content-type": "text/html; charset=koi8-r"})
    assert time.process_time() - began < 4  # 1.3 s on a core with much other work

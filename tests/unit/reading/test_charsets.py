"""Pages whose bytes are in another charset than they say, or that say none: read as they were meant."""

from __future__ import annotations

import pytest

from spiders.reading import read_page
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

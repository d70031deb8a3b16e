"""Own forms of messages: what is refused when the configuration is loaded, and what happens on a hostile alert."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from alerts.alert import Delivery
from alerts.messages.chat import message
from alerts.messages.checking import check_templates
from alerts.messages.mail import compose
from alerts.messages.sample import sample_alert
from alerts.messages.templates import BadTemplate, Templates

ALERT = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
DELIVERY = Delivery("dl_sample", ALERT, "desk", "desk@example.org")


def folder(tmp_path: Path, **forms: str) -> Path:
    for name, text in forms.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return tmp_path


def test_own_form_takes_the_place_of_ours_in_mail_and_chat(tmp_path: Path) -> None:
    templates = check_templates(
        folder(
            tmp_path,
            alert_txt="{% for one in changes %}* {{ one.line.headline }}\n{% endfor %}{{ alert.article.title | line }}\n",
            alert_html="<p>{{ alert.article.title | shown }}</p>",
            chat_txt="{{ subject }}: {{ preheader }}",
        )
    )
    mail = compose(DELIVERY, sender="a@b.example", instance="x.example", now_ms=0, templates=templates)
    text, html = (part.get_content() for part in mail.iter_parts())  # type: ignore[attr-defined]
    assert text.startswith("* Deaths, Port Example: at least 1,180 → at least 1,200 (+20)")
    assert html.strip() == "<p>This is a test: ferry sinks off Port Example</p>"
    assert message(DELIVERY, templates).startswith("This is a test")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("fine\n{{ alert.article.titel }}", 2, "titel"),
        ("fine\n\n{% for x in %}", 3, "Expected an expression"),
        ("{{ alert | nosuch }}", 1, "nosuch"),
        # Ways out of a sandbox, and into the machine.
        ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ alert.to_dict() }}", 1, "not safely callable"),
        ("{{ 'a'.format() }}", 1, "not safely callable"),
        ("{{ range(9) }}", 1, "not safely callable"),
        ("{% include '/etc/passwd' %}", 1, "stands alone"),
        ("{% macro f() %}{% endmacro %}", 1, "stands alone"),
        # Ways to fill the memory or to go on for ever.
        ("a\n{{ 'x' * 1000000000 }}", 2, "small numbers"),
        ("{{ 9 ** 9 }}", 1, "small numbers"),
        ("{{ '%1000000000d' % 1 }}", 1, "small numbers"),
        (
            "{% for a in 'x' * 1 %}{% endfor %}",
            1,
            "small numbers",
        ),
        ("{% set a = 'x' %}\n" + "{% set a = a ~ a %}\n" * 30 + "{{ a }}", 2, "can double"),
        ("{% set a %}x{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 30, 1, "kept as a text"),
        ("{% filter upper %}x{% endfilter %}", 1, "kept as a text"),
        ("{% set a = 1 %}{% set a = (a, a) %}", 1, "texts and numbers only"),
        ("{% set a = ['x'] %}\n{% set a = {'k': a} %}", 2, "of no use"),
        ("{{ alert }}", 1, "not written as a whole"),
        ("{{ changes | join }}", 1, "not written as a whole"),
        ("{% set a = subject %}\n" + "{% set a = a | join(a) %}\n" * 30 + "{{ a }}", 4, "grows beyond|rounds of"),
        ("{% set a = subject %}" + "{% set a = a | upper | shown | e %}" * 40_000 + "{{ a }}", 1, "more than|beyond"),
        ("a\n{{ " + "(" * 300 + "1" + ")" * 300 + " }}", 2, "signs|brackets"),
        ("a\n\n{{ " + "[" * 30_000, 3, "signs|brackets"),
        ("{{ " + "-" * 5_000 + "1 }}", 1, "signs"),
        ("{{ " + "not " * 900 + "1 }}", 1, "signs"),
        ("{{ subject" + " | e" * 2_000 + " }}", 1, "signs"),
        ("{% if 1 %}" * 500 + "{% endif %}" * 500, 1, "inside each other"),
        ("{% for a in b recursive %}{% endfor %}", 1, "call itself"),
        ("{{ " + "9" * 5_000 + " }}", 1, "cannot be compiled|digits"),
        (
            "".join(f"{{% for a{n} in subject %}}" for n in range(6)) + "x" + "{% endfor %}" * 6,
            1,
            "rounds of loops",
        ),
    ],
)
def test_bad_form_is_refused_at_load_with_file_and_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    before = time.process_time()
    with pytest.raises(BadTemplate, match=said) as refused:
        check_templates(folder(tmp_path, alert_txt=text))
    assert refused.value.line == line
    assert str(tmp_path / "alert.txt") in str(refused.value)
    assert time.process_time() - before < 2


def test_file_that_no_message_uses_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadTemplate, match=r"alert\.md.*alert\.txt"):
        check_templates(folder(tmp_path, alert_md="x"))


def test_form_that_fails_on_one_alert_gives_way_to_ours(tmp_path: Path) -> None:
    templates = Templates(folder(tmp_path, alert_txt="{{ changes[1].line.headline }}"))
    mail = compose(DELIVERY, sender="a@b.example", instance="x.example", now_ms=0, templates=templates)
    text = next(iter(mail.iter_parts())).get_content()  # type: ignore[attr-defined]
    assert text.startswith("Deaths, Port Example")


def test_markup_in_an_article_is_escaped_in_an_own_html_form(tmp_path: Path) -> None:
    alert = sample_alert("http://127.0.0.1:8765", "2026-11-22T08:10:00Z")
    assert alert.changes[0]["new"] is not None
    alert.changes[0]["new"]["sentence"] = "<script>alert(1)</script> 1,200"
    templates = check_templates(
        folder(tmp_path, alert_html="{% for one in changes %}{{ one.now_sentence }}{% endfor %}")
    )
    delivery = Delivery("dl_sample", alert, "desk", "desk@example.org")
    mail = compose(delivery, sender="a@b.example", instance="x.example", now_ms=0, templates=templates)
    html = list(mail.iter_parts())[1].get_content()  # type: ignore[attr-defined]
    assert "<script" not in html
    assert "&lt;script" in html

"""The mail for one delivery: an Alert goes in, an EmailMessage comes out, text first and complete by itself.

All of a thread's mails answer a message that never existed, so mail programs show an article as one thread (the trick
is Alertmanager's). Never puts scraped text into a header or a page without cleaning it first; sends nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.alert import Alert, ArticleRef, ChangeFields, Delivery
from alerts.messages.lines import ARROW, Line, line, relation_words, where_words
from alerts.messages.marks import Piece, around, marked, one_line, shown, spanned

MOST_CHANGES = 40
"""Changes shown in one mail; the rest is counted and found behind the permalink."""

LONGEST_SENTENCE = 700

# Lines over 998 bytes and raw 8-bit text are not safe on every route, so the bodies are always encoded.
POLICY = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class _Shown:
    """One change as the templates use it."""

    line: Line
    old: bool
    new: bool
    was_sentence: str
    now_sentence: str
    was: tuple[Piece, ...]
    now: tuple[Piece, ...]
    notes: str


def compose(delivery: Delivery, *, sender: str, instance: str, now_ms: int) -> EmailMessage:
    """The message for one recipient. `instance` is the domain of all our ids; `now_ms` (ms since 1970 UTC) gives Date.

    Raises ValueError if the sender or the recipient is not an address; odd headlines never raise.
    """
    alert = delivery.alert
    title = subject(alert.article)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = Address(display_name="Rowback", addr_spec=sender)
    mail["To"] = Address(addr_spec=delivery.recipient)
    mail["Subject"] = title
    mail["Date"] = format_datetime(datetime.fromtimestamp(now_ms / 1000, UTC))
    mail["Message-ID"] = f"<{delivery.id}@{instance}>"
    root = f"<article-{alert.article.id}.root@{instance}>"
    mail["In-Reply-To"] = root
    mail["References"] = root
    mail["List-Id"] = f"<{slug(alert.rule)}.rules.{instance}>"
    # RFC 3834: nobody's holiday notice should answer us.
    mail["Auto-Submitted"] = "auto-generated"
    fields = _fields(delivery, title)
    mail.set_content(_templates().get_template("alert.txt").render(fields))
    mail.add_alternative(_templates().get_template("alert.html").render(fields), subtype="html")
    return mail


def subject(article: ArticleRef) -> str:
    """[Rowback] Example Post: Strike on camp. The same for every mail about an article, or threads fall apart."""
    about = ": ".join(
        part for part in (one_line(article.outlet, 60), one_line(article.first_title or article.title, 120)) if part
    )
    return f"[Rowback] {about or one_line(article.url, 160)}"


def slug(name: str) -> str:
    """A rule's name as a part of a List-Id (RFC 2919): letters, digits and hyphens of ASCII."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "rule"


def _fields(delivery: Delivery, title: str) -> dict[str, Any]:
    alert = delivery.alert
    changes = [_show(change) for change in alert.changes[:MOST_CHANGES]]
    return {
        "alert": alert,
        "subject": title,
        "preheader": changes[0].line.isolated if changes else title,
        "changes": changes,
        "omitted": len(alert.changes) - len(changes),
        "arrow": ARROW,
        "article_link": _link(alert),
        "delivery_id": delivery.id,
    }


def _link(alert: Alert) -> str:
    """The article's address if it is a web address; any other scheme is shown but never made a link."""
    url = one_line(alert.article.url, 4000)
    return url if url.startswith(("http://", "https://")) else ""


def _show(change: ChangeFields) -> _Shown:
    old, new = change["old"], change["new"]
    was = around((old or {}).get("sentence", ""), (old or {}).get("text", ""), LONGEST_SENTENCE)
    now = around((new or {}).get("sentence", ""), (new or {}).get("text", ""), LONGEST_SENTENCE)
    words = line(change)
    if old and new:
        left, right = marked(was or words.was, now or words.now)
    else:
        left = spanned(was or words.was, (old or {}).get("text", ""), "removed")
        right = spanned(now or words.now, (new or {}).get("text", ""), "added")
    notes = (where_words(change), relation_words(change), change["explanation"])
    return _Shown(
        line=words,
        old=old is not None,
        new=new is not None,
        was_sentence="" if one_line(was) == words.was else was,
        now_sentence="" if one_line(now) == words.now else now,
        was=left,
        now=right,
        notes="; ".join(note for note in notes if note),
    )


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("alerts.messages", ""),
        autoescape=select_autoescape(("html",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = shown
    environment.filters["line"] = lambda text: one_line(text, 500)
    return environment

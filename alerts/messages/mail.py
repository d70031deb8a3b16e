"""The mail for one delivery: an Alert goes in, an EmailMessage comes out, text first and complete by itself.

All of a thread's mails answer a message that never existed, so mail programs show an article as one thread (the trick
is Alertmanager's). Never puts scraped text into a header or a page without cleaning it first, never into a parser of
headers at all; sends nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from alerts.alert import Alert, ArticleRef, ChangeFields, Delivery
from alerts.messages import digest, headers
from alerts.messages.lines import ARROW, Line, line, relation_words, where_words
from alerts.messages.marks import Piece, around, marked, one_line, spanned
from alerts.messages.standing import copy_link, stood_words
from alerts.messages.templates import Templates, ours
from alerts.notice import Notice

MOST_CHANGES = 40
"""Changes shown in one mail; the rest is counted and found behind the permalink."""

LONGEST_SENTENCE = 700

LONGEST_LINK = 900
"""Characters of the link in List-Unsubscribe: a line of a mail ends at 998 (RFC 5322 2.1.1)."""

_LINK = re.compile(r"https?://[!-;=?-~]+")
# What is an address, alerts/channels/mailserver.py says; this only keeps out what would end one in a header.
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@\x00-\x1f\x7f-\x9f]+@[A-Za-z0-9._-]+")


# Lines over 998 bytes and raw 8-bit text are not safe on every route, so the bodies are always encoded.
POLICY = headers.Unparsed(linesep="\r\n", cte_type="7bit")
# RFC 6532: addresses outside ASCII stand in headers as they are; only a server with SMTPUTF8 gets such a mail.
INTERNATIONAL = POLICY.clone(utf8=True)


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


def compose(
    delivery: Delivery,
    *,
    sender: str,
    instance: str,
    now_ms: int,
    unsubscribe: str = "",
    templates: Templates | None = None,
) -> EmailMessage:
    """The message for one recipient. `instance` is the domain of all our ids; `now_ms` (ms since 1970 UTC) gives Date.

    `unsubscribe` is the link under which the recipient gets no more of these; `templates` may hold own forms. Raises
    ValueError if the sender or the recipient is not an address; odd headlines never raise.
    """
    alert = delivery.alert
    title = digest.title(delivery) if delivery.digest else subject(alert.article)
    mail = _addressed(sender, delivery.recipient, title, f"<{delivery.id}@{instance}>", now_ms)
    if not delivery.digest:
        root = f"<article-{alert.article.id}.root@{instance}>"
        mail["In-Reply-To"] = headers.exact(root)
        mail["References"] = headers.exact(root)
    rules = {one.rule for one in delivery.digest} or {alert.rule}
    mail["List-Id"] = headers.exact(f"<{slug(alert.rule) if len(rules) == 1 else 'digest'}.rules.{instance}>")
    # One line, however long: folded or encoded, no program would read it.
    if len(unsubscribe) <= LONGEST_LINK and _LINK.fullmatch(unsubscribe):
        mail["List-Unsubscribe"] = headers.exact(f"<{unsubscribe}>")
        # RFC 8058: mail programs offer a button that posts to the link, without opening a page.
        mail["List-Unsubscribe-Post"] = headers.exact("List-Unsubscribe=One-Click")
    name = "digest" if delivery.digest else "alert"
    said = digest.digest_fields(delivery) if delivery.digest else alert_fields(delivery)
    fields = {**said, "subject": title, "unsubscribe": unsubscribe}
    mail.set_content(_written(f"{name}.txt", fields, templates))
    mail.add_alternative(_written(f"{name}.html", fields, templates), subtype="html")
    return mail


def compose_notice(notice: Notice, recipient: str, *, sender: str, instance: str, now_ms: int) -> EmailMessage:
    """The mail that tells whoever runs Rowback of one of its channels. Raises ValueError for a bad address."""
    title = f"[Rowback] {one_line(notice.title, 160)}"
    mail = _addressed(sender, recipient, title, f"<{notice.id}@{instance}>", now_ms)
    mail.set_content(_encodable(f"{notice.title}\n\n{notice.text}\n\n{notice.permalink}\n"))
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


def _addressed(sender: str, recipient: str, title: str, message_id: str, now_ms: int) -> EmailMessage:
    plain = sender.isascii() and recipient.isascii()
    mail = EmailMessage(policy=POLICY if plain else INTERNATIONAL)
    mail["From"] = headers.exact(f"Rowback <{_address(sender)}>")
    mail["To"] = headers.exact(_address(recipient))
    mail["Subject"] = headers.text("Subject", title)
    mail["Date"] = headers.exact(format_datetime(datetime.fromtimestamp(now_ms / 1000, UTC)))
    mail["Message-ID"] = headers.exact(message_id)
    # RFC 3834: nobody's holiday notice should answer us.
    mail["Auto-Submitted"] = headers.exact("auto-generated")
    return mail


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"not a mail address: {one_line(text)!r}")
    return text


def _written(name: str, fields: dict[str, Any], templates: Templates | None) -> str:
    own = templates.render(name, fields) if templates is not None else None
    text = ours().get_template(name).render(fields) if own is None else own
    return _encodable(text)


def _encodable(text: str) -> str:
    """Half a surrogate pair has no bytes: a mail that cannot be encoded would never be sent."""
    return text.encode(errors="replace").decode()


def alert_fields(delivery: Delivery) -> dict[str, Any]:
    """What a template may use; docs/email.md lists it."""
    alert = delivery.alert
    changes = [_show(change) for change in alert.changes[:MOST_CHANGES]]
    return {
        "alert": alert,
        "preheader": changes[0].line.isolated if changes else subject(alert.article),
        "changes": changes,
        "omitted": len(alert.changes) - len(changes),
        "arrow": ARROW,
        "article_link": _link(alert),
        "delivery_id": delivery.id,
        "copy": copy_link(alert),
        "copy_before": copy_link(alert, alert.before.version) if alert.before else "",
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
    stood = stood_words(change)
    notes = (where_words(change), relation_words(change), stood[:1].lower() + stood[1:], change["explanation"])
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

"""The plain text of one alert for a chat: the first line is the fact, then was and now, then where to look.

An Alert goes in, a text comes out. Says nothing that a chat would take for a command or a call to everyone.
"""

from __future__ import annotations

from alerts.alert import Alert, ChangeFields, Delivery
from alerts.messages.digest import digest_text
from alerts.messages.lines import line
from alerts.messages.mail import alert_fields
from alerts.messages.marks import around, one_line, shown
from alerts.messages.standing import copy_link, stood_words
from alerts.messages.templates import Templates
from alerts.notice import Notice

MOST_CHANGES = 8
LONGEST_SENTENCE = 300

# Slack calls people by <!channel> and <@U1>, Discord by @everyone; a zero-width space after the sign ends that and is
# not seen.
_CALLS = {ord("@"): "@\u200b", ord("<"): "<\u200b"}


def message(delivery: Delivery, templates: Templates | None = None) -> str:
    """The text of one delivery; `templates` may hold an own form of it."""
    if delivery.digest:
        return digest_text(delivery).translate(_CALLS)
    alert = delivery.alert
    own = None
    if templates is not None and templates.has("chat.txt"):
        own = templates.render(
            "chat.txt", {**alert_fields(delivery), "subject": one_line(alert.article.title), "unsubscribe": ""}
        )
    if own is not None:
        return own.strip().translate(_CALLS)
    return plain(alert).translate(_CALLS)


def plain(alert: Alert) -> str:
    """One alert as plain text, complete by itself; feeds have it too."""
    lines: list[str] = []
    for change in alert.changes[:MOST_CHANGES]:
        lines += [*_said(change), ""]
    if omitted := len(alert.changes) - MOST_CHANGES:
        lines += [f"... and {omitted} more", ""] if omitted > 0 else []
    about = ", ".join(part for part in (one_line(alert.article.title), one_line(alert.article.outlet)) if part)
    lines += [about] if about else []
    lines += [f"First seen {alert.after.fetched_at}", f"Review: {alert.permalink}"]
    lines += [f"Archived copy: {copy}"] if (copy := copy_link(alert)) else []
    return "\n".join(lines)


def noted(notice: Notice) -> str:
    """The text of a notice."""
    return f"{notice.title}\n{notice.text}\n{notice.permalink}".translate(_CALLS)


def _said(change: ChangeFields) -> list[str]:
    words = line(change)
    lines = [words.isolated]
    for name, side, short in (("was", change["old"], words.was), ("now", change["new"], words.now)):
        if side is not None:
            sentence = around(side.get("sentence", ""), side.get("text", ""), LONGEST_SENTENCE)
            lines.append(f"{name}: {shown(one_line(sentence, LONGEST_SENTENCE + 2) or short)}")
    if stood := stood_words(change):
        lines.append(stood)
    return lines

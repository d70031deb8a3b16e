"""The plain text of one alert for a chat: the first line is the fact, then was and now, then where to look.

An Alert goes in, a text comes out. Says nothing that a chat would take for a command or a call to everyone.
"""

from __future__ import annotations

from collections.abc import Sequence

from alerts.alert import Alert, ChangeFields, Delivery
from alerts.messages.digest import digest_text
from alerts.messages.lines import announcement, line
from alerts.messages.mail import alert_fields
from alerts.messages.marks import around, one_line, shown
from alerts.messages.prose import isolated
from alerts.messages.standing import copy_link, stood_words
from alerts.messages.templates import Templates
from alerts.notice import Notice
from alerts.passages import Passage, counted, passages

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
    found, told = passages(alert.changes), 0
    said = announcement(alert.changes)
    alone = f"; {said}" if said and len(alert.changes) == 1 else ""
    for one in found:
        if told and told + len(one.changes) > MOST_CHANGES:
            break
        shown = Passage(one.changes[:MOST_CHANGES])
        told += len(shown.changes)
        lines += [*_said(shown, alone), ""]
    if omitted := len(alert.changes) - told:
        lines += [f"... and {omitted} more", ""]
    if len(alert.changes) > 1:
        lines += ["; ".join(part for part in (counted(found), said) if part)]
    about = ", ".join(
        isolated(part) for part in (one_line(alert.article.title), one_line(alert.article.outlet)) if part
    )
    lines += [about] if about else []
    lines += [f"First seen {alert.after.fetched_at}", f"Review: {alert.permalink}"]
    lines += [f"Stored text: {copy}"] if (copy := copy_link(alert)) else []
    return "\n".join(lines)


def noted(notice: Notice) -> str:
    """The text of a notice."""
    return f"{notice.title}\n{notice.text}\n{notice.permalink}".translate(_CALLS)


def _said(one: Passage, tail: str) -> list[str]:
    lines = [f"{line(change).isolated}{tail}" for change in one.changes]
    pairs = one.sentences or tuple((words.was, words.now) for words in map(line, one.changes[:1]))
    for pair in pairs:
        for name, sentence, side in zip(("was", "now"), pair, ("old", "new"), strict=True):
            if sentence:
                cut = around(sentence, _words(one.changes, side, sentence), LONGEST_SENTENCE)
                lines.append(f"{name}: {isolated(shown(one_line(cut, LONGEST_SENTENCE + 2)))}")
    return lines + list(dict.fromkeys(stood for change in one.changes if (stood := stood_words(change))))


def _words(changes: Sequence[ChangeFields], side: str, sentence: str) -> str:
    """The first words of a change that stand in the sentence, so that they are not cut off."""
    found = ((change["old"] if side == "old" else change["new"]) or {} for change in changes)
    return next((words for one in found if (words := one.get("text", "")) and words in sentence), "")

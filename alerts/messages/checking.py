"""Tries own forms of messages on a sample: a folder goes in, nothing or the first mistake comes out. Sends nothing."""

from __future__ import annotations

from pathlib import Path

from alerts.alert import Delivery
from alerts.messages.mail import alert_fields
from alerts.messages.sample import sample_alert
from alerts.messages.templates import Templates


def check_templates(folder: Path) -> Templates:
    """The forms in `folder`, each tried once. Raises BadTemplate (a ValueError) with file and line."""
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")
    templates = Templates(folder)
    alert = sample_alert("https://rowback.example.org", "2026-11-22T08:10:00Z")
    delivery = Delivery("dl_sample", alert, "sample", "desk@example.org")
    templates.check(
        {**alert_fields(delivery), "subject": "[Rowback] sample", "unsubscribe": "https://rowback.example.org/"}
    )
    return templates

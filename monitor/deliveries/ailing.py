"""What a person is told of a channel that fails, is disabled or works again: its health goes in, a Notice comes out.

The same words stand in the message to the operator, on the web page and in `channels list`. Sends nothing.
"""

from __future__ import annotations

from alerts.health import Cause, Condition
from alerts.notice import Notice
from monitor.clock import iso
from monitor.store.channels import ChannelRow

CAUSES = {
    Cause.WORKS: "the last attempt succeeded",
    Cause.ENABLED: "it was switched on again",
    Cause.IN_A_ROW: "{fails} attempts failed in a row",
    Cause.CHANNEL: "the receiver refuses the channel itself, so check its settings and its secret",
    Cause.BLOCKED_ADDRESS: "it leads to a private address; see allow_networks",
    Cause.GONE: "the receiver says it is gone for good (410)",
    Cause.NOTHING_FOR_DAYS: "nothing succeeded for five days",
}
"""Why a channel is in its condition, in words."""

MEANS = {
    Condition.HEALTHY: "Deliveries that waited for it are on their way.",
    Condition.FAILING: "Deliveries go on being tried by the table in docs/delivery.md; none is lost.",
    Condition.DISABLED: (
        "Nothing more is sent through it. Its deliveries are held; send or drop them with "
        "`rowback channels enable {name}` once the receiver is mended."
    ),
}
"""What that means for alerts."""


def cause_words(one: ChannelRow) -> str:
    """Why the channel is in its condition, with the end of the last attempt."""
    words = CAUSES[one.health.cause].format(fails=one.health.fails)
    return f"{words} (last: {one.health.said})" if one.health.said else words


def sentence(one: ChannelRow) -> str:
    """The channel, its condition and the cause in one line."""
    works = "works again" if one.health.condition is Condition.HEALTHY else f"is {one.health.condition}"
    return f"Channel {one.name} {works}: {cause_words(one)}"


def notice(one: ChannelRow, held: int, public_url: str) -> Notice:
    """What the operator is told. `held` is how many deliveries the channel keeps."""
    text = MEANS[one.health.condition].format(name=one.name)
    if held:
        text += f" Held now: {held}."
    return Notice(
        id=f"ch_{one.name}_{one.changed_at}",
        channel=one.name,
        condition=one.health.condition,
        title=sentence(one),
        text=text,
        raised_at=iso(one.changed_at),
        permalink=f"{public_url.rstrip('/')}/",
    )

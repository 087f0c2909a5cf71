"""The one door for body HTML."""

import nh3

from articles.html import parts, policy
from articles.html.addresses import safe_address
from articles.html.embeds import canonical_embed
from articles.html.flow import Flow
from articles.html.tree import parse, serialise

# Printed from a tidy tree, HTML passes the gate unchanged. Should the gate ever object, what it
# lets through is read again; this many times are more than any input has needed.
_ROUNDS = 5


def clean_body(html: str) -> str:
    """Any HTML as a body that may be stored, and shown without further ado.

    Cleaning a clean body changes nothing.
    """
    for _ in range(_ROUNDS):
        printed = serialise(Flow().read(parse(html)))
        html = _gate.clean(printed)
        if html == printed:
            break
    return html


def _allowed_value(tag: str, name: str, value: str) -> str | None:
    """The gate's own judgement of the values that could do harm, whatever came before it."""
    if name == "href":
        return safe_address(value, policy.LINK_SCHEMES)
    if name == "src":
        return safe_address(value, policy.PICTURE_SCHEMES)
    if name == "data-embed":
        embed = canonical_embed(value)
        return embed.address if embed else None
    if name == "data-picture":
        return value if parts.is_picture_id(value) else None
    return value


_gate = nh3.Cleaner(
    tags=set(policy.TAGS),
    attributes={tag: set(names) for tag, names in policy.ATTRIBUTES.items()},
    allowed_classes={tag: set(names) for tag, names in policy.CLASSES.items()},
    attribute_filter=_allowed_value,
    clean_content_tags=set(policy.DISCARDED),
    url_schemes=set(policy.LINK_SCHEMES),
    link_rel=policy.LINK_REL,
    strip_comments=True,
)

"""Body HTML: the one policy, and what can be read from a body.

`policy` is the data, `clean_body` applies it, `embeds` knows the video sites. Whoever renders a
body takes `parse`, changes the elements and prints them with `serialise`.
"""

from articles.html.clean import clean_body
from articles.html.embeds import PLAYER_ORIGINS, Embed, canonical_embed
from articles.html.reading import Block, Heading, Kind, blocks, headings, picture_ids, plain_text
from articles.html.report import Removed, removed_from
from articles.html.tree import Element, Node, elements, parse, serialise

__all__ = [
    "PLAYER_ORIGINS",
    "Block",
    "Element",
    "Embed",
    "Heading",
    "Kind",
    "Node",
    "Removed",
    "blocks",
    "canonical_embed",
    "clean_body",
    "elements",
    "headings",
    "parse",
    "picture_ids",
    "plain_text",
    "removed_from",
    "serialise",
]

"""What changed from one text to another: block by block, word by word. Pure text, no models.

`differences_of` compares two bodies as readers see them (paragraphs, headings, pictures), `runs_of`
two plain texts, `size_of` measures a change in characters.
"""

from articles.differences.blocks import Block, Shown, blocks_of
from articles.differences.pairing import Change, differences_of
from articles.differences.sizes import Size, size_of
from articles.differences.words import Op, Run, runs_of, tokens_of

__all__ = [
    "Block",
    "Change",
    "Op",
    "Run",
    "Shown",
    "Size",
    "blocks_of",
    "differences_of",
    "runs_of",
    "size_of",
    "tokens_of",
]

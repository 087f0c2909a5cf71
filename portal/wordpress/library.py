"""What the conversion of one post asks of the world around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    """A picture of `[gallery]`: ours already, with the words that belong to it."""

    picture_id: int
    alt: str
    caption: str


class Library(Protocol):
    """Pictures and reusable blocks, as the writer of the import knows them."""

    def picture_id(self, address: str, attachment_id: int) -> int | None:
        """Our id for the picture at this address, or else of this attachment (0: not named).

        None where there can be none: the address is not one of the web.
        """

    def gallery(self, attachment_ids: Iterable[int] | None) -> list[GalleryPicture]:
        """The pictures of these attachments in this order, or of all that belong to the post."""

    def reusable_block(self, block_id: int) -> str:
        """The content of a block that posts share; empty if the export does not hold it."""

    def accepts_embed(self, address: str) -> bool:
        """Whether our policy keeps a frame for this address."""

"""What the conversion of one post asks of the world around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    """A picture of `[gallery]` with its words; `picture_id` is None while its file is missing."""

    picture_id: int | None
    address: str
    alt: str
    caption: str


class Library(Protocol):
    """Pictures and reusable blocks, as the writer of the import knows them."""

    def picture_id(self, address: str, attachment_id: int) -> int | None:
        """Our id for the picture at this address, or else of this attachment (0: not named).

        None while we don't have its file: the body keeps the old address.
        """

    def absolute(self, address: str) -> str:
        """The address on the web of what the post names so; empty if it has none."""

    def gallery(self, attachment_ids: Iterable[int] | None) -> list[GalleryPicture]:
        """The pictures of these attachments in this order, or of all that belong to the post."""

    def is_attachment_page(self, address: str) -> bool:
        """Whether this is the page that WordPress made for a picture."""

    def reusable_block(self, block_id: int) -> str:
        """The content of a block that posts share; empty if the export does not hold it."""

    def accepts_embed(self, address: str) -> bool:
        """Whether our policy keeps a frame for this address."""

"""A library without a database: pictures get ids as they are asked for."""

from portal.wordpress.addresses import absolute, picture_keys
from portal.wordpress.library import GalleryPicture
from portal.wordpress.markup import convert

VIDEO_HOSTS = ("https://www.youtube.com/", "https://v.qq.com/", "https://player.bilibili.com/")


class Shelf:
    def __init__(self, gallery=(), blocks=None):
        self.addresses = []
        self._gallery = list(gallery)
        self._blocks = blocks or {}

    def picture_id(self, address, attachment_id):
        address = self.absolute(address)
        if not address or "/missing/" in address:
            return None
        key = picture_keys(address)[-1]
        if key not in self.addresses:
            self.addresses.append(key)
        return attachment_id or 900 + self.addresses.index(key)

    def gallery(self, attachment_ids):
        if attachment_ids is None:
            return self._gallery
        return [
            GalleryPicture(number, "", f"图{number}", f"说明{number}") for number in attachment_ids
        ]

    def absolute(self, address):
        return absolute(address, "https://old.example/")

    def is_attachment_page(self, address):
        return address == "https://old.example/2025/01/picture/"

    def reusable_block(self, block_id):
        return self._blocks.get(block_id, "")

    def accepts_embed(self, address):
        return address.startswith(VIDEO_HOSTS)


def body(content: str, shelf: Shelf | None = None) -> str:
    """The HTML of one post, its lines joined for comparison."""
    return convert(content, shelf or Shelf()).body.replace("\n", "")

"""Picture files made on the spot, each with just what a test is about."""

from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from articles.models import Picture
from articles.pictures import store_picture

RED, GREEN, BLUE = (200, 30, 30), (30, 160, 30), (30, 30, 200)
ORIENTATION, GPS, CAMERA, COMMENT = 0x0112, 0x8825, 0x010F, 0x9286


def encoded(image: Image.Image, format: str = "PNG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def photo(width: int = 640, height: int = 480, seed: int = 0) -> Image.Image:
    """Something with many colours; another `seed`, another picture."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    image = Image.merge("RGB", (across, down, across.rotate(seed % 360)))
    ImageDraw.Draw(image).text((width // 4, height // 2), str(seed), fill=RED)
    return image


def corners(width: int, height: int, colour: tuple[int, int, int] = RED) -> Image.Image:
    """White, with the upper left quarter in colour: shows which side is up."""
    image = Image.new("RGB", (width, height), "white")
    image.paste(colour, (0, 0, width // 2, height // 2))
    return image


def jpeg(image: Image.Image | None = None, **exif_tags: Any) -> bytes:
    """A JPEG; `exif_tags` by name, such as ``orientation=6``."""
    exif = Image.Exif()
    if "orientation" in exif_tags:
        exif[ORIENTATION] = exif_tags["orientation"]
    return encoded(image or photo(), "JPEG", quality=92, exif=exif)


def jpeg_with_everything() -> bytes:
    """A JPEG that tells where it was taken, with what, when, by whom, in four dialects."""
    exif = Image.Exif()
    exif[CAMERA] = "SecretCamera"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (31.0, 13.0, 49.0)
    return encoded(
        photo(),
        "JPEG",
        exif=exif,
        xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SecretXmp</x:xmpmeta>",
        comment=b"SecretComment",
    )


def animation(format: str = "GIF", frames: int = 4, size: tuple[int, int] = (60, 40)) -> bytes:
    first, *others = (corners(*size, colour=(40 * n % 256, 90, 160)) for n in range(frames))
    return encoded(first, format, save_all=True, append_images=others, duration=80, loop=0)


def stored(data: bytes, **words: str) -> Picture:
    """Take a file into the library, under a name that should be kept nowhere."""
    return store_picture(SimpleUploadedFile("任意 name.bin", data), **words)


def opened(path: str) -> Image.Image:
    """A file of the media storage, decoded."""
    with default_storage.open(path) as file:
        image = Image.open(BytesIO(file.read()))
        image.load()
        return image


def is_like(pixel: tuple[int, ...], colour: tuple[int, ...], tolerance: int = 12) -> bool:
    """Whether a colour survived encoding with loss."""
    return all(abs(a - b) <= tolerance for a, b in zip(pixel[:3], colour, strict=True))

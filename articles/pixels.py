"""Pictures as pixels: which files are accepted, and the clean ones that are kept in their place.

Nothing of an uploaded file is stored as it came. Its pixels are decoded, turned upright, brought
to sRGB, fitted into a frame and written anew; what is not a pixel (position, camera, comments,
anything that hides behind the picture) stays behind.
"""

import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

MAX_BYTES = 20 * 1024 * 1024  # twice the largest photo of today's phones
MAX_PIXELS = 50_000_000  # the sensors of today's phones; 200 MB when decoded
MAX_FRAMES = 300
MAX_SCANS = 100  # times that a JPEG goes over its pixels: progressive ones do it ten times
MAX_ANIMATION_PIXELS = 40_000_000  # of all frames together: seconds of encoding, 160 MB
MAX_WIDTH = 2400  # pixels: the column is 666 wide, screens have up to three pixels for one
MAX_HEIGHT = 16_000  # pixels: strips read from top to bottom are long, and WebP ends at 16,383
RENDITION_WIDTHS = (480, 800, 1200, 1600)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}
# What decoders raise at files made to hurt them, besides Pillow's own OSError.
UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, LookupError, ArithmeticError,
    MemoryError, struct.error, zlib.error,
)  # fmt: skip
# No photograph holds these words; a file that is both a picture and a page does. Shorter ones
# turn up by chance: «<svg» in one of 25 files of 20 MB.
MARKUP = (b"<script", b"<html", b"<!doctype", b"<svg xmlns", b"<iframe", b"<?php")
# Among a JPEG's pixels FF is followed by 00 or by a restart mark; anything else is a marker.
JPEG_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
ORIENTATION_TAG = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
DRAWN_COLOURS = 256  # as many as a palette holds: a chart, a logo, a QR code


class PictureRefused(Exception):
    """A file that is not taken into the library; `reason` is a sentence for the uploader."""

    def __init__(self, reason: Any) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Pixels:
    """A decoded picture: upright, sRGB, RGB or RGBA, no larger than MAX_WIDTH × MAX_HEIGHT.

    More than one frame means an animation, with `durations` in milliseconds; `loop` is how often
    it runs (0: for ever; None, in GIF: once).
    """

    format: str  # a key of EXTENSIONS: how the full-size file is written
    frames: list[Image.Image]
    is_drawn: bool = False
    durations: tuple[int, ...] = ()
    loop: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.frames[0].size

    @property
    def is_animated(self) -> bool:
        return len(self.frames) > 1

    @property
    def rendition_widths(self) -> list[int]:
        """The widths worth keeping as WebP: never upscaled, and the own one if it lies between.

        An animation has one: as WebP it weighs a quarter of the GIF, and smaller ones would pay
        their seconds of encoding for the few who see them.
        """
        width = self.size[0]
        widest = min(width, RENDITION_WIDTHS[-1])
        # A step that is nearly the full width only costs storage.
        smaller = [step for step in RENDITION_WIDTHS if step < width * 0.9 and step < widest]
        return [widest] if self.is_animated else [*smaller, widest]

    def encode(self) -> bytes:
        """Write the full-size file."""
        if self.is_animated:
            return self._encode_animation(self.frames, self.format)
        if self.format == "WEBP":
            return self._encode_webp(self.frames[0], quality=88)
        options = {"quality": 85, "optimize": True, "progressive": True}
        return _written(self.frames[0], self.format, options if self.format == "JPEG" else {})

    def encode_renditions(self, full: bytes) -> dict[int, bytes]:
        """Write the WebP of each width; `full` is what encode() wrote."""
        written = {width: self._encode_rendition(width) for width in self.rendition_widths}
        if self.is_animated:  # a cartoon of flat colours is sometimes lighter as GIF
            return {width: data for width, data in written.items() if len(data) < len(full)}
        return written

    def _encode_rendition(self, width: int) -> bytes:
        full_width, full_height = self.size
        size = (width, max(1, round(full_height * width / full_width)))
        frames = [_resized(frame, size) for frame in self.frames]
        if self.is_animated:
            return self._encode_animation(frames, "WEBP")
        return self._encode_webp(frames[0], quality=80)

    def _encode_webp(self, image: Image.Image, *, quality: int) -> bytes:
        lossy = _written(image, "WEBP", {"quality": quality, "method": 4})
        if not self.is_drawn:
            return lossy
        # Sharp edges in few colours are crisper and mostly smaller without loss.
        return min(lossy, _written(image, "WEBP", {"lossless": True, "method": 4}), key=len)

    def _encode_animation(self, frames: list[Image.Image], format: str) -> bytes:
        options: dict[str, Any] = {"save_all": True, "append_images": frames[1:]}
        options["duration"] = list(self.durations)
        if format == "WEBP":
            options |= {"quality": 75, "method": 2, "loop": 1 if self.loop is None else self.loop}
        elif self.loop is not None:
            options["loop"] = self.loop
        if format == "GIF" and frames[0].mode == "RGBA":
            options["disposal"] = 2  # else each frame would show through the gaps of the next
        return _written(frames[0], format, options)


def decode(data: bytes) -> Pixels:
    """Decode a JPEG, PNG, WebP or GIF file, judged by its content alone.

    Raises PictureRefused for anything else, and for files beyond the limits above.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused(_("The file is larger than 20 MB. Save the picture smaller."))
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
        _check_pixels(*image.size)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except UNREADABLE:
        raise PictureRefused(
            _("This is not a picture of a kind that browsers show: use JPEG, PNG, WebP or GIF.")
        ) from None
    if image.format in {"JPEG", "MPO"} and _scans(data) > MAX_SCANS:
        raise _damaged()
    lowered = data.lower()
    if any(mark in lowered for mark in MARKUP):
        raise PictureRefused(_("The file is not only a picture: it also contains a web page."))
    try:
        return _decode_frames(image)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except UNREADABLE:
        raise _damaged() from None


def _decode_frames(image: Image.Image) -> Pixels:
    # Phones hide a second picture (depth, brightness) in a JPEG: only the first one is meant.
    format = "JPEG" if image.format == "MPO" else image.format or ""
    count = getattr(image, "n_frames", 1)
    if format != "JPEG" and count > 1:
        return _decode_animation(image, format, count)
    return _decode_still(image, "PNG" if format == "GIF" else format)


def _decode_still(image: Image.Image, format: str) -> Pixels:
    orientation = _orientation(image)
    is_turned = orientation >= 5
    size = _fitted(image.size[::-1])[::-1] if is_turned else _fitted(image.size)
    image.draft(None, size)  # JPEG alone: decodes at a half, a quarter, an eighth
    image.load()
    plain = _to_plain_mode(image)
    is_drawn = format != "JPEG" and plain.getcolors(DRAWN_COLOURS) is not None
    still = _to_srgb(_resized(plain, size), image.info.get("icc_profile"))
    if orientation in UPRIGHT:
        still = still.transpose(UPRIGHT[orientation])
    if _is_opaque(still):
        still = still.convert("RGB")
    still.info = {}  # the writers would carry some of it over
    return Pixels(format, [still], is_drawn)


def _decode_animation(image: Image.Image, format: str, count: int) -> Pixels:
    if count > MAX_FRAMES or count * image.width * image.height > MAX_ANIMATION_PIXELS:
        raise PictureRefused(
            _("The animation is too long or too large. Shorten it, or embed it as a video.")
        )
    profile, loop = image.info.get("icc_profile"), image.info.get("loop")
    canvas, size = image.size, _fitted(image.size)
    frames, durations = [], []
    for number in range(count):
        image.seek(number)
        image.load()
        frame = _to_plain_mode(image).crop((0, 0, *canvas))
        frames.append(_to_srgb(_resized(frame, size), profile).convert("RGBA"))
        durations.append(max(20, int(image.info.get("duration") or 100)))
    if all(_is_opaque(frame) for frame in frames):
        frames = [frame.convert("RGB") for frame in frames]
    for frame in frames:
        frame.info = {}
    # An animated PNG is written as WebP, which every browser of today shows as well.
    kept = "GIF" if format == "GIF" else "WEBP"
    return Pixels(kept, frames, durations=tuple(durations), loop=loop)


def _check_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("The picture has more than 50 million pixels. Save it with fewer and upload that.")
    )


def _damaged() -> PictureRefused:
    return PictureRefused(
        _("The picture is damaged or incomplete. Export it again and upload the new file.")
    )


def _scans(jpeg: bytes) -> int:
    """How often the file goes over its pixels. Each time costs the decoder the whole picture, and
    the file sixty bytes: twenty megabytes could keep it busy for hours.
    """
    count, at = 0, 2
    while (marker := JPEG_MARKER.search(jpeg, at)) and marker[1] != b"\xd9":
        count += marker[1] == b"\xda"
        at = marker.end()
        if marker[1] not in b"\x01\xd8":  # these two stand alone, the others say their length
            at += int.from_bytes(jpeg[at : at + 2], "big")
    return count


def _orientation(image: Image.Image) -> int:
    """How the camera was held (1: upright); a broken record says nothing."""
    try:
        return int(image.getexif().get(ORIENTATION_TAG, 1))
    except UNREADABLE:
        return 1


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    scale = min(1, MAX_WIDTH / width, MAX_HEIGHT / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.size == size:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _to_plain_mode(image: Image.Image) -> Image.Image:
    """The picture as L, RGB, RGBA or CMYK, which can be resized and have a colour profile."""
    if image.mode.startswith("I"):  # 16 bits of grey; convert() alone would clip, not scale
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode=mode)
        except (ImageCms.PyCMSError, *UNREADABLE):
            pass  # a profile that does not fit its pixels: browsers ignore it too
        else:
            return converted or image
    return image if image.mode == mode else image.convert(mode)


def _is_opaque(image: Image.Image) -> bool:
    return image.mode != "RGBA" or image.getchannel("A").getextrema() == (255, 255)


def _written(image: Image.Image, format: str, options: dict[str, Any]) -> bytes:
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()

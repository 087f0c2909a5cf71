"""Pictures cut to a fixed ratio around their focal point, for whoever asks for one: share cards,
search engines. Readers' pages crop in the browser instead (css/components/focus.css).
"""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

RATIOS = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}  # what search engines ask for
MAX_WIDTH = 1200  # pixels: the width that share cards are drawn from
STEP = 10  # per cent: as finely as the classes of the stylesheet tell focal points apart

Size = tuple[int, int]
Box = tuple[int, int, int, int]


def box(size: Size, ratio: str, focus: Size) -> Box:
    """The largest box of this ratio in the picture, as near to its focal point as edges allow."""
    width, height = size
    across, down = RATIOS[ratio]
    box_width = min(width, max(1, round(height * across / down)))
    box_height = min(height, max(1, round(width * down / across)))
    left = _start(width, box_width, focus[0])
    top = _start(height, box_height, focus[1])
    return left, top, left + box_width, top + box_height


def crop_size(size: Size, ratio: str) -> Size:
    """Width and height of the crop in pixels."""
    _left, _top, width, height = box(size, ratio, (0, 0))
    scale = min(1, MAX_WIDTH / width)
    return max(1, round(width * scale)), max(1, round(height * scale))


def cropped(image: Image.Image, focus: Size) -> Iterator[tuple[str, bytes]]:
    """The JPEG of each ratio; what is transparent becomes white."""
    for ratio in RATIOS:
        part = image.resize(
            crop_size(image.size, ratio),
            Image.Resampling.BICUBIC,
            box=box(image.size, ratio, focus),
            reducing_gap=2.0,
        )
        out = BytesIO()
        _on_white(part).save(out, "JPEG", quality=82)
        yield ratio, out.getvalue()


def focus_classes(focus: Size) -> str:
    """The classes of css/components/focus.css for this point; none for the middle."""
    steps = [int((percent + STEP / 2) // STEP) * STEP for percent in focus]
    named = zip("xy", steps, strict=True)
    return " ".join(f"focus-{axis}-{step}" for axis, step in named if step != 50)


def _start(whole: int, part: int, percent: int) -> int:
    """Where the part begins so that the point lies in its middle, if that is within the whole."""
    return min(max(0, round(whole * percent / 100 - part / 2)), whole - part)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground

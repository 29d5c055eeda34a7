"""Screenshots that are kept: few colours, few bytes, the same words."""

import io
from pathlib import Path

from PIL import Image

MAX_BYTES = 60_000
COLOURS = (128, 64, 32, 16)


def keep_small(shot: bytes, file: Path) -> int:
    """Write it as a PNG with as many colours as fit into 60 kB, and say how large it became."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in COLOURS:
        kept = io.BytesIO()
        palette = picture.quantize(colours, dither=Image.Dither.NONE)
        palette.save(kept, "PNG", optimize=True)
        if kept.tell() <= MAX_BYTES:
            break
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(kept.getvalue())
    return kept.tell()

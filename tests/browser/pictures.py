"""Screenshots that are kept: few colours, few bytes, the same words."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

Snap = Callable[[str], None]
MAX_BYTES = 40_000  # the manual is read on telephones, too
COLOURS = (128, 64, 32, 16)


def keep_small(shot: bytes, file: Path) -> int:
    """Write it with as many colours as fit into its bytes, and say how large it became.

    WebP without loss takes three quarters of the same picture as PNG.
    """
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in COLOURS:
        kept = io.BytesIO()
        few = picture.quantize(colours, dither=Image.Dither.NONE)
        few.convert("RGB").save(kept, "WEBP", lossless=True, method=4)
        if kept.tell() <= MAX_BYTES:
            break
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(kept.getvalue())
    return kept.tell()


def camera(page: Page, folder: Path) -> Snap:
    def snap(name: str) -> None:
        page.wait_for_load_state("networkidle")
        kept = keep_small(page.screenshot(), folder / f"{name}.webp")
        print(f"{folder.name}/{name}.webp  {kept:,} bytes")

    return snap

"""What both children do to a picture; only they import this, within their limits."""

from PIL import Image


def on_white(image: Image.Image) -> Image.Image:
    """Return a picture without transparency, in plain colours."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image.convert("RGB")

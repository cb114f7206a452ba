import io

from PIL import Image

FORMATS = ("PNG", "JPEG")
LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_PIXELS = 50_000_000


def is_picture(content):
    """Whether ``content`` is a real PNG or JPEG of bounded size, whatever it calls itself."""
    if len(content) > LARGEST_BYTES:
        return False
    try:
        # decoded by no other plug-in than these two
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > LARGEST_PIXELS:
                return False
            image.load()
    # Pillow tells a broken picture in these ways
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return False
    return True

"""Opens one PDF with pypdf: a program of its own, which reads it from standard input and writes what it finds as JSON.

Run by ``pdf.py``, so that no document of a stranger holds up the server or fills its memory.
"""

import io
import json
import resource
import sys

PRINT_SECONDS = 10
PRINT_MEMORY_BYTES = 1024**3
MAX_PAGES = 20
MAX_PIECES = 5000
MAX_TEXT = 500
MAX_ATTACHED = 10
MAX_XML_BYTES = 2 * 1024**2


def read_document(data):
    """See ``pdf._open_document``; ``{"reason": ...}`` where it cannot be opened."""
    import pypdf

    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        # many are sealed against changes with an empty password
        if document.is_encrypted and not document.decrypt(""):
            return {"reason": "encrypted"}
        return {
            "info": _read_info(document),
            "attached": _read_attached(document),
            "pages": [_read_page(page) for page, _number in zip(document.pages, range(MAX_PAGES), strict=False)],
        }
    except (MemoryError, RecursionError):
        return {"reason": "slow"}
    except Exception:  # noqa: BLE001 a damaged document ends in any kind of error
        return {"reason": "broken"}


def _read_info(document):
    pairs = (document.metadata or {}).items()
    return {str(name).lstrip("/")[:MAX_TEXT]: str(value)[:MAX_TEXT] for name, value in pairs}


def _read_attached(document):
    found = []
    for _name, contents in zip(range(MAX_ATTACHED), document.attachments.values(), strict=False):
        for content in contents:
            if len(content) <= MAX_XML_BYTES and content.lstrip()[:1] == b"<":
                found.append(content.decode("utf-8", "ignore"))
    return found


def _read_page(page):
    pieces, height = [], float(page.mediabox.top)

    def visit(text, matrix, text_matrix, _font, size):
        if text.strip() and len(pieces) < MAX_PIECES:
            x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
            y = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
            scale = abs(text_matrix[3] * matrix[3]) or 1
            pieces.append((text.strip("\n")[:MAX_TEXT], x, height - y, float(size or 10) * scale))

    page.extract_text(visitor_text=visit)
    return pieces


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (PRINT_SECONDS, PRINT_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (PRINT_MEMORY_BYTES, PRINT_MEMORY_BYTES))
    json.dump(read_document(sys.stdin.buffer.read()), sys.stdout)

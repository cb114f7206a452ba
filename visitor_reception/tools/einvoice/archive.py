"""Opens ZIP containers (also OFD is one) without trusting what they say."""

import io
import zipfile
import zlib
from contextlib import suppress

from .invoice import EInvoiceError
from .limits import MAX_ENTRIES

ZIP = b"PK\x03\x04"
DIRECTORY_ENTRY = b"PK\x01\x02"


# written by a name of its own character set, where the name is not marked as UTF-8
UTF8_FLAG = 0x800


def open_archive(data, budget):
    """The files of a container as ``{name: function that unpacks it}``; each raises what is wrong with it alone.

    :raises EInvoiceError: damaged, or too many files in it
    """
    # counted before the library makes an object of each
    if data.count(DIRECTORY_ENTRY) > 2 * MAX_ENTRIES:
        raise EInvoiceError("many", count=MAX_ENTRIES)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError) as error:
        raise EInvoiceError("broken") from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_ENTRIES:
        raise EInvoiceError("many", count=MAX_ENTRIES)
    return {_get_name(entry): lambda entry=entry: _unpack(archive, entry, budget) for entry in entries}


def _get_name(entry):
    name = entry.filename
    if not entry.flag_bits & UTF8_FLAG:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    # some programs write the separator of Windows
    return name.replace("\\", "/")


def _check_entry(entry):
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise EInvoiceError("unsafe", name=entry.filename[:80])
    if entry.flag_bits & 0x1:
        raise EInvoiceError("encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise EInvoiceError("broken")


def _unpack(archive, entry, budget):
    _check_entry(entry)
    budget.spend(entry.file_size)
    try:
        with archive.open(entry) as stream:
            # no more is unpacked than the directory says, whatever is really in it; without a size all would be
            return stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        raise EInvoiceError("broken") from error

"""Opens ZIP containers (also OFD is one) without trusting what they say."""

import io
import zipfile
import zlib

from .invoice import EInvoiceError
from .limits import MAX_ENTRIES, MAX_UNPACKED_BYTES, MEGABYTE

ZIP = b"PK\x03\x04"
DIRECTORY_ENTRY = b"PK\x01\x02"


def open_archive(data, budget):
    """The files of a container as ``{name: function that unpacks it}``.

    :raises EInvoiceError: damaged, too much in it, behind a password, or with names that lead out of it
    """
    # counted before the library makes an object of each
    if data.count(DIRECTORY_ENTRY) > 2 * MAX_ENTRIES:
        raise EInvoiceError("large", megabytes=MAX_UNPACKED_BYTES // MEGABYTE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError) as error:
        raise EInvoiceError("broken") from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    for entry in entries:
        _check_entry(entry)
    return {entry.filename: lambda entry=entry: _unpack(archive, entry, budget) for entry in entries}


def _check_entry(entry):
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        raise EInvoiceError("unsafe", name=entry.filename[:80])
    if entry.flag_bits & 0x1:
        raise EInvoiceError("encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise EInvoiceError("broken")


def _unpack(archive, entry, budget):
    budget.spend(entry.file_size)
    try:
        with archive.open(entry) as stream:
            # no more is unpacked than the directory says, whatever is really in it; without a size all would be
            return stream.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        raise EInvoiceError("broken") from error

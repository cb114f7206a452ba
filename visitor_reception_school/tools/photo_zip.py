"""Pictures in a ZIP, named by pupil number; nothing of it is unpacked to disk."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

MOST_FILES = 5_000
MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_SUM = 500 * MEGABYTE
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


class PhotoZipError(Exception):
    """Why the ZIP is not read: ``reason`` is a key, ``details`` what a message needs."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason, self.details = reason, details


class PhotoZip:
    """The pictures of a ZIP, by the number of the pupil.

    >>> buffer = io.BytesIO()
    >>> with zipfile.ZipFile(buffer, "w") as archive:
    ...     archive.writestr("S001.jpg", b"picture")
    ...     archive.writestr("__MACOSX/._S001.jpg", b"")
    >>> photos = PhotoZip(buffer.getvalue())
    >>> photos.numbers, photos.get_picture("S001")
    (['S001'], b'picture')
    """

    def __init__(self, data):
        """
        :param bytes data: the ZIP
        :raises PhotoZipError: no ZIP, with paths or a password, too many or too large files
        """
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise PhotoZipError("broken") from error
        infos = [info for info in self.archive.infolist() if not self._is_of_system(info.filename)]
        if len(infos) > MOST_FILES:
            raise PhotoZipError("many", limit=MOST_FILES)
        if paths := [info.filename for info in infos if "/" in info.filename or "\\" in info.filename]:
            raise PhotoZipError("paths", names=paths)
        if any(info.flag_bits & 1 for info in infos):
            raise PhotoZipError("encrypted")
        if others := [info.filename for info in infos if not info.filename.lower().endswith(SUFFIXES)]:
            raise PhotoZipError("others", names=others)
        if large := [info.filename for info in infos if info.file_size > LARGEST_FILE]:
            raise PhotoZipError("large", names=large, megabytes=LARGEST_FILE // MEGABYTE)
        if sum(info.file_size for info in infos) > LARGEST_SUM:
            raise PhotoZipError("sum", megabytes=LARGEST_SUM // MEGABYTE)
        self._infos = {}
        for info in infos:
            number = PurePosixPath(info.filename).stem.strip()
            if number in self._infos:
                raise PhotoZipError("twice", names=[info.filename])
            self._infos[number] = info
        self.numbers = list(self._infos)

    @staticmethod
    def _is_of_system(name):
        """What computers put into a ZIP by themselves."""
        return name.startswith("__MACOSX/") or name in (".DS_Store", "Thumbs.db", "desktop.ini")

    def get_picture(self, number):
        """The picture of a pupil; a ZIP that lies about sizes is not read on.

        :raises PhotoZipError: larger than it says, or damaged
        """
        info = self._infos[number]
        try:
            with self.archive.open(info) as file:
                data = file.read(LARGEST_FILE + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise PhotoZipError("damaged", names=[info.filename]) from error
        if len(data) > LARGEST_FILE:
            raise PhotoZipError("large", names=[info.filename], megabytes=LARGEST_FILE // MEGABYTE)
        return data

"""Reads a table that somebody pastes or uploads: lines of text, CSV or XLSX, as rows of plain texts.

Knows neither the database nor a language: what is wrong is a ``TableError`` with a reason and its details, which the
caller puts into words.
"""

import codecs
import csv
import io
import re
import unicodedata
import zipfile
from bisect import bisect_left, bisect_right
from datetime import datetime, time
from operator import attrgetter

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

# technical limits: what one dialog can show, and what one request may weigh
MAX_ROWS = 2_000
MAX_COLUMNS = 50
MAX_SHEET_ROWS = 1_048_576  # of a spreadsheet; a higher number is made up
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# the stream in which Office hides a workbook behind a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ("\t", ",", "，", ";", "；", "、")
TWINS = {",": "，", "，": ",", ";": "；", "；": ";"}
MERGED_CELLS = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
GET_VALUE = attrgetter("value")
WITHIN_LATIN = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
SPACES_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])")


class TableError(Exception):
    """Why a table cannot be read.

    ``reason`` is ``empty``, ``large``, ``rows``, ``encoding``, ``old``, ``encrypted``, ``broken`` or ``formula``;
    ``details`` are the values that belong into the sentence.
    """

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason = reason
        self.details = details


def clean(value):
    """A cell as one line of text: no control characters, no spaces at the ends, single spaces between.

    >>> [clean(value) for value in (None, 13800000000.0, 1.5, True, "\\u3000王\\n 伟\\x00 ", datetime(2026, 3, 2))]
    ['', '13800000000', '1.5', 'TRUE', '王 伟', '2026-03-02']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    text = str(value)
    text = "".join(" " if character.isspace() else character for character in text)
    text = "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cs"))
    return " ".join(text.split())


def clean_name(text):
    """A name without the space that sets two characters as wide as three.

    >>> [clean_name(name) for name in ("王 伟", "Li Lei", "王伟 (Wang Wei)")]
    ['王伟', 'Li Lei', '王伟 (Wang Wei)']
    """
    return SPACES_BETWEEN_HAN.sub("", text)


def clean_phone(text):
    """A number as people dial it, also when a spreadsheet has made an amount of it.

    >>> [clean_phone(text) for text in ("13800000000.0", "021 5555 0100", "")]
    ['13800000000', '021 5555 0100', '']
    """
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def clean_lines(value):
    """As ``clean``, line by line: what stands in one cell may be two people.

    >>> clean_lines("孙七 \\n\\n 周八"), clean_lines(1.0)
    ('孙七\\n周八', '1')
    """
    if not isinstance(value, str):
        return clean(value)
    return "\n".join(filter(None, map(clean, value.splitlines())))


def read_file(data, max_rows=MAX_ROWS):
    """The rows of an XLSX or CSV file, by what is in it and not by what it is called.

    :param bytes data: the whole file
    :param int max_rows: how many rows besides the heading
    :return: list of ``(line number, [texts])`` without the empty rows; of a workbook its first visible sheet
    :raises TableError: see there
    """
    rows = next(read_sheets(data, max_rows, clean))[1]
    if isinstance(rows, TableError):
        raise rows
    return rows


def read_sheets(data, max_rows=MAX_ROWS, tidy=clean_lines):
    """The visible sheets of a workbook, one after the other, or what a CSV file has.

    :return: iterator of ``(title, rows or the TableError of a later sheet)``, the rows as ``read_file``
    :raises TableError: the file, or its first sheet, cannot be read
    """
    if len(data) > MAX_BYTES:
        raise TableError("large", megabytes=MAX_BYTES // 1024**2)
    if data.startswith(OLE):
        raise TableError("encrypted" if ENCRYPTED in data else "old")
    if data.startswith(ZIP):
        yield from _read_workbook(data, max_rows, tidy)
    else:
        yield "", read_text(_decode(data), max_rows, tidy)


def read_text(text, max_rows=MAX_ROWS, tidy=clean):
    """The rows of pasted lines or of a CSV file, as ``read_file``.

    The columns are separated by whichever of tab, comma, semicolon or enumeration comma most lines have; one line
    of names with enumeration commas alone is a row for each name. A line without it may have its twin: a comma of the
    other width. A quotation mark that nobody closes is a character like others.

    >>> read_text("王伟\\t总经理\\n\\n李娜\\t经理")
    [(1, ['王伟', '总经理']), (3, ['李娜', '经理'])]
    >>> read_text("王伟、李娜、张敏")
    [(1, ['王伟']), (1, ['李娜']), (1, ['张敏'])]
    >>> read_text("王伟、总经理、13800000000")
    [(1, ['王伟', '总经理', '13800000000'])]
    >>> read_text('王伟,处长\\n"李娜，科长\\n张三,科员')
    [(1, ['王伟', '处长']), (2, ['"李娜', '科长']), (3, ['张三', '科员'])]
    """
    text = text.strip("\n\r").replace("\x00", "")
    lines = [line for line in text.splitlines() if line.strip()]
    delimiter = max(DELIMITERS, key=lambda candidate: sum(candidate in line for line in lines))
    if delimiter == "、" and len(lines) == 1 and not re.search(r"\d", text):
        return _number_rows(((1, [name]) for name in text.split(delimiter)), max_rows, tidy)
    for options in ({"strict": True}, {"quoting": csv.QUOTE_NONE}):
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, **options)
        try:
            rows = ((reader.line_num, _split_by_twin(cells, delimiter)) for cells in reader)
            return _number_rows(rows, max_rows, tidy)
        except csv.Error as error:  # a stray quotation mark; or a single cell beyond all measure
            broken = error
    raise TableError("broken") from broken


def _split_by_twin(cells, delimiter):
    twin = TWINS.get(delimiter)
    return cells[0].split(twin) if twin and len(cells) == 1 else cells


def _decode(data):
    """Text of a CSV file: UTF-8 or UTF-16 by their mark, else UTF-8, else GB18030 as Chinese spreadsheets write it."""
    marked = [encoding for mark, encoding in BOMS if data.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # every tenth character a NUL: another encoding, or no text at all
        if text.count("\x00") * 10 < max(len(text), 10) and not (encoding == "gb18030" and _is_garbled(text)):
            return text
    raise TableError("encoding")


def _is_garbled(text):
    """Whether bytes of another encoding were read as Chinese: most characters are rare, and stand within Latin words.

    >>> [_is_garbled(text) for text in ("王伟,镕基", "犇犇,John", "Müller, Gérard, Jürgen".encode("latin-1").decode("gb18030", "replace"))]
    [False, False, True]
    """
    foreign = [character for character in text if character > "\x7f"]
    # two bytes for each common one
    is_rare = len("".join(foreign).encode("gb2312", "ignore")) < len(foreign)
    return is_rare and len(WITHIN_LATIN.findall(text)) * 2 > len(foreign)


def _read_workbook(data, max_rows, tidy):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # what the directory says is what is unpacked at most
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise TableError("large", megabytes=MAX_UNPACKED_BYTES // 1024**2)
        # row by row: a sheet that is formatted to its last row does not fill the memory
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        first = _read_filled(sheets[0], max_rows, tidy)
    except TableError as error:
        if error.reason != "empty" or len(sheets) == 1:
            raise
        first = error
    except Exception as error:  # whatever a damaged file makes of the library
        raise TableError("broken") from error
    yield sheets[0].title, first
    for sheet in sheets[1:]:
        try:
            rows = _read_filled(sheet, max_rows, tidy)
        except TableError as error:
            rows = error
        except Exception:  # noqa: BLE001 as above
            rows = TableError("broken")
        yield sheet.title, rows


def _read_filled(sheet, max_rows, tidy):
    sheet.reset_dimensions()  # several office programs write them wrong
    rows = _read_sheet(sheet, max_rows)
    _fill_merged(sheet, rows, max_rows)
    return _number_rows(rows.items(), max_rows, tidy)


def _read_sheet(sheet, max_rows):
    """The rows that are not empty: ``{line number: [values]}``."""
    rows, formulas = {}, []
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > MAX_SHEET_ROWS:
            raise TableError("rows", limit=max_rows)
        values = list(map(GET_VALUE, cells))
        if not any(values):
            continue
        if len(rows) > max_rows:  # one for the heading
            raise TableError("rows", limit=max_rows)
        formulas += [cell.coordinate for cell in cells if cell.data_type == "f"]
        rows[number] = values
    if formulas:
        raise TableError("formula", cells=formulas)
    return rows


def _fill_merged(sheet, rows, max_rows):
    """Write the value of merged cells into each of them; the library reads them only with the whole book in memory."""
    with sheet._get_source() as source:
        ranges = MERGED_CELLS.findall(source.read())
    numbers, budget = sorted(rows), max_rows * MAX_COLUMNS
    for name in ranges:
        first_column, first_row, last_column, last_row = range_boundaries(name.decode())
        value = rows.get(first_row, [])[first_column - 1 : first_column]
        for number in numbers[bisect_left(numbers, first_row) : bisect_right(numbers, last_row)] if value else ():
            cells = rows[number]
            width = min(last_column, len(cells)) - first_column + 1
            cells[first_column - 1 : first_column - 1 + width] = value * width
            budget -= 1
            if budget < 0:  # real merged cells do not lie upon each other
                raise TableError("broken")


def _number_rows(rows, max_rows, tidy):
    """Cleaned rows that have something in them."""
    result = []
    for number, cells in rows:
        texts = [tidy(value) for value in cells[:MAX_COLUMNS]]
        if any(texts):
            result.append((number, texts))
        if len(result) > max_rows + 1:  # one for the heading
            raise TableError("rows", limit=max_rows)
    if not result:
        raise TableError("empty")
    return result


class Columns:
    """Which column of a table holds what.

    >>> columns = Columns([(1, ["名单"]), (2, ["序号", "姓 名", "电话"])], {"name": ("姓名",), "phone": ("电话",)}, ("name",))
    >>> columns.skipped, columns.keys, columns.unknown
    (2, {1: 'name', 2: 'phone'}, ['序号'])
    >>> Columns([(1, ["王伟"])], {"name": ("姓名",)}, ("name", "phone")).keys
    {0: 'name', 1: 'phone'}
    """

    SEARCHED_ROWS = 10

    def __init__(self, rows, headings, order):
        """Find the heading among the first of ``rows``.

        :param dict headings: ``{key: names of the column}``, the names in any language
        :param order: keys by column, for a table without a heading; the first alone makes a heading
        """
        keys = {_normalise(name): key for key, names in headings.items() for name in names}
        self.skipped, self.unknown, self.has_heading = 0, [], False
        self.keys = dict(enumerate(order))
        for position, (_number, cells) in enumerate(rows[: self.SEARCHED_ROWS]):
            found = {}
            for column, cell in enumerate(cells):
                names = [_normalise(cell), *re.split("[/／、或]", _normalise(cell))]
                key = next((keys[name] for name in names if name in keys), None)
                if key and key not in found.values():
                    found[column] = key
            if order[0] in found.values() or len(found) > 1:
                self.skipped, self.keys, self.has_heading = position + 1, found, True
                self.unknown = [cell for column, cell in enumerate(cells) if cell and column not in found]
                break

    def get_values(self, cells):
        """A row as ``{key: text}``."""
        return {key: cells[column] for column, key in self.keys.items() if column < len(cells)}


def _normalise(text):
    """A heading as it is compared.

    >>> _normalise("* 姓 名（必填）"), _normalise("Full Name:"), _normalise("是否主宾")
    ('姓名', 'fullname', '主宾')
    """
    text = re.sub(r"[(（][^()（）]*[)）]", "", text)
    return re.sub(r"[\s*:：]", "", text).removeprefix("是否").casefold()

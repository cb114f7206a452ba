"""Lays out the reception statistics as a workbook (1-2.3).

Knows neither the database nor a language: it walks rows that are ready to print, and is told every text.
Three sheets: the register, the totals, the cases over standard. Memory stays flat: rows go to disk as they come.
"""

from collections import defaultdict

import xlsxwriter

# key of a row, kind of cell, width in characters
REGISTER = (
    ("date", "date", 12),
    ("visitors", "text", 26),
    ("positions", "text", 26),
    ("visiting_unit", "text", 26),
    ("batch", "number", 8),
    ("headcount", "number", 10),
    ("purpose", "text", 40),
    ("transport_bookings", "text", 30),
    ("lodging_bookings", "text", 30),
    ("cost_planned", "money", 15),
    ("cost_actual", "money", 15),
    ("category_id", "text", 24),
    ("department_id", "text", 20),
    ("host_id", "text", 14),
    ("over_standard_count", "number", 12),
    ("number", "text", 16),
    ("state", "text", 10),
)
TOTALS = (
    ("label", "text", 30),
    ("visits", "number", 10),
    ("headcount", "number", 10),
    ("transport_count", "number", 14),
    ("lodging_count", "number", 14),
    ("cost_planned", "money", 15),
    ("cost_actual", "money", 15),
    ("over_standard_count", "number", 14),
)
CASES = (
    ("date", "date", 12),
    ("number", "text", 16),
    ("visitors", "text", 26),
    ("department_id", "text", 20),
    ("subject", "text", 36),
    ("amount", "money", 15),
    ("reason", "text", 40),
    ("agreed_by", "text", 26),
    ("agreed_at", "datetime", 18),
)
# by what the second sheet sums up: key of its title, key of the row
GROUPS = (("by_category", "category_id"), ("by_department", "department_id"), ("by_month", "month"))
SUMMED = ("headcount", "transport_count", "lodging_count", "cost_planned", "cost_actual", "over_standard_count")
OPTIONS = {
    "constant_memory": True,
    # what a guest is called must never run as a formula or link on the reader's computer
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CELL_LIMIT = 32767  # characters; the format allows no more and the library drops longer ones


class Totals:
    """Sums of rows by a key.

    >>> totals = Totals()
    >>> row = dict.fromkeys(SUMMED, 1)
    >>> totals.add("March", row)
    >>> totals.add("March", {**row, "headcount": 4})
    >>> totals.get("March")["headcount"], totals.get("March")["visits"]
    (5, 2)
    >>> totals.get("April")["visits"]
    0
    """

    def __init__(self):
        self._sums = defaultdict(lambda: dict.fromkeys(("visits", *SUMMED), 0))

    def add(self, key, row):
        sums = self._sums[key]
        sums["visits"] += 1
        for name in SUMMED:
            sums[name] += row[name] or 0

    def get(self, key):
        return dict(self._sums[key])

    def items(self):
        return sorted(self._sums.items(), key=lambda item: item[0] or "")


class Sheet:
    """One sheet that is filled from the top to the bottom."""

    def __init__(self, book, formats, name, title, columns, labels):
        self.sheet = book.add_worksheet(name)
        self.formats = formats
        self.columns = columns
        self.row = 0
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        for number, (_key, _kind, width) in enumerate(columns):
            self.sheet.set_column(number, number, width)
        self.write_texts([title], "title")
        if labels:
            self.write_header(labels)
            self.sheet.freeze_panes(self.row, 0)
            self.sheet.repeat_rows(0, self.row - 1)

    def write_header(self, labels):
        self.write_texts([labels[key] for key, _kind, _width in self.columns], "header")

    def write_texts(self, texts, style):
        for number, text in enumerate(texts):
            self.sheet.write_string(self.row, number, text, self.formats[style])
        self.row += 1

    def write_row(self, row, style=""):
        for number, (key, kind, _width) in enumerate(self.columns):
            value = row.get(key)
            cell_format = self.formats[f"{style}{kind}"]
            if kind in ("date", "datetime") and value:
                self.sheet.write_datetime(self.row, number, value, cell_format)
            elif kind in ("number", "money") and value is not None:
                self.sheet.write_number(self.row, number, value, cell_format)
            elif value:
                self.sheet.write_string(self.row, number, value[:CELL_LIMIT], cell_format)
            else:
                self.sheet.write_blank(self.row, number, None, cell_format)
        self.row += 1


def make_formats(book, decimals):
    money = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    kinds = {
        "text": {"text_wrap": True, "valign": "top"},
        "number": {"num_format": "0", "valign": "top"},
        "money": {"num_format": money, "valign": "top"},
        "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
        "datetime": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
    }
    formats = {kind: book.add_format(properties) for kind, properties in kinds.items()}
    for kind, properties in kinds.items():
        formats[f"sum_{kind}"] = book.add_format({**properties, "bold": True, "top": 1})
    formats["title"] = book.add_format({"bold": True, "font_size": 14})
    formats["header"] = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E7E6E6", "bottom": 1}
    )
    return formats


def write_statistics(file, texts, labels, decimals, batches):
    """Write the workbook and return the sums over all rows.

    :param file: path or binary file
    :param dict texts: title, total, register, totals, cases, by_category, by_department, by_month
    :param dict labels: heading of every column of ``REGISTER``, ``TOTALS`` and ``CASES``
    :param int decimals: of the currency
    :param batches: iterable of ``(rows, cases)``, lists of dicts with values ready to print
    """
    grand = Totals()
    groups = {title: Totals() for title, _key in GROUPS}
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        formats = make_formats(book, decimals)
        register = Sheet(book, formats, texts["register"], texts["title"], REGISTER, labels)
        summary = Sheet(book, formats, texts["totals"], texts["title"], TOTALS, None)
        over = Sheet(book, formats, texts["cases"], texts["title"], CASES, labels)
        for rows, cases in batches:
            for row in rows:
                register.write_row(row)
                grand.add(None, row)
                for title, key in GROUPS:
                    groups[title].add(row[key], row)
            for case in cases:
                over.write_row(case)
        sums = grand.get(None)
        register.write_row({"date": None, "visitors": texts["total"], **sums}, "sum_")
        for title, totals in groups.items():
            summary.row += 1
            summary.write_header({**labels, "label": texts[title]})
            for key, group_sums in totals.items():
                summary.write_row({"label": key, **group_sums})
            summary.write_row({"label": texts["total"], **sums}, "sum_")
    return sums

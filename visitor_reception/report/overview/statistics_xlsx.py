"""Lays out the reception statistics as a workbook (1-2.3).

Knows neither the database nor a language: it walks rows that are ready to print, and is told every text.
Three sheets: the register, the totals, the cases over standard; a fourth for what is added to earlier months.
"""

from collections import defaultdict

import xlsxwriter

from ..document.workbook import OPTIONS, Sheet, make_formats

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


def write_statistics(file, texts, labels, decimals, batches, earlier=()):
    """Write the workbook and return the sums over all rows.

    :param file: path or binary file
    :param dict texts: title, total, register, totals, cases, by_category, by_department, by_month, earlier, this_month
    :param dict labels: heading of every column of ``REGISTER``, ``TOTALS`` and ``CASES``
    :param int decimals: of the currency
    :param earlier: ``[(month, figures)]`` that a monthly report adds to earlier months, on a sheet of their own
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
        if earlier:
            added = Sheet(
                book, formats, texts["earlier"], texts["title"], TOTALS, {**labels, "label": texts["by_month"]}
            )
            rows = [(texts["this_month"], sums), *earlier]
            for label, figures in rows:
                added.write_row({"label": label, **figures})
            total = {name: sum(figures[name] for _label, figures in rows) for name in ("visits", *SUMMED)}
            added.write_row({"label": texts["total"], **total}, "sum_")
    return sums

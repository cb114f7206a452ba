"""Lays out the reconciliation as a workbook: the records, and their sums by visit, department and month.

Knows neither the database nor a language: it walks rows that are ready to print, and is told every text.
"""

import xlsxwriter

from ..document.workbook import OPTIONS, Sheet, make_formats

AMOUNTS = (
    "amount_applied",
    "amount_approved",
    "amount_claimed",
    "amount_posted",
    "amount_paid",
    "amount_matched",
    "amount_borne",
    "not_approved",
    "not_claimed",
    "not_posted",
    "not_paid",
    "not_matched",
)
_MONEY = tuple((name, "money", 14) for name in AMOUNTS)
# key of a row, kind of cell, width in characters
RECORDS = (
    ("date", "date", 12),
    ("name", "text", 18),
    ("visit_id", "text", 18),
    ("organisation_id", "text", 24),
    ("department_id", "text", 18),
    ("host_id", "text", 14),
    ("kind", "text", 14),
    ("state", "text", 10),
    *_MONEY,
    ("age_days", "number", 8),
    ("posting_date", "date", 12),
)
GROUPED = (("label", "text", 30), ("count", "number", 10), *_MONEY)
TIES = (("section", "text", 16), ("account", "text", 34), ("label", "text", 40), ("amount", "money", 16))
# sheet, by what it sums up
GROUPS = (("by_visit", "visit_id"), ("by_department", "department_id"), ("by_month", "date:month"))


def write_reconciliation(file, texts, labels, decimals, batches, groups, ties):
    """Write the workbook and return the sums over all rows.

    :param file: path or binary file
    :param dict texts: title, total, records, by_visit, by_department, by_month, ledger
    :param dict labels: heading of every column of ``RECORDS`` and ``GROUPED``
    :param int decimals: of the currency
    :param batches: iterable of lists of dicts
    :param dict groups: ``{sheet: iterable of dicts}`` for the sheets of ``GROUPS``
    :param ties: iterable of dicts, what ties the rows to the ledger
    """
    sums = dict.fromkeys(AMOUNTS, 0)
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        formats = make_formats(book, decimals)
        records = Sheet(book, formats, texts["records"], texts["title"], RECORDS, labels)
        for rows in batches:
            for row in rows:
                records.write_row(row)
                for name in AMOUNTS:
                    sums[name] += row[name]
        records.write_row({"name": texts["total"], **sums}, "sum_")
        for key, rows in groups.items():
            sheet = Sheet(book, formats, texts[key], texts["title"], GROUPED, labels)
            total = {"label": texts["total"], "count": 0, **dict.fromkeys(AMOUNTS, 0)}
            for row in rows:
                sheet.write_row(row)
                for name in ("count", *AMOUNTS):
                    total[name] += row[name]
            sheet.write_row(total, "sum_")
        ledger = Sheet(book, formats, texts["ledger"], texts["title"], TIES, labels)
        for row in ties:
            ledger.write_row(row)
    return sums

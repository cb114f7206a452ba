"""What all workbooks share: options, formats, and sheets that are filled from the top to the bottom.

Memory stays flat: rows go to disk as they come.
"""

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {
    "constant_memory": True,
    # what a guest is called must never run as a formula or link on the reader's computer
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CELL_LIMIT = 32767  # characters; the format allows no more and the library drops longer ones


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

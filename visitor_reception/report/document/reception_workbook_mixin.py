import tempfile

from odoo import api, models
from odoo.tools import SQL

BATCH_SIZE = 1000


class ReceptionWorkbookMixin(models.AbstractModel):
    """A report over a view of the database that is exported as a workbook; memory stays flat.

    A model says who may export in ``_check_can_export`` and writes its sheets in ``_write_workbook``.
    """

    _name = "reception.workbook.mixin"
    _description = "Report That Is Exported as a Workbook"

    @api.model
    def _export_xlsx(self, company, date_from, date_to, **options):
        """The workbook of a period, both days included, in the language of the context.

        :param options: what ``_write_workbook`` of the model takes besides
        :returns: an open temporary file at its beginning, and the sums over all rows
        :raises AccessError: see ``_check_can_export``
        """
        self._check_can_export(company)
        file = tempfile.TemporaryFile()  # noqa: SIM115 the caller closes it
        rows = self.with_context(allowed_company_ids=company.ids)
        sums = rows._write_workbook(file, company, date_from, date_to, **options)
        file.seek(0)
        for name in sums.keys() & self._fields.keys():
            if self._fields[name].type == "monetary":
                sums[name] = company.currency_id.round(sums[name])
        return file, sums

    def _label_columns(self, columns, company, **labels):
        """Headings of ``columns``: the labels of fields, amounts with their currency; ``labels`` of what is no field."""
        for key, kind, _width in columns:
            if key in self._fields:
                labels[key] = self._fields[key]._description_string(self.env)
            if kind == "money":
                labels[key] = self.env._(
                    "%(label)s (%(currency)s)", label=labels[key], currency=company.currency_id.name
                )
        return labels

    def _iter_rows(self, domain, names):
        """Rows as dicts of the fields ``names``, oldest first, in batches through a cursor of the database."""
        self.env.flush_all()
        query = self._search(domain, order="date, id")
        columns = (
            SQL("%s AS %s", self._field_to_sql(query.table, name, query), SQL.identifier(name)) for name in names
        )
        database, cursor = self.env.cr, SQL.identifier(f"{self._table}_rows")
        database.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, query.select(*columns)))
        try:
            while True:
                database.execute(SQL("FETCH FORWARD %s FROM %s", BATCH_SIZE, cursor))
                rows = database.dictfetchall()
                if rows:
                    yield rows
                if len(rows) < BATCH_SIZE:
                    break
        finally:
            database.execute(SQL("CLOSE %s", cursor))


class NameCache:
    """Names of the records that rows point to, read once each."""

    def __init__(self, env, model_fields, columns):
        # whoever may export reads all names on its rows
        self.models = {name: env[model_fields[name].comodel_name].sudo() for name in columns}
        self.names = {name: {} for name in columns}

    def load(self, rows):
        for name, known in self.names.items():
            missing = {row[name] for row in rows if row[name]} - known.keys()
            if missing:
                records = self.models[name].with_context(active_test=False)
                known.update(
                    (record.id, record.name) for record in records.search_fetch([("id", "in", list(missing))], ["name"])
                )

    def of(self, row):
        return {name: known.get(row[name], "") for name, known in self.names.items()}

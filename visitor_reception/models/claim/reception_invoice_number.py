from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.einvoice import OLDER


class ReceptionInvoiceNumber(models.Model):
    """Where claims and vendor bills meet that settle one invoice at the same moment (1-6.1.2).

    Whoever takes a number touches its row first. Of two at once the database lets the second wait and run anew, with the
    first in sight: a unique index on the claims alone does not know the bills.
    """

    _name = "reception.invoice.number"
    _description = "Number of an Invoice That Was Taken"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    # the last digits alone: code and number may stand in one field, and another number with them only waits
    digits = fields.Char(required=True)
    serial = fields.Integer(required=True, default=0)

    _digits_uniq = models.UniqueIndex("(company_id, digits)")

    @api.model
    def _touch(self, keys, company):
        """Take the numbers for the transaction.

        :param keys: of ``(code, number)``, both normalised
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO reception_invoice_number AS taken (company_id, digits, serial)
                SELECT %(company)s, digits, 0 FROM unnest(%(digits)s::varchar[]) AS digits
                ON CONFLICT (company_id, digits) DO UPDATE SET serial = taken.serial + 1
                """,
                company=company.id,
                # in one order, so that nobody waits for each other
                digits=sorted({number[-OLDER:] for _code, number in keys if number}),
            )
        )

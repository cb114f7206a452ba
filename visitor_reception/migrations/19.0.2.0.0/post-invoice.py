from odoo.addons.visitor_reception.tools.einvoice import normalise_number


def migrate(cr, version):
    """Numbers of invoices are digits alone; red fapiao that have freed a number already stay as they are."""
    cr.execute(
        "UPDATE reception_invoice SET red_seen_at = create_date "
        "WHERE is_red AND red_seen_at IS NULL AND original_number IS NOT NULL"
    )
    cr.execute("SELECT id, fapiao_number FROM hr_expense WHERE fapiao_number ~ '[^0-9]'")
    numbers = {claim_id: normalise_number(number) for claim_id, number in cr.fetchall()}
    digits = {claim_id: number for claim_id, number in numbers.items() if number.isdecimal()}
    # two claims of one invoice are for people to look at: the later keeps its spelling
    cr.executemany(
        """
        UPDATE hr_expense claim SET fapiao_number = %(number)s
         WHERE claim.id = %(claim)s AND NOT EXISTS (
               SELECT 1 FROM hr_expense other
                WHERE other.fapiao_number = %(number)s AND other.company_id = claim.company_id AND other.id != claim.id)
        """,
        [{"claim": claim_id, "number": number} for claim_id, number in sorted(digits.items())],
    )
    # a number that was typed is an invoice as well
    cr.execute(
        """
        INSERT INTO reception_invoice (expense_id, company_id, number, code, kind, source, currency_id, is_red, create_uid,
                                       create_date, write_uid, write_date)
        SELECT claim.id, claim.company_id, claim.fapiao_number, claim.fapiao_code, 'other', 'typed',
               (SELECT res_id FROM ir_model_data WHERE module = 'base' AND name = 'CNY'), FALSE, claim.create_uid,
               claim.create_date, claim.write_uid, claim.write_date
          FROM hr_expense claim
         WHERE claim.fapiao_number IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM reception_invoice known WHERE known.expense_id = claim.id AND known.is_red IS NOT TRUE)
        """
    )
    cr.execute(
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'hr_expense' AND column_name = 'invoice_verified_at'"
    )
    if cr.rowcount:
        cr.execute(
            """
            UPDATE reception_invoice invoice
               SET verified_by_id = claim.invoice_verified_by_id, verified_at = claim.invoice_verified_at,
                   verified_note = claim.invoice_verified_note
              FROM hr_expense claim
             WHERE claim.id = invoice.expense_id AND invoice.is_red IS NOT TRUE AND claim.invoice_verified_at IS NOT NULL
            """
        )

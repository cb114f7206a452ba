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

def migrate(cr, version):
    """The entry of a cash count knows its count, and is sealed by it."""
    cr.execute(
        "UPDATE account_move entry SET petty_cash_count_id = counted.id "
        "FROM reception_petty_cash_count counted WHERE counted.move_id = entry.id"
    )

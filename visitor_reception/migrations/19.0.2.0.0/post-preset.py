def migrate(cr, version):
    """The preset of state-owned enterprises reports three working days around a holiday, as it says."""
    cr.execute(
        "UPDATE reception_preset SET holiday_report_days = 3 "
        "WHERE holiday_report AND COALESCE(holiday_report_days, 0) = 0"
    )

def migrate(cr, version):
    """The company's zone: that of its working hours where somebody has set them; Odoo leaves UTC where nobody has."""
    cr.execute("ALTER TABLE res_company ADD COLUMN IF NOT EXISTS reception_tz varchar")
    cr.execute(
        """
        UPDATE res_company company SET reception_tz = calendar.tz FROM resource_calendar calendar
        WHERE calendar.id = company.resource_calendar_id AND company.reception_tz IS NULL
            AND calendar.tz NOT IN ('UTC', 'Etc/UTC')
        """
    )

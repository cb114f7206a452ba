from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Propose a zone from the country where the working hours gave none."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["res.company"].search([("reception_tz", "=", False)])._compute_reception_tz()

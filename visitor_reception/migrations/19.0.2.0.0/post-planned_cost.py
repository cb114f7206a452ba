from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Drafts that nobody submitted plan nothing: the visits that have some are counted anew."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    drafts = [("state", "=", "draft"), ("signoff_round", "in", (False, 0))]
    visits = env["reception.booking"].search(drafts).visit_id | env["reception.hospitality"].search(drafts).visit_id
    for name in ("cost_planned", "cost_standard", "cost_over_standard"):
        env.add_to_compute(visits._fields[name], visits)
    visits.flush_recordset()

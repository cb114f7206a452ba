from odoo import SUPERUSER_ID, api

STAGES = {
    "before": ("4-7", "4-11.1", "4-11.2", "4-13"),
    "during": ("1-5.4.4", "4-10", "4-11.3", "4-15"),
    "after": ("4-6",),
}


def migrate(cr, version):
    """Clauses learn their document and the stage of a visit that shows them; what is set already stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    documents = env["reception.policy.document"]
    documents._adopt_clauses("visitor_reception.reception_policy_document_measures", "1-")
    documents._adopt_clauses("visitor_reception.reception_policy_document_management", "4-")
    for stage, codes in STAGES.items():
        env["reception.clause"].search([("code", "in", codes), ("stage", "=", False)]).stage = stage

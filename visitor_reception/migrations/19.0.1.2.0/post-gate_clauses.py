from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The clauses of the gate, which are new, belong to the document of the gate."""
    documents = api.Environment(cr, SUPERUSER_ID, {})["reception.policy.document"]
    documents._adopt_clauses("visitor_reception.reception_policy_document_gate", "3-")

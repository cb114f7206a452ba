from odoo import SUPERUSER_ID, api

from odoo.addons.visitor_reception.models.gate.reception_gate_log_privacy import get_batches


def migrate(cr, version):
    """Numbers of documents that are kept get what they are compared by."""
    logs = api.Environment(cr, SUPERUSER_ID, {"active_test": False})["reception.gate.log"]._as_engine()
    for batch in get_batches(logs, [("document_number", "!=", False), ("document_hash", "=", False)]):
        batch._compute_document_hash()

from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Documents that are signed keep the files they have now: what they had at submission is not on record."""
    env = Environment(cr, SUPERUSER_ID, {})
    for model in env["reception.signoff.rule"]._get_signed_models():
        signed = env[model].with_context(active_test=False).search([("signoff_state", "in", ("asked", "granted"))])
        for document, files in signed._get_files().items():
            document._as_engine().signoff_files = files.ids

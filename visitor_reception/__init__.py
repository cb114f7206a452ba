from . import controllers, models, report, wizard


def post_init_hook(env):
    """Propose the expense accounts of reception costs where the chart is one we know."""
    env["res.company"].search([])._reception_setup_accounting()


def uninstall_hook(env):
    """Remove what Odoo would leave: what people have saved about our models by their name alone.

    Tables, columns, files, messages and activities go with the models; posted entries and payments stay.
    """
    ours = [name for name, model in env.registry.items() if model._original_module == "visitor_reception"]
    env["ir.filters"].with_context(active_test=False).search([("model_id", "in", ours)]).unlink()
    env["ir.exports"].search([("resource", "in", ours)]).unlink()

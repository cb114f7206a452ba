from . import controllers, models, report, wizard


def post_init_hook(env):
    """Propose the expense accounts of reception costs where the chart is one we know."""
    env["res.company"].search([])._reception_setup_accounting()

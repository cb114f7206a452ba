from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file


def migrate(cr, version):
    """Ranks that were there before tell which positions mean them."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    convert_file(env, "visitor_reception", "data/policy/reception_rank_position_data.xml", None, mode="init")

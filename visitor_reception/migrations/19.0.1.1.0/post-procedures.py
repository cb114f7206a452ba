from odoo import SUPERUSER_ID, api

PLANS = "visitor_reception.mail_activity_plan_"
POSITIONS = "visitor_reception.reception_position_"
# what the steps that were there before are about: (step, stage, clause, other values)
STEPS = (
    ("procedure_a_step_1", "before", "1-5.1.1", {}),
    ("procedure_a_step_2", "before", "1-5.1.2", {}),
    ("procedure_a_step_3", "before", "1-5.1.3", {"reception_guard": "start"}),
    ("procedure_a_step_4", "before", "1-5.1.4", {}),
    ("procedure_a_step_5", "before", "1-5.1.3", {"reception_guard": "start", "reception_is_check": True}),
    ("procedure_a_step_6", "after", "1-5.1.5", {"reception_anchor": "departure"}),
    ("procedure_b_step_1", "before", "1-5.2.1", {}),
    ("procedure_b_step_2", "before", "4-12.1", {}),
    ("procedure_c_step_1", "before", "1-5.3.1", {"responsible_type": "reception_counterpart"}),
    ("procedure_c_step_2", "before", "1-5.3.2", {"reception_guard": "start"}),
    ("procedure_c_step_3", "before", "1-5.3.3", {}),
    ("procedure_c_step_4", "before", "1-5.3.2", {"reception_guard": "start", "reception_is_check": True}),
    ("procedure_c_step_5", "after", "1-5.3.4", {"reception_anchor": "departure"}),
    ("procedure_d_step_1", "before", "1-5.4.1", {}),
    ("procedure_d_step_2", "before", "1-5.4.2", {}),
    ("procedure_d_step_3", "before", "1-5.4.4", {}),
    ("procedure_d_step_4", "after", "1-5.4.3", {"reception_anchor": "departure"}),
)
REQUIREMENTS = {
    "a": {"confirmer": "officer", "plan_clause": "1-5.1.1", "check_clause": "1-5.1.3"},
    "c": {"confirmer": "counterpart", "check_clause": "1-5.3.2"},
    "d": {"confirmer": "receiving"},
}
HOSTS = {
    "A": ("chairman", "vice_chairman", "executive_director", "supervisory_chairman", "general_manager"),
    "B": ("general_manager", "executive_deputy_gm", "deputy_gm"),
    "C": ("deputy_gm", "leader_in_charge", "department_head"),
}


def migrate(cr, version):
    """Give the records of an existing database what a new one has from the start; what people wrote stays."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, stage, clause, values in STEPS:
        step = env.ref(PLANS + name, raise_if_not_found=False)
        if step and not step.reception_stage:
            step.write({"reception_stage": stage, "reception_clause": clause, **values})
    service = env.ref(PLANS + "service", raise_if_not_found=False)
    categories = env["reception.visitor.category"].with_context(active_test=False).search([])
    for category in categories.filtered(lambda category: not category.service_plan_id):
        category.write({"service_plan_id": service and service.id, **REQUIREMENTS.get(category.procedure, {})})
    for rank in env["reception.rank"].with_context(active_test=False).search([("host_position_ids", "=", False)]):
        positions = [env.ref(POSITIONS + code, raise_if_not_found=False) for code in HOSTS.get(rank.group, ())]
        rank.host_position_ids = [(4, position.id) for position in positions if position]

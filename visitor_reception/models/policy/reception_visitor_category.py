from odoo import fields, models

INVITING_BODIES = [
    ("shareholders_meeting", "Shareholders' meeting"),
    ("board", "Board of directors"),
    ("supervisory_board", "Supervisory board"),
    ("general_manager", "General manager"),
    ("marketing_department", "Marketing department"),
]
# the bodies that invite professionals by 1-1.6
MEETING_BODIES = ("shareholders_meeting", "board", "supervisory_board")


class ReceptionVisitorCategory(models.Model):
    """Whom the organisation receives (接待范围, 1-1.1 to 1-1.10), and what the procedure of the category requires.

    A requirement is switched on by the clause that makes it: an empty clause requires nothing.
    """

    _name = "reception.visitor.category"
    _inherit = ["reception.policy.table", "mail.thread"]
    _description = "Visitor Category"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    clause = fields.Char(required=True, tracking=True)
    description = fields.Text(translate=True)
    parent_id = fields.Many2one("reception.visitor.category", ondelete="restrict", index="btree_not_null")
    procedure = fields.Selection(
        [
            ("a", "A: shareholders, directors, supervisors"),
            ("b", "B: professionals"),
            ("c", "C: Party and government leaders"),
            ("d", "D: important customers"),
            ("e", "E: other approved visitors"),
        ],
        required=True,
        tracking=True,
    )
    inviting_body = fields.Selection(INVITING_BODIES, help="Who invites visitors of this category; decides who signs.")
    choose_inviting_body = fields.Boolean(help="The notice names the inviting body (1-1.6).")
    facts_clause = fields.Char(
        string="Six Facts Required By", help="Identity, names, positions, headcount, time, purpose."
    )
    confirmer = fields.Selection(
        [
            ("officer", "Administration and HR"),
            ("counterpart", "The counterpart department"),
            ("receiving", "The receiving department"),
        ],
        string="Six Facts Confirmed By",
        help="Who asks the visitors' contact person and records the answer (1-5.1.2, 1-5.3.1, 1-5.4.1).",
    )
    plan_clause = fields.Char(string="Reception Plan Required By")
    check_clause = fields.Char(string="Final Check Required By", help="Everything is checked before the guests arrive.")
    grade_clause = fields.Char(string="Grade and Principal Host Required By")
    counterpart_clause = fields.Char(string="Counterpart Department Required By")
    contract_clause = fields.Char(string="Contract of Technical Staff Required By")
    register_clause = fields.Char(string="Signed Guest Register Required By")
    preset_id = fields.Many2one(
        "reception.preset",
        company_dependent=True,
        ondelete="restrict",
        help="Rules that hold for these visitors; set by applying a preset. Empty: the preset of the company.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a category with this code.")

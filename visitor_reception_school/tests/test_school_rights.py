from odoo.tests import tagged

from odoo.addons.visitor_reception.tests import common_rights, common_translations

from .common import SchoolCommon

MODULE = "visitor_reception_school"
ROLES = ("host", "guard", "teacher", "leader", "affairs", "security", "warden", "registrar", "custodian", "auditor")
# c r u d: may create, read, update, delete records of the model at all (record rules narrow it); - none
RIGHTS = {
    #                                    host  guard  teacher leader  affairs security warden registrar custodian auditor
    "reception.school.answer":          ("-",  "-",   "crud", "crud", "crud", "-",    "-",   "-",      "-",    "-"),
    "reception.school.apart":           ("-",  "-",   "-",    "-",    "crud", "-",    "-",   "-",      "-",    "r"),
    "reception.school.badge":           ("-",  "-",   "r",    "r",    "r",    "-",    "-",   "r",      "-",    "r"),
    "reception.school.class":           ("r",  "r",   "r",    "r",    "r",    "r",    "r",   "crud",   "r",    "r"),
    "reception.school.consent":         ("-",  "-",   "r",    "-",    "r",    "-",    "-",   "cr",     "r",    "r"),
    "reception.school.contact":         ("-",  "-",   "r",    "r",    "r",    "-",    "-",   "-",      "r",    "r"),
    "reception.school.custody":         ("-",  "-",   "r",    "r",    "r",    "-",    "-",   "r",      "crud", "r"),
    "reception.school.dormitory":       ("r",  "r",   "r",    "r",    "r",    "r",    "r",   "crud",   "r",    "r"),
    "reception.school.day.count":       ("-",  "-",   "-",    "r",    "r",    "r",    "-",   "-",      "-",    "r"),
    "reception.school.event":           ("-",  "r",   "crud", "r",    "r",    "r",    "-",   "-",      "-",    "r"),
    "reception.school.report":          ("-",  "-",   "-",    "-",    "crud", "crud", "-",   "-",      "-",    "crud"),
    "reception.school.roll.class":      ("-",  "r",   "r",    "r",    "r",    "r",    "-",   "-",      "-",    "r"),
    "reception.school.roll.count":      ("-",  "crud", "crud", "-",   "-",    "crud", "-",   "-",      "-",    "-"),
    "reception.school.enrolment":       ("-",  "-",   "-",    "-",    "r",    "-",    "-",   "r",      "-",    "r"),
    "reception.school.gate.pass":       ("-",  "-",   "crud", "r",    "cru",  "-",    "r",   "-",      "-",    "r"),
    "reception.school.grade":           ("r",  "r",   "r",    "r",    "r",    "r",    "r",   "crud",   "r",    "r"),
    "reception.school.guardian":        ("-",  "-",   "r",    "r",    "r",    "-",    "-",   "cru",    "cru",  "r"),
    "reception.school.import":          ("-",  "-",   "-",    "-",    "-",    "-",    "-",   "crud",   "-",    "-"),
    "reception.school.import.line":     ("-",  "-",   "-",    "-",    "-",    "-",    "-",   "crud",   "-",    "-"),
    "reception.school.leave":           ("-",  "-",   "crud", "r",    "r",    "-",    "r",   "-",      "-",    "r"),
    "reception.school.link":            ("-",  "-",   "crud", "-",    "-",    "-",    "-",   "crud",   "-",    "-"),
    "reception.school.outing":          ("-",  "-",   "crud", "r",    "r",    "r",    "-",   "-",      "-",    "r"),
    "reception.school.outing.line":     ("-",  "-",   "r",    "r",    "r",    "r",    "-",   "-",      "-",    "r"),
    "reception.school.passage":         ("-",  "-",   "r",    "r",    "r",    "r",    "r",   "-",      "-",    "r"),
    "reception.school.photo.import":    ("-",  "-",   "-",    "-",    "-",    "-",    "-",   "crud",   "-",    "-"),
    "reception.school.photo.import.line": ("-", "-",  "-",    "-",    "-",    "-",    "-",   "crud",   "-",    "-"),
    "reception.school.pupil":           ("-",  "-",   "r",    "r",    "r",    "-",    "r",   "cru",    "r",    "r"),
    "reception.school.reading":         ("-",  "-",   "-",    "-",    "-",    "-",    "-",   "-",      "-",    "r"),
    "reception.school.release":         ("-",  "cru", "-",    "-",    "-",    "cru",  "-",   "-",      "-",    "-"),
    "reception.school.release.found":   ("-",  "r",   "-",    "-",    "-",    "r",    "-",   "-",      "-",    "-"),
    "reception.school.release.person":  ("-",  "ru",  "-",    "-",    "-",    "ru",   "-",   "-",      "-",    "-"),
    "reception.school.special.day":     ("r",  "r",   "r",    "r",    "r",    "crud", "r",   "crud",   "r",    "r"),
    "reception.school.term":            ("r",  "r",   "r",    "r",    "r",    "r",    "r",   "crud",   "r",    "r"),
    "reception.school.violation":       ("-",  "-",   "r",    "r",    "r",    "-",    "-",   "-",      "-",    "r"),
    "reception.school.violation.case":  ("-",  "-",   "r",    "r",    "r",    "-",    "-",   "-",      "-",    "r"),
    "reception.school.window":          ("r",  "r",   "r",    "r",    "r",    "crud", "r",   "crud",   "r",    "r"),
    "reception.school.year":            ("r",  "r",   "r",    "r",    "r",    "r",    "r",   "crud",   "r",    "r"),
    "reception.school.year.change":     ("-",  "-",   "-",    "-",    "-",    "-",    "-",   "crud",   "-",    "-"),
    "reception.school.year.change.line": ("-", "-",   "-",    "-",    "-",    "-",    "-",   "crud",   "-",    "-"),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSchoolRightsTable(common_rights.RightsCase, SchoolCommon):
    MODULE = MODULE
    ROLES = ROLES
    RIGHTS = RIGHTS


@tagged("post_install", "-at_install")
class TestSchoolTranslations(common_translations.TranslationCase):
    MODULE = MODULE

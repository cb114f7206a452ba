from odoo.tests import TransactionCase

OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}


class RightsCase(TransactionCase):
    """The rights of every role to every model of one add-on, against a table that a person can read.

    ``RIGHTS`` gives for each model, in the order of ``ROLES``, what the role may do at all: ``c`` create, ``r`` read,
    ``u`` update, ``d`` delete, ``-`` nothing; record rules narrow it. Whoever has a role is ``cls._get_people()[role]``.
    """

    allow_inherited_tests_method = True
    MODULE = ""
    ROLES = ()
    RIGHTS = {}

    def _get_people(self):
        """The users by role, at first the attributes of that name."""
        return {role: getattr(self, role) for role in self.ROLES}

    def _get_letters(self, records, letters="crud"):
        """Which of the operations the records allow to their user."""
        return "".join(letter for letter in letters if records.has_access(OPERATIONS[letter]))

    def test_table_of_rights(self):
        """Every model of the add-on stands in the table, and its rights are those of the table."""
        models = {
            name
            for name, model_cls in self.env.registry.items()
            if model_cls._original_module == self.MODULE and not model_cls._abstract
        }
        self.assertEqual(models, set(self.RIGHTS), "add the new model to the table RIGHTS")
        people = self._get_people()
        wrong = [
            f"{model}: {role} has {found}, not {rights}"
            for model, row in self.RIGHTS.items()
            for role, rights in zip(self.ROLES, row, strict=True)
            if (found := self._get_letters(self.env[model].with_user(people[role])) or "-") != rights
        ]
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

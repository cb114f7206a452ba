from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

from odoo.modules import Manifest
from odoo.tests import tagged

if find_spec("pylint"):  # test_lint imports it; make test has it
    from odoo.addons.test_lint.tests import (
        test_docstring,
        test_dunderinit,
        test_i18n,
        test_index,
        test_jstranslate,
        test_manifests,
        test_naming,
        test_onchange_domains,
        test_orm_import,
        test_override_signatures,
        test_pofile,
        test_routes,
        test_test_holes,
    )

    class OurAddons:
        """Odoo's own checks of an add-on (``test_lint``), of the add-ons that stand beside this one.

        Its pylint and eslint are part of ``make lint``; its checks of localisations are about ``l10n_`` add-ons.
        """

        allow_inherited_tests_method = True

        @classmethod
        def setUpClass(cls):
            super().setUpClass()
            folder = Path(Manifest.for_addon("visitor_reception").path).parent
            ours = [manifest for manifest in Manifest.all_addon_manifests() if Path(manifest.path).parent == folder]
            cls.enterClassContext(patch.object(Manifest, "all_addon_manifests", lambda: ours))
            cls.enterClassContext(
                patch.object(test_pofile, "get_modules", lambda: [manifest.name for manifest in ours])
            )
            cls.enterClassContext(patch.object(test_docstring, "MODULES_TO_LINT", ()))

    @tagged("post_install", "-at_install")
    class TestOdooLintFiles(
        OurAddons,
        test_dunderinit.TestDunderinit,
        test_i18n.TestI18n,
        test_jstranslate.TestJsTranslations,
        test_manifests.ManifestLinter,
        test_onchange_domains.TestOnchangeDomains,
        test_orm_import.TestDunderinit,
        test_test_holes.TestTestHoles,
    ):
        """Manifests, folders, imports, terms in files."""

    @tagged("post_install", "-at_install")
    class TestOdooLintModels(
        OurAddons,
        test_docstring.TestDocstring,
        test_naming.TestNaming,
        test_override_signatures.TestLintOverrideSignatures,
    ):
        """Names and signatures of methods, and what their docstrings say of them."""

        def _test_docstring_params(self, method, doctree):
            if method.__module__.startswith("odoo.addons.visitor_reception"):
                super()._test_docstring_params(method, doctree)

    @tagged("post_install", "-at_install")
    class TestOdooLintDatabase(OurAddons, test_index.TestIndex, test_pofile.PotLinter, test_routes.RoutesLinter):
        """Indexes, routes, terms in the database."""

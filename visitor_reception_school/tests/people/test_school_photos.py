import base64
import doctest
import io
import zipfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import photo_zip
from ..common import SchoolCommon

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestSchoolPhotos(SchoolCommon):
    """Photos of pupils from a ZIP: with consent only, and nothing of a ZIP that is not what it should be."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["reception.school.consent"].create(
            {"pupil_id": cls.pupil.id, "guardian_id": cls.mother.id, "purpose": "photo"}
        )

    def _make(self, files, user=None):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return self._upload(buffer.getvalue(), user)

    def _upload(self, data, user=None):
        wizards = self.env["reception.school.photo.import"].with_user(user or self.registrar)
        return wizards.create({"file": base64.b64encode(data)})

    def test_doctests(self):
        self.assertEqual(doctest.testmod(photo_zip).failed, 0)

    def test_only_with_consent(self):
        wizard = self._make({"S001.png": PIXEL, "S002.PNG": PIXEL, "S999.jpg": PIXEL, "__MACOSX/._S001.png": b""})
        wizard.action_read()
        self.assertEqual(
            {line.number: line.status for line in wizard.line_ids},
            {"S001": "ready", "S002": "no_consent", "S999": "unknown"},
        )
        wizard.action_apply()
        self.assertTrue(self.pupil.photo)
        self.assertFalse(self.boarder.photo)

    def test_what_is_refused(self):
        for files, pattern in (
            ({"../S001.png": PIXEL}, "without folders"),
            ({"class/S001.png": PIXEL}, "without folders"),
            ({"/etc/S001.png": PIXEL}, "without folders"),
            ({"S001.exe": PIXEL}, "no pictures"),
            ({"S001.png": PIXEL, "S001.jpg": PIXEL}, "two pictures"),
            ({"S001.png": b"0" * (photo_zip.LARGEST_FILE + 1)}, "Larger than 5 MB"),
        ):
            with self.subTest(pattern, files=list(files)), self.assertRaisesRegex(UserError, pattern):
                self._make(files).action_read()
        with self.assertRaisesRegex(UserError, "no ZIP"):
            self._upload(b"PK what is this").action_read()
        with patch.object(photo_zip, "MOST_FILES", 1), self.assertRaisesRegex(UserError, "more than 1 pictures"):
            self._make({"1.png": PIXEL, "2.png": PIXEL}).action_read()
        with patch.object(photo_zip, "LARGEST_SUM", 1), self.assertRaisesRegex(UserError, "several ZIPs"):
            self._make({"1.png": PIXEL}).action_read()

    def test_a_file_that_is_no_picture_takes_none(self):
        wizard = self._make({"S001.png": b"text"})
        wizard.action_read()
        with self.assertRaisesRegex(UserError, "no picture"):
            wizard.action_apply()
        self.assertFalse(self.pupil.photo)

    def test_the_registrar_alone(self):
        with self.assertRaises(AccessError):
            self._make({"S001.png": PIXEL}, self.teacher)

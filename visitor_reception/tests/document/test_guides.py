import re
from pathlib import Path

import polib

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parents[3]
# words of Odoo itself
ODOO = {"新建"}


@tagged("post_install", "-at_install")
class TestGuides(BaseCase):
    """The guides call things by the words on the screen: a renamed button is renamed there too."""

    def test_words_of_the_guides_are_on_the_screen(self):
        guides = [*sorted((ROOT / "docs/guides").glob("*.md")), ROOT / "README.zh_CN.md"]
        if not guides[0].exists():
            self.skipTest("the add-ons stand here without the repository's guides")
        self.assertGreater(len(guides), 7)
        terms = {entry.msgstr for path in ROOT.glob("*/i18n/zh_CN.po") for entry in polib.pofile(str(path))}
        for guide in guides:
            text = guide.read_text(encoding="utf-8")
            words = {word for quoted in re.findall("“([^”]+)”", text) for word in quoted.split(" > ")}
            with self.subTest(guide=guide.name):
                self.assertLessEqual(words, terms | ODOO)

    def test_links_and_pictures_are_there(self):
        papers = [ROOT / "README.md", ROOT / "README.zh_CN.md", *(ROOT / "docs").glob("**/*.md")]
        for paper in filter(Path.exists, papers):
            for target in re.findall(r'\]\(([^)#]+)\)|src="([^"]+)"', paper.read_text(encoding="utf-8")):
                link = "".join(target)
                if "://" not in link:
                    self.assertTrue((paper.parent / link).exists(), f"{paper.name}: {link}")

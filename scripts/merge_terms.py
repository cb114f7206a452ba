"""Merge each add-on's .pot into its .po files: keep translations, drop unused terms, guess nothing."""

import re
import sys
from pathlib import Path

import polib

DATES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date):.*\n', re.M)


def main(names):
    for name in names:
        folder = Path(name, "i18n")
        pot = folder / f"{name}.pot"
        # dates would change with every export
        pot.write_text(DATES.sub("", pot.read_text()))
        template = polib.pofile(str(pot))
        translations = set(folder.glob("*.po")) | {folder / "zh_CN.po"}
        for path in sorted(translations):
            merge(template, path)


def merge(template, path):
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    merged = polib.POFile(wrapwidth=78)
    merged.header = old.header or template.header
    merged.metadata = {**template.metadata, **old.metadata, "Language": path.stem}
    for entry in template:
        before = known.get((entry.msgctxt, entry.msgid))
        entry = polib.POEntry(**vars(entry))
        if before:
            entry.msgstr, entry.tcomment = before.msgstr, before.tcomment
            entry.flags = sorted({*entry.flags, *before.flags})
        merged.append(entry)
    new = str(merged) + "\n"
    if not path.exists() or path.read_text() != new:
        path.write_text(new)
    print(f"   {path}: {len(merged)} terms, {len(merged.untranslated_entries())} without translation")


if __name__ == "__main__":
    main(sys.argv[1:])

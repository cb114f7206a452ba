"""make lint: the guides say what is there: every label, picture, link and command in them exists."""

import re
import sys

from common import ROOT, addons

LABEL = re.compile(r"\*\*([^*\n]+)\*\*")
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?:^|`)make ([a-z0-9]+)", re.MULTILINE)
TERM = re.compile(r'^msgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)', re.MULTILINE)


def labels():
    """All Chinese words of our screens."""
    found = set()
    for name in addons():
        for match in TERM.finditer((ROOT / name / "i18n/zh_CN.po").read_text()):
            found.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', match[1])))
    return found


def problems():
    known = labels() | {"新建", "设置", "技术", "电子邮件"}  # Odoo's own
    commands = set(re.findall(r"[a-z0-9]+", (ROOT / "Makefile").read_text()))
    for path in [ROOT / "README.md", ROOT / "README.zh_CN.md", *sorted(ROOT.glob("docs/**/*.md"))]:
        text = path.read_text()
        inner = path.relative_to(ROOT)
        for link in LINK.findall(text):
            if not link.startswith(("http", "#")) and not (path.parent / link.split("#")[0]).exists():
                yield f"{inner}: {link} does not exist"
        for command in COMMAND.findall(text):
            if command not in commands:
                yield f"{inner}: make {command} is no command"
        if "guides" in path.parts or path.name == "README.zh_CN.md":
            yield from (f"{inner}: no screen says {label}" for label in LABEL.findall(text) if label not in known)


def main():
    found = list(problems())
    print("\n".join(found) or "the guides agree with the screens")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()

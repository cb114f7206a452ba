"""make clauses: which clause of the policy is implemented where, and which tests hold it.

    clauses.py [PART ...]    parts narrow the table; a gap in a named part is a failure

The lists of clauses are data of the add-ons and never evidence; the rest is read from code and tests. An enforceable
clause (kind E) is tested when a test's name (test_1_6_1_2_...) or docstring carries its code.
"""

import ast
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
LISTS = sorted(ROOT.glob("*/data/**/*_clause_data.xml"))
ROOMS = {"models", "data", "wizard", "report", "controllers", "views", "security", "tools", "static"}
TEXT = {".py", ".xml", ".csv", ".js"}


def clauses():
    """The records of reception.clause of all add-ons, as [(code, kind)] in the order of the files."""
    for path in LISTS:
        for record in ElementTree.parse(path).iter("record"):
            if record.get("model") == "reception.clause":
                values = {field.get("name"): (field.text or "").strip() for field in record.iter("field")}
                yield values["code"], values["kind"].upper()


def sources():
    """The files that implement: {path below the root: {code}}."""
    found = {}
    for manifest in ROOT.glob("*/__manifest__.py"):
        for path in sorted(manifest.parent.rglob("*")):
            room = path.relative_to(manifest.parent).parts[0]
            if room in ROOMS and path.suffix in TEXT and "tests" not in path.parts and path not in LISTS:
                found[path.relative_to(ROOT)] = mentioned(path.read_text())
    return found


def tests(codes):
    """The clauses that tests carry: {module.method: {code}}."""
    names = {"_".join(re.findall(r"\w+", code)).lower(): code for code in codes}
    found = {}
    for path in sorted(ROOT.glob("*/tests/**/test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                words = node.name.split("_")[1:]
                prefixes = ["_".join(words[:end]) for end in range(len(words), 0, -1)]
                longest = next((names[prefix] for prefix in prefixes if prefix in names), None)
                carried = mentioned(ast.get_docstring(node) or "") | {longest}
                found[f"{path.stem}.{node.name}"] = carried
    return found


def mentioned(text):
    """The codes in a text as whole tokens: 1-6.1 is neither in 1-6.1.2 nor in 11-6.1; P1-34 is a preset's."""
    return set(re.findall(r"(?<![\w.-])(?:P\d(?:-\d+)?|\d-\d+(?:\.\d+)*[a-z]?)(?![\w-])", text))


def main(parts):
    known = list(clauses())
    files, methods = sources(), tests([code for code, _kind in known])
    rows = [row for row in known if not parts or row[0].split("-")[0] in parts]
    gaps = []
    tested = enforceable = 0
    print("clause       kind implemented in | tests")
    for code, kind in rows:
        where = [str(path) for path, codes in files.items() if code in codes]
        held_by = [name for name, codes in methods.items() if code in codes]
        print(f"{code:<12} {kind:<4} {', '.join(where) or '-'} | {', '.join(held_by) or '-'}")
        if kind == "E":
            enforceable += 1
            tested += bool(held_by)
            gaps += [] if held_by else [code]
    if gaps:
        print(f"\nwithout a test: {' '.join(gaps)}")
    print(f"{tested} of {enforceable} enforceable clauses tested")
    strict = parts or os.environ.get("STRICT")
    return 1 if strict and (gaps or not enforceable) else 0


if __name__ == "__main__":
    if not LISTS:
        sys.exit("error: no add-on has a list of clauses")
    sys.exit(main(sys.argv[1:]))

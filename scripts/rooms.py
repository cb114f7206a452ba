"""make rooms: the rooms of each add-on, what they are for, how large they are, and which rooms they know.

    rooms.py            prints the rooms of each add-on
    rooms.py --check    for ``make lint``: fails on an arrow that the rooms' docstrings do not allow

A room is a folder of ``models/``; the docstring of its ``__init__.py`` says what it is for and ends with
``May know: ...``. Arrows are read from Python imports, names of models in Python and XML, references between XML
records, and imports of JavaScript.
"""

import ast
import collections
import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("models", "wizard", "report", "controllers", "views", "security", "data", "static/src")
LONGEST = 400  # lines of a Python file outside tests
MAY_KNOW = re.compile(r"May know: (?P<rooms>[^.]*)\.")
MODEL = re.compile(r"[a-z][a-z_]*(?:\.[a-z_]+)+\Z")
IMPORT_JS = re.compile(r"from \"@(?P<addon>\w+)/(?P<path>[^\"]+)\"")
REFERENCE = re.compile(r"%\((?P<xmlid>[\w.]+)\)d")


class Arrow(NamedTuple):
    """One place that knows something of another room."""

    source: str
    target: str
    path: Path
    what: str


class House:
    """The rooms of one add-on."""

    def __init__(self, folder):
        self.folder = folder
        self.purposes, self.known = {}, {}
        for init in sorted(folder.glob("models/*/__init__.py")):
            text = " ".join((ast.get_docstring(ast.parse(init.read_text())) or "").split())
            room, allowed = init.parent.name, MAY_KNOW.search(text)
            self.purposes[room] = MAY_KNOW.sub("", text).strip()
            words = re.findall(r"\w+", allowed["rooms"]) if allowed else ()
            self.known[room] = {word for word in words if (folder / "models" / word).is_dir()} if allowed else None
        self.models, self.xmlids = {}, {}
        for path in self.files("*.py"):
            self._note_models(path)
        for path in self.files("*.xml"):
            for found in re.finditer(r"<(?:record|template|menuitem)\b[^>]*?\bid=\"(?P<id>\w+)\"", path.read_text()):
                self.xmlids.setdefault(found["id"], self.room(path))

    def files(self, pattern):
        """The files of the rooms that match, in order."""
        return [
            path
            for kind in KINDS
            for path in sorted((self.folder / kind).rglob(pattern))
            if self.room(path) in self.purposes
        ]

    def room(self, path):
        """The room a file stands in: the folder below its kind."""
        parts = path.relative_to(self.folder).parts
        return parts[2] if parts[0] == "static" else parts[1]

    def _note_models(self, path):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                values = {
                    getattr(one.targets[0], "id", None): one.value for one in node.body if isinstance(one, ast.Assign)
                }
                name = getattr(values.get("_name"), "value", None)
                # a model of Odoo that gets a mixin repeats its name
                if name and repr(name) not in ast.unparse(values.get("_inherit", ast.Constant(None))):
                    self.models[name] = self.room(path)

    def order(self):
        """The rooms from the ground up."""
        return sorted(self.purposes, key=lambda room: (len(self.known[room] or ()), room))

    # -- arrows ----------------------------------------------------------------------------------

    def arrows(self):
        """Every place where a room knows another."""
        for path in self.files("*.py"):
            yield from self._arrows(path, self._python(path))
        for path in self.files("*.xml"):
            yield from self._arrows(path, self._xml(path))
        for path in self.files("*.js"):
            found = IMPORT_JS.finditer(path.read_text())
            names = [(one["path"].split("/")[0], one["path"]) for one in found if one["addon"] == self.folder.name]
            yield from self._arrows(path, names)

    def _arrows(self, path, targets):
        source = self.room(path)
        for target, what in targets:
            if target in self.purposes and target != source:
                yield Arrow(source, target, path.relative_to(ROOT), what)

    def _python(self, path):
        """What a Python file names, as (room, what)."""
        docstrings = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                docstrings.add(ast.get_docstring(node, clean=False))
            if isinstance(node, ast.ImportFrom) and node.level > 1:
                yield self._imported(path, node), f"import {node.module}"
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in docstrings:
                yield self._named(node.value), node.value

    def _imported(self, path, node):
        parts = path.relative_to(self.folder).parts[: -node.level]
        return [*parts, *(node.module or "").split("."), ""][1]

    def _named(self, text):
        """The room of a model, or of an external id, that a string names; None for another text."""
        if not MODEL.match(text):
            return None
        addon, _dot, xmlid = text.partition(".")
        return self.models.get(text) or (self.xmlids.get(xmlid) if addon == self.folder.name else None)

    def _xml(self, path):
        """What an XML file names, as (room, what)."""
        text = path.read_text()
        for found in re.finditer(r"=\"(?P<value>[\w.]+)\"|>(?P<text>[\w.]+)<", text):
            yield self._named(found["value"] or found["text"]), found[0]
        references = re.finditer(r"\b(?:ref|inherit_id|action|parent)=\"(?P<xmlid>[\w.]+)\"", text)
        for found in [*references, *REFERENCE.finditer(text)]:
            name = found["xmlid"].removeprefix(f"{self.folder.name}.").removeprefix("model_")
            yield self.xmlids.get(name) or self.models.get(name.replace("_", ".")), found[0]

    # -- results ---------------------------------------------------------------------------------

    def problems(self):
        """What a reader of the house would stumble over, as texts."""
        for room, known in self.known.items():
            if known is None:
                yield f"{self.folder.name}/models/{room}/__init__.py: its docstring does not say 'May know: ...'"
        strays = [path for path in sorted((self.folder / "models").glob("*.py")) if path.name != "__init__.py"]
        yield from (f"{path.relative_to(ROOT)}: belongs into a room" for path in strays if self.purposes)
        for path in sorted(self.folder.rglob("*.py")):
            lines = len(path.read_text().splitlines())
            if lines > LONGEST and "tests" not in path.parts:
                yield f"{path.relative_to(ROOT)}: {lines} lines, at most {LONGEST}"
        for arrow in self.arrows():
            if arrow.target not in (self.known[arrow.source] or ()):
                yield f"{arrow.path}: {arrow.source} must not know {arrow.target} ({arrow.what})"

    def show(self):
        """Print each room with its files and lines, purpose and arrows."""
        arrows = collections.defaultdict(collections.Counter)
        for arrow in self.arrows():
            arrows[arrow.source][arrow.target] += 1
        print(f"\n{self.folder.name}")
        for room in self.order():
            paths = [path for path in self.files("*") if path.is_file() and self.room(path) == room]
            paths = [path for path in paths if path.suffix in (".py", ".xml", ".js", ".scss")]
            lines = sum(len(path.read_text().splitlines()) for path in paths)
            print(f"  {room:<16} {len(paths):>3} files {lines:>6} lines   {self.purposes[room]}")
            known = ", ".join(f"{target} ({times})" for target, times in sorted(arrows[room].items()))
            print(f"  {'':<16} knows {known or 'nothing of ours'}")


def main(arguments):
    houses = [House(path.parent) for path in sorted(ROOT.glob("*/__manifest__.py"))]
    if "--check" not in arguments:
        for house in houses:
            house.show()
        return 0
    problems = [*dict.fromkeys(problem for house in houses for problem in house.problems())]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Functions, classes and constants of modules that neither their module nor another one uses.

    python tests/house/unused.py     lists them; exits with 1 where there is one

vulture compares names alone, so what bears the name of something used passes it. This resolves
imports: a module's name is used where the module reads it outside its own definition, where
another module imports it, or reads it by the imported module's name. What stands below a
decorator is left to vulture, since a decorator may hand it to a framework.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeGuard

READ = ("bot", "bench", "docs", "training")
"""Folders whose code counts as a use; the first is the one that is judged."""
NOT_JUDGED = "migrations"
ALLOWED = {
    "__all__": "type checkers and `import *` read it",
    "migrate_down": "tests of the migrations go down and up again with it",
    "prune": "bot/store/pruning.py goes over the modules that have one",
}
"""Names that are used in a way that cannot be seen, and by whom."""
ALL = "*"

Module = tuple[Path, ast.Module]
Use = tuple[str, str]
"""A module, and a name in it."""


def unused(root: Path) -> list[str]:
    """ "path:line name", in the order of the files."""
    modules = dict(_modules(root))
    used = {use for name in modules for use in _uses(name, modules)}
    return [
        f"{path.relative_to(root)}:{line} {name}"
        for module, (path, tree) in modules.items()
        if path.is_relative_to(root / READ[0]) and NOT_JUDGED not in path.parts
        for name, line in _defined(tree)
        if name not in ALLOWED and not used & {(module, name), (module, ALL)}
    ]


def _modules(root: Path) -> Iterator[tuple[str, Module]]:
    for folder in READ:
        for path in sorted((root / folder).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield name, (path, ast.parse(path.read_text("utf-8")))


def _defined(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in tree.body:
        if not getattr(node, "decorator_list", None) or isinstance(node, ast.ClassDef):
            yield from ((name, node.lineno) for name in _names(node))


def _names(node: ast.stmt) -> set[str]:
    """What a statement of a module defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return {n.id for target in targets for n in ast.walk(target) if _stored(n)}


def _stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _uses(name: str, modules: Mapping[str, Module]) -> Iterator[Use]:
    """What a module uses: of itself, and of those it imports."""
    tree = modules[name][1]
    called: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in modules:
                    called[alias.asname or alias.name] = whole
                else:
                    yield node.module, alias.name
        elif isinstance(node, ast.Import):
            called |= {alias.asname or alias.name: alias.name for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            # A row that names what is loaded when it is asked for: "module" or "module:name".
            module, _, attribute = node.value.partition(":")
            yield module, attribute or ALL
        elif isinstance(node, ast.Attribute):
            of = ast.unparse(node.value)
            yield called.get(of, of), node.attr
    yield from ((name, used) for used in _used_inside(tree))


def _used_inside(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        own = _names(node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and not _stored(inner) and inner.id not in own:
                yield inner.id


if __name__ == "__main__":
    found = unused(Path(__file__).parents[2])
    print("\n".join(found) or "Everything is used.")
    sys.exit(1 if found else 0)

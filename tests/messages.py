"""Finds every string that goes through gettext, without gettext's own tools.

So a stale catalogue is found on any machine. Templates are turned into pseudo-Python by Django,
as makemessages does it.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "articles", "comments")
# Function name → (position of the context or None, position of the message).
CALLS = {
    "_": (None, 0),
    "gettext": (None, 0),
    "gettext_lazy": (None, 0),
    "gettext_noop": (None, 0),
    "ngettext": (None, 0),
    "ngettext_lazy": (None, 0),
    "pgettext": (0, 1),
    "pgettext_lazy": (0, 1),
    "npgettext": (0, 1),
    "npgettext_lazy": (0, 1),
}
_LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_IN_TEMPLATE = re.compile(
    rf"\b(n?)(p?)gettext\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})?|\b_\({_LITERAL}", re.S
)

Message = tuple[str | None, str]  # context, message


def in_sources() -> set[Message]:
    """Every message of the Python modules and the templates."""
    found: set[Message] = set()
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            found.update(_in_python(path.read_text(encoding="utf-8")))
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix in {".html", ".txt", ".xml"}:
            found.update(_in_template(path.read_text(encoding="utf-8")))
    return found


def _in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            if name in CALLS:
                context_at, message_at = CALLS[name]
                texts = [_constant(argument) for argument in node.args]
                if len(texts) > message_at and texts[message_at] is not None:
                    context = texts[context_at] if context_at is not None else None
                    yield context, texts[message_at]


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _in_template(source: str) -> Iterator[Message]:
    for match in _IN_TEMPLATE.finditer(templatize(source)):
        _plural, has_context, first, second, plain = match.groups()
        if plain:
            yield None, ast.literal_eval(plain)
        elif has_context:
            yield ast.literal_eval(first), ast.literal_eval(second)
        else:
            yield None, ast.literal_eval(first)

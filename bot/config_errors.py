"""What is wrong with a setting, in plain words: where it was given, what was given, what may be.

A setting `a.b` of the file is MUJAZ_A__B in the environment and perhaps an option of the command.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo

_PREFIX = "MUJAZ_"
_LONGEST_VALUE = 60
_ADDRESS = "a web address, such as https://example.org/v1"
"""The settings with a pattern are the addresses of servers."""
_FIELD = re.compile(r'field "(\w+)"')


def explain(
    error: Exception, model: type[BaseModel], path: Path, overrides: Mapping[str, Any]
) -> str:
    """One sentence or two for each thing that is wrong, one after the other.

    `path`: the settings file; `overrides`: what the command line set, by section.
    """
    if not isinstance(error, ValidationError):
        return _unread_variable(error, model)
    file = _contents(path)
    told = [_told(problem, model, path, file, overrides) for problem in error.errors()]
    return " ".join(dict.fromkeys(told))


def _unread_variable(error: Exception, model: type[BaseModel]) -> str:
    """pydantic-settings names the section only, and reads lists and whole sections as JSON."""
    found = _FIELD.search(str(error))
    section = _PREFIX + (found[1].upper() if found else "")
    for name, given in os.environ.items():
        if name.upper().startswith(section + "__"):
            loc = tuple(name.lower().removeprefix(_PREFIX.lower()).split("__"))
            _, field = _field(model, loc)
            if field and get_origin(field.annotation) is tuple and not _is_json(given):
                shown = _shown(given, field)
                return f"The variable {name} is {shown}, but must be {allowed(field)}."
    return (
        f"The variable {section} cannot be read. Set the parts of a section one by one, as "
        f"{_PREFIX}SUMMARY__POINTS=3 does."
    )


def strange_variables(model: type[BaseModel]) -> list[str]:
    """A sentence for each variable that begins as ours do and sets nothing.

    Inside a known section a wrong name is an error (`explain`). Outside they are told and no
    more: other programs set variables too, as Kubernetes sets MUJAZ_PORT for a service "mujaz".
    """
    ours = (f"{_PREFIX}CONFIG", f"{_PREFIX}SECRETS")
    known = [*_names(model, _PREFIX), *ours]
    told = []
    for name in sorted(os.environ):
        upper = name.upper()
        section = upper.removeprefix(_PREFIX).partition("__")[0]
        if not upper.startswith(_PREFIX) or section.lower() in model.model_fields:
            continue
        if upper not in ours:
            told.append(f"The variable {name} sets nothing.{_nearest(upper, known)}")
    return told


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """The variable of every setting."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _names(inner, f"{prefix}{name.upper()}__")
        else:
            yield prefix + name.upper()


def _nearest(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), 1, 0.75)
    return f" Is {close[0]} meant?" if close else ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _told(
    problem: Any, model: type[BaseModel], path: Path, file: Any, overrides: Mapping[str, Any]
) -> str:
    loc = tuple(part for part in problem["loc"] if isinstance(part, str))
    where = _where(loc, path, file, overrides)
    section, field = _field(model, loc)
    if field is None:
        names = ", ".join(section.model_fields)
        inside = f"[{'.'.join(loc[:-1])}] has" if len(loc) > 1 else "there are"
        near = _nearest(loc[-1], section.model_fields)
        return f"{where} is no setting of Mujaz: {inside} {names}.{near}"
    given = _shown(problem["input"], field)
    if problem["type"] == "value_error":
        # A rule of ours, in the words of whoever wrote it.
        secret = field.annotation is SecretStr
        wrong = "cannot be used" if secret else f"is {given}"
        return f"{where} {wrong}: {problem['ctx']['error']}."
    if problem["type"] == "string_pattern_mismatch":
        return f"{where} is {given}, but must be {_ADDRESS}."
    if problem["type"] in ("string_too_short", "too_short"):
        return f"{where} must not be empty."
    return f"{where} is {given}, but must be {allowed(field)}."


def _where(loc: tuple[str, ...], path: Path, file: Any, overrides: Mapping[str, Any]) -> str:
    setting = ".".join(loc)
    if _holds(overrides, loc):
        return f"{setting}, as the command set it,"
    variables = ["__".join(loc[: n + 1]).upper() for n in reversed(range(len(loc)))]
    known = {name.upper(): name for name in os.environ if os.environ[name]}
    for variable in variables:
        if _PREFIX + variable in known:
            return f"The variable {known[_PREFIX + variable]}"
    return f"{setting} in {path}" if _holds(file, loc) else setting


def _holds(values: Any, loc: tuple[str, ...]) -> bool:
    for part in loc:
        if not isinstance(values, Mapping) or part not in values:
            return False
        values = values[part]
    return True


def _contents(path: Path) -> Any:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _field(
    model: type[BaseModel], loc: tuple[str, ...]
) -> tuple[type[BaseModel], FieldInfo | None]:
    """The setting at `loc`, and the section it stands in; None where there is no such setting."""
    field: FieldInfo | None = None
    for part in loc:
        inner = field.annotation if field else None
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            model = inner
        field = model.model_fields.get(part)
        if field is None:
            break
    return model, field


def _shown(value: object, field: FieldInfo) -> str:
    if field.annotation is SecretStr or isinstance(value, SecretStr):
        return "something else"
    text = repr(value) if isinstance(value, (list, dict, tuple)) else str(value)
    text = text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
    return f"“{text}”"


def allowed(field: FieldInfo) -> str:
    """What a setting may be, in words: "a whole number from 1 to 20"."""
    kind = _kind(field.annotation)
    lowest = next((limit.ge for limit in field.metadata if hasattr(limit, "ge")), None)
    highest = next((limit.le for limit in field.metadata if hasattr(limit, "le")), None)
    if lowest is not None and highest is not None:
        return f"{kind} from {lowest} to {highest}"
    if lowest is not None:
        return f"{kind} of {lowest} or more"
    return kind if highest is None else f"{kind} of {highest} at most"


_KINDS: dict[object, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    Path: "a path",
    SecretStr: "text",
}


def _kind(annotation: Any) -> str:
    if annotation in _KINDS:
        return _KINDS[annotation]
    inner = [one for one in get_args(annotation) if one not in (type(None), Ellipsis)]
    origin = get_origin(annotation)
    if inner and all(get_origin(one) is Literal for one in inner):
        # Two lists of values, one after the other.
        inner = [value for one in inner for value in get_args(one)]
        origin = Literal
    if origin is Literal:
        return "one of " + ", ".join(map(str, inner))
    if origin in (Union, UnionType) and len(inner) == 1:
        return _kind(inner[0])
    if origin is tuple:
        if inner[0] is int:
            return "a list of whole numbers, such as [1, 2]"
        return 'a list of texts, such as ["one", "two"]'
    return "a section, with its settings below it"

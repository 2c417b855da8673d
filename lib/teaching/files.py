"""Room: teaching. Plain YAML files that people write by hand, read into checked values; errors name the line."""

from __future__ import annotations

from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from lib.models.errors import UserError
from lib.runs.limits import TEXT
from lib.runs.sentences import shown

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = TEXT * 10**6
_DEEP = 20
_MOST_EVENTS = 20_000
"""Values, names, and beginnings and ends of lists; a file that people write has some hundreds."""
_LONGEST_NUMBER = 100
"""Letters of a number: 1:59:59:59 and so on for long takes a minute to be reckoned."""
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TYPED = tuple(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))


def read(text: str | bytes, model: type[Model], name: str) -> Model:
    """A file's text as a checked value.

    Args:
        text: YAML (JSON is YAML too): mappings, lists and plain values. Anchors, aliases and tags are refused.
        model: what it has to be.
        name: how to call the file in an error, e.g. its name.

    Raises:
        UserError: one sentence that names the line and says what to do.
    """
    root = _composed(text, name)
    try:
        return model.model_validate(_plain(root, name))
    except ValidationError as error:
        first = error.errors()[0]
        line = _line_of(root, first["loc"])
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ").rstrip(".")
        where = f" {place!r}" if place else ""
        raise UserError(
            f"{name}, line {line}:{where} {said[:1].lower()}{said[1:]}; change it and load it again."
        ) from None


def _composed(text: str | bytes, name: str) -> yaml.Node:
    """The nodes of the one document that a file holds."""
    if len(text) > MAX_BYTES:
        raise UserError(f"{name} is larger than {TEXT} MB: no such file needs to be; take another one.")
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        _refuse_tricks(decoded, name)
        root = yaml.compose(decoded, _LOADER)
    except UserError:
        raise
    except UnicodeDecodeError:
        raise UserError(f"{name} isn't a text in UTF-8; save it as such, or take another file.") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f", line {mark.line + 1}" if mark else ""
        raise UserError(f"{name}{line}: this isn't YAML ({error.problem or error.context}); mend that line.") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UserError(f"{name} isn't YAML ({str(error).splitlines()[0][:80]}); take another file.") from None
    if root is None:
        raise UserError(f"{name} is empty; write something into it.")
    return root


def _refuse_tricks(text: str, name: str) -> None:
    """Names that repeat a value can make a short file endless, and so can depth: seen before anything is built."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, _LOADER)):
        line = event.start_mark.line + 1
        if count > _MOST_EVENTS:
            raise UserError(f"{name}, line {line}: there is more in it than such a file needs; take another one.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UserError(f"{name}, line {line}: names with & and * aren't read here; write the value out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEP:
            raise UserError(f"{name}, line {line}: this goes deeper than {_DEEP} levels; make it flatter.")


def _plain(node: yaml.Node, name: str) -> Any:
    """Plain values out of nodes; a key that stands twice is an error, not a silent choice. Dates stay texts."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, name) for child in node.value]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise UserError(f"{name}, line {key.start_mark.line + 1}: a name must be plain text.")
            if key.value in found:
                raise UserError(f"{name}, line {key.start_mark.line + 1}: {shown(key.value)} stands here twice.")
            found[key.value] = _plain(value, name)
        return found
    try:
        if len(node.value) > _LONGEST_NUMBER and node.tag in _TYPED:
            raise ValueError("too long")
        return yaml.constructor.SafeConstructor().construct_object(node) if node.tag in _TYPED else node.value
    except (yaml.YAMLError, ValueError, OverflowError):
        raise UserError(f"{name}, line {line}: can't read this value; put it in quotes.") from None


def _line_of(root: yaml.Node, location: tuple[int | str, ...]) -> int:
    """The line, from 1, of the deepest node on the way to a place."""
    node, line = root, root.start_mark.line + 1
    for part in location:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
    return line

"""Room: draw. The recipes inside an exported file, as text: one as it is, several in one object with their names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from lib.draw.studio.options import Export
from lib.runs.recipe import Recipe, to_json


def note(recipes: Sequence[Recipe], look: Export) -> str:
    """The JSON of one recipe, or {"recipes": [...], "look": {...}}: the names over the runs, the size and all else."""
    if len(recipes) == 1:
        return to_json(recipes[0])
    chosen = json.dumps(look.model_dump(mode="json", exclude={"kind"}, exclude_defaults=True), ensure_ascii=False)
    return '{"recipes": [\n' + ",\n".join(to_json(recipe) for recipe in recipes) + f'\n], "look": {chosen}}}'


def on_one_line(text: str) -> str:
    """The same JSON without line breaks, for a comment in a table."""
    return json.dumps(json.loads(text), ensure_ascii=False)


def xmp(text: str) -> bytes:
    """An XMP packet around a text, as WebP files carry it."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:steps="urn:diffusion-step-by-step">'
        f"<steps:recipe>{escape(text, quote=False)}</steps:recipe></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()

"""The endpoint described for people, from its OpenAPI text: no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import Any

_HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Mujaz: push articles</title>'
    '<meta name="viewport" content="width=device-width"><style>body{font:1rem/1.5 system-ui;'
    "max-width:46rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;vertical-align:top;"
    "padding:.2rem .8rem .2rem 0}pre{overflow:auto;background:#8882;padding:.8rem}</style>"
)
_EXAMPLE = """curl -H "Authorization: Bearer $TOKEN" --json '{
  "key": "a-1", "title": "...", "text": "...", "link": "https://example.org/news/1"
}' HERE/articles"""


def page(openapi: dict[str, Any]) -> str:
    """The page of `GET /`."""
    parts = [f"<h1>{escape(openapi['info']['title'])}</h1>"]
    parts.append(f"<p>{escape(openapi['info']['description'])}</p><pre>{escape(_EXAMPLE)}</pre>")
    for path, methods in openapi["paths"].items():
        for method, told in methods.items():
            parts.append(f"<h2>{method.upper()} {escape(path)}</h2>")
            parts.append(f"<p>{escape(told['summary'])}. {escape(told.get('description', ''))}</p>")
            if "requestBody" in told:
                parts.append(_fields(told["requestBody"]["content"]["application/json"]["schema"]))
            parts.append(_answers(told["responses"]))
    parts.append('<p>For machines: <a href="openapi.json">openapi.json</a></p>')
    return _HEAD + "".join(parts)


def _fields(schema: dict[str, Any]) -> str:
    one = schema["anyOf"][0]
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(field.get('description', ''))}</td>"
        for name, field in one["properties"].items()
    )
    return f"<p>{escape(one['description'])}</p><table>{rows}</table>"


def _answers(responses: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(status)}</td><td>{escape(told['description'])}</td>"
        for status, told in responses.items()
    )
    return f"<table>{rows}</table>"

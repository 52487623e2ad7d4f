"""The documentation of the interface: the OpenAPI document, and a page made from it.

The page is HTML without scripts and without anything from elsewhere, so that it works offline.
"""

import json
from html import escape
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse

from assistant.access.gate import COOKIE

__all__ = ["add_manual"]

_SECURITY = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "在 /login 登录后的会话；只在本机用、没有设用户时不要",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "令牌，用 policykb users token 生成",
    },
}
_OPEN = ("/healthz", "/readyz")
_STYLE = """
:root{color-scheme:light dark}body{font:16px/1.7 system-ui,sans-serif;margin:0 auto;max-width:60rem;
padding:1.5rem}h2{border-bottom:1px solid #8888;margin-top:2.5rem}h3{margin-bottom:.3rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:#8882;padding:.8rem;
overflow:auto}table{border-collapse:collapse;width:100%}th,td{border:1px solid #8888;
padding:.3rem .6rem;text-align:left;vertical-align:top}summary{cursor:pointer}
"""


def add_manual(app: FastAPI) -> None:
    """Put /api/docs into an app, and the security schemes into its OpenAPI document."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = get_openapi(
                title=app.title, version=app.version, summary=app.summary, routes=app.routes
            )
            found.setdefault("components", {})["securitySchemes"] = _SECURITY
            found["security"] = [{}, {"cookie": []}, {"bearer": []}]
            for path in _OPEN:
                for operation in found["paths"].get(path, {}).values():
                    operation["security"] = []
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]

    @app.get("/api/docs", include_in_schema=False)
    def manual() -> HTMLResponse:
        return HTMLResponse(_page(document()))


def _page(document: dict[str, Any]) -> str:
    groups: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = next(iter(operation.get("tags", ())), "其他")
            groups.setdefault(tag, []).append(_operation(document, path, method, operation))
    body = "".join(f"<h2>{escape(tag)}</h2>{''.join(parts)}" for tag, parts in groups.items())
    access = "".join(
        f"<li><code>{escape(name)}</code>：{escape(str(scheme['description']))}</li>"
        for name, scheme in _SECURITY.items()
    )
    title = f"{document['info']['title']} {document['info']['version']} 接口说明"
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1>"
        '<p>机器可读的说明：<a href="openapi.json">openapi.json</a>。'
        "MCP 在 <code>/mcp</code>（streamable HTTP）。</p>"
        f"<p>身份：</p><ul>{access}</ul>{body}</main></body></html>"
    )


def _operation(document: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        _row(each["name"], each["schema"], each.get("description"), required=each["required"])
        for each in operation.get("parameters", ())
    )
    body, example = "", None
    for media, content in operation.get("requestBody", {}).get("content", {}).items():
        schema = _resolved(document, content.get("schema", {}))
        wanted = schema.get("required", ())
        rows += "".join(
            _row(name, each, each.get("description"), required=name in wanted)
            for name, each in schema.get("properties", {}).items()
        )
        example = next(iter(schema.get("examples", ())), None)
        body = f"<p>请求体：<code>{escape(media)}</code></p>"
    table = (
        f"<table><thead><tr><th>名称</th><th>类型</th><th>说明</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        if rows
        else ""
    )
    answers = "".join(
        f"<li><code>{escape(code)}</code> {escape('、'.join(answer.get('content', {'无内容': 0})))}"
        f"{_schema_of(document, answer)}</li>"
        for code, answer in operation["responses"].items()
    )
    return (
        f"<section><h3><code>{method.upper()} {escape(path)}</code></h3>"
        f"<p><strong>{escape(operation.get('summary', ''))}</strong> "
        f"{escape(operation.get('description', ''))}</p>{body}{table}"
        f"{_called(path, method, example)}"
        f"<details><summary>返回</summary><ul>{answers}</ul></details></section>"
    )


def _row(name: str, schema: dict[str, Any], description: str | None, *, required: bool) -> str:
    told = f"{description or ''}{'（必填）' if required else ''}"
    return (
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(_type(schema))}</td>"
        f"<td>{escape(told)}</td></tr>"
    )


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    kind = str(schema.get("type", "任意"))
    return f"{kind} 的列表：{_type(schema['items'])}" if "items" in schema else kind


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema
    if "$ref" in schema:
        found = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def _schema_of(document: dict[str, Any], answer: dict[str, Any]) -> str:
    schemas = [each.get("schema", {}) for each in answer.get("content", {}).values()]
    schema = schemas[0] if schemas else {}
    schema = _resolved(document, schema.get("items", schema))
    if not schema.get("properties"):
        return ""
    return "：" + "、".join(f"<code>{escape(name)}</code>" for name in schema["properties"])


def _called(path: str, method: str, example: Any) -> str:
    if example is None:
        return ""
    given = json.dumps(example, ensure_ascii=False)
    line = (
        f"curl -X {method.upper()} 服务地址{path} -H 'Content-Type: application/json' -d '{given}'"
    )
    return f"<pre>{escape(line)}</pre>"

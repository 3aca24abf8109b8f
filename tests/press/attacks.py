"""Pages that try to hang, bloat or break a renderer, and one that tries to reach out.

They can't come in through a record, whose text is escaped; they show what holds if a template ever lets one through.
"""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

from mediation.press.fonts import DOCUMENTS

_VARIABLES = "".join(f"--a{n}:{f'var(--a{n - 1}) ' * 10};" for n in range(1, 9))
_USES = "".join(f'<g id="a{n}">{f"""<use href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 9))
BOMBS = {
    "table of 20000 rows": "<table>" + "<tr><td>甲<td>乙</tr>" * 20000 + "</table>",
    "table of 2000 x 200": "<table>" + ("<tr>" + "<td>甲" * 200 + "</tr>") * 2000 + "</table>",
    "blocks 5000 deep": "<div>" * 5000 + "x",
    "inlines 3000 deep": "<b>" * 3000 + "x",
    "tables 40 deep": "<table><tr><td>" * 40 + "x",
    "flex 30 deep": '<div style="display:flex">' * 30 + "x",
    "inline-blocks 30 deep": '<span style="display:inline-block">' * 30 + "x",
    "grids 20 deep": '<div style="display:grid">' * 20 + "x",
    "paragraph of 2 MB": "<p>" + "调解协议书" * 140000,
    "word of 200 kB": "<p style='overflow-wrap:normal'>" + "A" * 200000,
    "colspan of 1e9": "<table><tr><td colspan=1000000000>x<tr><td>y</table>",
    "rowspan of 1e9": "<table><tr><td rowspan=1000000000>x<tr><td>y</table>",
    "variables": f"<style>:root{{--a0:xxxxxxxxxx;{_VARIABLES}}}p::before{{content:'a' var(--a8)}}</style><p>x",
    "tiny pages": "<style>@page{size:20pt 20pt;margin:0}</style>" + "<p>协议" * 3000,
    "svg uses": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><g id="a0">'
    f'<rect width="1" height="1"/></g>{_USES}</defs><use href="#a8"/></svg>',
    "3000 floats": "<div style='float:left;width:49%'>甲</div>" * 3000,
    "100000 rules": "<style>" + "".join(f".c{n} p a b i{{color:red}}" for n in range(100000)) + "</style><p>x",
    "5000 columns": "<div style='columns:5000'>" + "甲" * 20000,
}
HARMLESS = "<p>正常文本</p>" * 50


def reaching_out(url: str) -> str:
    """Return a page that names `url` and local files in every way a page can load something."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="10" height="10">'
        f'<image xlink:href="{url}/svgimg" width="9" height="9"/><style>@import url({url}/svgcss);</style>'
        f'<use href="{url}/svguse#a"/></svg>'
    )
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<base href="{url}/base/"><link rel=stylesheet href="{url}/link.css"><style>@import url({url}/import.css);'
        f"@font-face{{font-family:z;src:url({url}/font.ttf)}}p{{font-family:z,DocFang;background:url({url}/bg.png)}}"
        f"li{{list-style-image:url({url}/li.png)}}p::before{{content:url({url}/content.png)}}</style>"
        f'<link rel=attachment href="file:///etc/passwd"><link rel=attachment href="{url}/att">'
        f'<a rel=attachment href="file:///etc/hostname">x</a><a rel=attachment href="{url}/aatt">x</a>'
        f'<p>x<li>y<img src="{url}/img.png"><img src="file:///etc/passwd"><img src="rel.png">'
        f'<object data="{url}/obj"></object><embed src="{url}/embed"><img srcset="{url}/srcset 2x">'
        f'<img src="data:image/svg+xml;base64,{data}"><svg width="9" height="9"><image href="{url}/inline"/></svg>'
        f'<iframe src="{url}/iframe"></iframe><video poster="{url}/poster"></video><input type=image src="{url}/inp">'
    )


def raw_templates(directory: Path) -> Path:
    """Make a folder of templates whose one document, `raw`, prints `record.html` unescaped; return it."""
    (directory / "raw").mkdir(parents=True)
    (directory / "raw" / "html.j2").write_text("{{ record.html|safe }}", "utf-8")
    shutil.copy(DOCUMENTS / "base.css", directory)
    return directory

"""PDF/A-3a that is PDF/UA-1 too: WeasyPrint declares one standard a file, but the metadata can carry both."""

from __future__ import annotations

import zlib
from typing import Any, Final

import pydyf
from weasyprint import HTML

LEVEL: Final = 6
"""As small as the highest level to one per cent, in half of its time."""

# The PDF/UA claim, and the schema description that PDF/A demands for metadata it doesn't know itself.
_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def write(html: HTML, *, font_config: Any, stylesheets: list[Any], attachments: list[Any]) -> bytes:
    """Lay out the page and return a file that is PDF/A-3a and PDF/UA-1, with the attachments inside.

    The metadata stays uncompressed, so that any tool can read it.
    """
    document = html.render(font_config=font_config, stylesheets=stylesheets, pdf_tags=True)
    metadata = document.metadata
    describe, include = metadata.generate_rdf_metadata, metadata.include_in_pdf

    def describe_both(*args: Any, **options: Any) -> bytes:
        plain: bytes = describe(*args, **options)
        return plain.replace(b"</rdf:RDF>", _CLAIM)

    def include_plain(pdf: Any, variant: Any, version: Any, conformance: Any, compress: bool) -> None:
        include(pdf, variant, version, conformance, compress=False)

    metadata.generate_rdf_metadata, metadata.include_in_pdf = describe_both, include_plain
    options: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "pdf_tags": True, "attachments": attachments}
    pdf: bytes = document.write_pdf(finisher=_compressed, **options)
    return pdf


def _compressed(_: Any, pdf: Any) -> None:
    """Compress every stream once: the library would do it as often as it asks for the data, which is twice."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.compress:
            plain = pydyf.Stream(one.stream).data.split(b"\nstream\n", 1)[1].removesuffix(b"\nendstream")
            one.stream, one.compress = [zlib.compress(plain, LEVEL)], False
            one.extra["Filter"] = "/FlateDecode"

"""What is taken out of a page when it is bound into another file."""

import pikepdf
from pikepdf import Dictionary, Name

from mediation.files import binder


def test_the_fields_of_a_signature_stay_with_the_file_that_was_signed() -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Annots = pikepdf.Array([
            7, Dictionary(Subtype=Name.Widget, FT=Name.Sig), Dictionary(Subtype=Name.Widget, FT=Name.Tx),
            Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI)),
        ])  # fmt: skip

        left = binder._quiet(page).obj.Annots

        left = [one for one in left if one != 7]
        assert [one.Subtype for one in left] == [Name.Widget, Name.Link]
        assert [one.get("/FT") for one in left] == [Name.Tx, None]
        assert "/A" not in left[1]

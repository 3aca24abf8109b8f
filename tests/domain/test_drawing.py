"""A drawn signature is numbers and nothing else."""

import pytest

from mediation.domain import drawing
from mediation.domain.refusals import Refused

GOOD = "90,210 120,80 150,210;105,150 150,140"


def test_lines_are_read_point_by_point() -> None:
    assert drawing.read(GOOD) == (((90, 210), (120, 80), (150, 210)), ((105, 150), (150, 140)))


@pytest.mark.parametrize(
    "text",
    [
        "", " ", ";", "5,5", "5,5 6,6", "0,0 900,301", "901,0 0,0", "1,2 x", "<svg>", "1.5,2 300,2", "-1,2 300,2",
        "10,10 300," + "1" * 5, "٣,٣ 300,300", ";".join(["1,1 900,1"] * 201), "1,1 " * 6_001 + "900,1", "100,1 100,290",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        drawing.read(text)

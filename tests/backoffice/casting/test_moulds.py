from backoffice.casting.moulds import Mould, hole

ICON = "components/icon.html"


def test_mould_is_filled_at_once_or_in_steps():
    mould = Mould.made(ICON, {"name": hole("name"), "label": hole("label"), "size": hole("size")})
    values = {"name": "pin", "label": "<Où>", "size": "lg"}
    whole = mould.filled(values)
    assert "&lt;Où&gt;" in whole
    begun = mould.partly({"label": "<Où>", "absent": "rien"})
    assert len(begun.pieces) < len(mould.pieces)
    assert begun.filled(values) == whole
    assert mould.partly(values).filled({}) == whole

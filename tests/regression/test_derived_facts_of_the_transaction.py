"""Nothing is derived of the transaction: the checker says so, and the way out that it names gives the answer."""

from datetime import date

import pytest

from exportrules import Diagnostics
from exportrules.loading import Rules
from exportrules.text import Source

LAW = """exportrules 1
ruleset eu.m
  title: t
  source: none
  layer union
  checked up to 2030-01-01
fact stock, flow of transaction is quantity in kg
  asks: how much
fact reach{owner} is derived in ratio
  formula stock / flow
measure m
  source: none
  for export
  requires licence when reach at least 2 ratio
"""


def ends(text, **facts):
    case = {"format": "exportrules.case/1", "activity": "export", "facts": facts, "item": {}}
    decision = Rules([Source("m.xr", text)]).decide(case, date(2026, 1, 1))
    return decision.floor.name, decision.ceiling.name


def test_a_derived_fact_of_the_transaction_is_refused():
    with pytest.raises(Diagnostics, match=r"XR304.*nothing is derived"):
        Rules([Source("m.xr", LAW.format(owner=" of transaction"))])


def test_the_way_out_of_it():
    text = LAW.format(owner="")
    assert ends(text, stock="4 kg", flow="2 kg") == ("licence_required", "licence_required")
    assert ends(text, stock="3 kg", flow="2 kg") == ("no_control_found", "no_control_found")
    assert ends(text, stock="3 kg") == ("no_control_found", "licence_required")

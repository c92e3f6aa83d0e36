"""Runs the command line in this process, on the small rules of the tests."""

import io
import json
from pathlib import Path

import attrs
import pytest

from exportrules.cli.main import main

RULES = Path(__file__).resolve().parents[1] / "small" / "rules"
WITHOUT_RULES = frozenset(("check", "format"))


@attrs.frozen
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch):
    """Run a command; `ruled=False` leaves the small rules out, `typed` is what a person types."""

    def call(*arguments, ruled=True, typed=""):
        given = [str(item) for item in arguments]
        if ruled and given[0] not in WITHOUT_RULES:
            given += ["--no-bundled", "--rules", str(RULES)]
        streams = {"stdout": io.BytesIO(), "stderr": io.BytesIO()}
        for name, stream in streams.items():
            monkeypatch.setattr(f"sys.{name}", io.TextIOWrapper(stream, encoding="utf-8", write_through=True))
        monkeypatch.setattr(
            "sys.stdin",
            io.TextIOWrapper(io.BytesIO(typed if isinstance(typed, bytes) else typed.encode()), encoding="utf-8"),
        )
        code = main(given)
        out, err = (stream.getvalue().decode() for stream in streams.values())
        assert "Traceback" not in out + err
        return Run(code, out, err)

    return call


@pytest.fixture
def case_file(tmp_path):
    """Write cases to a file; one case alone, several as a list."""

    def write(*cases, name="cases.json"):
        path = tmp_path / name
        path.write_text(json.dumps(cases[0] if len(cases) == 1 else list(cases), ensure_ascii=False), "utf-8")
        return path

    return write


def case(identifier="", item=None, as_of="2026-03-01", activity="export", **facts):
    """A case as an object; without an identifier or a day those are left out."""
    found = {"format": "exportrules.case/1", "activity": activity, "facts": facts, "item": item or {}}
    if identifier:
        found["id"] = identifier
    if as_of:
        found["as_of"] = as_of
    return found


STRONG = {
    "kind": "amplifier",
    "facts": {"output_power": "80 W", "specially_made_for_broadcast": False},
    "judgements": [{"term": "specially_designed", "value": False}],
}
WEAK = {**STRONG, "facts": {"output_power": "8 W", "specially_made_for_broadcast": False, "radiation_hardened": False}}


@pytest.fixture(scope="session", name="case")
def case_fixture():
    return case


@pytest.fixture(scope="session")
def strong():
    return STRONG


@pytest.fixture(scope="session")
def weak():
    return WEAK


@pytest.fixture(scope="session")
def rules_folder():
    return RULES

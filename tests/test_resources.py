"""The grammar and the law are found in a checkout and in a zipped installation."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from exportrules.errors import ExportRulesError
from exportrules.resources import data_folder, read_at_most, read_lines_at_most

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(("kind", "path"), [("grammar", "exportrules.lark"), ("rulesets", "common/countries.json")])
def test_the_documents_of_the_checkout_are_found(kind, path):
    data = data_folder(kind).joinpath(*path.split("/")).read_bytes()
    assert data == (CHECKOUT / kind / path).read_bytes()


def test_a_folder_that_is_not_shipped_is_one_clear_error():
    with pytest.raises(ExportRulesError) as caught:
        data_folder("scripts")
    assert caught.value.code == "XR950"
    assert caught.value.message == "the installation holds no `scripts` folder"
    assert "install" in caught.value.help


def test_a_zipped_installation_reads_its_own_documents(tmp_path):
    archive = tmp_path / "exportrules.zip"
    source = CHECKOUT / "src" / "exportrules"
    with zipfile.ZipFile(archive, "w") as bundle:
        for module in ("__init__", "errors", "resources"):
            bundle.write(source / f"{module}.py", f"exportrules/{module}.py")
        bundle.writestr("exportrules/rulesets/common/marker.json", "[]")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from exportrules.resources import data_folder\n"
        "print((data_folder('rulesets') / 'common' / 'marker.json').read_text())\n"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-c", program, str(archive)], capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")


def test_no_python_file_lies_among_the_documents():
    # hatchling refuses an editable install otherwise
    for kind in ("grammar", "rulesets"):
        assert not list((CHECKOUT / kind).rglob("*.py"))


@pytest.mark.parametrize(("data", "found"), [(b"", b""), (b"123", b"123"), (b"1234", b"1234"), (b"123456", b"1234")])
def test_a_file_is_read_one_byte_beyond_the_limit(tmp_path, data, found):
    (tmp_path / "a").write_bytes(data)
    assert read_at_most(tmp_path / "a", 3) == found


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"1\n\n2", [b"1\n", b"\n", b"2"]),
        (b"12\n123\n", [b"12\n", b"123\n"]),
        # a line that is too long is cut, and the next one is whole
        (b"12345678\n9\n", [b"1234", b"9\n"]),
        (b"12345678", [b"1234"]),
    ],
)
def test_lines_are_read_one_byte_beyond_the_limit(data, found):
    assert list(read_lines_at_most(BytesIO(data), 3)) == found

"""The batch on Spark, in local mode with the real thing: row for row what one process gives."""

import json
import os
import shutil
import sys
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
pytest.importorskip("pandas")
if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
    pytest.skip("no Java on this machine", allow_module_level=True)

from exportrules import load
from exportrules.batch import decide_many
from exportrules.batch.spark import decide_frame
from exportrules.batch.table import case_of
from exportrules.loading import Rules, read_folder
from exportrules.logic import truth_name

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "property"), str(ROOT / "tests" / "reference")]

from small_laws import DAYS, random_case  # noqa: E402
from test_meaning import make  # noqa: E402

SMALL = ROOT / "tests" / "small" / "rules"
ORDERS = json.loads((ROOT / "rulesets" / "examples" / "orders.json").read_text("utf-8"))
COUNTRIES = ("US", "CN", "IN", "CH", "RU", "BR", "XX")
COLUMNS = (
    "id string, activity string, as_of string, `facts.end_user_country` string, `item.kind` string, "
    "`item.facts.output_power` string, `item.facts.radiation_hardened` boolean"
)


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def rows():
    kinds = ("mmic_amplifier", "amplifier", "fpga", None, "unheard_of")
    powers = ("10 W", "75 W", "80 W", None)
    for place in range(60):
        hardened = None if place % 3 else bool(place % 2)
        country = ("US", "KP", "DE")[place % 3]
        yield (f"line-{place}", "export", "2026-03-01", country, kinds[place % 5], powers[place % 4], hardened)


@pytest.mark.filterwarnings("ignore")
def test_spark_gives_what_one_process_gives(spark):
    rules = Rules(read_folder(SMALL))
    names = [part.strip().split(" ")[0].strip("`") for part in COLUMNS.split(",")]
    frame = spark.createDataFrame(list(rows()), COLUMNS).coalesce(2)
    found = {row["id"]: row for row in decide_frame(rules, frame, details=True).collect()}
    cases = [case_of(dict(zip(names, row, strict=True))) for row in rows()]
    assert len(found) == len(cases)
    for item in decide_many(rules, cases, details=True):
        row = found[item.identifier]
        assert (row["floor"] or "", row["ceiling"] or "", row["error"] or "") == (item.floor, item.ceiling, item.error)
        assert row["measures"] == [f"{path}: {truth}" for path, truth in item.measures]
    assert any(row["error"] for row in found.values())
    assert any(row["floor"] == "licence_required" for row in found.values())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_spark_gives_what_single_decisions_give_by_random_laws(spark, seed):
    _, rules = make(seed, closed=False, rich=bool(seed % 2))
    random = Random(seed)  # noqa: S311 - not for secrets
    cases = [{**random_case(random), "id": f"case {place}"} for place in range(150)]
    day = random.choice(DAYS)
    frame = spark.createDataFrame([(json.dumps(case),) for case in cases], "`case` string").repartition(3)
    found = {row["id"]: row for row in decide_frame(rules, frame, day, details=True).collect()}
    assert len(found) == len(cases)
    for case in cases:
        decision, row = rules.decide(rules.read_case(case), day), found[case["id"]]
        assert (row["floor"], row["ceiling"], row["error"]) == (decision.floor.name, decision.ceiling.name, None)
        assert row["measures"] == [f"{item.measure.path}: {truth_name(item.truth)}" for item in decision.findings]


def orders(count):
    """The example orders again and again: each with another end user, and every other one with a fact missing."""
    for number in range(count):
        case = json.loads(json.dumps(ORDERS[number % len(ORDERS)]))
        case["id"] = f"order {number}"
        again = number // len(ORDERS)
        if again:
            case["facts"]["end_user_country"] = COUNTRIES[number % len(COUNTRIES)]
        if again % 2:
            names = sorted(case["item"].get("facts", {}))
            if names:
                del case["item"]["facts"][names[number % len(names)]]
        yield case


@pytest.mark.filterwarnings("ignore")
def test_spark_decides_order_lines_by_the_bundled_law_as_one_process_does(spark):
    rules, lines = load(), list(orders(200))
    frame = spark.createDataFrame([(json.dumps(line),) for line in lines], "`case` string").repartition(4)
    found = {row["id"]: row for row in decide_frame(rules, frame, details=True).collect()}
    expected = {item.identifier: item for item in decide_many(rules, lines, details=True)}
    assert found.keys() == expected.keys()
    assert len(found) == 200
    for name, item in expected.items():
        row = found[name]
        day = None if item.as_of is None else item.as_of.isoformat()
        assert (row["as_of"], row["floor"] or "", row["ceiling"] or "", row["error"] or "") == (
            day, item.floor, item.ceiling, item.error,
        ), name  # fmt: skip
        assert row["measures"] == [f"{path}: {truth}" for path, truth in item.measures], name
    assert {"prohibited", "licence_required"} <= {item.floor for item in expected.values()}

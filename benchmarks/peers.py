"""Other rules engines on the same list: what a user of each would write, and how it is asked.

Each peer gets the two-valued question (a test of what is missing fails) with the groups of the destination resolved
for it, and gives the codes of the entries that apply. A peer that is not installed is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from benchmarks.workload import Entry, Transaction, Tree, Workload

Question = dict[str, Any]


def question(workload: Workload, line: Transaction) -> Question:
    """A transaction as other engines take it: plain numbers in the unit of their parameter."""
    return {
        "kind": line.kind or "",
        "groups": sorted(name for name, members in workload.groups.items() if line.destination in members),
        "use": line.end_use,
        "state": line.state,
        "day": day_number(line.day),
        "p": {name: float(value) for name, value in line.values.items()},
    }


def day_number(day: Any) -> int:
    """20260301 for the first of March 2026."""
    return int(day.year * 10_000 + day.month * 100 + day.day)


class Peer:
    """One engine: `load` is what happens once, `ask` what happens for each transaction."""

    name: ClassVar[str]
    module: ClassVar[str]

    def write(self, entries: Iterable[Entry]) -> str:
        """The rules in the engine's own language."""
        raise NotImplementedError

    def load(self, text: str) -> None:
        """Parse and compile."""
        raise NotImplementedError

    def ask(self, asked: Question) -> list[str]:
        """The codes of the entries that apply."""
        raise NotImplementedError

    explain: Callable[[Question], Any] | None = None
    ask_all: Callable[[list[Question]], list[list[str]]] | None = None


def infix(
    entry: Entry,
    ref: Callable[[str], str],
    stated: Callable[[str], str],
    words: tuple[str, str, str],
    fields: Callable[[str], str] = str,
    among: Callable[[str, tuple[str, ...]], str] = lambda field, values: f"{field} in {json.dumps(values)}",
    *,
    with_kind: bool = True,
) -> str:
    """An entry as one expression of a language with infix operators."""
    both, either, negation = words

    def tree(node: Tree) -> str:
        if node[0] in ("all", "any"):
            return "(" + (both if node[0] == "all" else either).join(map(tree, node[1:])) + ")"
        word, name, low, high = node
        name, low, high = ref(name), repr(float(low)), repr(float(high))
        test = f"{name} >= {low}{both}{name} <= {high}" if word == "between" else f"{name} {word} {low}"
        return f"({stated(node[1])}{both}{test})"

    parts = [f'{fields("kind")} == "{entry.kind}"'] if with_kind and entry.kind is not None else []
    if entry.end_uses:
        parts.append(among(fields("use"), entry.end_uses))
    if entry.group is not None:
        member = f'"{entry.group}" in {fields("groups")}'
        parts.append(f"{negation}({member})" if entry.outside_group else member)
    if entry.state is not None:
        parts.append(f'{fields("state")} == "{entry.state}"')
    if entry.first is not None:
        parts.append(f"{fields('day')} >= {day_number(entry.first)}")
    if entry.last is not None:
        parts.append(f"{fields('day')} <= {day_number(entry.last)}")
    parts.append(tree(entry.condition))
    if entry.exception is not None:
        parts.append(f"{negation}{tree(entry.exception)}")
    return both.join(parts)


class Zen(Peer):
    """GoRules ZEN: a decision table that collects hits, the kind as a column of its own."""

    name, module = "zen", "zen"

    def write(self, entries: Iterable[Entry]) -> str:
        rows = [
            {
                "_id": entry.code,
                "k": "" if entry.kind is None else f'"{entry.kind}"',
                "c": infix(
                    entry, lambda n: f"p.{n}", lambda n: f"p.{n} != null", (" and ", " or ", "not "), with_kind=False
                ),
                "o": f'"{entry.code}"',
            }
            for entry in entries
        ]
        table = {
            "hitPolicy": "collect",
            "inputs": [{"id": "k", "name": "kind", "field": "kind"}, {"id": "c", "name": "c"}],
            "outputs": [{"id": "o", "name": "id", "field": "id"}],
            "rules": rows,
        }
        place = {"x": 0, "y": 0}
        nodes = [
            {"id": "i", "type": "inputNode", "name": "i", "position": place},
            {"id": "d", "type": "decisionTableNode", "name": "d", "position": place, "content": table},
            {"id": "z", "type": "outputNode", "name": "z", "position": place},
        ]
        edges = [
            {"id": "1", "type": "edge", "sourceId": "i", "targetId": "d"},
            {"id": "2", "type": "edge", "sourceId": "d", "targetId": "z"},
        ]
        return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})

    def load(self, text: str) -> None:
        import zen

        self.text = text
        self.decision = zen.ZenEngine().create_decision(zen.ZenDecisionContent(text))

    def ask(self, asked: Question) -> list[str]:
        return self._codes(self.decision.evaluate(asked)["result"])

    def _codes(self, found: Any) -> list[str]:
        return [row["id"] for row in found] if isinstance(found, list) else []

    def explain(self, asked: Question) -> Any:
        return self.decision.evaluate(asked, {"trace": True})["trace"]

    def ask_all(self, asked: list[Question]) -> list[list[str]]:
        import zen

        if not hasattr(self, "engine"):
            self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"d": json.loads(self.text)}}})
        found = self.engine.evaluate_batch([{"key": "d", "context": item} for item in asked])
        return [self._codes(item["data"]["result"]) for item in found]


def logic(entry: Entry, *, with_kind: bool) -> Any:
    """An entry in JSON Logic."""

    def tree(node: Tree) -> Any:
        if node[0] in ("all", "any"):
            return {"and" if node[0] == "all" else "or": [tree(item) for item in node[1:]]}
        word, value = node[0], {"var": f"p.{node[1]}"}
        low, high = float(node[2]), float(node[3])
        if word == ">=":
            return {">=": [value, low]}
        stated = {"!=": [value, None]} if word == "<=" else {">=": [value, low]}
        return {"and": [stated, {"<=": [value, high]}]}

    parts: list[Any] = [{"==": [{"var": "kind"}, entry.kind]}] if with_kind and entry.kind is not None else []
    if entry.end_uses:
        parts.append({"in": [{"var": "use"}, list(entry.end_uses)]})
    if entry.group is not None:
        member = {"in": [entry.group, {"var": "groups"}]}
        parts.append({"!": [member]} if entry.outside_group else member)
    if entry.state is not None:
        parts.append({"==": [{"var": "state"}, entry.state]})
    if entry.first is not None:
        parts.append({">=": [{"var": "day"}, day_number(entry.first)]})
    if entry.last is not None:
        parts.append({"<=": [{"var": "day"}, day_number(entry.last)]})
    parts.append(tree(entry.condition))
    if entry.exception is not None:
        parts.append({"!": [tree(entry.exception)]})
    return {"and": parts} if len(parts) > 1 else parts[0]


class DataLogic(Peer):
    """datalogic: JSON Logic, compiled; one expression over all entries."""

    name, module = "datalogic flat", "datalogic_py"

    def write(self, entries: Iterable[Entry]) -> str:
        return json.dumps({"merge": [{"if": [logic(entry, with_kind=True), [entry.code], []]} for entry in entries]})

    def load(self, text: str) -> None:
        import datalogic_py

        self.engine = datalogic_py.Engine()
        self.session = self.engine.session()
        self.handle = datalogic_py.DataHandle
        self.rule = self.engine.compile(json.loads(text))

    def ask(self, asked: Question) -> list[str]:
        found: list[str] = self.session.evaluate(self.rule, asked)
        return found


class RoutedDataLogic(Peer):
    """datalogic with one expression for each item kind and one for the catch-alls, chosen by the host."""

    name, module = "datalogic routed", "datalogic_py"

    def write(self, entries: Iterable[Entry]) -> str:
        by_kind: dict[str, list[Any]] = {"": []}
        for entry in entries:
            rule = {"if": [logic(entry, with_kind=False), [entry.code], []]}
            by_kind.setdefault(entry.kind or "", []).append(rule)
        return json.dumps({kind: {"merge": rules} for kind, rules in by_kind.items()})

    def load(self, text: str) -> None:
        import datalogic_py

        engine = datalogic_py.Engine()
        self.session = engine.session()
        self.handle = datalogic_py.DataHandle
        self.rules = {kind: engine.compile(rule) for kind, rule in json.loads(text).items()}

    def ask(self, asked: Question) -> list[str]:
        found: list[str] = self.session.evaluate(self.rules[""], asked)
        rule = self.rules.get(asked["kind"])
        return found if rule is None else found + self.session.evaluate(rule, asked)

    def ask_all(self, asked: list[Question]) -> list[list[str]]:
        # lines of one kind go together
        by_kind: dict[str, list[int]] = {"": list(range(len(asked)))}
        for place, item in enumerate(asked):
            if item["kind"] in self.rules:
                by_kind.setdefault(item["kind"], []).append(place)
        answers: list[list[str]] = [[] for _ in asked]
        for kind, places in by_kind.items():
            found = self.session.evaluate_batch(self.rules[kind], [self.handle(asked[place]) for place in places])
            for place, text in zip(places, found, strict=True):
                answers[place] += json.loads(text)
        return answers


class Cel(Peer):
    """The cel crate: one list expression over all entries."""

    name, module = "cel-rust", "cel"

    def write(self, entries: Iterable[Entry]) -> str:
        words = (" && ", " || ", "!")
        rows = (
            f'({infix(entry, lambda n: f"p.{n}", lambda n: f"has(p.{n})", words)}) ? "{entry.code}" : ""'
            for entry in entries
        )
        return "[" + ",\n".join(rows) + "]"

    def load(self, text: str) -> None:
        import cel

        self.program = cel.compile(text)

    def ask(self, asked: Question) -> list[str]:
        return [code for code in self.program.execute(asked) if code]


class Regorus(Peer):
    """Rego by regorus: a rule of a partial set for each entry."""

    name, module = "regorus", "regorus"

    def write(self, entries: Iterable[Entry]) -> str:
        lines = ["package list", "import rego.v1"]
        for entry in entries:
            lines += _rego(entry)
        return "\n".join(lines) + "\n"

    def load(self, text: str) -> None:
        import regorus

        self.engine = regorus.Engine()
        self.engine.add_policy("list.rego", text)

    def ask(self, asked: Question) -> list[str]:
        self.engine.set_input(asked)
        return list(self.engine.eval_rule("data.list.match"))


def _rego(entry: Entry) -> list[str]:
    helpers: list[str] = []
    prefix = f"e{entry.number}"

    def tree(node: Tree) -> list[str]:
        if node[0] == "all":
            return [line for item in node[1:] for line in tree(item)]
        if node[0] == "any":
            name = f"{prefix}_{len(helpers)}"
            helpers.append("")
            place = len(helpers) - 1
            helpers[place] = "\n".join(f"{name} if {{ {'; '.join(tree(item))} }}" for item in node[1:])
            return [name]
        value, low, high = f"input.p.{node[1]}", float(node[2]), float(node[3])
        return [f"{value} >= {low}", f"{value} <= {high}"] if node[0] == "between" else [f"{value} {node[0]} {low}"]

    lines = [f'input.kind == "{entry.kind}"'] if entry.kind is not None else []
    lines += [f"input.use in {{{json.dumps(entry.end_uses)[1:-1]}}}"] if entry.end_uses else []
    if entry.group is not None:
        lines.append(f'{"not " if entry.outside_group else ""}"{entry.group}" in input.groups')
    lines += [f'input.state == "{entry.state}"'] if entry.state is not None else []
    lines += [f"input.day >= {day_number(entry.first)}"] if entry.first is not None else []
    lines += [f"input.day <= {day_number(entry.last)}"] if entry.last is not None else []
    lines += tree(entry.condition)
    if entry.exception is not None:
        exception = f"{prefix}_x"
        helpers.append(f"{exception} if {{ {'; '.join(tree(entry.exception))} }}")
        lines.append(f"not {exception}")
    return [*helpers, f'match contains "{entry.code}" if {{ {"; ".join(lines)} }}']


PEERS: tuple[type[Peer], ...] = (RoutedDataLogic, Zen, Cel, Regorus, DataLogic)

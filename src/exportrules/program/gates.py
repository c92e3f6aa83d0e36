"""What an entry certainly needs: the item kinds or the customs chapter without which it is false."""

from __future__ import annotations

from exportrules import records
from exportrules.rules import conditions as rules
from exportrules.rules.statements import Statement


@records.frozen
class Gate:
    """The entry is false unless the item is or may be of one of the kinds; or has one of the chapters."""

    kinds: frozenset[str] | None = None
    chapters: frozenset[str] | None = None


OPEN = Gate()


def find_gate(condition: rules.Condition) -> Gate:
    """A necessary condition of the condition; OPEN when there is none of this form."""
    match condition:
        case Statement():
            return _statement_gate(condition)
        case rules.KindTest() if condition.subject == "item":
            return Gate(kinds=frozenset(condition.kinds))
        case rules.CodeTest() if condition.subject == "item":
            return Gate(chapters=frozenset((condition.code[:2],)))
        case rules.AllOf():
            return _both([find_gate(item) for item in condition.items])
        case rules.AnyOf():
            return _either([find_gate(item) for item in condition.items])
        case rules.Defined():
            return find_gate(condition.meaning)
        case _:
            return OPEN


def find_needed_kinds(statement: Statement) -> tuple[frozenset[str] | None, ...]:
    """The kinds of items without which each line of a block certainly fails, None where it may hold for any.

    Nothing where no line needs any, and where the block asks about parts or for all of its lines.
    """
    if statement.part or statement.connective in ("", "all"):
        return ()
    found = tuple(find_gate(member).kinds or None for member in statement.members)
    return found if any(found) else ()


def _statement_gate(statement: Statement) -> Gate:
    conjuncts = [find_gate(item) for item in statement.wheres]
    if statement.head is not None:
        conjuncts.append(find_gate(statement.head))
    if statement.connective in ("any", "at least") and not statement.part:
        conjuncts.append(_either([find_gate(member) for member in statement.members]))
    elif statement.connective == "all" and not statement.part:
        # a limb that is not in force is dropped, so only limbs without a period are sure to be needed
        steady = [member for member in statement.members if not member.period.changes()]
        conjuncts.append(_both([find_gate(member) for member in steady]))
    gate = _both(conjuncts)
    if statement.also:
        gate = _either([gate, *(find_gate(item) for item in statement.also)])
    return gate


def _both(gates: list[Gate]) -> Gate:
    """Any one conjunct's need will do; the narrower is kept."""
    kinds = [gate.kinds for gate in gates if gate.kinds is not None]
    chapters = [gate.chapters for gate in gates if gate.chapters is not None]
    if chapters:
        return Gate(chapters=min(chapters, key=lambda found: (len(found), sorted(found))))
    if kinds:
        return Gate(kinds=min(kinds, key=lambda found: (len(found), sorted(found))))
    return OPEN


def _either(gates: list[Gate]) -> Gate:
    """All alternatives must share a form of need."""
    if gates and all(gate.kinds is not None for gate in gates):
        return Gate(kinds=frozenset(kind for gate in gates for kind in gate.kinds or ()))
    if gates and all(gate.chapters is not None for gate in gates):
        return Gate(chapters=frozenset(chapter for gate in gates for chapter in gate.chapters or ()))
    return OPEN

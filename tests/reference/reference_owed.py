"""What is owed and which document codes stand under a decision, naively (docs/semantics.md, section 4; language, 7).

A duty or code belongs to the statement that it stands under: it is owed as far as that statement holds, below a measure
as far as the measure applies, below a relief only where the relief certainly applies.
"""

from evaluator import LEVELS, Reference
from reference_conditions import Ctx
from reference_law import only
from reference_quantities import F, T

from exportrules.syntax import ast


class Owed(Reference):
    """The reference evaluator, with what stands beside the outcome."""

    def standing_under(self, line, t, kind):
        """The duties or codes of a line of a provision and of the lines below it, each with the truth of its line."""
        t = min(t, self.hold(line, Ctx(self.case.item))) if t and self.states[line.rs] is not None else t
        if t == F:
            return []
        found = [(x, self.asked_for(x, line, t)) for x in only(line.node.items, kind)]
        # what stands in a block stands under its head and its `where` lines
        blind = self.states[line.rs] is None
        inside = t if blind else min(t, self.frame(line, Ctx(self.case.item)))
        below = [y for x in (*line.wheres, *line.lines) for y in self.standing_under(x, inside, kind)]
        return [y for y in found if y[1]] + below + [y for x in line.also for y in self.standing_under(x, t, kind)]

    def beside(self, block, t, kind):
        """Those that stand under a measure or relief itself."""
        found = [(x, self.asked_for(x, block, t)) for x in only(block.node.items, kind)] if t else []
        return [x for x in found if x[1]]

    def asked_for(self, x, line, t):
        """Its condition, and of a code its days."""
        begun = x.start is None or x.start <= self.day if isinstance(x, ast.Document) else True
        lasting = x.end is None or self.day <= x.end if isinstance(x, ast.Document) else True
        if self.states[line.rs] is None:
            # not even a no is certain of a text that was not checked for the day
            return t
        t = t if begun and lasting else F
        return min(t, self.cond(self.bound(x.when, line), Ctx(self.case.item))) if x.when and t else t

    def reliefs_used(self):
        """The reliefs that certainly apply to something that a measure does or may do."""
        for level, line, measure, pairs in self.effects:
            if level and self.effect(measure, line):
                for x, lines in self.reliefs[f"{measure.rs}.{measure.node.name}"]:
                    if self.relief(x, lines, pairs, line) == T:
                        yield x, lines

    def owed(self):
        """Duties with their truth, by provision and name."""
        found = {}
        for _, line, measure, _ in self.effects:
            t = self.effect(measure, line)
            self.gather(found, measure, [*self.beside(measure, t, ast.Duty), *self.standing_under(line, t, ast.Duty)])
        for x, lines in self.reliefs_used():
            whens = (y for y in lines if not getattr(y.node, "negative", False) and isinstance(y.node, ast.When))
            below = [z for y in whens for z in self.standing_under(y, T, ast.Duty)]
            self.gather(found, x, [*self.beside(x, T, ast.Duty), *below])
        return found

    def gather(self, found, block, duties):
        for duty, t in duties:
            key = f"{block.rs}.{block.node.name}", duty.name
            found[key] = max(t, found.get(key, F))

    def codes(self, ceiling):
        """The codes that certainly stand; those of an obligation only where nothing else can apply."""
        found = []
        for level, line, measure, _ in self.effects:
            if self.effect(measure, line) == T and (level != LEVELS["obligation"] or ceiling == "no_control_found"):
                found += [*self.beside(measure, T, ast.Document), *self.standing_under(line, T, ast.Document)]
        for x, lines in self.reliefs_used():
            whens = (y for y in lines if not getattr(y.node, "negative", False) and isinstance(y.node, ast.When))
            found += [*self.beside(x, T, ast.Document)]
            found += [z for y in whens for z in self.standing_under(y, T, ast.Document)]
        return {x.code for x, t in found if t == T}

"""Whether a paragraph changed between two days, for findings by the law of another day (section 2)."""

from reference_law import Law, Line, only, tops

from exportrules import records
from exportrules.syntax import ast


class Changes(Law):
    """Looks for a day of change in all that a paragraph rests on."""

    def changed(self, rs, code, other):
        """Whether it changed since the law of another day, or was not compared with the law of the earlier one."""
        early, late = sorted((other, self.day))
        found = [(rs, code)]
        for pair in found if early != late else ():
            found += {x for line in self.around(*pair) for x in self.asks_for(line)}.difference(found)
            # what is taken over, and what the line asks for beside that
            taken = self.taken_from(*pair)
            found += {y for line, x in taken for y in (x, *self.asks_for(line))}.difference(found)
        return early != late and any(self.turned(*pair, early, late) for pair in found)

    def turned(self, rs, code, early, late):
        """Whether a day of change of a paragraph lies between, or its list was not checked for the earlier one."""
        lines = [self.sets[rs], *self.around(rs, code), *(line for line, _ in self.taken_from(rs, code))]
        inner = [x for line in lines for x in self.everything_in(line)]
        groups = [self.names[ast.Group, x.group] for x in only(inner, ast.InGroup)]
        dated = [period for line in only(inner, Line) for period in line.days]
        dated += [members for group in groups for members in only(group.items, ast.Members)]
        starts = [day for x in dated if x.start for day in (x.start.first, x.start.last)]
        ends = [day for x in dated if x.end for day in (x.end.first, x.end.last)]
        checked = only(self.sets[rs].scope[0], ast.Checked)
        unknown = any(x.start and early < x.start for x in checked)
        return unknown or any(early < x <= late for x in starts) or any(early <= x < late for x in ends)

    def around(self, rs, code):
        """The lines at and below a code, and the paragraphs above it."""
        above = [self.by_code[rs, top] for top in tops(code) if top != code and (rs, top) in self.by_code]
        return [*above, *(x for x in self.under[rs, code] if not isinstance(x.node, ast.Takes | ast.Note))]

    def taken_from(self, rs, code):
        """The lines by which a list takes over what a code names, each with what it takes: the deeper of the two."""
        pairs = ((line, home, top) for line in self.takes[rs] for home, top in line.refs)
        near = ((line, home, top) for line, home, top in pairs if top in tops(code) or code in tops(top))
        return [(line, (home, code if top in tops(code) else top)) for line, home, top in near]

    def asks_for(self, line):
        """What a line asks to hold the item, or a part of it."""
        return [p for x in only(self.everything_in(line), ast.Listed | ast.Quantified) for p in x.refs]

    def everything_in(self, x):
        """A line or condition and everything in it, but for the paragraphs below.

        What a note takes out beside what it excepts is a matter of `also` lines alone: the paragraphs below that are
        not excepted bear the note themselves.
        """
        found = [x]
        for y in found:
            if isinstance(y, Line):
                notes = (*y.excludes, *(y.beside if y.also else ()), *y.drops, *y.widens)
                found += [y.head, *y.wheres, *y.also, *notes, *(z for z in y.lines if not z.label)]
            elif records.is_record(type(y)):
                found += [getattr(y, field.name) for field in records.fields(type(y))]
            elif isinstance(y, tuple | list):
                found += y
        return found

"""Random edits of rule texts: such as people make, sound and unsound. Everything is drawn from one `random.Random`."""

from __future__ import annotations

import re

BLOCK = re.compile(r"^(?=[a-z])", re.MULTILINE)
NUMBER = re.compile(r"\b(above|below|at least|at most) (\d)")
CODE = re.compile(r"(?<=[{ ,])\d[A-E]\d{3}(?:\.[a-z0-9]+)*\b")
DECLARED = re.compile(r"^(?:kind|part|fact|group|measure|define) \"?([a-z][a-z_0-9]*)", re.MULTILINE)
RULESET = re.compile(r"^ruleset (\S+)", re.MULTILINE)

Files = dict[str, str]


def edit(files, random):
    """The same files with one change; they may have a fault then."""
    change = random.choice(CHANGES)
    changed = dict(files)
    change(changed, random)
    return changed, change.__name__


def blocks_of(text):
    """The head of a text, and its blocks."""
    found = BLOCK.split(text)
    return [item for item in found if item]


def pick(files, random, pattern):
    """A file in which a pattern stands, and one of its places."""
    names = sorted(files)
    random.shuffle(names)
    for name in names:
        found = list(pattern.finditer(files[name]))
        if found:
            return name, random.choice(found)
    return None, None


def replace(files, name, match, words, group=0):
    text = files[name]
    files[name] = text[: match.start(group)] + words + text[match.end(group) :]


def change_limit(files, random):
    name, match = pick(files, random, NUMBER)
    if match:
        replace(files, name, match, str(random.randint(1, 9)), 2)


def change_words(files, random):
    name, match = pick(files, random, re.compile(r"(?<=^  asks: )\w+|(?<=^  title: )\w+", re.MULTILINE))
    if match:
        replace(files, name, match, "other")


def add_remark(files, random):
    """Every place below moves."""
    name = random.choice(sorted(files))
    head, *rest = blocks_of(files[name])
    place = random.randint(0, len(rest))
    files[name] = "".join([head, *rest[:place], "# a remark\n", *rest[place:]])


def change_code(files, random):
    name, match = pick(files, random, CODE)
    _, other = pick(files, random, CODE)
    if match:
        replace(files, name, match, other.group())


def rename_everywhere(files, random):
    _, match = pick(files, random, DECLARED)
    if match:
        word = re.compile(rf"(?<![\w.]){re.escape(match.group(1))}(?![\w])")
        for name, text in files.items():
            files[name] = word.sub(f"{match.group(1)}_anew", text)


def rename_once(files, random):
    name, match = pick(files, random, DECLARED)
    if match:
        replace(files, name, match, f"{match.group(1)}_anew", 1)


def drop_block(files, random):
    name = random.choice(sorted(files))
    head, *rest = blocks_of(files[name])
    if len(rest) > 1:
        rest.pop(random.randrange(1, len(rest)))
    files[name] = "".join([head, *rest])


def repeat_block(files, random):
    name = random.choice(sorted(files))
    head, *rest = blocks_of(files[name])
    files[name] = "".join([head, *rest, random.choice(rest)])


def swap_blocks(files, random):
    name = random.choice(sorted(files))
    head, *rest = blocks_of(files[name])
    if len(rest) > 2:
        first, second = random.sample(range(1, len(rest)), 2)
        rest[first], rest[second] = rest[second], rest[first]
    files[name] = "".join([head, *rest])


def move_block(files, random):
    """A block goes to a file of its own."""
    name = random.choice(sorted(files))
    head, *rest = blocks_of(files[name])
    if len(rest) > 1:
        ruleset = rest[0].split("\n", 1)[0]
        moved = rest.pop(random.randrange(1, len(rest)))
        files[random.choice(("0.xr", "m.xr", "z.xr"))] = f"{head}{ruleset}\n{moved}"
        files[name] = "".join([head, *rest])


def drop_file(files, random):
    if len(files) > 2:
        del files[random.choice(sorted(files))]


def rename_file(files, random):
    name = random.choice(sorted(files))
    files[f"{random.choice('0nz')}_{name.replace('/', '_')}"] = files.pop(name)


def add_list(files, random):
    files["zz/more.xr"] = (
        "exportrules 1\nruleset test.more\n  title: more\n  source: none\n  layer union\n  checked up to 2026-06-30\n"
        f"entry 9A99{random.randint(0, 9)}\n  not modelled: nothing\n"
    )


def cite_list(files, random):
    _, match = pick(files, random, RULESET)
    name, place = pick(files, random, re.compile(r"(?<=item listed in )[\w.]+"))
    if match and place:
        replace(files, name, place, match.group(1))


def change_home(files, random):
    name, match = pick(files, random, re.compile(r"(?<=^  codes from )\S+", re.MULTILINE))
    _, other = pick(files, random, RULESET)
    if match:
        replace(files, name, match, other.group(1))


def change_type(files, random):
    pattern = re.compile(r"^fact .* is (yes or no|quantity in \S+|country|day|text)", re.MULTILINE)
    name, match = pick(files, random, pattern)
    if match:
        types = ("yes or no", "quantity in W", "quantity in kg", "country", "day")
        replace(files, name, match, random.choice(types), 1)


def change_owner(files, random):
    name, match = pick(files, random, re.compile(r"^fact (\w+)(?= is)|^part \w+ of item( as item)$", re.MULTILINE))
    if match and match.group(1):
        replace(files, name, match, f"{match.group(1)} of transaction", 1)
    elif match:
        replace(files, name, match, "", 2)


def change_members(files, random):
    name, match = pick(files, random, re.compile(r"(?<=^  members \{)[A-Z]{2}", re.MULTILINE))
    if match:
        replace(files, name, match, random.choice(("FR", "JP", "BR", "XX")))


def change_day(files, random):
    name, match = pick(files, random, re.compile(r"20\d\d-\d\d-\d\d"))
    if match:
        replace(files, name, match, f"20{random.randint(19, 26)}-0{random.randint(1, 9)}-15")


def change_note(files, random):
    name, match = pick(files, random, re.compile(r"does not control|(?<=note )\d", re.MULTILINE))
    if match:
        replace(files, name, match, "explains" if match.group()[0] == "d" else str(random.randint(1, 3)))


def break_words(files, random):
    name = random.choice(sorted(files))
    text = files[name]
    place = random.randrange(len(text))
    files[name] = text[:place] + random.choice(("(", "}", " is ", "\n  ", "ü")) + text[place:]


def undo(files, random):
    """Nothing changes: everything is known."""


CHANGES = (
    change_limit, change_words, add_remark, change_code, rename_everywhere, rename_once, drop_block, repeat_block,
    swap_blocks, move_block, drop_file, rename_file, add_list, cite_list, change_home, change_type, change_owner,
    change_members, change_day, change_note, break_words, undo,
)  # fmt: skip

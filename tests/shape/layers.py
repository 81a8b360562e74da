#!/usr/bin/python3
"""layers.py ROOT: which folder may include which (ARCHITECTURE.md)."""
import os
import re

import tree

SIBLINGS = ('config', 'input', 'analysis', 'output')
MAY_SEE = {
    'base': {'base'},
    **{s: {'base', s} for s in SIBLINGS},
    'run': {'base', 'run', *SIBLINGS},
    'cli': {'cli'},
}
# Libraries a folder may include; a folder not named here may include any.
LIBRARIES = {
    'include': set(),
    'base': {'geos_c.h', 'proj.h'},
    'analysis': {'geos_c.h'},
    'cli': set(),
}
STANDARD = re.compile(
    r'(assert|complex|ctype|errno|fenv|float|inttypes|iso646|limits|locale|'
    r'math|setjmp|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|'
    r'stdio|stdlib|stdnoreturn|string|tgmath|threads|time|uchar|wchar|wctype|'
    r'dirent|fcntl|fnmatch|glob|langinfo|poll|pthread|sched|strings|termios|'
    r'malloc|unistd|sys/\w+|sanitizer/\w+)\.h$')
# analysis/ is data in, data out: no files, no clock, no surroundings.
IMPURE_HEADER = {'time.h', 'sys/time.h', 'fcntl.h', 'unistd.h', 'dirent.h',
                 'locale.h', 'sys/stat.h'}
IMPURE_WORD = re.compile(
    r'\b(FILE|stdin|stdout|stderr)\b|(?<![.>])\b('
    r'fopen|freopen|open|read|write|printf|vprintf|fprintf|dprintf|puts|'
    r'putchar|perror|getenv|time|clock|clock_gettime|gettimeofday|rand|'
    r'random|srand)\s*\(')
INCLUDE = re.compile(r'^[ \t]*#\s*include\s*(?:<([^>]+)>|"([^"]+)"|(\S+))', re.M)


def layer_of_quoted(root, path, name):
    """Folder under src/ that a quoted include leads to."""
    beside = os.path.normpath(os.path.join(os.path.dirname(path), name))
    if '/' not in name or name.startswith('.'):
        if os.path.isfile(os.path.join(root, beside)):
            parts = beside.split('/')
            return parts[1] if parts[0] == 'src' else parts[0]
    return name.split('/')[0]


def complaint(root, path, layer, system, quoted, other):
    if other:
        return f'include of {other}: name the file'
    if quoted:
        to = layer_of_quoted(root, path, quoted)
        if layer == 'include':
            return f'a public header includes the private "{quoted}"'
        if to not in MAY_SEE[layer]:
            return f'{layer}/ may not include "{quoted}"'
        return None
    if system.startswith('markklar/'):
        return None
    if layer == 'analysis' and system in IMPURE_HEADER:
        return f'analysis/ may not include <{system}>'
    if not STANDARD.match(system) and layer in LIBRARIES \
            and system not in LIBRARIES[layer]:
        return f'{layer}/ may not include <{system}>'
    return None


def check(root):
    sources = tree.sources(root, 'src', 'include')
    if not sources:
        yield 'no sources to read'
    for path in sources:
        top, _, rest = path.partition('/')
        layer = rest.split('/')[0] if top == 'src' else 'include'
        if layer not in MAY_SEE and layer != 'include':
            yield f'{path}: src/ has no layer {layer}'
            continue
        source = tree.text(root, path)
        for m in INCLUDE.finditer(source):
            said = complaint(root, path, layer, *m.groups())
            if said:
                line = source.count('\n', 0, m.start(0)) + 1
                yield f'{path}:{line}: {said}'
        if layer == 'analysis':
            bare = tree.code(source)
            for m in IMPURE_WORD.finditer(bare):
                line = bare.count('\n', 0, m.start()) + 1
                yield f'{path}:{line}: analysis/ may not use {m[1] or m[2]}'


if __name__ == '__main__':
    tree.main(check)

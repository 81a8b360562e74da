#!/usr/bin/python3
"""banned.py ROOT: functions that have a safer one beside them here."""
import re

import tree

INSTEAD = {
    'strcpy': 'mk_arena_str', 'strcat': 'mk_buf_str', 'sprintf': 'snprintf',
    'vsprintf': 'vsnprintf', 'strtok': 'a loop', 'gets': 'fgets',
    'atoi': 'mk_text_number', 'atof': 'mk_text_number',
    'atol': 'mk_text_number', 'sscanf': 'mk_text_number',
    'strtod': 'mk_text_number (strtod follows the locale)',
    'strerror': 'strerror_r', 'alloca': 'mk_arena_alloc',
    'setlocale': 'nothing: the locale is the caller\'s',
}
# Where the rule is carried out, or where a process may end.
EXEMPT = {('exit', 'src/base/arena.c')}
WORD = re.compile(r'\b(' + '|'.join(INSTEAD) + r'|exit|abort|_exit)\s*\(')


def check(root):
    for path in tree.sources(root, 'src', 'include'):
        bare = tree.code(tree.text(root, path))
        for m in WORD.finditer(bare):
            name = m.group(1)
            line = bare.count('\n', 0, m.start()) + 1
            if name in INSTEAD:
                yield f'{path}:{line}: {name}: use {INSTEAD[name]}'
            elif not path.startswith('src/cli/') \
                    and (name, path) not in EXEMPT:
                yield f'{path}:{line}: {name}: only cli/ ends the process'


if __name__ == '__main__':
    tree.main(check)

#!/usr/bin/python3
"""names.py ROOT: file names are lower snake_case and unique in the tree, so
that a name in a message or a stack trace says which file."""
import os
import re

import tree

NAME = re.compile(r'[a-z][a-z0-9_]*\.(c|h|def)$')


def check(root):
    seen = {}
    for path in tree.sources(root, 'src', 'include', 'tests', 'scripts'):
        name = os.path.basename(path)
        if not NAME.match(name):
            yield f'{path}: not lower snake_case'
        if name in seen:
            yield f'{path}: the same name as {seen[name]}'
        seen[name] = path


if __name__ == '__main__':
    tree.main(check)

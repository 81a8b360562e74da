#!/usr/bin/python3
"""headers.py ROOT COMPILER: every public header stands alone, may be
included twice, and is strict C17 without feature macros; and every function
that a comment of a header names exists."""
import glob
import os
import re
import subprocess

import tree


def check(root, compiler):
    include = os.path.join(root, 'include')
    headers = sorted(glob.glob(os.path.join(include, 'markklar', '*.h')))
    if not headers:
        yield 'include/markklar has no headers'
    for header in headers:
        line = f'#include <markklar/{os.path.basename(header)}>\n'
        run = subprocess.run(
            [compiler, '-std=c17', '-pedantic', '-Wall', '-Wextra', '-Werror',
             '-fsyntax-only', '-I', include, '-x', 'c', '-'],
            input=line * 2, stderr=subprocess.PIPE, text=True, check=False)
        if run.returncode:
            yield f'{os.path.basename(header)}:\n{run.stderr.rstrip()}'
    yield from names(root)


COMMENT = re.compile(r'//[^\n]*|/\*.*?\*/', re.S)
CALL = re.compile(r'\b(mk_\w+)\(')


def names(root):
    """mk_x() in a comment of a header: some code must have an mk_x too."""
    files = tree.sources(root, 'include', 'src')
    known = set()
    for path in files:
        known.update(CALL.findall(tree.code(tree.text(root, path))))
    for path in files:
        if not path.endswith('.h'):
            continue
        source = tree.text(root, path)
        for comment in COMMENT.finditer(source):
            for name in CALL.finditer(comment.group()):
                if name.group(1) not in known:
                    line = source.count('\n', 0,
                                        comment.start() + name.start()) + 1
                    yield f'{path}:{line}: {name.group(1)}() does not exist'


if __name__ == '__main__':
    tree.main(check)

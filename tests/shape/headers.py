#!/usr/bin/python3
"""headers.py ROOT COMPILER: every public header stands alone, may be
included twice, and is strict C17 without feature macros."""
import glob
import os
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


if __name__ == '__main__':
    tree.main(check)

#!/usr/bin/python3
"""symbols.py NM LIBRARY: every global symbol we define starts with mk_."""
import subprocess

import tree

OURS = ('mk_',
        '__odr_asan.mk_')  # AddressSanitizer's twin of each global


def check(nm, library):
    run = subprocess.run(
        [nm, '--extern-only', '--defined-only', '--format=posix', library],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        check=False)
    if run.returncode:
        yield f'nm failed: {run.stderr.strip()}'
        return
    names = [line.split()[0] for line in run.stdout.splitlines()
             if len(line.split()) > 1]  # a member's own line has one word
    if not names:
        yield f'{library} defines nothing'
    for name in names:
        if not name.startswith(OURS):
            yield f'{name}: no mk_ in front; static, or a name of ours?'


if __name__ == '__main__':
    tree.main(check)

#!/usr/bin/python3
"""paths.py ROOT: no file names a folder of the machine it was made on."""
import re

import tree

MACHINE = re.compile(
    r'(?<![\w.:/~}$-])(/(?:home|Users|root|work|mnt|media)/[\w.-]+|'
    r'[A-Z]:\\Users\\\w+)')


def check(root):
    for path in tree.files(root):
        try:
            text = tree.text(root, path)
        except UnicodeDecodeError:
            continue  # a GeoPackage, a picture
        for m in MACHINE.finditer(text):
            line = text.count('\n', 0, m.start()) + 1
            yield f'{path}:{line}: {m.group(1)}'


if __name__ == '__main__':
    tree.main(check)

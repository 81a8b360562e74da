#!/usr/bin/python3
"""messages.py ROOT: the message tables say everything once in each language.

Codes are unique; Swedish and English name the same arguments; no text ends
with a full stop (ctx.h and messages.def state the grammar)."""
import os
import re

import tree

TOKEN = re.compile(r'"((?:\\.|[^"\\])*)"|(\w+)|([(),])|/\*.*?\*/|//[^\n]*',
                   re.S)


def rows(source):
    """(line, [argument, …]) of each MK_MSG(); neighbouring texts joined."""
    args, line, depth = None, 0, 0
    for m in TOKEN.finditer(source):
        text, word, mark = m.groups()
        if word == 'MK_MSG' and args is None:
            args, line = [''], source.count('\n', 0, m.start()) + 1
        elif args is None:
            continue
        elif mark == '(':
            depth += 1
        elif mark == ')':
            depth -= 1
            if depth == 0:
                yield line, args
                args = None
        elif mark == ',':
            args.append('')
        else:
            args[-1] += text if text is not None else word or ''


def check(root):
    folder = 'include/markklar/messages'
    seen, nrows = {}, 0
    for name in sorted(os.listdir(os.path.join(root, folder))):
        path = f'{folder}/{name}'
        for line, args in rows(tree.text(root, path)):
            where = f'{path}:{line}'
            nrows += 1
            if len(args) != 8:
                yield f'{where}: {len(args)} columns, not 8'
                continue
            code, (sv, en, sv_do, en_do) = args[1], args[4:]
            if code in seen:
                yield f'{where}: {code} stands at {seen[code]} too'
            seen[code] = where
            if not sv or not en:
                yield f'{where}: {code} lacks a language'
            if bool(sv_do) != bool(en_do):
                yield f'{where}: {code} advises in one language only'
            if set(re.findall(r'\{\d\}', sv)) != \
                    set(re.findall(r'\{\d\}', en)):
                yield f'{where}: {code} has other arguments in English'
            for text in args[4:]:
                if text.endswith('.'):
                    yield f'{where}: {code} ends with a full stop'
    if not nrows:
        yield f'{folder} has no messages'


if __name__ == '__main__':
    tree.main(check)

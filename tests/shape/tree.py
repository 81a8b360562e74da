"""What the shape checks share: the files of the project, and C without its
comments and texts. A check is a function of the root that yields findings,
one text each; main() prints them and makes the exit code."""
import os
import re
import shutil
import subprocess
import sys

SKIPPED = {'.git', 'build', 'out'}


def files(root):
    """Paths under root that belong to the project, '/' between folders."""
    if shutil.which('git'):
        git = subprocess.run(
            ['git', '-c', 'safe.directory=*', '-C', root, 'ls-files', '-z',
             '--cached', '--others', '--exclude-standard'],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        tracked = {n for n in git.stdout.decode().split('\0')
                   if n and os.path.isfile(os.path.join(root, n))}
        if tracked:
            return sorted(tracked)
    found = []  # an unpacked archive: no git, or one that ignores it
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if f not in SKIPPED]
        found += [os.path.relpath(os.path.join(folder, n), root)
                  for n in names]
    return sorted(found)


def sources(root, *folders):
    """C files of the given top folders."""
    return [f for f in files(root)
            if f.split('/')[0] in folders and f.endswith(('.c', '.h', '.def'))]


def text(root, path):
    with open(os.path.join(root, path), encoding='utf-8') as f:
        return f.read()


def code(source):
    """C with comments, texts and characters blanked; line numbers hold."""
    pattern = re.compile(
        r'//(?:\\\n|[^\n])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"'
        r"|'(?:\\.|[^'\\\n])*'", re.S)
    return pattern.sub(
        lambda m: ' ' + '\n' * m.group().count('\n'), source)


def main(check):
    findings = list(check(*sys.argv[1:]))
    for finding in findings:
        print(finding)
    sys.exit(1 if findings else 0)

#!/usr/bin/python3
"""The checks find what they are for: each is given a small tree with one
planted fault, and a sound one. selftest.py COMPILER NM"""
import os
import subprocess
import sys
import tempfile
import unittest

import banned
import headers
import layers
import messages
import names
import paths
import symbols


class Shape(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def put(self, path, text):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def finds(self, check, path, text, word):
        """`word` is in the one finding about this one file."""
        full = self.put(path, text)
        found = list(check(self.root))
        os.remove(full)
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(path), found)
        self.assertIn(word, found[0])

    def passes(self, check, path, text):
        full = self.put(path, text)
        self.assertEqual(list(check(self.root)), [])
        os.remove(full)

    def test_base_sees_only_base(self):
        self.finds(layers.check, 'src/base/a.c',
                   '#include "input/gtfs.h"\n', 'input/gtfs.h')
        self.finds(layers.check, 'src/base/a.c',
                   '\n#include <gdal.h>\n', ':2: base/ may not')
        self.passes(layers.check, 'src/base/a.c',
                    '#include "base/b.h"\n#include <markklar/ctx.h>\n'
                    '#include <geos_c.h>\n#include <proj.h>\n'
                    '#include <pthread.h>\n')

    def test_siblings_do_not_see_one_another(self):
        for here in layers.SIBLINGS:
            for there in (*layers.SIBLINGS, 'run', 'cli'):
                line = f'#include "{there}/x.h"\n'
                path = f'src/{here}/a.c'
                if here == there:
                    self.passes(layers.check, path, line)
                else:
                    self.finds(layers.check, path, line, f'{there}/x.h')

    def test_a_path_that_climbs_is_followed(self):
        self.put('src/input/gtfs.h', '')
        self.finds(layers.check, 'src/output/a.c',
                   '#include "../input/gtfs.h"\n', 'output/ may not')

    def test_analysis_is_pure(self):
        for line, word in (('#include <gdal.h>', 'gdal.h'),
                           ('#include <ogr_api.h>', 'ogr_api.h'),
                           ('#include <cpl_conv.h>', 'cpl_conv.h'),
                           ('#include <time.h>', 'time.h'),
                           ('static FILE *f;', 'FILE'),
                           ('void f(void) { printf("x"); }', 'printf'),
                           ('void f(void) { fprintf(g, ""); }', 'fprintf'),
                           ('int f(void) { return !getenv("A"); }', 'getenv')):
            full = self.put('src/analysis/a.c', line + '\n')
            found = list(layers.check(self.root))
            os.remove(full)
            self.assertTrue(found, line)
            self.assertIn(word, found[0])
        self.passes(layers.check, 'src/analysis/a.c',
                    '#include <stdio.h>\n#include <geos_c.h>\n'
                    '// printf() in a remark\n'
                    'int f(char *s) { int time_s = snprintf(s, 9, "FILE");'
                    ' return time_s; }\n')

    def test_cli_sees_only_the_public_headers(self):
        self.finds(layers.check, 'src/cli/a.c', '#include "base/text.h"\n',
                   'base/text.h')
        self.finds(layers.check, 'src/cli/a.c', '#include <gdal.h>\n',
                   'gdal.h')
        self.passes(layers.check, 'src/cli/a.c',
                    '#include "cli/options.h"\n#include <markklar/run.h>\n'
                    '#include <stdio.h>\n')

    def test_run_sees_all_but_cli(self):
        self.passes(layers.check, 'src/run/a.c', '#include "output/x.h"\n')
        self.finds(layers.check, 'src/run/a.c', '#include "cli/x.h"\n',
                   'cli/x.h')

    def test_a_public_header_includes_nothing_private(self):
        self.finds(layers.check, 'include/markklar/a.h',
                   '#include "base/text.h"\n', 'private')
        self.finds(layers.check, 'include/markklar/a.h',
                   '#include <gdal.h>\n', 'gdal.h')

    def test_a_folder_outside_the_table_is_found(self):
        self.finds(layers.check, 'src/misc/a.c', '\n', 'no layer misc')

    def test_banned_functions_are_found(self):
        for name in banned.INSTEAD:
            self.finds(banned.check, 'src/run/a.c',
                       f'\nvoid f(char *s) {{ {name}(s); }}\n',
                       f':2: {name}:')
        self.passes(banned.check, 'src/run/a.c',
                    '// strcpy(a, b)\n/* exit(1) */\n'
                    'const char *s = "sprintf(";\n'
                    'void f(void) { fgets(b, 2, in); my_exit(1); }\n')

    def test_only_cli_ends_the_process(self):
        self.finds(banned.check, 'src/input/a.c', 'void f(void) { exit(1); }',
                   'exit')
        self.passes(banned.check, 'src/cli/a.c', 'void f(void) { exit(1); }')

    def test_two_files_of_one_name_are_found(self):
        self.put('src/base/plan.h', '')
        self.finds(names.check, 'src/input/plan.h', '', 'the same name')
        self.finds(names.check, 'src/input/Plan2.c', '', 'snake_case')
        self.passes(names.check, 'src/input/plan.c', '')

    def test_faults_in_message_tables_are_found(self):
        path = 'include/markklar/messages/a.def'
        sound = ('MK_MSG(MK_E_A, "A1", S, T,\n  "filen \'{0}\'" " (nr {1})",'
                 '\n "file \'{0}\', no {1}", "gör så", "do so")\n')
        self.passes(messages.check, path, sound)
        for old, new, word in (
                ('no {1}', 'no {2}', 'other arguments'),
                ('{1}",', '{1}.",', 'full stop'),
                ('"do so"', '""', 'one language only'),
                ('"gör så", ', '', 'columns')):
            self.finds(messages.check, path, sound.replace(old, new), word)
        self.finds(messages.check, path, sound * 2, 'too')

    def test_machine_paths_are_found(self):
        for home in ('home/anna', 'work/main', 'root/x', 'Users/anna'):
            self.finds(paths.check, 'docs/a.md', f'\nsee /{home}/f\n',
                       f':2: /{home}')
        self.passes(paths.check, 'docs/a.md',
                    'https://example.org/home/anna /usr/bin ../work/x '
                    'a/root/b ${HOME}/work/x\n')

    def test_a_header_that_leans_on_another_is_found(self):
        compiler = sys.argv[1]
        self.put('include/markklar/a.h', '#include <stdint.h>\n'
                 '#ifndef A\n#define A\nuint32_t a(void);\n#endif\n')
        self.assertEqual(list(headers.check(self.root, compiler)), [])
        self.put('include/markklar/b.h', 'uint32_t b(void);\n')
        found = list(headers.check(self.root, compiler))
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith('b.h'), found)

    def test_a_header_without_guard_is_found(self):
        self.put('include/markklar/a.h', 'struct a { int b; };\n')
        self.assertEqual(len(list(headers.check(self.root, sys.argv[1]))), 1)

    def test_a_symbol_without_prefix_is_found(self):
        compiler, nm = sys.argv[1:3]
        source = self.put('a.c', 'int mk_a; int helper(void) { return 1; }\n'
                          'static int b(void) { return 2; }\n'
                          'int mk_c(void) { return b() + helper(); }\n')
        made = os.path.join(self.root, 'a.o')
        subprocess.run([compiler, '-c', source, '-o', made], check=True)
        found = list(symbols.check(nm, made))
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith('helper:'), found)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])

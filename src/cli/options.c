// One parser for all commands: long options with GDAL's names as synonyms,
// -j 4, -j4, --output=x, options anywhere, did-you-mean.
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

static bool word_in(const char *list, const char *word, size_t n)
{
    for (const char *p = list; p && *p;) {
        const size_t len = strcspn(p, " ");
        if (len == n && memcmp(p, word, n) == 0)
            return true;
        p += len;
        p += strspn(p, " ");
    }
    return false;
}

static int find_long(const struct cli_option *t, int n, const char *name,
                     size_t len)
{
    for (int i = 0; i < n; i++)
        if ((strlen(t[i].name) == len && memcmp(t[i].name, name, len) == 0) ||
            word_in(t[i].synonyms, name, len))
            return i;
    return -1;
}

static int find_letter(const struct cli_option *t, int n, char letter)
{
    for (int i = 0; i < n; i++)
        if (t[i].letter && t[i].letter == letter)
            return i;
    return -1;
}

static const char *nearest(const struct cli_option *t, int n, const char *name)
{
    // letters in common at the front, at least three
    const char *best = NULL;
    size_t best_n = 2;
    for (int i = 0; i < n; i++) {
        size_t k = 0;
        while (name[k] && name[k] == t[i].name[k])
            k++;
        if (k > best_n) {
            best_n = k;
            best = t[i].name;
        }
    }
    return best;
}

static int misuse(enum mk_lang lang, const char *sv, const char *en,
                  const char *what, const char *hint, const char *command)
{
    fprintf(stderr, "markklar: %s [U001]: ", lang == MK_EN ? "error" : "fel");
    fprintf(stderr, "%s '%s'", lang == MK_EN ? en : sv, what);
    if (hint)
        fprintf(stderr, lang == MK_EN ? "; did you mean --%s?"
                                      : "; menade du --%s?", hint);
    fprintf(stderr, lang == MK_EN ? "\n  see 'markklar help %s'\n"
                                  : "\n  se 'markklar help %s'\n", command);
    return 2;
}

static enum mk_lang find_lang(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            break;
        if (strcmp(argv[i], "--lang=en") == 0 ||
            (strcmp(argv[i], "--lang") == 0 && i + 1 < argc &&
             strcmp(argv[i + 1], "en") == 0))
            return MK_EN;
    }
    return MK_SV;
}

int cli_parse(int argc, char **argv, const struct cli_option *table, int n,
              int max_positional, struct cli_args *out)
{
    *out = (struct cli_args){.lang = find_lang(argc, argv)};
    const char *command = argv[0];
    bool only_positional = false;
    for (int i = 1; i < argc; i++) {
        const char *a = argv[i];
        if (only_positional || a[0] != '-' || a[1] == '\0') {
            if (out->npositional == max_positional)
                return misuse(out->lang, "ett argument för mycket:",
                              "one argument too many:", a, NULL, command);
            out->positional[out->npositional++] = a;
            continue;
        }
        if (strcmp(a, "--") == 0) {
            only_positional = true;
            continue;
        }
        if (strcmp(a, "--help") == 0 || strcmp(a, "-h") == 0) {
            out->help = true;
            return 0;
        }
        const bool is_long = a[1] == '-';
        const char *name = a + (is_long ? 2 : 1);
        const char *eq = is_long ? strchr(name, '=') : NULL;
        const size_t len = eq ? (size_t)(eq - name) : strlen(name);
        // GDAL's single-dash words (-overwrite, -t_srs) come before a letter
        // with its value glued on, or -overwrite would be -o verwrite.
        int k = find_long(table, n, name, len);
        const bool by_letter = k < 0 && !is_long;
        if (by_letter)
            k = find_letter(table, n, name[0]);
        if (k < 0)
            return misuse(out->lang, "okänd flagga", "unknown option", a,
                          is_long ? nearest(table, n, name) : NULL, command);
        const bool glued = by_letter && len > 1;
        if (!table[k].value) {
            if (eq || glued)
                return misuse(out->lang, "flaggan tar inget värde:",
                              "the option takes no value:", a, NULL, command);
            out->given[k] = "";
        } else if (eq) {
            out->given[k] = eq + 1;
        } else if (glued) {
            out->given[k] = name + 1;
        } else if (i + 1 < argc) {
            out->given[k] = argv[++i];
        } else {
            return misuse(out->lang, "flaggan saknar värde:",
                          "the option lacks its value:", a, NULL, command);
        }
        if (table[k].value && !out->given[k][0])
            return misuse(out->lang, "flaggan saknar värde:",
                          "the option lacks its value:", a, NULL, command);
    }
    return 0;
}

// What is said on stderr when a command is done.
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

static void say_group(enum mk_lang lang, const struct mk_note_row *v,
                      size_t n, size_t shown)
{
    const enum mk_severity sev = mk_msg_severity(v[0].msg);
    const char *kind = sev == MK_SEV_ALARM
        ? (lang == MK_EN ? "warning" : "varning")
        : (lang == MK_EN ? "note" : "notis");
    for (size_t i = 0; i < n && i < shown; i++)
        fprintf(stderr, "markklar: %s [%s] %s: %s\n", kind,
                mk_msg_code(v[i].msg), v[i].key, v[i].text);
    if (v[0].count > shown)
        fprintf(stderr,
                lang == MK_EN
                    ? "markklar: %s [%s] … %llu in all (-v shows them)\n"
                    : "markklar: %s [%s] … %llu i allt (-v visar dem)\n",
                kind, mk_msg_code(v[0].msg),
                (unsigned long long)v[0].count);
    const char *advice = mk_msg_advice(v[0].msg, lang);
    if (advice[0] && !strchr(advice, '{'))
        fprintf(stderr, "  %s\n", advice);
}

void cli_report(struct mk_ctx *ctx, bool quiet, bool verbose)
{
    const enum mk_lang lang = mk_ctx_lang(ctx);
    size_t n;
    const struct mk_note_row *v = mk_notes_sorted(ctx, &n);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && v[j].msg == v[i].msg; j++)
            ;
        if (!quiet || mk_msg_severity(v[i].msg) == MK_SEV_ALARM)
            say_group(lang, v + i, j - i, verbose ? n : 1);
    }
    if (*mk_ctx_error(ctx))
        fprintf(stderr, "markklar: %s\n", mk_ctx_error(ctx));
}

int cli_exit(struct mk_ctx *ctx, enum mk_status st, bool strict)
{
    if (st != MK_OK || !strict)
        return (int)st;
    size_t n;
    (void)mk_notes_sorted(ctx, &n);
    return n ? MK_ENOTES : MK_OK;
}

/** @file
 * The commands of the program; each returns its exit code.
 */
#ifndef MK_CLI_COMMANDS_H
#define MK_CLI_COMMANDS_H

#include <markklar/ctx.h>

int cli_score(int argc, char **argv);
int cli_check(int argc, char **argv);
int cli_init(int argc, char **argv);
int cli_explain(int argc, char **argv);
int cli_compare(int argc, char **argv);
int cli_help(int argc, char **argv);
int cli_version(int argc, char **argv);

/** One option; the table of a command drives parsing and --help. */
struct cli_option {
    const char *name;     /**< "output" for --output */
    const char *synonyms; /**< GDAL's other names, space-separated, or NULL */
    char letter;          /**< 'o' for -o, or 0 */
    const char *value;    /**< "KATALOG", NULL: a switch */
    const char *sv, *en;  /**< help line */
};

/** What a command line said. */
struct cli_args {
    const char *positional[8];
    int npositional;
    const char *given[24]; /**< by row of the table; "" for a switch */
    enum mk_lang lang;
    bool help;
};

/**
 * Parse; options may stand anywhere, `--` ends them. Misuse is said on stderr.
 * @return 0, or 2 for misuse
 */
int cli_parse(int argc, char **argv, const struct cli_option *table, int n,
              int max_positional, struct cli_args *out);

/** Print a command's own help to stdout; returns 0. */
int cli_command_help(const char *command, enum mk_lang lang);

/** Options of a command, and its words for help. */
struct cli_command {
    const char *name, *usage;
    const char *sv, *en;
    const struct cli_option *options;
    int noptions;
};
const struct cli_command *cli_command_find(const char *name);

/** Print errors and a summary of notes to stderr. */
void cli_report(struct mk_ctx *ctx, bool quiet, bool verbose);
/** Exit code: MK_ENOTES under --strict when there were notes. */
int cli_exit(struct mk_ctx *ctx, enum mk_status st, bool strict);

#endif

#include "cli/commands.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"score", cli_score},     {"check", cli_check}, {"init", cli_init},
    {"explain", cli_explain}, {"compare", cli_compare}, {"help", cli_help},
    {"version", cli_version},
};

static int run(int argc, char **argv)
{
    // What grows large is then moved by its pages and not copied, and what is
    // freed goes back; glibc would raise the limit to 32 MiB as it goes.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return cli_help(argc - 1, argv + 1);
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0)
        return cli_version(argc - 1, argv + 1);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    if (*name)
        fprintf(stderr, "markklar: fel [U001]: okänt kommando '%s'\n", name);
    else
        fputs("markklar: fel [U001]: inget kommando\n", stderr);
    fputs("  se 'markklar help'\n", stderr);
    return 2;
}

// What was printed may still be in a buffer, and the disk it goes to full.
int main(int argc, char **argv)
{
    const int code = run(argc, argv);
    const bool failed = ferror(stdout) != 0;
    if (fclose(stdout) == 0 && !failed)
        return code;
    fputs("markklar: fel [O104]: kan inte skriva på standard ut\n", stderr);
    return code ? code : MK_EOUTPUT;
}

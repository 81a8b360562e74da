#include "cli/commands.h"

#include <markklar/project.h>
#include <markklar/run.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { S_OUT, S_OVERWRITE, S_JOBS, S_CRS, S_NOGPKG, S_BATCH, S_STRICT,
       S_QUIET, S_VERBOSE, S_LANG, S_N };

static const struct cli_option score_options[S_N] = {
    [S_OUT] = {"output", "o out dst", 'o', "KATALOG",
               "resultatmapp (annars utdata: katalog: i projektfilen)",
               "result folder (else utdata: katalog: in the project file)"},
    [S_OVERWRITE] = {"overwrite", "", 0, NULL,
                     "skriv över ett tidigare resultat",
                     "replace an earlier result"},
    [S_JOBS] = {"jobs", "j num-threads threads", 'j', "N",
                "antal trådar (annars alla kärnor)",
                "number of threads (default: all cores)"},
    [S_CRS] = {"crs", "t_srs dst-crs output-crs", 0, "EPSG:N",
               "koordinatsystem för GeoJSON (annars RFC 7946, WGS 84)",
               "coordinate system of GeoJSON (default RFC 7946, WGS 84)"},
    [S_NOGPKG] = {"no-gpkg", "", 0, NULL, "skriv ingen GeoPackage",
                  "write no GeoPackage"},
    [S_BATCH] = {"batch-rows", "", 0, "N",
                 "områden per omgång (ändrar inget resultat)",
                 "områden a batch (changes no result)"},
    [S_STRICT] = {"strict", "", 0, NULL,
                  "slutkod 1 om något anmärktes",
                  "exit code 1 when anything was noted"},
    [S_QUIET] = {"quiet", "q", 'q', NULL, "bara varningar och fel",
                 "only warnings and errors"},
    [S_VERBOSE] = {"verbose", "v", 'v', NULL, "alla notiser, inte en av varje",
                   "every note, not one of each"},
    [S_LANG] = {"lang", "", 0, "sv|en", "språk", "language"},
};

enum { C_JSON, C_STRICT, C_VERBOSE, C_LANG, C_N };
static const struct cli_option check_options[C_N] = {
    [C_JSON] = {"json", "", 0, NULL, "samma uppgifter för program (JSON)",
                "the same facts for programs (JSON)"},
    [C_STRICT] = {"strict", "", 0, NULL, "slutkod 1 om något anmärktes",
                  "exit code 1 when anything was noted"},
    [C_VERBOSE] = {"verbose", "v", 'v', NULL,
                   "alla notiser, inte en av varje",
                   "every note, not one of each"},
    [C_LANG] = {"lang", "", 0, "sv|en", "språk", "language"},
};

enum { I_OVERWRITE, I_DATE, I_LANG, I_N };
static const struct cli_option init_options[I_N] = {
    [I_OVERWRITE] = {"overwrite", "", 0, NULL,
                     "skriv över en befintlig markklar.yaml",
                     "replace an existing markklar.yaml"},
    [I_DATE] = {"date", "datum", 0, "ÅÅÅÅ-MM-DD",
                "referensdatum (annars idag)",
                "reference date (default: today)"},
    [I_LANG] = {"lang", "", 0, "sv|en", "språk", "language"},
};

enum { E_JSON, E_LANG, E_N };
static const struct cli_option explain_options[E_N] = {
    [E_JSON] = {"json", "", 0, NULL, "samma uppgifter för program (JSON)",
                "the same facts for programs (JSON)"},
    [E_LANG] = {"lang", "", 0, "sv|en", "språk", "language"},
};

enum { P_OUT, P_OVERWRITE, P_ROWS, P_LANG, P_N };
static const struct cli_option compare_options[P_N] = {
    [P_OUT] = {"output", "o out dst", 'o', "KATALOG",
               "skriv lagret jamforelse hit (GeoJSON, GeoPackage, CSV)",
               "write the layer jamforelse here (GeoJSON, GeoPackage, CSV)"},
    [P_OVERWRITE] = {"overwrite", "", 0, NULL,
                     "skriv över en tidigare jämförelse",
                     "replace an earlier comparison"},
    [P_ROWS] = {"rows", "rader n", 'n', "N",
                "så många rader i tabellen (annars 20)",
                "rows of the table (default 20)"},
    [P_LANG] = {"lang", "", 0, "sv|en", "språk", "language"},
};

static const struct cli_command commands[] = {
    {"score", "PROJEKTFIL [-o KATALOG] [flaggor]",
     "läs, räkna och skriv alla lager", "read, compute and write every layer",
     score_options, S_N},
    {"check", "PROJEKTFIL [flaggor]",
     "granska alla indata utan att räkna",
     "validate every input without computing", check_options, C_N},
    {"init", "MAPP [flaggor]",
     "känn igen filerna i en mapp och skriv en projektfil",
     "recognise the files of a folder and write a project file", init_options,
     I_N},
    {"explain", "PROJEKTFIL FASTIGHET [flaggor]",
     "visa hela uträkningen för en fastighet",
     "show the whole reckoning for one fastighet", explain_options, E_N},
    {"compare", "FÖRE EFTER [-o KATALOG] [flaggor]",
     "visa vad som skiljer mellan två resultatmappar",
     "show what differs between two result folders", compare_options, P_N},
    {"help", "[KOMMANDO]", "den här hjälpen", "this help", NULL, 0},
    {"version", "", "version", "version", NULL, 0},
};
#define NCOMMANDS (sizeof commands / sizeof *commands)

const struct cli_command *cli_command_find(const char *name)
{
    for (size_t i = 0; i < NCOMMANDS; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

// Pad by characters, not bytes: å is two bytes and one column.
static void print_padded(const char *s, int width)
{
    int columns = 0;
    for (const char *p = s; *p; p++)
        columns += ((unsigned char)*p & 0xC0) != 0x80;
    printf("%s%*s", s, width > columns ? width - columns : 1, "");
}

int cli_command_help(const char *command, enum mk_lang lang)
{
    const struct cli_command *c = cli_command_find(command);
    if (!c) {
        fprintf(stderr, "markklar: fel [U001]: okänt kommando '%s'\n",
                command);
        return 2;
    }
    printf("markklar %s %s\n  %s\n", c->name, c->usage,
           lang == MK_EN ? c->en : c->sv);
    if (c->noptions)
        printf("\n%s\n", lang == MK_EN ? "Options:" : "Flaggor:");
    for (int i = 0; i < c->noptions; i++) {
        const struct cli_option *o = &c->options[i];
        char left[96];
        snprintf(left, sizeof left, "  %c%c%s--%s%s%s", o->letter ? '-' : ' ',
                 o->letter ? o->letter : ' ', o->letter ? ", " : "  ",
                 o->name, o->value ? " " : "", o->value ? o->value : "");
        print_padded(left, 28);
        printf("%s\n", lang == MK_EN ? o->en : o->sv);
    }
    return 0;
}

int cli_help(int argc, char **argv)
{
    struct cli_args a;
    const struct cli_option lang = {"lang", "", 0, "sv|en", "", ""};
    if (cli_parse(argc, argv, &lang, 1, 1, &a))
        return 2;
    if (a.npositional)
        return cli_command_help(a.positional[0], a.lang);
    puts(a.lang == MK_EN
             ? "markklar – land readiness: parcels, detaljplaner and timetables"
               " in, scored layers for QGIS out\n\nCommands:"
             : "markklar – markberedskap: fastigheter, detaljplaner och"
               " tidtabeller in, bedömda lager för QGIS ut\n\nKommandon:");
    for (size_t i = 0; i < NCOMMANDS; i++) {
        char left[64];
        snprintf(left, sizeof left, "  %s", commands[i].name);
        print_padded(left, 12);
        puts(a.lang == MK_EN ? commands[i].en : commands[i].sv);
    }
    puts(a.lang == MK_EN ? "\nmarkklar help COMMAND shows its options."
                         : "\nmarkklar help KOMMANDO visar dess flaggor.");
    puts(a.lang == MK_EN
             ? "Exit codes: 0 ok, 1 notes under --strict, 2 usage, 3 project"
               " file, 4 input, 5 output, 6 memory or limit, 70 internal."
             : "Slutkoder: 0 klart, 1 anmärkningar med --strict, 2 felskriven"
               " kommandorad, 3 projektfil, 4 indata, 5 utdata, 6 minne eller"
               " gräns, 70 internt fel.");
    return 0;
}

int cli_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    printf("markklar %s\n", mk_version());
    return 0;
}

// ---- progress on a terminal

static void progress(void *udata, uint64_t done, uint64_t total)
{
    int *last = udata;
    const int percent = total ? (int)(done * 100 / total) : 0;
    if (percent == *last)
        return;
    *last = percent;
    fprintf(stderr, "\r%3d %%", percent > 100 ? 100 : percent);
    fflush(stderr);
}

static int wrong(enum mk_lang lang, const char *sv, const char *en,
                 const char *command)
{
    fprintf(stderr, "markklar: %s [U001]: %s\n  %s 'markklar help %s'\n",
            lang == MK_EN ? "error" : "fel", lang == MK_EN ? en : sv,
            lang == MK_EN ? "see" : "se", command);
    return 2;
}

static bool whole_number(const char *s, uint32_t max, uint32_t *out)
{
    uint64_t v = 0;
    if (!s)
        return true;
    for (const char *p = s; *p; p++) {
        if (*p < '0' || *p > '9' || v > max)
            return false;
        v = v * 10 + (uint64_t)(*p - '0');
    }
    *out = (uint32_t)v;
    return v >= 1 && v <= max;
}

static int bad_lang(const struct cli_args *a, const char *lang,
                    const char *command)
{
    if (lang && strcmp(lang, "sv") != 0 && strcmp(lang, "en") != 0)
        return wrong(a->lang, "--lang ska vara sv eller en",
                     "--lang is sv or en", command);
    return 0;
}

static void say_travel(enum mk_lang lang, const struct mk_run_summary *s)
{
    const bool en = lang == MK_EN;
    if (s->streets)
        fprintf(stderr,
                en ? "%llu street lines, %llu loose parts not counted, %llu "
                     "stops without a street\n"
                   : "%llu gatulinjer, %llu lösa delar räknas inte, %llu "
                     "hållplatser utan gata\n",
                (unsigned long long)s->streets,
                (unsigned long long)s->parts_dropped,
                (unsigned long long)s->stops_untied);
    if (s->people > 0 || s->people_unknown || s->places)
        fprintf(stderr,
                en ? "%.0f people of working age (%llu population points "
                     "without a count), %llu named places\n"
                   : "%.0f personer i arbetskraften (%llu bostadspunkter "
                     "utan antal), %llu namngivna platser\n",
                s->people, (unsigned long long)s->people_unknown,
                (unsigned long long)s->places);
}

// "1.2 ha of 3.4, 0.5 unknown"; nothing of what was not computed.
static void say_part(bool en, const char *what, double part, double all,
                     double unknown, int decimals, const char *unit)
{
    const double least = decimals ? 0.05 : 0.5;
    if (all < 0)
        return;
    fprintf(stderr, "%s: %.*f%s %s %.*f", what, decimals, part, unit,
            en ? "of" : "av", decimals, all);
    if (unknown >= least)
        fprintf(stderr, ", %.*f %s", decimals, unknown,
                en ? "unknown" : "okänt");
    fprintf(stderr, "\n");
}

// What is missing, of what was computed.
static void say_gaps(bool en, const struct mk_run_summary *s)
{
    say_part(en,
             en ? "business land in plans in force or ongoing without public "
                  "transport"
                : "mark för verksamheter i gällande eller pågående detaljplan "
                  "utan kollektivtrafik",
             s->land_without_ha, s->land_ha, s->land_unknown_ha, 1, " ha");
    if (s->land_fiber_ha >= 0)
        say_part(en,
                 en ? "business land in plans in force or ongoing with fibre"
                    : "mark för verksamheter i gällande eller pågående "
                      "detaljplan med fiber",
                 s->land_fiber_ha, s->land_ha, s->land_fiber_unknown_ha, 1,
                 " ha");
    say_part(en,
             en ? "people of befolkning without public transport"
                : "personer i befolkning utan kollektivtrafik",
             s->people_without, s->people_asked, s->people_unserved_unknown,
             0, "");
}

static void say_done(enum mk_lang lang, const struct mk_run_summary *s,
                     const char *folder)
{
    const bool en = lang == MK_EN;
    const size_t n = strlen(folder);
    const char *slash = n && folder[n - 1] == '/' ? "" : "/";
    fprintf(stderr,
            en ? "%llu of %llu delområden ranked; %llu områden assessed, %llu"
                 " left out, %llu cannot be assessed\n"
               : "%llu rangordnade av %llu delområden; %llu områden bedömda,"
                 " %llu uteslutna, %llu kan inte bedömas\n",
            (unsigned long long)s->ranked, (unsigned long long)s->pieces,
            (unsigned long long)s->assessed, (unsigned long long)s->excluded,
            (unsigned long long)s->unassessable);
    say_travel(lang, s);
    say_gaps(en, s);
    fprintf(stderr,
            en ? "wrote %s%s – open %s%smarkklar.qlr in QGIS\n"
               : "skrev %s%s – öppna %s%smarkklar.qlr i QGIS\n",
            folder, slash, folder, slash);
}

int cli_score(int argc, char **argv)
{
    struct cli_args a;
    if (cli_parse(argc, argv, score_options, S_N, 1, &a))
        return 2;
    if (a.help)
        return cli_command_help("score", a.lang);
    uint32_t jobs = 0, batch = 0;
    if (a.npositional != 1)
        return wrong(a.lang, "ange projektfilen", "name the project file",
                     "score");
    if (!whole_number(a.given[S_JOBS], 256, &jobs))
        return wrong(a.lang, "-j ska vara ett heltal 1–256",
                     "-j is a whole number 1-256", "score");
    if (!whole_number(a.given[S_BATCH], 4096, &batch))
        return wrong(a.lang, "--batch-rows ska vara ett heltal 1–4096",
                     "--batch-rows is a whole number 1-4096", "score");
    if (bad_lang(&a, a.given[S_LANG], "score"))
        return 2;
    struct mk_ctx *ctx = mk_ctx_new(a.lang);
    struct mk_project *project = NULL;
    enum mk_status st = mk_project_read(ctx, a.positional[0], &project);
    int last = -1;
    const bool bar = isatty(2) && !a.given[S_QUIET];
    struct mk_run_summary done;
    const struct mk_run_options opt = {
        .out_dir = a.given[S_OUT],
        .out_crs = a.given[S_CRS],
        .threads = jobs,
        .batch_rows = batch,
        .overwrite = a.given[S_OVERWRITE] != NULL,
        .gpkg = a.given[S_NOGPKG] == NULL,
        .progress = bar ? progress : NULL,
        .progress_udata = &last,
        .summary = &done,
    };
    if (st == MK_OK)
        st = mk_score(ctx, project, &opt);
    if (bar && last >= 0)
        fputs("\r      \r", stderr);
    cli_report(ctx, a.given[S_QUIET] != NULL, a.given[S_VERBOSE] != NULL);
    if (st == MK_OK && !a.given[S_QUIET])
        say_done(a.lang, &done, opt.out_dir ? opt.out_dir : project->out_dir);
    const int code = cli_exit(ctx, st, a.given[S_STRICT] != NULL);
    mk_project_free(project);
    mk_ctx_free(ctx);
    return code;
}

int cli_check(int argc, char **argv)
{
    struct cli_args a;
    if (cli_parse(argc, argv, check_options, C_N, 1, &a))
        return 2;
    if (a.help)
        return cli_command_help("check", a.lang);
    if (a.npositional != 1)
        return wrong(a.lang, "ange projektfilen", "name the project file",
                     "check");
    if (bad_lang(&a, a.given[C_LANG], "check"))
        return 2;
    struct mk_ctx *ctx = mk_ctx_new(a.lang);
    struct mk_project *project = NULL;
    enum mk_status st = mk_project_read(ctx, a.positional[0], &project);
    if (st == MK_OK)
        st = mk_check(ctx, project, a.given[C_JSON] != NULL, stdout);
    fflush(stdout);
    cli_report(ctx, false, a.given[C_VERBOSE] != NULL);
    const int code = cli_exit(ctx, st, a.given[C_STRICT] != NULL);
    mk_project_free(project);
    mk_ctx_free(ctx);
    return code;
}

static mk_date today(void)
{
    const time_t now = time(NULL);
    struct tm t;
    localtime_r(&now, &t);
    return (t.tm_year + 1900) * 10000 + (t.tm_mon + 1) * 100 + t.tm_mday;
}

int cli_init(int argc, char **argv)
{
    struct cli_args a;
    if (cli_parse(argc, argv, init_options, I_N, 1, &a))
        return 2;
    if (a.help)
        return cli_command_help("init", a.lang);
    if (a.npositional != 1)
        return wrong(a.lang, "ange mappen", "name the folder", "init");
    if (bad_lang(&a, a.given[I_LANG], "init"))
        return 2;
    mk_date date = 0;
    if (!mk_date_read(a.given[I_DATE], &date))
        return wrong(a.lang, "--date ska vara ÅÅÅÅ-MM-DD",
                     "--date is YYYY-MM-DD", "init");
    struct mk_ctx *ctx = mk_ctx_new(a.lang);
    const enum mk_status st =
        mk_init(ctx, a.positional[0], date ? date : today(),
                a.given[I_OVERWRITE] != NULL, stdout);
    fflush(stdout);
    cli_report(ctx, false, false);
    mk_ctx_free(ctx);
    return (int)st;
}

int cli_explain(int argc, char **argv)
{
    struct cli_args a;
    if (cli_parse(argc, argv, explain_options, E_N, 2, &a))
        return 2;
    if (a.help)
        return cli_command_help("explain", a.lang);
    if (a.npositional != 2)
        return wrong(a.lang, "ange projektfilen och en fastighet",
                     "name the project file and a fastighet", "explain");
    if (bad_lang(&a, a.given[E_LANG], "explain"))
        return 2;
    struct mk_ctx *ctx = mk_ctx_new(a.lang);
    struct mk_project *project = NULL;
    enum mk_status st = mk_project_read(ctx, a.positional[0], &project);
    if (st == MK_OK)
        st = mk_explain(ctx, project, a.positional[1],
                        a.given[E_JSON] != NULL, stdout);
    fflush(stdout);
    if (*mk_ctx_error(ctx))
        fprintf(stderr, "markklar: %s\n", mk_ctx_error(ctx));
    mk_project_free(project);
    mk_ctx_free(ctx);
    return (int)st;
}

int cli_compare(int argc, char **argv)
{
    struct cli_args a;
    uint32_t rows = 0;
    if (cli_parse(argc, argv, compare_options, P_N, 2, &a))
        return 2;
    if (a.help)
        return cli_command_help("compare", a.lang);
    if (a.npositional != 2)
        return wrong(a.lang, "ange två resultatmappar",
                     "name two result folders", "compare");
    if (!whole_number(a.given[P_ROWS], 1000000, &rows))
        return wrong(a.lang, "--rows ska vara ett heltal 1–1000000",
                     "--rows is a whole number 1-1000000", "compare");
    if (bad_lang(&a, a.given[P_LANG], "compare"))
        return 2;
    const struct mk_compare_options opt = {
        .out_dir = a.given[P_OUT],
        .overwrite = a.given[P_OVERWRITE] != NULL,
        .rows = rows,
    };
    struct mk_ctx *ctx = mk_ctx_new(a.lang);
    const enum mk_status st =
        mk_compare(ctx, a.positional[0], a.positional[1], &opt, stdout);
    fflush(stdout);
    cli_report(ctx, false, false);
    mk_ctx_free(ctx);
    return (int)st;
}

// korning.json says what a set of files holds and what it was made of;
// tider.json how long it took. Only the latter differs between two runs.
#include "run/output.h"

#include "output/oserror.h"

#include <gdal.h>
#include <geos_c.h>
#include <proj.h>
#include <xxhash.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

const char *mk_version(void)
{
    return MK_VERSION;
}

static void key(struct mk_buf *b, const char *name)
{
    mk_buf_json(b, name);
    mk_buf_str(b, ": ");
}

static void text_member(struct mk_buf *b, const char *name, const char *value)
{
    key(b, name);
    if (value)
        mk_buf_json(b, value);
    else
        mk_buf_str(b, "null");
}

static void date_text(struct mk_buf *b, const char *name, mk_date d)
{
    char t[11];
    text_member(b, name, d ? mk_date_write(d, t) : NULL);
}

static void count_member(struct mk_buf *b, const char *name, uint64_t n)
{
    key(b, name);
    mk_buf_int(b, (int64_t)n);
}

// What is told of an input: all its files as one.
struct content {
    XXH3_state_t *state;
    uint64_t size;
    time_t changed; // the newest of its files
    int error;      // errno of the first that could not be read, or 0
};

static void hash_file(struct content *c, const char *path)
{
    struct stat st;
    errno = 0;
    const bool there = stat(path, &st) == 0;
    if (there && !S_ISREG(st.st_mode))
        return; // a folder inside a timetable's, or the project on a pipe
    FILE *f = there ? fopen(path, "rb") : NULL;
    if (!f) {
        c->error = c->error ? c->error : errno ? errno : EIO;
        return;
    }
    char *block = mk_alloc(1 << 20);
    size_t n;
    while ((n = fread(block, 1, 1 << 20, f)) > 0) {
        XXH3_64bits_update(c->state, block, n);
        c->size += n;
    }
    if (ferror(f) && !c->error)
        c->error = errno ? errno : EIO;
    if (st.st_mtime > c->changed)
        c->changed = st.st_mtime;
    free(block);
    fclose(f);
}

static int name_cmp(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The files of a folder, or a file and its sidecars (.dbf .prj .cpg …), by
// name: all of them decide what is read.
static void hash_input(struct content *c, const char *path)
{
    struct stat st;
    const bool folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    const char *dot = strrchr(base, '.');
    const size_t stem = dot ? (size_t)(dot - base) : strlen(base);
    const bool shape = dot && strlen(dot) == 4 && (dot[1] | 32) == 's' &&
                       (dot[2] | 32) == 'h' && (dot[3] | 32) == 'p';
    if (!folder && !shape) {
        hash_file(c, path);
    } else {
        struct mk_arena a = {0};
        char *dir = folder ? mk_arena_str(&a, path)
                    : slash ? mk_arena_strn(&a, path, (size_t)(slash - path))
                            : mk_arena_str(&a, ".");
        errno = 0;
        DIR *d = opendir(dir);
        if (!d)
            c->error = errno ? errno : EIO;
        char **names = NULL;
        size_t n = 0, cap = 0;
        for (struct dirent *e; d && (e = readdir(d)) != NULL;) {
            const bool wanted = folder
                ? e->d_name[0] != '.'
                : strncmp(e->d_name, base, stem) == 0 &&
                  e->d_name[stem] == '.';
            if (!wanted)
                continue;
            MK_GROW(names, cap, n + 1);
            names[n++] = mk_arena_printf(&a, "%s/%s", dir, e->d_name);
        }
        if (d)
            closedir(d);
        if (n)
            qsort(names, n, sizeof *names, name_cmp);
        for (size_t i = 0; i < n; i++)
            hash_file(c, names[i]);
        free(names);
        mk_arena_release(&a);
    }
}

static void hex(struct mk_buf *b, const char *name, uint64_t v)
{
    char t[17];
    snprintf(t, sizeof t, "%016llx", (unsigned long long)v);
    text_member(b, name, t);
}

// 2026-11-01T08:30:00Z: the same wherever the run is made.
static void time_member(struct mk_buf *b, const char *name, time_t t)
{
    char text[32];
    struct tm utc;
    const bool known = t && gmtime_r(&t, &utc) &&
                       strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    text_member(b, name, known ? text : NULL);
}

// What a path holds. No file is read twice: plans and their use areas are often
// layers of one file, and NVDB's is named by both `vag` and `gator`.
struct hashed {
    const char *path;
    uint64_t hash, size;
    time_t changed;
};

struct listing {
    struct mk_ctx *ctx;
    struct mk_buf *b;
    struct hashed *v;
    size_t n, cap;
    bool any; // entries written
};

static enum mk_status hash_once(struct listing *l, const struct mk_input *in,
                                struct hashed *out)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].path, in->path) == 0) {
            *out = l->v[i];
            return MK_OK;
        }
    struct content c = {.state = XXH3_createState()};
    if (!c.state)
        return mk_fail(l->ctx, MK_E_INTERNAL, "XXH3_createState");
    XXH3_64bits_reset(c.state);
    hash_input(&c, in->path);
    *out = (struct hashed){in->path, XXH3_64bits_digest(c.state), c.size,
                           c.changed};
    XXH3_freeState(c.state);
    if (c.error) {
        char reason[128];
        return mk_fail(l->ctx, MK_E_READ, in->path_given,
                       mk_os_reason(mk_ctx_lang(l->ctx), "read", c.error,
                                    reason));
    }
    MK_GROW(l->v, l->cap, l->n + 1);
    l->v[l->n++] = *out;
    return MK_OK;
}

static enum mk_status input_entry(struct listing *l, const struct mk_input *in)
{
    struct mk_buf *b = l->b;
    struct hashed h;
    if (!in->path)
        return MK_OK;
    const enum mk_status st = hash_once(l, in, &h);
    if (st != MK_OK)
        return st;
    mk_buf_str(b, l->any ? ",\n    {" : "\n    {");
    l->any = true;
    text_member(b, "roll", in->role);
    mk_buf_str(b, ", ");
    text_member(b, "fil", in->path_given);
    mk_buf_str(b, ", ");
    text_member(b, "lager", in->layer);
    mk_buf_str(b, ", ");
    count_member(b, "byte", h.size);
    mk_buf_str(b, ", ");
    time_member(b, "andrad", h.changed);
    mk_buf_str(b, ", ");
    hex(b, "xxh3", h.hash);
    mk_buf_str(b, "}");
    return MK_OK;
}

static enum mk_status inputs(struct mk_ctx *ctx, struct mk_buf *b,
                             const struct mk_project *p)
{
    mk_buf_str(b, "  \"indata\": [");
    const struct mk_input project_file = {
        .role = "projektfil", .path = p->path,
        .path_given = strrchr(p->path, '/') ? strrchr(p->path, '/') + 1
                                            : p->path};
    const struct mk_input *const first[] = {
        &project_file, &p->parcels, &p->plans, &p->uses, &p->provisions,
        &p->buildings,
        &p->catalogue};
    const struct mk_input *const last[] = {
        &p->population, &p->interchanges, &p->category_table,
        &p->class_table};
    struct listing l = {.ctx = ctx, .b = b};
    enum mk_status st = MK_OK;
    for (size_t i = 0; i < sizeof first / sizeof *first && st == MK_OK; i++)
        st = input_entry(&l, first[i]);
    for (uint32_t i = 0; i < p->nlayers && st == MK_OK; i++)
        st = input_entry(&l, &p->layers[i].in);
    if (st == MK_OK)
        st = input_entry(&l, &p->ground);
    for (uint32_t i = 0; i < p->nfeeds && st == MK_OK; i++)
        st = input_entry(&l, &p->feeds[i]);
    for (uint32_t i = 0; i < p->nstreets && st == MK_OK; i++) {
        st = input_entry(&l, &p->streets[i].in);
        if (st == MK_OK)
            st = input_entry(&l, &p->streets[i].rules);
    }
    for (size_t i = 0; i < sizeof last / sizeof *last && st == MK_OK; i++)
        st = input_entry(&l, last[i]);
    free(l.v);
    mk_buf_str(b, "\n  ],\n");
    return st;
}

static void timetable(struct mk_buf *b, const struct mk_inputs *in)
{
    if (!in->timetable_read) {
        mk_buf_str(b, "  \"tidtabell\": null,\n");
        return;
    }
    const struct mk_day_choice *d = &in->day;
    mk_buf_str(b, "  \"tidtabell\": {\n    ");
    date_text(b, "dag", d->day);
    mk_buf_str(b, d->given ? ", \"vald_av\": \"projektet\""
                           : ", \"vald_av\": \"markklar\"");
    mk_buf_str(b, ", ");
    count_member(b, "turer", d->active_trips);
    mk_buf_str(b, ", ");
    count_member(b, "turer_mest_en_dag", d->max_trips);
    mk_buf_str(b, ", \"aktiv_andel\": ");
    mk_buf_fixed(b, mk_fix(d->active_services, 4), 4);
    mk_buf_str(b, ",\n    \"floden\": [");
    for (uint32_t i = 0; i < in->timetable.nfeeds; i++) {
        const struct mk_feed_info *f = &in->timetable.feeds[i];
        mk_buf_str(b, i ? ",\n      {" : "\n      {");
        text_member(b, "version", f->version);
        mk_buf_str(b, ", ");
        date_text(b, "forsta_dag", f->first_day);
        mk_buf_str(b, ", ");
        date_text(b, "sista_dag", f->last_day);
        const struct {
            const char *name;
            uint64_t n;
        } counts[] = {
            {"hallplatser", f->stops}, {"linjer", f->routes},
            {"turer", f->trips}, {"stopptider", f->stop_times},
            {"interpolerade", f->interpolated},
            {"dubbletturer", f->duplicate_trips},
            {"utan_hallplats", f->dangling_stop_times},
            {"hoppade_rader", f->skipped_rows}};
        for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
            mk_buf_str(b, ", ");
            count_member(b, counts[k].name, counts[k].n);
        }
        mk_buf_str(b, "}");
    }
    mk_buf_str(b, "\n    ]\n  },\n");
}

// What was changed in it, so that no one takes the set for today's.
static void scenario(struct mk_buf *b, const struct mk_project *p)
{
    static const char *const kind[] = {[MK_CH_LINE] = "ny linje",
                                       [MK_CH_HEADWAY] = "turtäthet",
                                       [MK_CH_REMOVE] = "utgår"};
    char text[160];
    if (!p->nchanges) {
        mk_buf_str(b, "  \"scenario\": null,\n");
        return;
    }
    mk_buf_str(b, "  \"scenario\": [");
    for (uint32_t i = 0; i < p->nchanges; i++) {
        const struct mk_change *c = &p->changes[i];
        mk_buf_str(b, i ? ",\n    {" : "\n    {");
        text_member(b, "linje", c->line);
        mk_buf_str(b, ", ");
        text_member(b, "slag", kind[c->kind]);
        mk_buf_str(b, ", ");
        text_member(b, "andring", mk_change_text(c, MK_SV, text));
        mk_buf_str(b, ", ");
        text_member(b, "rad", c->where);
        mk_buf_str(b, "}");
    }
    mk_buf_str(b, "\n  ],\n");
}

// A network: its size, and the loose parts that are not counted.
static void network(struct mk_buf *b, const char *name,
                    const struct mk_net *net)
{
    if (!net)
        return;
    mk_buf_str(b, ", ");
    key(b, name);
    mk_buf_str(b, "{");
    count_member(b, "korsningar", net->nnodes);
    mk_buf_str(b, ", ");
    count_member(b, "strackor", net->nedges);
    mk_buf_str(b, ", ");
    count_member(b, "losa_delar", net->dropped_parts);
    mk_buf_str(b, ", ");
    count_member(b, "losa_delar_m", net->dropped_mm / 1000);
    mk_buf_str(b, "}");
}

static void streets(struct mk_buf *b, const struct mk_inputs *in,
                    const struct mk_results *r)
{
    uint64_t lines = 0;
    for (uint32_t i = 0; i < in->streets_told.n; i++)
        lines += in->streets_told.v[i].lines;
    mk_buf_str(b, "  \"gator\": {");
    count_member(b, "linjer", lines);
    network(b, "gang", in->walk);
    network(b, "cykel", in->cycle);
    network(b, "bil", in->car);
    network(b, "lastbil", in->lorry);
    mk_buf_str(b, ", ");
    count_member(b, "hallplatser_utan_gata", in->stops_untied);
    mk_buf_str(b, ", ");
    count_member(b, "hallplatser_langt_till_gata", in->stops_far);
    mk_buf_str(b, ", \"omraden\": {");
    count_member(b, "langs_gator", r->along);
    for (int k = 0; k < MK_RM_COUNT; k++) {
        mk_buf_str(b, ", ");
        count_member(b, mk_remark_text((enum mk_remark)k),
                     r->count_remark[k]);
    }
    mk_buf_str(b, "}},\n");
}

static void journeys(struct mk_buf *b, const struct mk_inputs *in)
{
    const struct mk_places *p = &in->people_raw;
    mk_buf_str(b, "  \"resor\": {\"personer\": ");
    mk_buf_fixed(b, mk_fix(p->total, 0), 0);
    mk_buf_str(b, ", ");
    count_member(b, "bostadspunkter", p->n);
    mk_buf_str(b, ", ");
    count_member(b, "utan_antal", p->unknown);
    mk_buf_str(b, ", ");
    count_member(b, "utan_lage", p->nowhere);
    mk_buf_str(b, ", ");
    count_member(b, "platser", in->spots.n);
    mk_buf_str(b, ", ");
    count_member(b, "trafikplatser", in->junctions.n);
    mk_buf_str(b, "},\n");
}

static void counts(struct mk_buf *b, const struct mk_inputs *in,
                   const struct mk_results *r)
{
    mk_buf_str(b, "  \"antal\": {");
    count_member(b, "omraden", r->nrows);
    for (int i = 0; i < MK_BEDOMNING_COUNT; i++) {
        mk_buf_str(b, ", ");
        count_member(b, mk_bedomning_text((enum mk_bedomning)i),
                     r->count_bedomning[i]);
    }
    mk_buf_str(b, ", ");
    count_member(b, "delomraden", r->ndels);
    mk_buf_str(b, ", ");
    count_member(b, "rangordnade", r->ranked);
    mk_buf_str(b, ", ");
    count_member(b, "planer", in->plans.nplans);
    mk_buf_str(b, ", ");
    count_member(b, "byggnader", in->buildings.geom.n);
    mk_buf_str(b, "},\n  \"uteslutna\": {");
    bool first = true;
    for (int i = 1; i < MK_REASON_COUNT; i++) {
        // What has no geometry cannot be judged; it is not left out.
        if (!r->count_reason[i] || i == MK_R_GEOMETRI)
            continue;
        if (!first)
            mk_buf_str(b, ", ");
        first = false;
        count_member(b, mk_reason_text((enum mk_reason)i),
                     r->count_reason[i]);
    }
    mk_buf_str(b, "},\n");
}

static const char *underlag_word(int i)
{
    return mk_underlag_text((enum mk_underlag)i);
}

static const char *hinder_word(int i)
{
    return mk_hinder_kind_text((enum mk_hinder_kind)i);
}

static const char *kind_word(int i)
{
    return mk_pv_kind_text((enum mk_pv_kind)i);
}

static const char *how_word(int i)
{
    return mk_pv_how_text((enum mk_pv_how)i);
}

// An object of what there is any of.
static void counted(struct mk_buf *b, const char *name, const uint64_t *v,
                    int n, const char *(*word)(int))
{
    bool first = true;
    key(b, name);
    mk_buf_str(b, "{");
    for (int i = 0; i < n; i++) {
        if (!v[i])
            continue;
        mk_buf_str(b, first ? "" : ", ");
        first = false;
        count_member(b, word(i), v[i]);
    }
    mk_buf_str(b, "}, ");
}

static const char *level_word(int i)
{
    static const char *const word[] = {"okänd", "B1", "B2", "B3", "B4", "B5"};
    return word[i];
}

// Delområden by level, at least and at most, and by what they rest on; hinder by
// kind; provisions by kind and by how it was told.
static void readiness(struct mk_buf *b, const struct mk_inputs *in,
                      const struct mk_results *r)
{
    uint64_t min[6] = {0}, max[6] = {0}, plan[6] = {0};
    uint64_t underlag[MK_UL_COUNT] = {0}, hinder[MK_HK_COUNT] = {0};
    uint64_t kind[MK_PV_KIND_COUNT] = {0}, how[MK_PV_HOW_COUNT] = {0};
    for (uint32_t k = 0; k < r->ndels; k++) {
        const struct mk_ready *d = &r->dels[k].ready;
        underlag[d->underlag]++;
        if (r->dels[k].bedomning != MK_BEDOMD ||
            r->dels[k].hinder == MK_H_UPPTAGEN)
            continue; // nobody will build there
        min[d->ber_min]++;
        max[d->ber_max]++;
        plan[d->ber_plan]++;
    }
    for (size_t k = 0; k < r->nobstacles; k++)
        hinder[r->obstacles[k].o.kind]++;
    for (uint32_t k = 0; k < in->provisions.n; k++) {
        kind[in->provisions.v[k].kind]++;
        how[in->provisions.v[k].how]++;
    }
    mk_buf_str(b, "  \"beredskap\": {");
    counted(b, "lagst", min, 6, level_word);
    counted(b, "hogst", max, 6, level_word);
    counted(b, "enligt_plan", plan, 6, level_word);
    counted(b, "underlag", underlag, MK_UL_INGET, underlag_word);
    counted(b, "hinder", hinder, MK_HK_COUNT, hinder_word);
    counted(b, "bestammelser", kind, MK_PV_KIND_COUNT, kind_word);
    counted(b, "bestammelser_tolkade", how, MK_PV_HOW_COUNT, how_word);
    b->len -= 2; // the last comma
    mk_buf_str(b, "},\n");
}

static void m2_member(struct mk_buf *b, const char *name, mk_fixed tenths)
{
    mk_buf_str(b, ", ");
    key(b, name);
    mk_buf_fixed(b, tenths, 1);
}

static void people_member(struct mk_buf *b, const char *name, double people)
{
    mk_buf_str(b, ", ");
    key(b, name);
    mk_buf_fixed(b, mk_fix(people, 0), 0);
}

// Land for business in plans in force or ongoing, and people, by what they lack;
// nothing of what was not computed.
static void gaps(struct mk_buf *b, const struct mk_gap_sums *s)
{
    if (!s->land_known && !s->people_known)
        return;
    mk_buf_str(b, "  \"brister\": {\"avgangar_per_timme\": 1, "
                  "\"inom_m\": 500, \"klass_minst\": \"E\"");
    if (s->land_known) {
        m2_member(b, "mark_m2", s->land);
        m2_member(b, "mark_utan_kollektivtrafik_m2", s->land_without);
        m2_member(b, "mark_okand_m2", s->land_unknown);
    }
    if (s->fiber_known) {
        m2_member(b, "mark_med_fiber_m2", s->fiber);
        m2_member(b, "mark_utan_fiber_m2", s->fiber_without);
        m2_member(b, "mark_fiber_okand_m2", s->fiber_unknown);
    }
    if (s->people_known) {
        people_member(b, "befolkning", s->people);
        people_member(b, "befolkning_utan_kollektivtrafik",
                      s->people_without);
        people_member(b, "befolkning_okand", s->people_unknown);
    }
    mk_buf_str(b, "},\n");
}

// Every repair and every record left out, by message: how many, and which.
static void notes(struct mk_buf *b, struct mk_ctx *ctx)
{
    static const char *const severity[] = {"fel", "varning", "notis"};
    size_t n;
    const struct mk_note_row *v = mk_notes_sorted(ctx, &n);
    mk_buf_str(b, "  \"anmarkningar\": [");
    for (size_t i = 0; i < n; i++) {
        const bool head = i == 0 || v[i].msg != v[i - 1].msg;
        if (head) {
            mk_buf_str(b, i ? "\n    ]},\n    {" : "\n    {");
            text_member(b, "kod", mk_msg_code(v[i].msg));
            mk_buf_str(b, ", ");
            text_member(b, "slag", severity[mk_msg_severity(v[i].msg)]);
            mk_buf_str(b, ", ");
            count_member(b, "antal", v[i].count);
            const char *advice = mk_msg_advice(v[i].msg, mk_ctx_lang(ctx));
            if (advice[0]) {
                mk_buf_str(b, ", ");
                text_member(b, "rad", advice);
            }
            mk_buf_str(b, ", \"poster\": [");
        }
        mk_buf_str(b, head ? "\n      [" : ",\n      [");
        mk_buf_json(b, v[i].key);
        mk_buf_str(b, ", ");
        mk_buf_json(b, v[i].text);
        mk_buf_str(b, "]");
    }
    mk_buf_str(b, n ? "\n    ]}\n  ],\n" : "],\n");
}

static void files(struct mk_buf *b, const struct mk_set *set)
{
    size_t n;
    const struct mk_set_entry *v = mk_set_list(set, &n);
    mk_buf_str(b, "  \"filer\": [");
    for (size_t i = 0; i < n; i++) {
        if (strcmp(v[i].name, "tider.json") == 0)
            continue; // it alone differs between two runs
        mk_buf_str(b, i ? ",\n    {" : "\n    {");
        text_member(b, "namn", v[i].name);
        mk_buf_str(b, ", ");
        count_member(b, "byte", v[i].size);
        mk_buf_str(b, ", ");
        hex(b, "xxh3", v[i].xxh3);
        mk_buf_str(b, "}");
    }
    mk_buf_str(b, "\n  ]\n}\n");
}

static void number_member(struct mk_buf *b, const char *name, double v,
                          int decimals)
{
    mk_buf_str(b, ", ");
    key(b, name);
    mk_buf_fixed(b, mk_fix(v, decimals), decimals);
}

static void clock_member(struct mk_buf *b, const char *name, int32_t s)
{
    char text[24];
    snprintf(text, sizeof text, "%02d:%02d", (int)(s / 3600),
             (int)(s / 60 % 60));
    mk_buf_str(b, ", ");
    text_member(b, name, s < 0 ? NULL : text);
}

static void net_options(struct mk_buf *b, const struct mk_net_settings *n)
{
    mk_buf_str(b, ", \"gangnat\": {");
    key(b, "koppling_m");
    mk_buf_fixed(b, mk_fix(n->join_m, 2), 2);
    number_member(b, "minsta_del", n->min_nodes, 0);
    number_member(b, "sok_m", n->snap_m, 1);
    number_member(b, "intill_m", n->near_m, 1);
    number_member(b, "flagga_m", n->flag_m, 1);
    mk_buf_str(b, "}");
}

// Lists as texts: that is how compare sets them side by side.
static void travel_lists(struct mk_buf *b, const struct mk_travel_settings *t)
{
    struct mk_buf list = {0};
    for (int i = 0; i < t->npercentiles; i++)
        mk_buf_printf(&list, "%s%d", i ? ", " : "", t->percentile[i]);
    mk_buf_str(b, ", ");
    text_member(b, "percentiler", mk_buf_text(&list));
    list.len = 0;
    for (uint32_t i = 0; i < t->nplaces; i++)
        mk_buf_printf(&list, "%s%s (%.6f, %.6f)", i ? "; " : "",
                      t->places[i].name, t->places[i].lon, t->places[i].lat);
    mk_buf_str(b, ", ");
    text_member(b, "platser", t->nplaces ? mk_buf_text(&list) : NULL);
    mk_buf_release(&list);
}

static void travel_options(struct mk_buf *b,
                           const struct mk_travel_settings *t)
{
    mk_buf_str(b, ", \"restid\": {");
    key(b, "gang_kmh");
    mk_buf_fixed(b, mk_fix(t->walk_kmh, 2), 2);
    number_member(b, "cykel_kmh", t->cycle_kmh, 2);
    number_member(b, "pastigning_s", t->board_s, 0);
    number_member(b, "byte_max_m", t->change_max_m, 0);
    number_member(b, "till_max_m", t->access_max_m, 0);
    number_member(b, "fran_max_m", t->egress_max_m, 0);
    number_member(b, "max_resor", t->max_rides, 0);
    number_member(b, "max_restid_min", t->max_trip_min, 0);
    number_member(b, "fonster_min", t->window_min, 0);
    clock_member(b, "avgang", t->depart_s);
    clock_member(b, "framme", t->arrive_s);
    clock_member(b, "skift", t->shift_s);
    if (t->lorry_bk > 0)
        number_member(b, "lastbil_bk", t->lorry_bk, 0);
    else
        mk_buf_str(b, ", \"lastbil_bk\": null");
    mk_buf_str(b, t->cycle ? ", \"cykel\": true" : ", \"cykel\": false");
    travel_lists(b, t);
    mk_buf_str(b, "}");
}

static void options(struct mk_buf *b, const struct mk_inputs *in,
                    const struct mk_output *out)
{
    const struct mk_project *p = in->project;
    mk_buf_str(b, "  \"val\": {");
    text_member(b, "arbets_crs",
                mk_crs_epsg(in->working_crs) ? in->working_crs : "WKT");
    mk_buf_str(b, ", ");
    text_member(b, "geojson_crs", out->epsg ? out->crs : "RFC 7946 (WGS 84)");
    mk_buf_str(b, ", ");
    text_member(b, "kolln_variant",
                p->served_rule == MK_SERVED_AVERAGE ? "medel" : "varje_timme");
    mk_buf_str(b, ", ");
    text_member(b, "planlagd_verksamhetsmark", p->verksamhetsmark_letters);
    mk_buf_str(b, ", \"heltackande_planer\": ");
    mk_buf_str(b, p->plans_complete ? "true" : "false");
    mk_buf_str(b, ", \"vikter\": {");
    for (int c = 0; c < MK_C_COUNT; c++) {
        if (c)
            mk_buf_str(b, ", ");
        key(b, mk_criterion_key((enum mk_criterion)c));
        mk_buf_fixed(b, mk_fix(p->weight[c], 4), 4);
    }
    mk_buf_str(b, "}");
    if (p->nstreets)
        net_options(b, &p->net);
    // Streets alone are reached by bicycle, trafikplatser by car and lorry.
    if (p->nstreets || p->population.path || p->interchanges.path ||
        p->travel.nplaces)
        travel_options(b, &p->travel);
    mk_buf_str(b, "},\n");
}

static void versions(struct mk_buf *b)
{
    mk_buf_str(b, "  \"versioner\": {");
    text_member(b, "markklar", mk_version());
    mk_buf_str(b, ", ");
    text_member(b, "GDAL", GDALVersionInfo("RELEASE_NAME"));
    mk_buf_str(b, ", ");
    text_member(b, "PROJ", proj_info().version);
    mk_buf_str(b, ", ");
    text_member(b, "GEOS", GEOS_CAPI_VERSION);
    mk_buf_str(b, "},\n");
}

static enum mk_status write_file(struct mk_ctx *ctx, struct mk_output *out,
                                 const char *name, const struct mk_buf *b)
{
    struct mk_out *f;
    enum mk_status st = mk_set_file(ctx, out->set, name, &f);
    return st == MK_OK ? mk_out_write(ctx, f, b->data, b->len) : st;
}

static void seconds(struct mk_buf *b, const char *name, double s)
{
    mk_buf_str(b, ", ");
    key(b, name);
    mk_buf_fixed(b, mk_fix(s, 3), 3);
}

static enum mk_status write_times(struct mk_ctx *ctx, struct mk_inputs *in,
                                  struct mk_output *out,
                                  const struct mk_timing *t)
{
    struct mk_buf b = {0};
    mk_buf_str(&b, "{");
    count_member(&b, "tradar", t->threads);
    seconds(&b, "planer_lasning_s", in->read_plans_s);
    seconds(&b, "planer_forberedelse_s", in->prepare_s);
    seconds(&b, "tidtabell_s", in->read_gtfs_s);
    seconds(&b, "gator_lasning_s", in->read_streets_s);
    seconds(&b, "indata_s", t->load_s);
    seconds(&b, "fastigheter_s", t->stream_s);
    seconds(&b, "ovriga_lager_s", t->layers_s);
    seconds(&b, "hittills_s", t->total_s);
    mk_buf_str(&b, "}\n");
    const enum mk_status st = write_file(ctx, out, "tider.json", &b);
    mk_buf_release(&b);
    return st;
}

enum mk_status mk_manifest_write(struct mk_ctx *ctx, struct mk_inputs *in,
                                 struct mk_output *out,
                                 struct mk_results *res,
                                 const struct mk_timing *t)
{
    enum mk_status st = write_times(ctx, in, out, t);
    if (st == MK_OK)
        st = mk_set_seal(ctx, out->set);
    if (st != MK_OK)
        return st;
    const struct mk_project *p = in->project;
    struct mk_buf b = {0};
    mk_buf_str(&b, "{\n  ");
    text_member(&b, "program", "markklar");
    mk_buf_str(&b, ",\n  ");
    date_text(&b, "referensdatum", p->reference_date);
    mk_buf_str(&b, ", ");
    text_member(&b, "kommun", p->kommun);
    mk_buf_str(&b, ", ");
    text_member(&b, "kommunkod", p->kommunkod);
    mk_buf_str(&b, ",\n");
    versions(&b);
    options(&b, in, out);
    st = inputs(ctx, &b, p);
    timetable(&b, in);
    scenario(&b, p);
    if (p->nstreets)
        streets(&b, in, res);
    if (in->journeys)
        journeys(&b, in);
    counts(&b, in, res);
    readiness(&b, in, res);
    gaps(&b, &res->gaps);
    notes(&b, ctx);
    files(&b, out->set);
    if (st == MK_OK)
        st = write_file(ctx, out, MK_SET_MANIFEST, &b);
    mk_buf_release(&b);
    return st;
}

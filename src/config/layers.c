// Layers beside plans, buildings and timetable: many roles with the same few
// keys, a block or a list of blocks each.
#include "config/reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Two keys belong to one role each.
static bool is_of_role(const struct mk_key *key, size_t role)
{
    if (strcmp(key->path, "ej_tillfart") == 0)
        return role == MK_RO_VAG;
    return strcmp(key->path, "heltackande") != 0 || role == MK_RO_UTREDNING;
}

// The keys of a layer with the role's path before them.
static struct mk_key_set keys_of(struct mk_reader *r, const struct mk_key *role,
                                 struct mk_layer_input *base)
{
    size_t n;
    const struct mk_key *all = mk_layer_schema(&n);
    size_t kept = 0;
    struct mk_key *keys = mk_arena_alloc(&r->scratch, n * sizeof *keys);
    for (size_t i = 0; i < n; i++) {
        if (!is_of_role(&all[i], role->offset))
            continue;
        keys[kept] = all[i];
        keys[kept++].path = mk_arena_printf(&r->scratch, "%s.%s", role->path,
                                            all[i].path);
    }
    return (struct mk_key_set){keys, kept, base};
}

static void missing(struct mk_reader *r, const struct mk_key *role, int line,
                    const char *key)
{
    mk_problem(&r->problems, line, MK_P_MISSING,
               mk_arena_printf(&r->problems.arena, "%s.%s", role->path, key));
}

static void check_layer(struct mk_reader *r, const struct mk_key *role,
                        const struct mk_layer_input *l)
{
    if (!l->in.path)
        mk_problem(&r->problems, l->in.line, MK_P_NO_FILE, role->path);
    if (l->role == MK_RO_BEGRANSNING && !l->name)
        missing(r, role, l->in.line, "namn");
    if (l->role == MK_RO_BEGRANSNING && !l->effect)
        missing(r, role, l->in.line, "verkan");
}

static void read_layer(struct mk_reader *r, const struct mk_key *role,
                       const struct mk_yaml *n)
{
    struct mk_layer_input l = {
        .in = {.role = mk_layer_role_key((enum mk_layer_role)role->offset),
               .line = n->line},
        .role = (uint8_t)role->offset,
        .buffer_m = NAN,
    };
    if (n->kind != MK_YAML_MAP) {
        mk_read_bad(r, n, role->path, role->type);
        return;
    }
    // A bad value is said by its reader; what is missing is another matter.
    const uint32_t before = r->problems.n;
    const struct mk_key_set set = keys_of(r, role, &l);
    mk_read_block(r, &set, n, role->path);
    if (r->problems.n == before)
        check_layer(r, role, &l);
    MK_GROW(r->layers, r->cap_layers, r->nlayers + 1);
    r->layers[r->nlayers++] = l;
}

void mk_read_layers(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n)
{
    if (n->kind != MK_YAML_LIST) {
        read_layer(r, k, n);
        return;
    }
    for (const struct mk_yaml *c = n->first; c; c = c->next)
        read_layer(r, k, c);
}

void mk_layers_end(struct mk_reader *r)
{
    struct mk_project *p = r->p;
    p->layers =
        mk_arena_alloc(r->arena, (r->nlayers + 1) * sizeof *p->layers);
    for (int role = 0; role < MK_RO_COUNT; role++)
        for (uint32_t i = 0; i < r->nlayers; i++)
            if (r->layers[i].role == role)
                p->layers[p->nlayers++] = r->layers[i];
    free(r->layers);
    r->layers = NULL;
    r->nlayers = r->cap_layers = 0;
}

void mk_read_classes(struct mk_reader *r, const struct mk_key *k,
                     const struct mk_yaml *n, const char **out)
{
    const bool list = n->kind == MK_YAML_LIST;
    struct mk_buf b = {0};
    for (const struct mk_yaml *c = list ? n->first : n; c;
         c = list ? c->next : NULL) {
        if (c->kind != MK_YAML_TEXT || mk_yaml_blank(c)) {
            mk_read_bad(r, c, k->path, k->type);
            mk_buf_release(&b);
            return;
        }
        mk_buf_printf(&b, "%s%s", b.len ? ";" : "", c->text);
    }
    *out = b.len ? mk_arena_str(r->arena, mk_buf_text(&b)) : NULL;
    mk_buf_release(&b);
}

void mk_read_months(struct mk_reader *r, const struct mk_key *k,
                    const struct mk_yaml *n, double out[5])
{
    if (n->kind != MK_YAML_LIST || n->n != 5) {
        mk_read_bad(r, n, k->path, k->type);
        return;
    }
    double v[5];
    int i = 0;
    const struct mk_yaml *before = NULL;
    for (const struct mk_yaml *c = n->first; c; before = c, c = c->next, i++) {
        if (c->kind != MK_YAML_TEXT || !mk_text_number(c->text, &v[i])) {
            mk_read_bad(r, c, k->path, MK_K_NUMBER);
            return;
        }
        if (v[i] < k->min || v[i] > k->max) {
            mk_problem(&r->problems, c->line, MK_P_RANGE, k->path, "0", "240",
                       c->text);
            return;
        }
        if (before && v[i] < v[i - 1]) {
            mk_problem(&r->problems, c->line, MK_P_MONTHS_ORDER, k->path,
                       c->text, before->text);
            return;
        }
    }
    memcpy(out, v, sizeof v);
}

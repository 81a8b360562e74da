// Plan outlines and use areas: municipal layers, as read, not interpreted.
#include "input/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { P_ID, P_AKT, P_NR, P_NAMN, P_TYP, P_STATUS, P_LAGA, P_ANTAGEN,
       P_START, P_SLUT, P_TID, P_STAGE, P_KEYS };

static const char *const plan_keys[P_KEYS] = {
    "id", "akt", "nr", "namn", "typ", "status", "laga_kraft", "antagen",
    "gf_start", "gf_slut", "gf_tid", "skede_datum"};

void mk_plans_raw_release(struct mk_plans_raw *p)
{
    free(p->plans);
    mk_polyset_release(&p->outline);
    mk_arena_release(&p->text);
    *p = (struct mk_plans_raw){0};
}

void mk_uses_raw_release(struct mk_uses_raw *u)
{
    free(u->uses);
    mk_polyset_release(&u->geom);
    mk_arena_release(&u->text);
    *u = (struct mk_uses_raw){0};
}

static enum mk_status columns(struct mk_ctx *ctx, struct mk_source *s,
                              const char *const *keys, int n)
{
    enum mk_status st = MK_OK;
    for (int k = 0; k < n && st == MK_OK; k++)
        st = mk_source_field(ctx, s, keys[k], &s->column[k]);
    return st;
}

static void note_flaw(struct mk_ctx *ctx, const struct mk_source *s,
                      enum mk_geom_flaw flaw)
{
    char key[256];
    snprintf(key, sizeof key, "%s rad %llu", s->in->role,
             (unsigned long long)s->row);
    if (flaw == MK_GEOM_NONE)
        mk_note(ctx, MK_N_GEOM_EMPTY, key, "");
    else if (flaw == MK_GEOM_NAN)
        mk_note(ctx, MK_N_GEOM_BAD, key, "NaN");
    else if (flaw == MK_GEOM_RINGS)
        mk_note(ctx, MK_N_GEOM_REPAIRED, key, "ring");
}

// Registers write one or more dates in a field; the part up to the first
// semicolon is the first decision's.
static void read_plan(struct mk_ctx *ctx, struct mk_source *s, OGRFeatureH f,
                      struct mk_arena *a, struct mk_plan *p)
{
    struct mk_column *c = s->column;
    *p = (struct mk_plan){
        .id = mk_source_text(ctx, s, f, &c[P_ID], a),
        .akt = mk_source_text(ctx, s, f, &c[P_AKT], a),
        .nr = mk_source_text(ctx, s, f, &c[P_NR], a),
        .namn = mk_source_text(ctx, s, f, &c[P_NAMN], a),
        .typ = mk_source_text(ctx, s, f, &c[P_TYP], a),
        .status_text = mk_source_text(ctx, s, f, &c[P_STATUS], a),
        .laga_kraft_text = mk_source_text(ctx, s, f, &c[P_LAGA], a),
        .antagen_text = mk_source_text(ctx, s, f, &c[P_ANTAGEN], a),
        .gf_start_text = mk_source_text(ctx, s, f, &c[P_START], a),
        .gf_slut_text = mk_source_text(ctx, s, f, &c[P_SLUT], a),
        .gf_tid_text = mk_source_text(ctx, s, f, &c[P_TID], a),
        .stage_text = mk_source_text(ctx, s, f, &c[P_STAGE], a),
        .row = (uint32_t)s->row,
    };
}

enum mk_status mk_plans_read(struct mk_ctx *ctx, struct mk_source *s,
                             struct mk_plans_raw *out)
{
    enum mk_status st = columns(ctx, s, plan_keys, P_KEYS);
    OGRFeatureH f;
    while (st == MK_OK && (f = mk_source_next(ctx, s, &st)) != NULL) {
        MK_GROW(out->plans, out->cap, out->n + 1);
        read_plan(ctx, s, f, &out->text, &out->plans[out->n++]);
        note_flaw(ctx, s, mk_source_geometry(s, f, &out->outline));
        OGR_F_Destroy(f);
    }
    return mk_within(ctx, st, s->in->role);
}

enum mk_status mk_uses_read(struct mk_ctx *ctx, struct mk_source *s,
                            struct mk_uses_raw *out)
{
    static const char *const keys[] = {"plan", "bokstav"};
    enum mk_status st = columns(ctx, s, keys, 2);
    OGRFeatureH f;
    while (st == MK_OK && (f = mk_source_next(ctx, s, &st)) != NULL) {
        MK_GROW(out->uses, out->cap, out->n + 1);
        out->uses[out->n++] = (struct mk_use){
            .plan = mk_source_text(ctx, s, f, &s->column[0], &out->text),
            .text = mk_source_text(ctx, s, f, &s->column[1], &out->text),
            .row = (uint32_t)s->row,
        };
        note_flaw(ctx, s, mk_source_geometry(s, f, &out->geom));
        OGR_F_Destroy(f);
    }
    return mk_within(ctx, st, s->in->role);
}

// A home is a main building of type Bostad (Lantmäteriet: objekttypnr 2061,
// huvudbyggnad "Ja"); without that field every Bostad is taken as main.
static bool is_home(const char *type, const char *main_building,
                    bool main_known)
{
    if (!type)
        return false;
    char t[128];
    mk_text_fold(type, t, sizeof t);
    const bool home = strncmp(t, "bostad", 6) == 0 || strcmp(t, "2061") == 0;
    const bool is_main = !main_known ||
        (main_building && (mk_text_same(main_building, "ja") ||
                           mk_text_same(main_building, "j") ||
                           strcmp(main_building, "1") == 0 ||
                           mk_text_same(main_building, "true")));
    return home && is_main;
}

enum mk_status mk_buildings_read(struct mk_ctx *ctx, struct mk_source *s,
                                 struct mk_buildings *out)
{
    static const char *const keys[] = {"typ", "huvudbyggnad", "lage"};
    enum mk_status st = columns(ctx, s, keys, 3);
    struct mk_arena a = {0};
    OGRFeatureH f;
    while (st == MK_OK && (f = mk_source_next(ctx, s, &st)) != NULL) {
        mk_arena_clear(&a);
        const char *type = mk_source_text(ctx, s, f, &s->column[0], &a);
        const char *main_b = mk_source_text(ctx, s, f, &s->column[1], &a);
        const char *place = mk_source_text(ctx, s, f, &s->column[2], &a);
        char key[64];
        snprintf(key, sizeof key, "byggnader rad %llu",
                 (unsigned long long)s->row);
        if (place && mk_text_same(place, "illustrativt läge")) {
            mk_note(ctx, MK_N_BUILDING_ILLUSTRATIVE, key, "");
        } else {
            MK_GROW(out->home, out->cap, out->geom.n + 1);
            out->home[out->geom.n] =
                is_home(type, main_b, s->column[1].map != NULL);
            note_flaw(ctx, s, mk_source_geometry(s, f, &out->geom));
        }
        OGR_F_Destroy(f);
    }
    mk_arena_release(&a);
    return mk_within(ctx, st, s->in->role);
}

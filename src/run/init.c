#include <markklar/run.h>

#include "base/arena.h"
#include "base/facts.h"
#include "base/text.h"
#include "config/recognise.h"
#include "input/probe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLACEHOLDER "FYLL-I-SÖKVÄG.gpkg"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// ---- YAML texts ------------------------------------------------------------

/** A value: plain when no reader of YAML could take it for anything else. */
static void put_value(struct mk_buf *b, const char *s)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no",
                                        "on", "off", "y", "n"};
    size_t n = 0; // ASCII, and the letters å ä ö é … of two bytes
    while (s[n] == '\xC3' ||
           ((unsigned char)s[n] >= 0x80 && n && s[n - 1] == '\xC3') ||
           (s[n] && strchr(LETTERS "0123456789_./-", s[n])))
        n++;
    bool plain = *s && !s[n] && (*s == '\xC3' || strchr(LETTERS, *s));
    for (size_t i = 0; plain && i < sizeof words / sizeof *words; i++)
        plain = !mk_text_same(s, words[i]);
    if (plain) {
        mk_buf_str(b, s);
        return;
    }
    mk_buf_str(b, "\"");
    for (const unsigned char *p = (const unsigned char *)s; *p; p++) {
        if (*p == '"' || *p == '\\')
            mk_buf_printf(b, "\\%c", *p);
        else if (*p < 0x20 || *p == 0x7F)
            mk_buf_printf(b, "\\x%02X", *p);
        else
            mk_buf_add(b, (const char *)p, 1);
    }
    mk_buf_str(b, "\"");
}

/** Text for a comment: one line, at most about `most` bytes. */
static void put_remark(struct mk_buf *b, const char *s, size_t most)
{
    size_t n = 0;
    for (; *s; s++) {
        const unsigned char c = (unsigned char)*s;
        if (n >= most && (c & 0xC0) != 0x80) { // never inside a character
            mk_buf_str(b, "…");
            return;
        }
        // U+0085, U+2028 and U+2029 end a line too, as YAML counts
        if (c < 0x20 || c == 0x7F) {
            mk_buf_str(b, " ");
        } else if (strncmp(s, "\xC2\x85", 2) == 0) {
            s += 1;
        } else if (strncmp(s, "\xE2\x80\xA8", 3) == 0 ||
                   strncmp(s, "\xE2\x80\xA9", 3) == 0) {
            s += 2;
        } else {
            mk_buf_add(b, s, 1);
        }
        n++;
    }
}

// ---- one field ----------------------------------------------------------------

static const char *ground_text(enum mk_map_ground g)
{
    switch (g) {
    case MK_BY_NAME: return "på namnet";
    case MK_BY_VALUES: return "på värdena";
    case MK_BY_FILE_NAME: return "ur filens namn";
    case MK_BY_SHARED_VALUES:
        return "samma värden i planer och användning";
    }
    return "";
}

static void put_field(struct mk_buf *b, const struct mk_mapped *m)
{
    mk_buf_printf(b, "      %s:", m->key);
    if (m->constant) {
        mk_buf_str(b, " {konstant: ");
        put_value(b, m->constant);
        mk_buf_str(b, "}");
    } else {
        mk_buf_str(b, m->nvalues ? "\n        falt: " : " ");
        put_value(b, m->field->name);
    }
    mk_buf_printf(b, "  # %s", ground_text(m->ground));
    if (m->field && m->field->nvalues) {
        mk_buf_str(b, "; t.ex. ");
        put_remark(b, m->field->values[0], 40);
    } else if (m->field) {
        mk_buf_str(b, "; fältet är tomt i de rader som lästes");
    }
    mk_buf_str(b, "\n");
    if (m->nvalues)
        mk_buf_str(b, "        varden:\n");
    for (uint32_t i = 0; i < m->nvalues; i++) {
        mk_buf_str(b, "          ");
        put_value(b, m->values[i].from);
        mk_buf_str(b, ": ");
        put_value(b, m->values[i].to);
        mk_buf_str(b, "\n");
    }
    if (m->unread) {
        mk_buf_str(b, "        # oklara värden: ");
        put_remark(b, m->unread, 200);
        mk_buf_str(b, "\n");
    }
}

// ---- coordinate systems ----------------------------------------------------

/** What the size of the coordinates says; zones cannot be told apart. */
static const char *guess_crs(const struct mk_layer_facts *l)
{
    const double *e = l->extent;
    if (!l->has_extent)
        return "inga koordinater att gissa på";
    if (e[0] >= -180 && e[2] <= 180 && e[1] >= -90 && e[3] <= 90)
        return "koordinaterna ser ut som grader, EPSG:4326";
    if (e[0] >= 6.0e6 && e[0] <= 7.8e6 && e[1] < 2.0e6)
        return "koordinaterna ligger i ordningen nord, öst";
    if (e[1] >= 7.3e6 && e[3] <= 1.15e7 && e[0] >= 1.1e6 && e[2] <= 2.8e6)
        return "koordinaterna ser ut som Web Mercator, EPSG:3857";
    if (e[1] < 6.0e6 || e[3] > 7.8e6)
        return "koordinaterna passar inget svenskt system";
    if (e[0] >= 1.2e6 && e[2] <= 1.95e6)
        return "koordinaterna ser ut som RT 90 2.5 gon V, EPSG:3021";
    if (e[0] >= 2.2e5 && e[2] <= 9.5e5)
        return "koordinaterna ser ut som SWEREF 99 TM, EPSG:3006";
    return "koordinaterna ser ut som en lokal zon i SWEREF 99: "
           "EPSG:3007 till EPSG:3018, fråga den som gjort filen";
}

static bool degrees_too_large(const struct mk_layer_facts *l)
{
    return l->crs_degrees && l->has_extent &&
           (l->extent[2] > 360 || l->extent[3] > 90 || l->extent[0] < -360 ||
            l->extent[1] < -90);
}

static void put_crs(struct mk_buf *b, const struct mk_layer_facts *l)
{
    if (degrees_too_large(l))
        mk_buf_printf(b, "    crs: # OBS: filen säger grader men talen är "
                      "meter; %s\n", guess_crs(l));
    else if (!l->crs && !l->crs_name)
        mk_buf_printf(b, "    crs: # OKÄNT: filen saknar uppgift; %s\n",
                      guess_crs(l));
    else if (l->crs || strcmp(l->crs_name, "unnamed") != 0)
        mk_buf_printf(b, "    # koordinatsystem enligt filen: %s\n",
                      l->crs ? l->crs : l->crs_name);
    else
        mk_buf_printf(b, "    # koordinatsystemet anges i filen utan namn; "
                      "%s\n", guess_crs(l));
}

// ---- one input ---------------------------------------------------------------

static void put_input(struct mk_buf *b, enum mk_role role,
                      const struct mk_role_found *f)
{
    const struct mk_layer_facts *l = f->layer;
    mk_buf_str(b, "\n  # ");
    put_remark(b, l->file, 200);
    mk_buf_printf(b, ": %lld objekt. Togs för %s på ", (long long)l->count,
                  mk_role_key(role));
    put_remark(b, f->why, 300);
    mk_buf_printf(b, ".\n  %s:\n    fil: ", mk_role_key(role));
    put_value(b, l->file);
    mk_buf_str(b, "\n");
    if (!l->only && !l->package) {
        mk_buf_str(b, "    lager: ");
        put_value(b, l->name);
        mk_buf_str(b, "\n");
    }
    put_crs(b, l);
    if (l->recoded)
        mk_buf_printf(b, "    teckenkodning: %s  # filen säger inget; "
                      "kontrollera å, ä, ö\n", l->recoded);
    if (role == MK_ROLE_DETALJPLANER)
        mk_buf_str(b, "    heltackande: nej  # ja om lagret har alla "
                      "kommunens planer\n");
    if (f->nmap)
        mk_buf_str(b, "    falt:\n");
    for (uint32_t i = 0; i < f->nmap; i++)
        put_field(b, &f->map[i]);
    if (f->unmapped) {
        mk_buf_str(b, "      # utan fält: ");
        put_remark(b, f->unmapped, 300);
        mk_buf_str(b, "\n");
    }
    if (f->unused) {
        mk_buf_str(b, "      # fält som inte används: ");
        put_remark(b, f->unused, 400);
        mk_buf_str(b, "\n");
    }
}

static void put_missing(struct mk_buf *b, enum mk_role role)
{
    if (role == MK_ROLE_FASTIGHETER)
        mk_buf_str(b, "\n  # INGA FASTIGHETER HITTADES. Fyll i filen och "
                      "fälten; utan dem går inget att räkna.\n"
                      "  fastigheter:\n    fil: \"" PLACEHOLDER "\"\n"
                      "    falt:\n      fast_id:\n      fastighet:\n");
    else
        mk_buf_printf(b, "\n  # %s: ingen fil hittades.\n",
                      mk_role_key(role));
}

// ---- the other layers ---------------------------------------------------------

static void put_other_fields(struct mk_buf *b, const struct mk_role_found *f)
{
    for (uint32_t i = 0; i < f->nmap; i++) {
        const struct mk_mapped *m = &f->map[i];
        mk_buf_printf(b, "%s%s: ", i ? ", " : "      falt: {", m->key);
        mk_buf_str(b, m->nvalues ? "{falt: " : "");
        put_value(b, m->field->name);
        for (uint32_t k = 0; k < m->nvalues; k++) {
            mk_buf_str(b, k ? ", " : ", varden: {");
            put_value(b, m->values[k].from);
            mk_buf_str(b, ": ");
            put_value(b, m->values[k].to);
        }
        mk_buf_str(b, m->nvalues ? "}}" : "");
    }
    if (f->nmap)
        mk_buf_str(b, "}\n");
}

static void put_other(struct mk_buf *b, const struct mk_other_found *o)
{
    const struct mk_layer_facts *l = o->found.layer;
    mk_buf_str(b, "    # ");
    put_remark(b, l->file, 200);
    mk_buf_printf(b, ": %lld objekt. Togs på ", (long long)l->count);
    put_remark(b, o->found.why, 300);
    mk_buf_str(b, ".\n    - fil: ");
    put_value(b, l->file);
    mk_buf_str(b, "\n");
    if (o->lager || !l->only) {
        mk_buf_str(b, "      lager: ");
        put_value(b, o->lager ? o->lager : l->name);
        mk_buf_str(b, "\n");
    }
    struct mk_buf crs = {0};
    put_crs(&crs, l);
    mk_buf_printf(b, "  %s", mk_buf_text(&crs));
    mk_buf_release(&crs);
    if (l->recoded)
        mk_buf_printf(b, "      teckenkodning: %s  # filen säger inget\n",
                      l->recoded);
    if (o->urval) {
        mk_buf_str(b, "      urval: ");
        put_value(b, o->urval);
        mk_buf_str(b, "  # kontrollera\n");
    }
    if (o->ej_tillfart)
        mk_buf_printf(b, "      ej_tillfart: [%s]  # ger ingen tillfart\n",
                      o->ej_tillfart);
    if (o->role == MK_RO_UTREDNING)
        mk_buf_str(b, "      heltackande: nej  # ja om lagret har alla "
                      "kommunens utredningar\n");
    put_other_fields(b, &o->found);
}

// A list for each role: one layer or several are written alike.
static void put_others(struct mk_buf *b, const struct mk_recognised *r)
{
    for (uint32_t i = 0; i < r->nothers; i++) {
        const uint8_t role = r->others[i].role;
        if (!i || r->others[i - 1].role != role)
            mk_buf_printf(b, "\n  %s:\n",
                          mk_layer_role_key((enum mk_layer_role)role));
        put_other(b, &r->others[i]);
    }
}

// ---- what one travels along and to ------------------------------------------

static void put_street(struct mk_buf *b, const struct mk_street_found *s)
{
    mk_buf_str(b, "    # ");
    put_remark(b, s->file, 200);
    if (s->layer)
        mk_buf_printf(b, ": %lld objekt", (long long)s->count);
    mk_buf_str(b, ". Togs på ");
    put_remark(b, s->why, 300);
    mk_buf_str(b, ".\n");
    if (s->doubts)
        mk_buf_printf(b, "    # OSÄKERT: %s.\n", s->doubts);
    mk_buf_str(b, "    - fil: ");
    put_value(b, s->file);
    mk_buf_str(b, "\n");
    if (s->layer && (s->lager || !s->layer->only)) {
        mk_buf_str(b, "      lager: ");
        put_value(b, s->lager ? s->lager : s->layer->name);
        mk_buf_str(b, "\n");
    }
    mk_buf_printf(b, "      kalla: %s\n", mk_street_source_key(s->source));
    if (!s->layer)
        return;
    struct mk_buf crs = {0};
    put_crs(&crs, s->layer);
    mk_buf_printf(b, "  %s", mk_buf_text(&crs));
    mk_buf_release(&crs);
    if (s->layer->recoded)
        mk_buf_printf(b, "      teckenkodning: %s  # filen säger inget\n",
                      s->layer->recoded);
}

static void put_goal(struct mk_buf *b, const char *key,
                     const struct mk_role_found *f, const char *doubts)
{
    const struct mk_layer_facts *l = f->layer;
    if (!l) {
        mk_buf_printf(b, "\n  # %s: ingen fil hittades.\n", key);
        return;
    }
    mk_buf_str(b, "\n  # ");
    put_remark(b, l->file, 200);
    mk_buf_printf(b, ": %lld objekt. Togs för %s på ", (long long)l->count,
                  key);
    put_remark(b, f->why, 300);
    mk_buf_str(b, ".\n");
    if (doubts)
        mk_buf_printf(b, "  # OSÄKERT: %s.\n", doubts);
    mk_buf_printf(b, "  %s:\n    fil: ", key);
    put_value(b, l->file);
    mk_buf_str(b, "\n");
    if (!l->only) {
        mk_buf_str(b, "    lager: ");
        put_value(b, l->name);
        mk_buf_str(b, "\n");
    }
    put_crs(b, l);
    if (l->recoded)
        mk_buf_printf(b, "    teckenkodning: %s  # filen säger inget; "
                      "kontrollera å, ä, ö\n", l->recoded);
    if (f->nmap)
        mk_buf_str(b, "    falt:\n");
    for (uint32_t i = 0; i < f->nmap; i++)
        put_field(b, &f->map[i]);
}

static void put_travel(struct mk_buf *b, const struct mk_recognised *r)
{
    mk_buf_str(b, r->nstreets
                      ? "\n  gator:\n"
                      : "\n  # gator: inga hittades; avstånden blir "
                        "fågelväg.\n");
    for (uint32_t i = 0; i < r->nstreets; i++)
        put_street(b, &r->streets[i]);
    put_goal(b, "befolkning", &r->people, r->people_doubts);
    put_goal(b, "trafikplatser", &r->interchanges,
             r->interchanges.nmap ? NULL
                                  : "inget fält har namnet, så det blir "
                                    "tomt");
}

// Defaults of docs/projektfil.md, to be had by taking the first # away.
static void put_settings(struct mk_buf *b, const struct mk_recognised *r)
{
    mk_buf_str(b, "\n# Förval; ta bort # framför det som ska ändras.\n");
    if (r->nstreets)
        mk_buf_str(
            b,
            "#gangnat:\n"
            "#  koppling_m: 0.5  # ändar närmare en annan linje kopplas\n"
            "#  minsta_del: 40   # mindre lösa delar av nätet tas bort\n"
            "#  sok_m: 500       # längre bort nås ingen gata\n"
            "#  intill_m: 30     # gator så nära marken nås där de går\n"
            "#  flagga_m: 50     # längre till gatan än så flaggas\n");
    mk_buf_str(
        b,
        "#restid:\n"
        "#  gang_kmh: 4.5\n"
        "#  cykel_kmh: 16\n"
        "#  pastigning_s: 60     # minsta tid före varje resa\n"
        "#  byte_max_m: 1000     # längsta gångväg vid byte,\n"
        "#  till_max_m: 2000     # till första hållplatsen\n"
        "#  fran_max_m: 2000     # och från den sista\n"
        "#  max_resor: 4\n"
        "#  max_restid_min: 120\n"
        "#  avgang: \"07:30\"      # restider för avgångar härifrån\n"
        "#  fonster_min: 60      # och så här länge\n"
        "#  percentiler: [50, 85]\n"
        "#  framme: \"08:00\"      # arbetskraften ska vara framme då\n"
        "#  cykel: ja\n");
    if (!r->people.layer)
        mk_buf_str(b, "#  # arbetskraft räknas först när befolkning "
                      "finns\n");
    mk_buf_str(
        b,
        "# Utan platser räknas ingen restid. Vilka de är kan inga filer "
        "säga: den första\n"
        "# är den som restid_p50 och bil_min gäller. skift är en ankomst "
        "till.\n"
        "#  skift: \"06:00\"\n"
        "#  platser:\n"
        "#    - {namn: Göteborg C, lon: 11.973, lat: 57.709}\n"
        "#    - {namn: Landvetter flygplats, lon: 12.294, lat: 57.668}\n");
}

static void put_levels(struct mk_buf *b, const struct mk_recognised *r)
{
    if (!r->levels)
        return;
    mk_buf_str(b, "\n  # Togs för höjdmodell på namnet och på att den har ett "
                  "band med tal.\n  hojdmodell: ");
    put_value(b, r->levels->file);
    mk_buf_str(b, "\n");
}

static void put_feeds(struct mk_buf *b, const struct mk_folder_facts *facts)
{
    if (!facts->nfeeds) {
        mk_buf_str(b, "\n  # tidtabeller: ingen GTFS-fil hittades; utan den "
                      "blir kollektivtrafiken okänd.\n");
        return;
    }
    mk_buf_str(b, "\n  # GTFS: stops.txt och trips.txt finns i dem.\n");
    if (facts->nfeeds > 1)
        mk_buf_str(b, "  # OSÄKERT: de läses ihop. Ta bort äldre kopior av "
                      "samma tidtabell, annars\n"
                      "  # räknas avgångarna flera gånger.\n");
    mk_buf_str(b, "  tidtabeller:\n");
    for (uint32_t i = 0; i < facts->nfeeds; i++) {
        mk_buf_str(b, "    - ");
        put_value(b, facts->feeds[i]);
        mk_buf_str(b, "\n");
    }
}

// ---- what was left ------------------------------------------------------------

static const char *skip_text(enum mk_skip s)
{
    switch (s) {
    case MK_SKIP_FORMAT: return "ett format som inte läses";
    case MK_SKIP_ZIP: return "en zip utan tidtabell; packa upp den om den har "
                             "kartlager";
    case MK_SKIP_RASTER: return "ett raster: är det en höjdmodell i meter, "
                                "skriv hojdmodell: med filen";
    case MK_SKIP_RESULT: return "egna resultat av markklar";
    case MK_SKIP_PROJECT: return "har en egen projektfil (markklar.yaml)";
    case MK_SKIP_BROKEN: return "gick inte att öppna";
    }
    return "";
}

/** Lines about everything that got no role, each after `mark`. */
static void put_left(struct mk_buf *b, const char *mark,
                     const struct mk_folder_facts *facts,
                     const struct mk_recognised *r)
{
    for (uint32_t i = 0; i < facts->nlayers; i++) {
        const struct mk_layer_facts *l = &facts->layers[i];
        if (!r->left[i])
            continue;
        mk_buf_str(b, mark);
        put_remark(b, l->file, 200);
        if (!l->only) {
            mk_buf_str(b, " lager ");
            put_remark(b, l->name, 80);
        }
        mk_buf_printf(b, ": %s", r->left[i]);
        if (l->nfields)
            mk_buf_str(b, " (fält: ");
        struct mk_buf names = {0};
        for (uint32_t k = 0; k < l->nfields; k++)
            mk_buf_printf(&names, "%s%s", k ? ", " : "", l->fields[k].name);
        put_remark(b, mk_buf_text(&names), 160);
        mk_buf_release(&names);
        mk_buf_str(b, l->nfields ? ")\n" : "\n");
    }
    for (uint32_t i = 0; i < facts->nrasters; i++) {
        if (&facts->rasters[i] == r->levels)
            continue;
        mk_buf_str(b, mark);
        put_remark(b, facts->rasters[i].file, 200);
        mk_buf_printf(b, ": %s\n", skip_text(MK_SKIP_RASTER));
    }
    for (uint32_t i = 0; i < facts->nskipped; i++) {
        mk_buf_str(b, mark);
        put_remark(b, facts->skipped[i].file, 200);
        mk_buf_printf(b, ": %s\n", skip_text(facts->skipped[i].why));
    }
}

static bool anything_left(const struct mk_folder_facts *facts,
                          const struct mk_recognised *r)
{
    bool any = facts->nskipped > 0 ||
               facts->nrasters > (r->levels ? 1u : 0u);
    for (uint32_t i = 0; i < facts->nlayers; i++)
        any = any || r->left[i];
    return any;
}

// ---- the file ------------------------------------------------------------------

static void put_head(struct mk_buf *b, const struct mk_recognised *r,
                     mk_date today)
{
    char d[11];
    mk_buf_str(b, "# Skriven av markklar init. Läs igenom: kommentarerna "
                  "säger vad varje fil\n# togs för och varför. Alla nycklar "
                  "och förval: docs/projektfil.md.\n\nmarkklar: 1\n");
    if (r->kommun || r->kommunkod) {
        mk_buf_str(b, "kommun:\n");
        if (r->kommun) {
            mk_buf_str(b, "  namn: ");
            put_value(b, r->kommun);
            mk_buf_str(b, "\n");
        }
        if (r->kommunkod) {
            mk_buf_str(b, "  kod: ");
            put_value(b, r->kommunkod);
            mk_buf_str(b, "\n");
        }
    } else {
        mk_buf_str(b, "# kommun: {namn: , kod: \"\"}  # kunde inte läsas ur "
                      "filerna\n");
    }
    mk_buf_printf(b, "\n# Dagen då planernas status bedöms; ändras bara för "
                  "hand.\nreferensdatum: %s\n\nindata:\n",
                  mk_date_write(today, d));
}

static void put_file(struct mk_buf *b, const struct mk_folder_facts *facts,
                     const struct mk_recognised *r, mk_date today)
{
    put_head(b, r, today);
    for (int i = 0; i < MK_ROLE_COUNT; i++) {
        if (r->role[i].layer)
            put_input(b, (enum mk_role)i, &r->role[i]);
        else
            put_missing(b, (enum mk_role)i);
    }
    put_others(b, r);
    put_levels(b, r);
    put_travel(b, r);
    put_feeds(b, facts);
    put_settings(b, r);
    if (anything_left(facts, r)) {
        mk_buf_str(b, "\n# Används inte:\n");
        put_left(b, "#   ", facts, r);
    }
    mk_buf_str(b, "\nutdata:\n  katalog: out\n");
}

// ---- the summary ---------------------------------------------------------------

static void put_summary_role(struct mk_buf *b, enum mk_role role,
                             const struct mk_role_found *f)
{
    mk_buf_printf(b, "%s: ", mk_role_key(role));
    if (!f->layer) {
        mk_buf_str(b, role == MK_ROLE_FASTIGHETER
                          ? "HITTADES INTE – fyll i fil: och falt: i "
                            "projektfilen\n"
                          : "hittades inte\n");
        return;
    }
    put_remark(b, f->layer->file, 200);
    if (!f->layer->only && !f->layer->package) {
        mk_buf_str(b, ", lager ");
        put_remark(b, f->layer->name, 80);
    }
    mk_buf_printf(b, " (%lld objekt), på ", (long long)f->layer->count);
    put_remark(b, f->why, 300);
    mk_buf_str(b, "\n");
    for (uint32_t i = 0; i < f->nmap; i++) {
        const struct mk_mapped *m = &f->map[i];
        mk_buf_printf(b, "  %s ← ", m->key);
        put_remark(b, m->field ? m->field->name : m->constant, 60);
        mk_buf_printf(b, " (%s)\n", ground_text(m->ground));
        if (m->unread) {
            mk_buf_str(b, "    oklara värden: ");
            put_remark(b, m->unread, 200);
            mk_buf_str(b, "\n");
        }
    }
    if (f->unmapped) {
        mk_buf_str(b, "  utan fält: ");
        put_remark(b, f->unmapped, 300);
        mk_buf_str(b, "\n");
    }
    if (f->unused) {
        mk_buf_str(b, "  fält som inte används: ");
        put_remark(b, f->unused, 300);
        mk_buf_str(b, "\n");
    }
    if (degrees_too_large(f->layer) ||
        (!f->layer->crs && !f->layer->crs_name))
        mk_buf_printf(b, "  OBS: koordinatsystemet är okänt; %s. "
                      "Sätt crs: i projektfilen\n", guess_crs(f->layer));
}

static void put_summary_other(struct mk_buf *b,
                              const struct mk_other_found *o)
{
    const struct mk_layer_facts *l = o->found.layer;
    mk_buf_printf(b, "%s: ",
                  mk_layer_role_key((enum mk_layer_role)o->role));
    put_remark(b, l->file, 200);
    if (o->lager || !l->only) {
        mk_buf_str(b, ", lager ");
        put_remark(b, o->lager ? o->lager : l->name, 80);
    }
    mk_buf_printf(b, " (%lld objekt), på ", (long long)l->count);
    put_remark(b, o->found.why, 300);
    mk_buf_str(b, "\n");
}

static void put_summary_travel(struct mk_buf *b,
                               const struct mk_recognised *r)
{
    for (uint32_t i = 0; i < r->nstreets; i++) {
        const struct mk_street_found *s = &r->streets[i];
        mk_buf_str(b, "gator: ");
        put_remark(b, s->file, 200);
        if (s->layer && (s->lager || !s->layer->only)) {
            mk_buf_str(b, ", lager ");
            put_remark(b, s->lager ? s->lager : s->layer->name, 80);
        }
        mk_buf_printf(b, " (%s), på ", mk_street_source_key(s->source));
        put_remark(b, s->why, 300);
        mk_buf_str(b, "\n");
        if (s->doubts)
            mk_buf_printf(b, "  osäkert: %s\n", s->doubts);
    }
    const struct mk_role_found *goal[] = {&r->people, &r->interchanges};
    for (int i = 0; i < 2; i++) {
        if (!goal[i]->layer)
            continue;
        mk_buf_str(b, i ? "trafikplatser: " : "befolkning: ");
        put_remark(b, goal[i]->layer->file, 200);
        mk_buf_printf(b, " (%lld objekt), på ",
                      (long long)goal[i]->layer->count);
        put_remark(b, goal[i]->why, 300);
        mk_buf_str(b, "\n");
        if (!i && r->people_doubts)
            mk_buf_printf(b, "  osäkert: %s\n", r->people_doubts);
    }
}

// A path as a shell takes it.
static void put_argument(struct mk_buf *b, const char *s)
{
    mk_buf_str(b, "'");
    for (; *s; s++) {
        if (*s == '\'')
            mk_buf_str(b, "'\\'");
        mk_buf_add(b, s, 1);
    }
    mk_buf_str(b, "'");
}

static void put_next(struct mk_buf *b, const char *path,
                     const struct mk_recognised *r)
{
    if (r->role[MK_ROLE_DETALJPLANER].layer)
        mk_buf_str(b, "\nheltackande: nej – mark utanför planerna får "
                      "\"planuppgift saknas\". Sätt ja i\nprojektfilen om "
                      "lagret har kommunens alla planer; då blir den \"ej "
                      "planlagt\".\n");
    mk_buf_str(b, "\nnästa steg: läs igenom projektfilen");
    if (!r->role[MK_ROLE_FASTIGHETER].layer)
        mk_buf_str(b, ", fyll i fastigheterna");
    mk_buf_str(b, " och kör\n  markklar check ");
    put_argument(b, path);
    mk_buf_str(b, "\n  markklar score ");
    put_argument(b, path);
    mk_buf_str(b, "\n");
}

static void put_summary(struct mk_buf *b, const char *path,
                        const struct mk_folder_facts *facts,
                        const struct mk_recognised *r)
{
    mk_buf_printf(b, "skrev %s\n\n", path);
    for (int i = 0; i < MK_ROLE_COUNT; i++)
        put_summary_role(b, (enum mk_role)i, &r->role[i]);
    for (uint32_t i = 0; i < r->nothers; i++)
        put_summary_other(b, &r->others[i]);
    put_summary_travel(b, r);
    if (r->levels) {
        mk_buf_str(b, "hojdmodell: ");
        put_remark(b, r->levels->file, 200);
        mk_buf_str(b, "\n");
    }
    mk_buf_str(b, "tidtabeller:");
    for (uint32_t i = 0; i < facts->nfeeds; i++) {
        mk_buf_str(b, i ? ", " : " ");
        put_remark(b, facts->feeds[i], 200);
    }
    mk_buf_str(b, facts->nfeeds ? "\n" : " hittades inte\n");
    if (anything_left(facts, r)) {
        mk_buf_str(b, "\nanvänds inte:\n");
        put_left(b, "  ", facts, r);
    }
    put_next(b, path, r);
}

// ---- writing -----------------------------------------------------------------

static const char *write_reason(int e, enum mk_lang lang)
{
    if (e == EACCES || e == EPERM || e == EROFS)
        return lang == MK_EN ? "permission denied" : "åtkomst nekad";
    if (e == ENOSPC || e == EDQUOT)
        return lang == MK_EN ? "the disk is full" : "disken är full";
    return lang == MK_EN ? "write error" : "skrivfel";
}

static int write_all(int fd, const struct mk_buf *text)
{
    for (size_t at = 0; at < text->len;) {
        const ssize_t n = write(fd, text->data + at, text->len - at);
        if (n < 0 && errno != EINTR)
            return errno;
        at += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) ? errno : 0;
}

/** The file must be one that we read ourselves, before anyone gets it. */
static enum mk_status read_back(struct mk_ctx *ctx, const char *path)
{
    struct mk_project *p = NULL;
    const enum mk_status st = mk_project_read(ctx, path, &p);
    mk_project_free(p);
    return st;
}

/** Give a file a name that nobody has: link() refuses one that has come to be
 * since we looked. Drives without links (FAT, SMB) get a plain rename. */
static int take_name(const char *temp, const char *path)
{
    struct stat there;
    if (link(temp, path) == 0)
        return 0;
    if (errno == EEXIST || stat(path, &there) == 0)
        return EEXIST;
    return rename(temp, path) == 0 ? 0 : errno;
}

/** Beside its target first: a half-written file never has its name. */
static enum mk_status write_file(struct mk_ctx *ctx, const char *path,
                                 const struct mk_buf *text, bool overwrite)
{
    struct mk_buf temp = {0};
    mk_buf_printf(&temp, "%s.tmp-XXXXXX", path);
    mk_buf_text(&temp);
    const int fd = mkstemp(temp.data);
    int e = fd < 0 ? errno : 0;
    enum mk_status st = MK_OK;
    if (!e) {
        e = write_all(fd, text);
        (void)!fchmod(fd, 0644); // network drives may not know modes
        if (close(fd) != 0 && !e)
            e = errno;
        if (!e)
            st = read_back(ctx, temp.data);
        if (!e && !st && overwrite && rename(temp.data, path) != 0)
            e = errno;
        if (!e && !st && !overwrite)
            e = take_name(temp.data, path);
        unlink(temp.data); // when it still has that name
    }
    mk_buf_release(&temp);
    if (e == EEXIST && !overwrite)
        return mk_fail(ctx, MK_E_INIT_EXISTS, path);
    if (e)
        return mk_fail(ctx, MK_E_INIT_WRITE, path,
                       write_reason(e, mk_ctx_lang(ctx)));
    return st;
}

enum mk_status mk_init(struct mk_ctx *ctx, const char *folder, mk_date today,
                       bool overwrite, FILE *out)
{
    struct mk_buf path = {0}, text = {0}, summary = {0};
    const size_t n = strlen(folder);
    mk_buf_printf(&path, "%s%smarkklar.yaml", folder,
                  n && folder[n - 1] == '/' ? "" : "/");
    mk_buf_text(&path);
    struct stat there;
    if (!overwrite && stat(path.data, &there) == 0) {
        const enum mk_status st = mk_fail(ctx, MK_E_INIT_EXISTS, path.data);
        mk_buf_release(&path);
        return st;
    }
    struct mk_folder_facts facts;
    enum mk_status st = mk_probe_folder(ctx, folder, &facts);
    if (st == MK_OK) {
        struct mk_arena arena = {0};
        struct mk_recognised r;
        mk_recognise(&facts, &arena, &r);
        put_file(&text, &facts, &r, today);
        st = write_file(ctx, path.data, &text, overwrite);
        if (st == MK_OK) {
            put_summary(&summary, path.data, &facts, &r);
            fputs(mk_buf_text(&summary), out);
        }
        mk_arena_release(&arena);
        mk_folder_facts_release(&facts);
    }
    mk_buf_release(&path);
    mk_buf_release(&text);
    mk_buf_release(&summary);
    return st;
}

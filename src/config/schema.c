#include "config/schema.h"

#include <string.h>

#define AT(member) offsetof(struct mk_project, member)
#define BLOCK(path, doc) {path, MK_K_BLOCK, 0, 0, 0, NULL, doc}
#define NUMBER(path, member, min, max, def, doc)                            \
    {path, MK_K_NUMBER, AT(member), min, max, def, doc}
#define WEIGHT(name, c, def, doc)                                           \
    NUMBER("vikter." name, weight[c], 0, 1000, def, doc)
#define VALUE(name, member, def, doc)                                       \
    NUMBER("varden." name, member, 0, 100, def, doc)

#define ROLE(name, role, doc)                                               \
    {"indata." name, MK_K_LAYERS, role, 0, 0, NULL, doc}
#define MONTHS(name, row, doc)                                              \
    {"tid." name, MK_K_MONTHS, AT(durations.q[row]), 0, 240, NULL, doc}

// The six keys that every layer has.
#define LAYER(role, member, what)                                           \
    {"indata." role, MK_K_INPUT, AT(member), 0, 0, NULL, what},             \
    {"indata." role ".fil", MK_K_FILE, AT(member), 0, 0, NULL,              \
     "File; a relative path counts from the project file's folder."},       \
    {"indata." role ".lager", MK_K_TEXT, AT(member.layer), 0, 0, NULL,      \
     "Layer in the file; may be left out when there is only one."},         \
    {"indata." role ".crs", MK_K_CRS, AT(member.crs), 0, 0, NULL,           \
     "Coordinate system, when the file lacks one or states a wrong one."},  \
    {"indata." role ".teckenkodning", MK_K_ENCODING, AT(member.encoding),   \
     0, 0, NULL, "Encoding of the texts, when the file does not say."},     \
    {"indata." role ".urval", MK_K_TEXT, AT(member.where), 0, 0, NULL,      \
     "Which rows to read: a condition in OGR SQL, `STATUS = 'G'`."},        \
    {"indata." role ".falt", MK_K_FIELDS, AT(member), 0, 0, NULL,           \
     "Which field holds what; see *Fields* below."}

static const struct mk_key schema[] = {
    {"markklar", MK_K_VERSION, 0, 0, 0, "1", "Version of this format."},
    BLOCK("kommun", "The municipality."),
    {"kommun.namn", MK_K_TEXT, AT(kommun), 0, 0, NULL,
     "Name, for titles and for designations that lack it."},
    {"kommun.kod", MK_K_KOMMUN, AT(kommunkod), 0, 0, NULL,
     "Municipality code, four digits."},
    {"referensdatum", MK_K_DATE, AT(reference_date), 0, 0, NULL,
     "**Required.** The day for which plans are judged (in force, "
     "genomförandetid)."},
    {"arbets_crs", MK_K_CRS_AUTO, AT(working_crs), 0, 0, "auto",
     "System in which areas and distances are computed; auto: that of the "
     "parcels when its scale is within 0.2 % of 1, else EPSG:3006."},
    BLOCK("indata", "The input files."),
    LAYER("fastigheter", parcels, "Property parcels. **Required.**"),
    LAYER("detaljplaner", plans,
          "Outlines of detaljplaner, an NGP delivery (see *NGP* below) or a "
          "plan database (see *Plan databases* below)."),
    {"indata.detaljplaner.heltackande", MK_K_BOOL, AT(plans_complete), 0, 0,
     "nej", "ja: the layer holds every plan, so that land outside may be "
     "called *ej planlagt*."},
    LAYER("anvandning", uses, "Use areas of the plans."),
    LAYER("egenskaper", provisions,
          "Provisions that are not uses: prickmark, utnyttjandegrad, höjd …; "
          "see *Egenskaper* below."),
    LAYER("byggnader", buildings, "Buildings."),
    {"indata.planbestammelsekatalog", MK_K_FILE, AT(catalogue), 0, 0, NULL,
     "A release of Boverket's planbestämmelsekatalog (JSON): use letters for "
     "an NGP delivery."},
    {"indata.hojdmodell", MK_K_RASTER, AT(ground), 0, 0, NULL,
     "Terrain model: a GeoTIFF with levels in metres, as a path or as "
     "`{fil: …, crs: …}`."},
    {"indata.hojdmodell.fil", MK_K_FILE, AT(ground), 0, 0, NULL,
     "The file."},
    {"indata.hojdmodell.crs", MK_K_CRS, AT(ground.crs), 0, 0, NULL,
     "Coordinate system, when the file lacks one or states a wrong one."},
    ROLE("oversiktsplan", MK_RO_OVERSIKTSPLAN,
         "Areas that the översiktsplan means for verksamheter; `urval` picks "
         "them."),
    ROLE("planbesked", MK_RO_PLANBESKED, "Planbesked and planuppdrag."),
    ROLE("kommunagd", MK_RO_KOMMUNAGD,
         "Ownership by class; a layer without `agare` is the municipality's "
         "land. Never names."),
    ROLE("markanvisning", MK_RO_MARKANVISNING, "Land allocation."),
    ROLE("va_omrade", MK_RO_VA, "Verksamhetsområde for water and sewage."),
    ROLE("fiber", MK_RO_FIBER, "Fibre."),
    ROLE("el", MK_RO_EL, "Power to be had, with MW."),
    ROLE("vag", MK_RO_VAG, "Roads, from which there is access."),
    ROLE("strandskydd", MK_RO_STRANDSKYDD, "Strandskydd as drawn."),
    ROLE("natur", MK_RO_NATUR, "Protected nature."),
    ROLE("vattenskydd", MK_RO_VATTENSKYDD, "Water protection."),
    ROLE("riksintresse", MK_RO_RIKSINTRESSE, "Riksintressen."),
    ROLE("oversvamning", MK_RO_OVERSVAMNING, "Flood."),
    ROLE("ras", MK_RO_RAS, "Landslide."),
    ROLE("fororening", MK_RO_FORORENING,
         "Contaminated sites (EBH), by risk class."),
    ROLE("fornlamning", MK_RO_FORNLAMNING, "Ancient remains."),
    ROLE("jordbruk", MK_RO_JORDBRUK, "Farmland."),
    ROLE("farligt_gods", MK_RO_FARLIGT_GODS,
         "Routes of dangerous goods."),
    ROLE("kraftledning", MK_RO_KRAFTLEDNING, "Power lines."),
    ROLE("byggnadsfritt", MK_RO_BYGGNADSFRITT,
         "Roads and railways with a byggnadsfritt avstånd."),
    ROLE("utfartsforbud", MK_RO_UTFARTSFORBUD, "Utfartsförbud (lines)."),
    ROLE("tillstand", MK_RO_TILLSTAND, "Permits."),
    ROLE("utredning", MK_RO_UTREDNING, "Investigations made."),
    ROLE("begransningar", MK_RO_BEGRANSNING,
         "Constraints of your own; each with `namn` and `verkan`."),
    {"indata.tidtabeller", MK_K_FEEDS, 0, 0, 0, NULL,
     "GTFS feeds, zip or folder: a path, a list of paths, or a list of "
     "`{fil: …}`."},
    {"indata.gator", MK_K_STREETS, 0, 0, 0, NULL,
     "Streets and paths, along which one walks, cycles and drives "
     "(docs/gatunat.md); left out: distances are straight."},
    LAYER("befolkning", population,
          "People of working age: points, or areas that count at a point "
          "inside."),
    LAYER("trafikplatser", interchanges,
          "Trafikplatser, to which one drives: points."),
    BLOCK("kollektivtrafik", "How the timetable is read."),
    {"kollektivtrafik.dag", MK_K_DATE_AUTO, AT(day), 0, 0, "auto",
     "The day whose departures count; auto: a representative weekday."},
    {"kollektivtrafik.kolln_variant", MK_K_SERVED, AT(served_rule), 0, 0,
     "medel", "medel: at least one departure an hour on average; "
     "varje_timme: in every clock hour 06-20."},
    {"kollektivtrafik.kategoritabell", MK_K_FILE, AT(category_table), 0, 0,
     NULL, "Stop categories by mode and interval, CSV "
     "(docs/kollektivtrafik.md §10); left out: ÖROK 2017 tab. 1."},
    {"kollektivtrafik.klasstabell", MK_K_FILE, AT(class_table), 0, 0, NULL,
     "Classes by category and distance, CSV; left out: ÖROK 2017 tab. 3."},
    BLOCK("gangnat", "How streets are joined, and land tied to them."),
    NUMBER("gangnat.koppling_m", net.join_m, 0, 50, "0.5",
           "Ends nearer than this to another line are joined to it, m; 0: "
           "only where coordinates are equal."),
    NUMBER("gangnat.minsta_del", net.min_nodes, 0, 1e6, "40",
           "Parts of the network with fewer junctions and ends than this are "
           "left out, but for the largest."),
    NUMBER("gangnat.sok_m", net.snap_m, 1, 20000, "500",
           "A street farther away than this is not reached, m."),
    NUMBER("gangnat.intill_m", net.near_m, 0, 1000, "30",
           "Every street within this of the land is reached where it "
           "passes; with none, the nearest within sok_m, m."),
    NUMBER("gangnat.flagga_m", net.flag_m, 0, 20000, "50",
           "A way longer than this from land or stop to the street is "
           "flagged, m."),
    BLOCK("restid", "How one travels."),
    NUMBER("restid.gang_kmh", travel.walk_kmh, 1, 10, "4.5",
           "Speed on foot."),
    NUMBER("restid.cykel_kmh", travel.cycle_kmh, 5, 50, "16",
           "Speed by bicycle."),
    NUMBER("restid.pastigning_s", travel.board_s, 0, 3600, "60",
           "Least time at the stop before every boarding, s."),
    NUMBER("restid.byte_max_m", travel.change_max_m, 0, 10000, "1000",
           "Longest walk between two rides, m."),
    NUMBER("restid.till_max_m", travel.access_max_m, 0, 20000, "2000",
           "Longest walk to the first stop, m."),
    NUMBER("restid.fran_max_m", travel.egress_max_m, 0, 20000, "2000",
           "Longest walk from the last stop, m."),
    NUMBER("restid.max_resor", travel.max_rides, 1, 10, "4",
           "Most rides of a journey."),
    NUMBER("restid.max_restid_min", travel.max_trip_min, 1, 1440, "120",
           "Longest journey looked for, min."),
    {"restid.avgang", MK_K_CLOCK, AT(travel.depart_s), 0, 0, "\"07:30\"",
     "First departure of the window."},
    NUMBER("restid.fonster_min", travel.window_min, 1, 1440, "60",
           "Length of the window; one departure a minute."),
    {"restid.percentiler", MK_K_SHARES, AT(travel), 0, 0, "[50, 85]",
     "Shares of the departures, %, for which a time is given."},
    {"restid.framme", MK_K_CLOCK, AT(travel.arrive_s), 0, 0, "\"08:00\"",
     "When the workforce must have arrived."},
    {"restid.skift", MK_K_CLOCK, AT(travel.shift_s), 0, 0, NULL,
     "When a shift begins; left out: not computed."},
    {"restid.cykel", MK_K_BOOL, AT(travel.cycle), 0, 0, "ja",
     "nej: reach by bicycle is left out."},
    NUMBER("restid.lastbil_bk", travel.lorry_bk, 1, 4, NULL,
           "Weakest bearing class (BK4, 1, 2, 3) that a lorry may use; left "
           "out: minutes by lorry are not computed."),
    {"restid.platser", MK_K_PLACES, AT(travel), 0, 0, NULL,
     "Places that journeys go to, `[{namn: Göteborg C, lon: 11.97, lat: "
     "57.71}, …]`; the first is the main one."},
    {"scenario", MK_K_CHANGES, 0, 0, 0, NULL,
     "Changes to the timetable that are to be tried; see *Scenario* below."},
    {"verksamhetsmark", MK_K_LETTERS, AT(verksamhetsmark_letters), 0, 0,
     "[J, Z, U, Jm]",
     "Use letters counted as planlagd verksamhetsmark."},
    BLOCK("troskelvarden", "Thresholds."),
    NUMBER("troskelvarden.delomrade_min_m2", min_delomrade_m2, 0, 1e6, "25",
           "Smaller pieces are slivers, m²."),
    NUMBER("troskelvarden.ledig_min_m2", min_ledig_m2, 0, 1e7, "1000",
           "Less unbuilt land than this is occupied, m²."),
    NUMBER("troskelvarden.avstand_byggnad_m", building_distance_m, 0, 1000,
           "10", "Unbuilt land lies at least this far from a building, m."),
    BLOCK("byggbar", "What counts as byggbar mark."),
    {"byggbar.korsmark", MK_K_BOOL, AT(cross_is_buildable), 0, 0, "nej",
     "ja: korsmark and ringmark stay in byggbar mark."},
    BLOCK("beredskap", "How beredskap is judged."),
    NUMBER("beredskap.utredning_giltig_ar", study_years, 0, 100, "10",
           "An investigation older than this no longer counts in full, "
           "years."),
    BLOCK("tid", "Time to byggklar: months at least, at 10, 50 and 90 % and "
          "at most, `[8, 12, 24, 42, 72]`."),
    MONTHS("op", MK_TD_OP, "Översiktsplan to planuppdrag."),
    MONTHS("planbesked", MK_TD_PLANBESKED, "Planbesked to planuppdrag."),
    MONTHS("uppdrag", MK_TD_UPPDRAG, "Planuppdrag to antagande."),
    MONTHS("samrad", MK_TD_SAMRAD, "Samråd to antagande."),
    MONTHS("granskning", MK_TD_GRANSKNING, "Granskning to antagande."),
    MONTHS("antagen", MK_TD_ANTAGEN,
           "Antagande to laga kraft without an appeal."),
    MONTHS("overklagan", MK_TD_OVERKLAGAN, "An appeal, after that."),
    MONTHS("tillsyn", MK_TD_TILLSYN, "Tillsyn to laga kraft."),
    MONTHS("saljvillig", MK_TD_SALJVILLIG,
           "Land of a private owner who is säljvillig."),
    MONTHS("option", MK_TD_OPTION, "Land with an option."),
    MONTHS("utredning", MK_TD_UTREDNING, "Investigations."),
    MONTHS("fastighetsbildning", MK_TD_FASTIGHET, "Fastighetsbildning."),
    MONTHS("utbyggnad_saknas", MK_TD_UTBYGGNAD_SAKNAS,
           "Gata or VA that is missing."),
    MONTHS("utbyggnad_planerad", MK_TD_UTBYGGNAD_PLANERAD,
           "Gata or VA that is planned."),
    {"tid.overklagan_andel", MK_K_NUMBER, AT(durations.appeal_share), 0, 1,
     NULL, "Share of the plans that are appealed; left out: 1/3."},
    BLOCK("vikter", "Weights; a key left out keeps its default. They are "
          "divided by their sum, which is said when it is not 1."),
    WEIGHT("planstatus", MK_C_PLANSTATUS, "0.20", "Status of the plan."),
    WEIGHT("anvandning", MK_C_ANVANDNING, "0.20", "Best use group."),
    WEIGHT("ledig_mark", MK_C_LEDIG_MARK, "0.15", "Unbuilt land."),
    WEIGHT("genomforande", MK_C_GENOMFORANDE, "0.05", "Genomförandetid."),
    WEIGHT("klass", MK_C_KLASS, "0.25", "Transit class A-G."),
    WEIGHT("turtathet", MK_C_TURTATHET, "0.15", "Departures per hour."),
    BLOCK("varden", "What each outcome is worth, 0-100."),
    BLOCK("varden.planstatus", "By status of the plan."),
#define STATUS(name, s, def)                                                \
    VALUE("planstatus." name, value_planstatus[s], def, "")
    STATUS("laga_kraft", MK_PS_LAGA_KRAFT, "100"),
    STATUS("antagen", MK_PS_ANTAGEN, "70"),
    STATUS("tillsyn", MK_PS_TILLSYN, "60"),
    STATUS("overklagad", MK_PS_OVERKLAGAD, "50"),
    STATUS("granskning", MK_PS_GRANSKNING, "40"),
    STATUS("samrad", MK_PS_SAMRAD, "25"),
    STATUS("paborjad", MK_PS_PABORJAD, "15"),
    STATUS("upphavd", MK_PS_UPPHAVD, "0"),
    STATUS("avslutad", MK_PS_AVSLUTAD, "0"),
    STATUS("ej_planlagt", MK_PS_EJ_PLANLAGT, "0"),
    BLOCK("varden.anvandning", "By best use group; other use is worth 0."),
#define GROUP(name, g, def)                                                 \
    VALUE("anvandning." name, value_group[g], def, "")
    GROUP("industri", MK_GROUP_INDUSTRI, "100"),
    GROUP("kontor", MK_GROUP_KONTOR, "80"),
    GROUP("handel", MK_GROUP_HANDEL, "60"),
    GROUP("centrum", MK_GROUP_CENTRUM, "60"),
    GROUP("ovrig_naring", MK_GROUP_OVRNAR, "40"),
    BLOCK("varden.genomforande", "By where the genomförandetid stands."),
#define TIME(name, g, def)                                                  \
    VALUE("genomforande." name, value_gf[g], def, "")
    TIME("pagar", MK_GF_PAGAR, "100"),
    TIME("sannolikt_utgangen", MK_GF_SANNOLIKT_UTGANGEN, "60"),
    TIME("utgangen", MK_GF_UTGANGEN, "60"),
    TIME("ej_borjat", MK_GF_EJ_BORJAT, "50"),
    BLOCK("varden.klass", "By transit class."),
#define KLASS(name, k, def) VALUE("klass." name, value_klass[k], def, "")
    KLASS("A", 1, "100"),
    KLASS("B", 2, "85"),
    KLASS("C", 3, "70"),
    KLASS("D", 4, "55"),
    KLASS("E", 5, "40"),
    KLASS("F", 6, "25"),
    KLASS("G", 7, "10"),
    KLASS("utanfor", 0, "0"),
    {"varden.ledig_mark", MK_K_CURVE, AT(value_ledig), 0, 0,
     "[[0, 0], [1000, 10], [5000, 50], [20000, 80], [100000, 100]]",
     "Points [m², value], joined by straight lines, flat outside."},
    {"varden.turtathet", MK_K_CURVE, AT(value_turtathet), 0, 0,
     "[[0, 0], [1, 30], [2, 50], [4, 75], [8, 100]]",
     "Points [departures an hour, value]."},
    BLOCK("utdata", "The results."),
    {"utdata.katalog", MK_K_FOLDER, AT(out_dir), 0, 0, NULL,
     "Folder for the results; `--output` goes before it."},
    {"utdata.crs", MK_K_CRS, AT(out_crs), 0, 0, NULL,
     "System of the GeoJSON files; left out: WGS 84 as in RFC 7946."},
    {"utdata.gpkg", MK_K_BOOL, AT(gpkg), 0, 0, "ja",
     "Write markklar.gpkg too."},
};

#define OF(member) offsetof(struct mk_layer_input, member)

static const struct mk_key layer_schema[] = {
    {"fil", MK_K_FILE, OF(in), 0, 0, NULL, "File."},
    {"lager", MK_K_TEXT, OF(in.layer), 0, 0, NULL,
     "Layer in the file; `*` stands for any text, and every layer that fits "
     "is read: `NVDB*FunkVagklass`."},
    {"crs", MK_K_CRS, OF(in.crs), 0, 0, NULL, "As for the layers above."},
    {"teckenkodning", MK_K_ENCODING, OF(in.encoding), 0, 0, NULL,
     "As for the layers above."},
    {"urval", MK_K_TEXT, OF(in.where), 0, 0, NULL,
     "As for the layers above."},
    {"namn", MK_K_TEXT, OF(name), 0, 0, NULL,
     "What the layer is called in the results."},
    {"verkan", MK_K_EFFECT, OF(effect), 0, 0, NULL,
     "What its features do, instead of the role's own (method.md §8)."},
    {"buffert_m", MK_K_NUMBER, OF(buffer_m), 0, 20000, NULL,
     "How far its features reach, m, instead of the role's own."},
    {"falt", MK_K_FIELDS, OF(in), 0, 0, NULL, "Which field holds what."},
    {"heltackande", MK_K_BOOL, OF(complete), 0, 0, "nej",
     "`utredning` only: ja when what is not in the layer was not done."},
    {"ej_tillfart", MK_K_CLASSES, OF(no_access), 0, 0, NULL,
     "`vag` only: classes of roads that give no access, `[motorväg]`."},
};

#undef OF
#define OF(member) offsetof(struct mk_street_input, member)

static const struct mk_key street_schema[] = {
    {"indata.gator.fil", MK_K_FILE, OF(in), 0, 0, NULL,
     "File; also `.osm.pbf`, of which the ways are read."},
    {"indata.gator.lager", MK_K_TEXT, OF(in.layer), 0, 0, NULL,
     "Layer in the file; `*` stands for any text: `NVDB*FunkVagklass`."},
    {"indata.gator.crs", MK_K_CRS, OF(in.crs), 0, 0, NULL,
     "As for the layers above."},
    {"indata.gator.teckenkodning", MK_K_ENCODING, OF(in.encoding), 0, 0,
     NULL, "As for the layers above."},
    {"indata.gator.urval", MK_K_TEXT, OF(in.where), 0, 0, NULL,
     "As for the layers above."},
    {"indata.gator.kalla", MK_K_SOURCE, OF(source), 0, 0, NULL,
     "Whose classes they are: nvdb, topografi, osm or egen; left out: told "
     "from layer and field names, and said."},
    {"indata.gator.regler", MK_K_FILE, OF(rules), 0, 0, NULL,
     "Own table of what may be walked, cycled and driven: CSV with "
     "`kalla,klass,gang,cykel,bil,lastbil,kmh` (docs/gatunat.md)."},
    {"indata.gator.storcirkel", MK_K_BOOL, OF(great_circle), 0, 0, "nej",
     "ja: lengths as great circles on a sphere of 6 371 009 m, as "
     "OpenStreetMap's tools have them, instead of in the plane."},
    {"indata.gator.falt", MK_K_FIELDS, OF(in), 0, 0, NULL,
     "Which field holds what, instead of the usual names of the source."},
};

#undef OF
#define OF(member) offsetof(struct mk_named_place, member)

static const struct mk_key place_schema[] = {
    {"restid.platser.namn", MK_K_TEXT, OF(name), 0, 0, NULL, "Name."},
    {"restid.platser.lon", MK_K_NUMBER, OF(lon), -180, 180, NULL,
     "Longitude, WGS 84."},
    {"restid.platser.lat", MK_K_NUMBER, OF(lat), -90, 90, NULL,
     "Latitude, WGS 84."},
};

static const struct mk_field_key field_keys[] = {
    {"fastigheter", "fast_id",
     "registerenhetsreferens or FNR: what parts of a property share"},
    {"fastigheter", "fastighet", "full designation, LERUM HALLSÅS 2:261"},
    {"fastigheter", "kommunkod", "municipality code"},
    {"fastigheter", "kommunnamn", "municipality name"},
    {"fastigheter", "trakt", "trakt of the designation"},
    {"fastigheter", "block", "block; s for a samfällighet"},
    {"fastigheter", "enhet", "unit within the block"},
    {"fastigheter", "blockenhet", "block and unit together, 2:261"},
    {"fastigheter", "etikett", "label, 2:261 or 2:261>2"},
    {"fastigheter", "omr_nr", "number of the part within the property"},
    {"fastigheter", "objekttyp", "kind: fastighetsområde, SAMF …"},
    {"detaljplaner", "id", "stable identity; use areas may name it"},
    {"detaljplaner", "akt", "aktbeteckning, 1441-P15/4"},
    {"detaljplaner", "nr", "the municipality's own number"},
    {"detaljplaner", "namn", "name"},
    {"detaljplaner", "typ", "detaljplan, stadsplan, byggnadsplan …"},
    {"detaljplaner", "status", "status in the municipality's words"},
    {"detaljplaner", "laga_kraft", "date of laga kraft"},
    {"detaljplaner", "antagen", "date of adoption"},
    {"detaljplaner", "gf_start", "first day of the genomförandetid"},
    {"detaljplaner", "gf_slut", "last day of the genomförandetid"},
    {"detaljplaner", "gf_tid", "length of the genomförandetid in months"},
    {"detaljplaner", "skede_datum", "when the present stage began"},
    {"anvandning", "plan", "the plan's id, akt or number"},
    {"anvandning", "bokstav", "use letters, JK or B, C"},
    {"anvandning", "text", "wording of the provision"},
    {"egenskaper", "id", "identity of the provision"},
    {"egenskaper", "plan", "the plan's id, akt or number"},
    {"egenskaper", "beteckning",
     "as on the map: e1, prickmark; several of them are taken apart"},
    {"egenskaper", "text", "wording, with its values"},
    {"egenskaper", "varde", "value, 9,5"},
    {"egenskaper", "enhet", "unit of the value, meter or procent"},
    {"egenskaper", "kategori", "kategori of Boverket's catalogue"},
    {"egenskaper", "kod", "bestämmelsekod, DP_KM_Eg_…"},
    {"byggnader", "typ", "Bostad, Industri, Komplementbyggnad …"},
    {"byggnader", "huvudbyggnad", "Ja for a main building"},
    {"byggnader", "lage", "insamlingsläge; Illustrativt läge is left out"},
    {"gator", "klass", "what the rule table goes by"},
    {"gator", "typ", "kind of road or path; goes before klass where the rule "
     "table has it"},
    {"gator", "hastighet", "speed limit, km/h"},
    {"gator", "barighet", "bearing class, BK1-BK4"},
    {"gator", "riktning", "med, mot or båda: which way cars may go along the "
     "line"},
    {"gator", "langd", "length, m, instead of the measured one"},
    {"gator", "gang", "ja or nej: on foot, whatever the rule table says"},
    {"gator", "cykel", "the same by bicycle"},
    {"gator", "bil", "the same by car"},
    {"gator", "lastbil", "the same by lorry"},
    {"befolkning", "id", "identity"},
    {"befolkning", "antal", "people of working age"},
    {"trafikplatser", "namn", "name"},
};

static const char *const encodings[] = {
    "UTF-8", "CP1252", "ISO-8859-1", "ISO-8859-15", "CP850", "CP437",
    "CP865", "MACROMAN",
};

const struct mk_key *mk_schema(size_t *n)
{
    *n = sizeof schema / sizeof *schema;
    return schema;
}

const struct mk_key *mk_layer_schema(size_t *n)
{
    *n = sizeof layer_schema / sizeof *layer_schema;
    return layer_schema;
}

const struct mk_key *mk_street_schema(size_t *n)
{
    *n = sizeof street_schema / sizeof *street_schema;
    return street_schema;
}

const struct mk_key *mk_place_schema(size_t *n)
{
    *n = sizeof place_schema / sizeof *place_schema;
    return place_schema;
}

const struct mk_field_key *mk_field_keys(size_t *n)
{
    *n = sizeof field_keys / sizeof *field_keys;
    return field_keys;
}

const char *const *mk_encodings(size_t *n)
{
    *n = sizeof encodings / sizeof *encodings;
    return encodings;
}

static const char *type_doc(enum mk_key_type t)
{
    switch (t) {
    case MK_K_BLOCK: case MK_K_INPUT: return "block";
    case MK_K_VERSION: return "1";
    case MK_K_TEXT: return "text";
    case MK_K_KOMMUN: return "four digits";
    case MK_K_DATE: return "date";
    case MK_K_DATE_AUTO: return "date or auto";
    case MK_K_CRS: return "EPSG:n";
    case MK_K_CRS_AUTO: return "EPSG:n or auto";
    case MK_K_BOOL: return "ja or nej";
    case MK_K_NUMBER: return "number";
    case MK_K_FILE: return "path";
    case MK_K_FOLDER: return "path";
    case MK_K_ENCODING: return "encoding";
    case MK_K_FIELDS: return "field map";
    case MK_K_FEEDS: return "paths";
    case MK_K_SERVED: return "medel or varje_timme";
    case MK_K_LETTERS: return "list of letters";
    case MK_K_CURVE: return "list of points";
    case MK_K_LAYERS: return "block or list of blocks";
    case MK_K_RASTER: return "path or block";
    case MK_K_EFFECT: return "utesluter, minskar, flaggar or uppgift";
    case MK_K_CLASSES: return "class or list of classes";
    case MK_K_MONTHS: return "five numbers";
    case MK_K_STREETS: return "block or list of blocks";
    case MK_K_SOURCE: return "nvdb, topografi, osm or egen";
    case MK_K_CLOCK: return "time of day";
    case MK_K_SHARES: return "list of percentages";
    case MK_K_PLACES: return "list of places";
    case MK_K_CHANGES: return "list of blocks";
    case MK_K_MODE: return "tåg, buss …";
    }
    return "";
}

// What a row of durations is unless the project says.
static void put_months(struct mk_buf *out, const struct mk_key *k)
{
    const size_t row = (k->offset - AT(durations.q)) /
                       sizeof mk_durations_default.q[0];
    for (int i = 0; i < 5; i++) {
        mk_buf_str(out, i ? ", " : "[");
        const double v = mk_durations_default.q[row][i];
        const int decimals = v != (int)v;
        mk_buf_fixed(out, mk_fix(v, decimals), decimals);
    }
    mk_buf_str(out, "]");
}

static void put_key(struct mk_buf *out, const char *before,
                    const struct mk_key *k)
{
    mk_buf_printf(out, "| `%s%s` | %s", before, k->path, type_doc(k->type));
    if (k->type == MK_K_NUMBER) {
        mk_buf_str(out, " ");
        mk_buf_int(out, (int64_t)k->min);
        mk_buf_str(out, "–");
        mk_buf_int(out, (int64_t)k->max);
    }
    mk_buf_printf(out, " | %s", k->def ? k->def : "");
    if (k->type == MK_K_MONTHS)
        put_months(out, k);
    mk_buf_printf(out, " | %s |\n", k->doc);
}

void mk_schema_doc(struct mk_buf *out)
{
    mk_buf_str(out, "| key | type | default | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof schema / sizeof *schema; i++)
        put_key(out, "", &schema[i]);
    mk_buf_str(out, "\n| key of a layer | type | default | meaning |\n"
                    "|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof layer_schema / sizeof *layer_schema; i++)
        put_key(out, "indata.….", &layer_schema[i]);
    mk_buf_str(out, "\n| key of streets | type | default | meaning |\n"
                    "|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof street_schema / sizeof *street_schema; i++)
        put_key(out, "", &street_schema[i]);
    for (size_t i = 0; i < sizeof place_schema / sizeof *place_schema; i++)
        put_key(out, "", &place_schema[i]);
    mk_buf_str(out, "\n| input | field key | meaning |\n|---|---|---|\n");
    for (size_t i = 0; i < sizeof field_keys / sizeof *field_keys; i++)
        mk_buf_printf(out, "| %s | `%s` | %s |\n", field_keys[i].role,
                      field_keys[i].key, field_keys[i].doc);
    mk_layer_keys_doc(out);
}

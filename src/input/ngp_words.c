// Wordings and letters: Boverkets planbestämmelsekatalog, release 20251201
// (Källa: Boverket, Planbestämmelsekatalogen), and BFS 2020:5.
#include "input/ngp_words.h"

#include "base/text.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct word {
    const char *folded, *letter;
};

// As mk_text_fold() leaves them (lower case, å ä → a, ö → o), in order.
static const struct word use_words[] = {
    {"arena", "R"},
    {"avloppsanlaggning", "E"},
    {"besoksanlaggningar", "R"},
    {"bibliotek", "C"},
    {"bilprovning", "Z"},
    {"bio", "C"},
    {"bostader", "B"},
    {"bussparkering", "P"},
    {"bygdegard", "R"},
    {"cafe", "C"},
    {"centrum", "C"},
    {"dagvattenanlaggning", "E"},
    {"dagvattendamm", "E"},
    {"detaljhandel", "H"},
    {"detaljhandel med livsmedel", "H"},
    {"detaljhandel utom handel med livsmedel och skrymmande varor", "H"},
    {"djurpark", "R"},
    {"drivmedel", "G"},
    {"drivmedel utan kompletterande forsaljning", "G"},
    {"farjeterminal", "V"},
    {"fjarrvarmeverk", "E"},
    {"flygtrafik", "F"},
    {"friluftsliv och camping", "N"},
    {"grundskola", "S"},
    {"hamn", "V"},
    {"hastsport", "R"},
    {"hotell", "O"},
    {"idrottshall", "R"},
    {"idrottsplats", "R"},
    {"industri", "J"},
    {"jarnvagsstation", "T"},
    {"kemikalie- och oljehamn", "V"},
    {"konserthus", "R"},
    {"kontor", "K"},
    {"kraftvarmeverk", "E"},
    {"kulturhus", "R"},
    {"lager", "J"},
    {"linbana", "T"},
    {"logistik", "J"},
    {"masshall", "R"},
    {"motorsportbana", "R"},
    {"museum", "R"},
    {"nojespark", "R"},
    {"odling och djurhallning", "L"},
    {"parkering", "P"},
    {"partihandel", "Z"},
    {"processindustri", "J"},
    {"rattspsykiatrisk vard", "D"},
    {"resecentrum", "T"},
    {"restaurang", "C"},
    {"sjosakerhetsanordning", "V"},
    {"sjukhus", "D"},
    {"skjutbana", "R"},
    {"skola", "S"},
    {"smaindustri", "Jm"},
    {"solenergianlaggning", "E"},
    {"sparreservat", "T"},
    {"stugby", "O"},
    {"tandvard", "D"},
    {"taxistation", "T"},
    {"tekniska anlaggningar", "E"},
    {"tillfallig vistelse", "O"},
    {"trafik", "T"},
    {"traningslokal", "C"},
    {"transformatorstation", "E"},
    {"tunnelbana", "T"},
    {"vagreservat", "T"},
    {"vandrarhem", "O"},
    {"vard", "D"},
    {"vattenkraftverk", "E"},
    {"vattenomrade", "W"},
    {"vattenreservoar", "E"},
    {"vattenverk", "E"},
    {"verksamheter", "Z"},
    {"vuxenutbildning", "S"},
};

static const struct word public_words[] = {
    {"begravning", "BEGRAVNING"},
    {"begravningsplats", "BEGRAVNING"},
    {"cykel", "CYKEL"},
    {"cykelvag", "CYKEL"},
    {"gang", "GÅNG"},
    {"gang- och cykelvag", "GCVÄG"},
    {"gangvag", "GÅNG"},
    {"gata", "GATA"},
    {"gcvag", "GCVÄG"},
    {"genomfartsgata", "GATA"},
    {"genomfartsvag", "VÄG"},
    {"huvudgata", "GATA"},
    {"industrigata", "GATA"},
    {"lokalgata", "GATA"},
    {"lokalvag", "VÄG"},
    {"natur", "NATUR"},
    {"naturmark", "NATUR"},
    {"naturomrade", "NATUR"},
    {"odling", "ODLING"},
    {"odlingslotter", "ODLING"},
    {"oversvamningsyta", "SKYDD"},
    {"p-plats", "P-PLATS"},
    {"park", "PARK"},
    {"parkeringsplats", "P-PLATS"},
    {"skydd", "SKYDD"},
    {"torg", "TORG"},
    {"vag", "VÄG"},
};

static int word_cmp(const void *key, const void *word)
{
    return strcmp(key, ((const struct word *)word)->folded);
}

static const char *look_up(const char *text, const struct word *words,
                           size_t n)
{
    char folded[96];
    if (!text || strlen(text) >= sizeof folded)
        return NULL;
    size_t len = mk_text_fold(text, folded, sizeof folded);
    if (len && folded[len - 1] == '.')
        folded[len - 1] = '\0';
    const struct word *w =
        bsearch(folded, words, n, sizeof *words, word_cmp);
    return w ? w->letter : NULL;
}

const char *mk_ngp_word_public(const char *text)
{
    return look_up(text, public_words,
                   sizeof public_words / sizeof *public_words);
}

const char *mk_ngp_word(const char *text)
{
    const char *letter =
        look_up(text, use_words, sizeof use_words / sizeof *use_words);
    return letter ? letter : mk_ngp_word_public(text);
}

/** @file
 * The wordings of Boverket's use provisions and the letters they stand for,
 * for deliveries read without the catalogue.
 */
#ifndef MK_NGP_WORDS_H
#define MK_NGP_WORDS_H

/** "Industri" to "J", "Lokalgata" to "GATA"; NULL when not known. */
const char *mk_ngp_word(const char *text);
/** The same among public places only: "Park" to "PARK". */
const char *mk_ngp_word_public(const char *text);

#endif

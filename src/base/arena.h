/** @file
 * Memory. Nothing here returns NULL: when memory runs out, one line is
 * printed and the process ends with exit code 6 (ctx.h kinds).
 */
#ifndef MK_ARENA_H
#define MK_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/** After much was freed: give its pages back, where the C library keeps them. */
void mk_give_back(void);

void *mk_alloc(size_t size);                 /**< free with free() */
void *mk_zalloc(size_t count, size_t size);  /**< zeroed; overflow checked */
void *mk_realloc(void *p, size_t count, size_t size);

/** Make room for `need` items in a growable array (doubling). */
#define MK_GROW(v, cap, need)                                               \
    do {                                                                    \
        if ((size_t)(need) > (size_t)(cap)) {                               \
            size_t mk_c = (cap) ? (size_t)(cap) : 16;                       \
            while (mk_c < (size_t)(need))                                   \
                mk_c += mk_c / 2 + 1;                                       \
            (v) = mk_realloc((v), mk_c, sizeof *(v));                       \
            (cap) = (__typeof__(cap))mk_c;                                  \
        }                                                                   \
    } while (0)

/** Blocks that are freed together. Zero-initialised is empty and ready.
 * Under AddressSanitizer each allocation is its own malloc. */
struct mk_arena {
    struct mk_arena_block *head;
    size_t used, total;
};
void *mk_arena_alloc(struct mk_arena *a, size_t size); /**< aligned to 8 */
char *mk_arena_str(struct mk_arena *a, const char *s); /**< NULL gives NULL */
char *mk_arena_strn(struct mk_arena *a, const char *s, size_t n);
char *mk_arena_printf(struct mk_arena *a, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void mk_arena_clear(struct mk_arena *a);   /**< forget, keep one block */
void mk_arena_release(struct mk_arena *a);

#endif

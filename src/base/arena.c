#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_SIZE 1 // every allocation its own block, so overruns are seen
#else
#define BLOCK_SIZE 65536
#endif

struct mk_arena_block {
    struct mk_arena_block *next;
    size_t size;
    _Alignas(8) char data[];
};

static _Noreturn void out_of_memory(void)
{
    static const char text[] =
        "markklar: fel [X003]: minnet räcker inte (out of memory)\n";
    (void)!write(2, text, sizeof text - 1);
    _Exit(6);
}

void mk_give_back(void)
{
#if defined(__GLIBC__)
    (void)malloc_trim(0);
#endif
}

void *mk_alloc(size_t size)
{
    void *p = malloc(size ? size : 1);
    if (!p)
        out_of_memory();
    return p;
}

void *mk_zalloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        out_of_memory();
    return p;
}

void *mk_realloc(void *p, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        out_of_memory();
    const size_t bytes = count * size;
    void *q = realloc(p, bytes ? bytes : 1);
    if (!q)
        out_of_memory();
    return q;
}

void *mk_arena_alloc(struct mk_arena *a, size_t size)
{
    size = (size + 7) & ~(size_t)7;
    if (!a->head || a->used + size > a->head->size) {
        const size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
        struct mk_arena_block *b = mk_alloc(sizeof *b + room);
        b->next = a->head;
        b->size = room;
        a->head = b;
        a->used = 0;
        a->total += room;
    }
    void *p = a->head->data + a->used;
    a->used += size;
    return p;
}

char *mk_arena_strn(struct mk_arena *a, const char *s, size_t n)
{
    char *p = mk_arena_alloc(a, n + 1);
    memcpy(p, s, n);
    p[n] = '\0';
    return p;
}

char *mk_arena_str(struct mk_arena *a, const char *s)
{
    return s ? mk_arena_strn(a, s, strlen(s)) : NULL;
}

char *mk_arena_printf(struct mk_arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    const int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    const size_t len = n > 0 ? (size_t)n : 0;
    char *p = mk_arena_alloc(a, len + 1);
    va_start(ap, fmt);
    vsnprintf(p, len + 1, fmt, ap);
    va_end(ap);
    return p;
}

void mk_arena_clear(struct mk_arena *a)
{
    if (!a->head)
        return;
    struct mk_arena_block *b = a->head->next;
    while (b) {
        struct mk_arena_block *next = b->next;
        free(b);
        b = next;
    }
    a->head->next = NULL;
    a->used = 0;
    a->total = a->head->size;
#if defined(__SANITIZE_ADDRESS__)
    mk_arena_release(a);
#endif
}

void mk_arena_release(struct mk_arena *a)
{
    struct mk_arena_block *b = a->head;
    while (b) {
        struct mk_arena_block *next = b->next;
        free(b);
        b = next;
    }
    *a = (struct mk_arena){0};
}

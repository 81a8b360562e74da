// A program that uses libmarkklar through its public headers only, as a
// server or a plug-in would: runs one after another and at the same time.
//
//     consumer PROJECT FOLDER
//
// Writes FOLDER/{a,b,c,d}; tests/consumer/same.py compares them.
#include <markklar/run.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct job {
    const char *project;
    char out[512];
    enum mk_lang lang;
    uint32_t batch_rows;
    uint64_t seen, total; // by progress
    enum mk_status st;
};

static void progress(void *udata, uint64_t done, uint64_t total)
{
    struct job *j = udata;
    if (done < j->seen)
        abort(); // progress never goes backwards
    j->seen = done;
    j->total = total;
}

static void *score(void *arg)
{
    struct job *j = arg;
    struct mk_ctx *ctx = mk_ctx_new(j->lang);
    struct mk_project *project = NULL;
    j->st = mk_project_read(ctx, j->project, &project);
    const struct mk_run_options opt = {
        .out_dir = j->out,
        .threads = 2,
        .batch_rows = j->batch_rows,
        .overwrite = true,
        .gpkg = true,
        .progress = progress,
        .progress_udata = j,
    };
    if (j->st == MK_OK)
        j->st = mk_score(ctx, project, &opt);
    if (j->st != MK_OK)
        fprintf(stderr, "%s\n", mk_ctx_error(ctx));
    mk_project_free(project);
    mk_ctx_free(ctx);
    return NULL;
}

// What goes wrong in one call is no matter to the next.
static int fails_cleanly(const char *folder)
{
    char path[600];
    snprintf(path, sizeof path, "%s/no such file.yaml", folder);
    struct mk_ctx *ctx = mk_ctx_new(MK_EN);
    struct mk_project *project = NULL;
    const enum mk_status st = mk_project_read(ctx, path, &project);
    const int good = st == MK_ECONFIG && !project &&
                     strstr(mk_ctx_error(ctx), "no such file.yaml");
    mk_project_free(project);
    mk_ctx_free(ctx);
    return good;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    struct job job[4] = {{0}};
    for (int i = 0; i < 4; i++) {
        job[i].project = argv[1];
        snprintf(job[i].out, sizeof job[i].out, "%s/%c", argv[2], 'a' + i);
        job[i].batch_rows = i % 2 ? 50 : 0;
        job[i].lang = MK_SV;
    }
    score(&job[0]);
    if (!fails_cleanly(argv[2])) {
        fputs("a failing call failed in another way\n", stderr);
        return 1;
    }
    score(&job[1]);
    pthread_t thread[2];
    for (int i = 0; i < 2; i++)
        if (pthread_create(&thread[i], NULL, score, &job[2 + i]) != 0)
            return 1;
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    for (int i = 0; i < 4; i++) {
        if (job[i].st != MK_OK || !job[i].seen ||
            job[i].seen != job[0].seen) {
            fprintf(stderr, "%s: status %d, %llu rows\n", job[i].out,
                    (int)job[i].st, (unsigned long long)job[i].seen);
            return 1;
        }
    }
    printf("markklar %s: four runs of %llu rows\n", mk_version(),
           (unsigned long long)job[0].seen);
    return 0;
}

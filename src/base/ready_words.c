// The published words of beredskap (docs/method.md §2.3, §9-§11).
#include <markklar/readiness.h>

#include <stddef.h>

const char *mk_underlag_text(enum mk_underlag u)
{
    static const char *const text[MK_UL_COUNT] = {
        [MK_UL_DETALJPLAN] = "detaljplan",
        [MK_UL_PAGAENDE] = "pågående detaljplan",
        [MK_UL_PLANBESKED] = "planbesked",
        [MK_UL_OP] = "översiktsplan"};
    return text[u];
}

const char *mk_axis_text(enum mk_axis a)
{
    static const char *const text[MK_AX_COUNT] = {
        [MK_AX_PLAN] = "plan",
        [MK_AX_RADIGHET] = "rådighet",
        [MK_AX_INFRA] = "infrastruktur",
        [MK_AX_UTREDNING] = "utredning",
        [MK_AX_TILLSTAND] = "tillstånd"};
    return text[a];
}

const char *mk_unknown_text(int bit)
{
    if (bit == MK_OK_EGENSKAPER)
        return "egenskapsbestämmelser";
    if (bit == MK_OK_BYGGNADER)
        return "byggnader";
    return mk_axis_text((enum mk_axis)bit);
}

const char *mk_hinder_kind_text(enum mk_hinder_kind k)
{
    static const char *const text[MK_HK_COUNT] = {
        [MK_HK_UPPTAGEN] = "upptagen",
        [MK_HK_PAGAENDE] = "pågående plan",
        [MK_HK_DELVIS] = "delvis bebyggd",
        [MK_HK_BOSTAD] = "bostadshus",
        [MK_HK_PLAN] = "plan",
        [MK_HK_FORFARANDE] = "rättsligt förfarande",
        [MK_HK_AGANDE] = "ägande",
        [MK_HK_TILLFART] = "tillfart",
        [MK_HK_VA] = "vatten och avlopp",
        [MK_HK_EL] = "el",
        [MK_HK_FORORENING] = "förorening",
        [MK_HK_MARK] = "markförhållanden",
        [MK_HK_NATUR_KULTUR] = "natur och kultur",
        [MK_HK_RISK] = "risk",
        [MK_HK_RESERV] = "företagsreserv",
        [MK_HK_BEGRANSNING] = "begränsning"};
    return text[k];
}

const char *mk_actor_text(enum mk_actor a)
{
    static const char *const text[MK_AC_COUNT] = {
        [MK_AC_KOMMUN] = "kommun",
        [MK_AC_MARKAGARE] = "markägare",
        [MK_AC_LANSSTYRELSE] = "länsstyrelse",
        [MK_AC_LANTMATERI] = "lantmäteri",
        [MK_AC_NATAGARE] = "nätägare",
        [MK_AC_VAGHALLARE] = "väghållare",
        [MK_AC_DOMSTOL] = "domstol",
        [MK_AC_FORETAG] = "företag"};
    return text[a];
}

const char *mk_step_text(enum mk_step s)
{
    static const char *const text[MK_TS_COUNT + 1] = {
        [MK_TS_KO] = "väntan på planuppdrag",
        [MK_TS_PLAN] = "planarbete till antagande",
        [MK_TS_LAGA_KRAFT] = "antagande till laga kraft",
        [MK_TS_MARK] = "markförvärv",
        [MK_TS_UTREDNING] = "utredningar",
        [MK_TS_FASTIGHET] = "fastighetsbildning",
        [MK_TS_UTBYGGNAD] = "utbyggnad av gata och VA",
        [MK_TS_GF_START] = "genomförandetidens start",
        [MK_TS_COUNT] = NULL};
    return text[s];
}

const char *mk_duration_source(enum mk_duration d)
{
    switch (d) {
    case MK_TD_UPPDRAG:
        return "SKR 2020–21: 60 % av kommunerna högst 24 månader";
    case MK_TD_SAMRAD:
        return "SKR 2020–21: 68 % av kommunerna högst 12 månader";
    case MK_TD_ANTAGEN:
        return "tre veckor från tillkännagivandet";
    case MK_TD_OVERKLAGAN:
        return "SKR: mark- och miljödomstol, i medel 5,3 månader 2018";
    default:
        return "vår konvention";
    }
}

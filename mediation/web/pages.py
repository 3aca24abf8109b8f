"""Put the pages into the application: languages, templates, filters, routes, and what is shown when something fails."""

from __future__ import annotations

from flask import Flask, g, request, url_for
from flask_babel import Babel, gettext

from mediation import access
from mediation.domain.refusals import N_
from mediation.web import (
    afterwards,
    ballots,
    board,
    calendar_lists,
    cases,
    certificates,
    characters,
    claims,
    clock_entries,
    complaints,
    consents,
    consents_services,
    consents_times,
    devices,
    documents,
    duplicates,
    duty,
    duty_papers,
    endings,
    equality,
    evaluation,
    evidence,
    experts,
    failures,
    feeds,
    fields,
    figures,
    findings,
    firm,
    floors,
    group,
    group_whole,
    inbox,
    intake,
    language,
    ledger,
    notices,
    opinions,
    packets,
    paper_samples,
    papers,
    people,
    people_agents,
    people_chain,
    people_split,
    people_whole,
    practice,
    proofs,
    reassignment,
    risks,
    roster,
    roster_settings,
    rule_drafts,
    rule_health,
    rulebook_pages,
    rules,
    search,
    settlements,
    show,
    sign_here,
    signing,
    sittings,
    sittings_offers,
    sittings_past,
    sittings_rooms,
    station,
    supervision,
    talks,
    talks_costing,
    talks_days,
    talks_draft,
    talks_filing,
    talks_notes,
    talks_offers,
    talks_open,
    talks_outcome,
    talks_papers,
    talks_rounds,
    talks_sessions,
    talks_team,
    talks_votes,
    views,
    willingness,
)
from mediation.web.me import Me

NAVIGATION = (
    # endpoint, its blueprint, what it is called, act that opens it
    ("board.show", "board", N_("今日"), "board.read"),
    ("inbox.show", "inbox", N_("收件箱"), "inbox.read"),
    ("intake.form", "intake", N_("登记来访"), "case.log"),
    ("cases.list_all", "cases", N_("案件"), "case.read"),
    ("talks.listing", "talks", N_("集体协商"), "talks.read"),
    ("duty.show", "duty", N_("值班"), "docket.read"),
    ("roster.show", "duty", N_("值班"), "roster.read"),  # for those who may not see the docket
    ("supervision.show", "supervision", N_("督办"), "supervision.read"),
    ("ledger.listing", "ledger", N_("台账"), "ledger.import"),
    ("figures.show", "figures", N_("统计"), "figures.read"),
    ("equality.figures", "figures", N_("平等监测"), "equality.read"),
    ("rules.status", "rules", N_("规则状态"), "rules.status"),
    ("rule_drafts.listing", "rules", N_("规则"), "rules.versions"),  # for auditors, who answer for no rule files
)
WITHIN = {
    "opinions": "duty", "firm": "duty", "duty_papers": "duty",
    "reassignment": "supervision", "findings": "supervision", "duplicates": "supervision",
    "floors": "cases", "signing": "cases", "certificates": "rules",
    "settlements": "cases", "claims": "cases", "clocks": "cases", "proofs": "cases", "endings": "cases",
    "search": "cases",
    "talks_days": "talks", "talks_sessions": "talks", "talks_team": "talks", "talks_votes": "talks",
    "talks_open": "talks",
    "talks_costing": "talks", "talks_rounds": "talks", "talks_rounds_offer": "talks", "talks_rounds_draft": "talks",
    "talks_rounds_notes": "talks", "talks_outcome": "talks", "talks_papers": "talks", "talks_filing": "talks",
    "rulebook_pages": "rules",
    "risks": "supervision", "complaints": "supervision", "evaluation": "supervision", "willingness": "cases",
    "group": "cases", "group_whole": "cases",
    "sittings": "cases", "sittings_offers": "cases", "sittings_past": "cases", "sittings_rooms": "supervision",
    "afterwards": "cases", "packets": "cases", "evidence": "cases", "papers": "cases", "consents": "cases",
    "consents_services": "cases", "consents_times": "cases", "people": "cases", "people_agents": "cases",
    "people_chain": "cases", "people_split": "cases", "people_whole": "cases",
    "roster": "duty", "roster_settings": "duty", "feeds": "duty", "experts": "duty", "equality": "figures",
    "rule_drafts": "rules", "calendar_lists": "rules",
    "rule_health": "rules", "station": "rules",
}  # fmt: skip


def install(app: Flask) -> None:
    """Register the pages on `app`; sessions, headers and sign-in are registered by their own modules."""
    app.config.setdefault("BOOTSTRAP_SERVE_LOCAL", True)
    Babel(app, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai", locale_selector=language.chosen)
    language.load_catalogue(app)
    bootstrap(app)
    show.install(app)
    fields.install(app)
    devices.install(app)
    notices.install(app)
    app.context_processor(_context)
    for module in (
        afterwards, ballots, board, calendar_lists, cases, certificates, claims, clock_entries, complaints,
        consents, consents_services, consents_times, documents, duplicates, duty, duty_papers, endings,
        equality, evaluation, evidence, experts, feeds, figures, findings, firm, floors, group, group_whole,
        inbox, intake, language, ledger, opinions, packets, paper_samples, papers, people, people_agents,
        people_chain, people_split, people_whole, practice, proofs, reassignment, risks, roster,
        roster_settings, rule_drafts, rule_health, rulebook_pages, rules, search, settlements, sign_here,
        signing, sittings, sittings_offers, sittings_past, sittings_rooms, station, supervision, talks,
        talks_costing, talks_days, talks_draft, talks_filing, talks_notes, talks_offers, talks_open,
        talks_outcome, talks_papers, talks_rounds, talks_sessions, talks_team, talks_votes, views, willingness,
    ):  # fmt: skip
        app.register_blueprint(module.bp)
    willingness.install(app)
    calendar_lists.install(app)
    talks.install(app)
    talks_rounds.install(app)
    failures.install(app)
    characters.install(app)
    show.ask_each_time(app)


def bootstrap(app: Flask) -> None:
    """Serve Bootstrap's style sheet from the installed package; no other host is ever asked."""
    from flask_bootstrap import Bootstrap5

    Bootstrap5(app)


def _context() -> dict[str, object]:
    user = getattr(g, "user", None)
    return {"me": Me(user) if user else None, "navigation": _navigation, "here": _here, "_": language.speaker()}


def _navigation() -> list[dict[str, object]]:
    """Return the entries the user may open; of several that lead to the same part the first."""
    blueprint = WITHIN.get(request.blueprint or "", request.blueprint)
    first: dict[str, dict[str, object]] = {}
    for endpoint, home, text, act in NAVIGATION:
        if home not in first and access.may(g.user, act):
            first[home] = {"url": url_for(endpoint), "text": gettext(text), "here": blueprint == home}
    return list(first.values())


def _here() -> str:
    """Return the address of this page, for forms that come back to it; a page answered to a POST has none."""
    if request.method != "GET":
        return ""
    return request.full_path if request.query_string else request.path

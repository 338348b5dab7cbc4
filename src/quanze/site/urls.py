"""The addresses of the pages. What is fixed comes before the agencies' codes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from quanze.site.oversight_urls import URLS as OVERSIGHT
from quanze.site.views import (
    accounts,
    acting,
    adjustments,
    aftercare,
    agencies,
    annexes,
    applications,
    bars,
    bulk,
    case_letters,
    casework,
    changes,
    clocks,
    complaining,
    desk,
    editions,
    entering,
    files,
    followed,
    guides,
    identities,
    impact,
    intake,
    kits,
    laws,
    letters,
    lists,
    matters,
    my,
    my_cases,
    objecting,
    packaging,
    procedures,
    publicities,
    recommending,
    regime,
    results,
    rounds,
    searching,
    selection,
    validity,
    wording,
    worklist,
)


def alive(request: HttpRequest) -> HttpResponse:
    """For whoever watches the service: it answers."""
    return HttpResponse("ok", content_type="text/plain")


_library = [
    path("", entering.wanted, name="wanted"),
    path("enter/", entering.enter, name="instrument_enter"),
    path("enter/file/", entering.hand_in, name="instrument_file"),
    path("suggest/", validity.suggest, name="suggest"),
    path("proposals/", validity.proposals, name="proposals"),
    path("<int:pk>/entered/", entering.entered, name="entered"),
    path("<int:pk>/validity/", validity.state, name="validity_state"),
    path("statements/<int:pk>/", validity.statement, name="statement"),
    path("statements/<int:pk>/confirm/", validity.confirm, name="statement_confirm"),
    path("statements/<int:pk>/reject/", validity.reject, name="statement_reject"),
    path("statements/<int:pk>/withdraw/", validity.withdraw, name="statement_withdraw"),
]

_adjustments = [
    path("", adjustments.adjustments, name="adjustments"),
    path("new/", adjustments.begin, name="adjustment_begin"),
    path("<int:number>/", adjustments.adjustment, name="adjustment"),
    path("<int:number>/revise/", adjustments.revise, name="adjustment_revise"),
    path("<int:number>/questions/", adjustments.questions, name="adjustment_questions"),
    path("<int:number>/changes/", changes.changes, name="changes"),
    path("<int:number>/changes/new/", changes.add, name="change_add"),
    path("<int:number>/changes/<int:position>/", changes.change, name="change"),
    path("<int:number>/changes/<int:position>/decide/", changes.decide, name="change_decide"),
    path("<int:number>/submit/", adjustments.submit, name="adjustment_submit"),
    path("<int:number>/steps/<slug:step>/pass/", adjustments.pass_step, name="adjustment_pass"),
    path("<int:number>/steps/<slug:step>/return/", adjustments.send_back, name="adjustment_return"),
    path("<int:number>/withdraw/", adjustments.withdraw, name="adjustment_withdraw"),
    path("<int:number>/abandon/", adjustments.abandon, name="adjustment_abandon"),
    path("<int:number>/rebase/", adjustments.rebase, name="adjustment_rebase"),
    path("<int:number>/publish/", adjustments.publish, name="adjustment_publish"),
    path("<int:number>/scans/<int:version>/", adjustments.scan, name="adjustment_scan"),
]

_letters = [
    path("", wording.templates, name="letter_templates"),
    path("numbers/", wording.numbers, name="letter_numbers"),
    path("<slug:kind>/", wording.template, name="letter_template"),
    path("<slug:kind>/restore/", wording.restore, name="letter_template_restore"),
    re_path(
        r"^(?P<kind>[-\w]+)/preview\.(?P<format>docx|pdf)$",
        wording.preview_file,
        name="letter_template_preview",
    ),
]

_desk_cases = [
    path("cases/", worklist.cases, name="desk_cases"),
    path("cases.csv", worklist.cases_csv, name="desk_cases_csv"),
    path("followed/", followed.followed, name="followed"),
    path("followed/<int:number>/", followed.followed_matter, name="followed_matter"),
    path("followed/<int:number>.csv", followed.followed_csv, name="followed_csv"),
    path("followed/<int:number>/<slug:item>/", aftercare.year, name="followed_year"),
    path("followed/<int:number>/<slug:item>/remind/", aftercare.remind, name="followed_remind"),
    re_path(
        r"^followed/(?P<number>[0-9]{1,9})/(?P<item>[-\w]+)\.(?P<format>csv|xlsx)$",
        aftercare.year_file,
        name="followed_year_file",
    ),
    path("cases/together/", bulk.cases_together, name="desk_cases_together"),
    path("cases/<str:number>/", casework.case, name="desk_case"),
    path("cases/<str:number>/do/<slug:kind>/", acting.act, name="desk_act"),
    path("cases/<str:number>/claim/", casework.claim, name="desk_case_claim"),
    path("cases/<str:number>/assign/", casework.assign, name="desk_case_assign"),
    path("cases/<str:number>/follow/", casework.follow, name="desk_case_follow"),
    path("cases/<str:number>/after/", aftercare.after, name="desk_after"),
    path("cases/<str:number>/after/<slug:item>/", aftercare.after_file, name="desk_after_file"),
    path("cases/<str:number>/filings/<int:pk>/", aftercare.filing, name="desk_filing"),
    path("cases/<str:number>/publicity/", casework.publicity, name="desk_case_publicity"),
    path("cases/<str:number>/note/", casework.note, name="desk_case_note"),
    path("cases/<str:number>/archive/", casework.archive, name="desk_case_archive"),
    path("cases/<str:number>/letters/issue/", case_letters.letter_issue, name="desk_letter_issue"),
    path("cases/<str:number>/letters/<int:pk>/", case_letters.letter, name="desk_letter"),
    path("cases/<str:number>/letters/<int:pk>/<slug:do>/", case_letters.letter_do, name="desk_letter_do"),
    re_path(
        r"^cases/(?P<number>[^/]+)/letters/(?P<pk>[0-9]{1,18})\.(?P<format>docx|pdf)$",
        case_letters.letter_file,
        name="desk_letter_file",
    ),
    path("intake/", intake.intake, name="intake"),
    path("intake/<int:number>/", intake.intake_matter, name="intake_matter"),
]

_rounds = [
    path("rounds/", rounds.rounds, name="desk_rounds"),
    path("rounds/new/", rounds.round_new, name="desk_round_new"),
    path("rounds/<int:pk>/", rounds.round_page, name="desk_round"),
    path("rounds/<int:pk>/terms/", rounds.round_terms, name="desk_round_terms"),
    path("rounds/<int:pk>/say/", rounds.round_say, name="desk_round_say"),
    path("cases/<str:number>/round/", casework.place, name="desk_case_round"),
]

_results = [
    path("results/", results.results, name="desk_results"),
    path("results/sheet.xlsx", results.sheet, name="desk_results_sheet"),
]

_rankings = [
    path("rounds/<int:pk>/ranking/", selection.ranking, name="desk_ranking"),
    path("rounds/<int:pk>/ranking/meeting/", selection.ranking_meeting, name="desk_ranking_meeting"),
    path("rounds/<int:pk>/ranking/fix/", selection.ranking_fix, name="desk_ranking_fix"),
    re_path(
        r"^rounds/(?P<pk>[0-9]{1,18})/ranking/summary\.(?P<format>docx|pdf|xlsx)$",
        selection.ranking_summary,
        name="desk_ranking_summary",
    ),
    path("rounds/<int:pk>/ranking/recommend/", recommending.ranking_recommend, name="desk_ranking_recommend"),
    path(
        "rounds/<int:pk>/ranking/letters/<int:letter>/",
        recommending.ranking_letter,
        name="desk_ranking_letter",
    ),
    re_path(
        r"^rounds/(?P<pk>[0-9]{1,18})/ranking/letters/(?P<letter>[0-9]{1,18})/letter\.(?P<format>docx|pdf)$",
        recommending.ranking_letter_file,
        name="desk_ranking_letter_file",
    ),
    path(
        "rounds/<int:pk>/ranking/letters/<int:letter>/<slug:do>/",
        recommending.ranking_letter_do,
        name="desk_ranking_letter_do",
    ),
    path("rounds/<int:pk>/ranking/acts/", recommending.ranking_acts, name="desk_ranking_acts"),
    path("rounds/<int:pk>/ranking/package/", packaging.ranking_package, name="desk_ranking_package"),
    path(
        "rounds/<int:pk>/ranking/packages/<int:package>.zip",
        packaging.ranking_package_file,
        name="desk_ranking_package_file",
    ),
    path("rounds/<int:pk>/ranking/history/", selection.ranking_history, name="desk_ranking_history"),
    path("rounds/<int:pk>/ranking/cases/<str:number>/", selection.ranked_case, name="desk_ranked_case"),
]

_bars = [
    path("bars/", bars.bars, name="desk_bars"),
    path("bars/new/", bars.bar_new, name="desk_bar_new"),
    path("bars/<int:pk>/", bars.bar, name="desk_bar"),
]

_desk: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("calendars/", clocks.calendars, name="calendars"),
    path("calendars/load/", clocks.calendar_load, name="calendar_load"),
    path("<slug:agency>/uploads/", desk.uploads, name="uploads"),
    path("<slug:agency>/uploads/<int:pk>/", desk.upload, name="upload"),
    path("<slug:agency>/uploads/<int:pk>/import/", desk.upload_import, name="upload_import"),
    path("<slug:agency>/uploads/<int:pk>/discard/", desk.upload_discard, name="upload_discard"),
    path("<slug:agency>/uploads/<int:pk>/file/", desk.upload_file, name="upload_file"),
    path("<slug:agency>/procedures/", procedures.procedures_list, name="procedures"),
    path("<slug:agency>/procedures/<int:number>/", procedures.procedure, name="procedure"),
    path("<slug:agency>/procedures/<int:number>.json", procedures.procedure_json, name="procedure_json"),
    path(
        "<slug:agency>/procedures/<int:number>/steps/<slug:key>/",
        procedures.procedure_step,
        name="procedure_step",
    ),
    path(
        "<slug:agency>/procedures/<int:number>/clauses/<slug:key>/",
        procedures.procedure_clause,
        name="procedure_clause",
    ),
    path(
        "<slug:agency>/procedures/<int:number>/promise/",
        procedures.procedure_promise,
        name="procedure_promise",
    ),
    path(
        "<slug:agency>/procedures/<int:number>/withdraw/",
        procedures.procedure_withdraw,
        name="procedure_withdraw",
    ),
    path(
        "<slug:agency>/procedures/<int:number>/confirm/",
        procedures.procedure_confirm,
        name="procedure_confirm",
    ),
    path("<slug:agency>/", include(_desk_cases)),
    path("<slug:agency>/", include(_rounds)),
    path("<slug:agency>/", include(_results)),
    path("<slug:agency>/", include(_rankings)),
    path("<slug:agency>/", include(_bars)),
    path("<slug:agency>/", include(OVERSIGHT)),
    path("<slug:agency>/identities/", identities.identities, name="identities"),
    path("<slug:agency>/procedures/<int:number>/kit/", kits.kit, name="kit"),
    path("<slug:agency>/procedures/<int:number>/kit/set/", kits.kit_set, name="kit_set"),
    path("<slug:agency>/procedures/<int:number>/kit/try/", kits.kit_try, name="kit_try"),
    re_path(
        r"^(?P<agency>[-\w]+)/procedures/(?P<number>[0-9]{1,9})/kit\.(?P<format>toml|json)$",
        kits.kit_file,
        name="kit_file",
    ),
    path("laws/", include(_library)),
    path("<slug:agency>/tasks/", impact.tasks, name="tasks"),
    path("<slug:agency>/tasks/<int:pk>/", impact.task, name="task"),
    path("<slug:agency>/tasks/<int:pk>/close/", impact.task_close, name="task_close"),
    path("<slug:agency>/tasks/<int:pk>/draft/", impact.task_draft, name="task_draft"),
    path("<slug:agency>/regime/", regime.regime, name="regime"),
    path("<slug:agency>/regime.json", regime.regime_json, name="regime_json"),
    path("<slug:agency>/health/", impact.health, name="health"),
    path(
        "<slug:agency>/uploads/<int:pk>/draft/", adjustments.begin_from_upload, name="adjustment_from_upload"
    ),
    path("<slug:agency>/adjustments/", include(_adjustments)),
    path("<slug:agency>/letters/", include(_letters)),
]

_my_cases = [
    path("applications/new/<slug:agency>/<int:number>/", applications.begin, name="application_begin"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/materials/", applications.materials, name="application_materials"),
    path("applications/<int:pk>/check/", applications.look_over, name="application_check"),
    re_path(
        r"^applications/(?P<pk>[0-9]{1,18})/form\.(?P<format>docx|pdf)$",
        applications.form_file,
        name="application_form_file",
    ),
    path("applications/<int:pk>/discard/", applications.discard, name="application_discard"),
    path("cases/", my_cases.my_cases, name="my_cases"),
    path("cases/<str:number>/", my_cases.my_case, name="my_case"),
    path("cases/<str:number>/receipt/", my_cases.receipt, name="my_case_receipt"),
    path("cases/<str:number>/answer/", my_cases.answer, name="my_case_answer"),
    path("cases/<str:number>/after/<slug:item>/", my_cases.after, name="my_after"),
    path("cases/<str:number>/withdraw/", my_cases.withdraw, name="my_case_withdraw"),
    path("cases/<str:number>/object/", my_cases.object_to, name="my_case_object"),
    path("cases/<str:number>/rate/", my_cases.rate, name="my_case_rate"),
    re_path(
        r"^cases/(?P<number>[^/]+)/letters/(?P<pk>[0-9]{1,18})\.(?P<format>docx|pdf)$",
        my_cases.letter_file,
        name="my_letter_file",
    ),
]

_my = [
    *_my_cases,
    path("", my.my, name="my"),
    path("parties/new/", my.party_register, name="party_register"),
    path("parties/join/", my.party_join, name="party_join"),
    path("parties/<int:pk>/", my.party, name="party"),
    path("parties/<int:pk>/edit/", my.party_edit, name="party_edit"),
    path("parties/<int:pk>/leave/", my.party_leave, name="party_leave"),
    path("parties/<int:pk>/members/<int:member>/", my.party_member, name="party_member"),
    path("requests/<int:pk>/withdraw/", my.request_withdraw, name="request_withdraw"),
]

_account = [
    path("", accounts.account, name="account"),
    path("name/", accounts.account_name, name="account_name"),
    path("email/", accounts.account_email, name="account_email"),
    path("email/<str:token>/", accounts.account_confirm, name="account_confirm"),
    path("password/", accounts.account_password, name="account_password"),
    path("reset/", accounts.reset, name="reset"),
    path("reset/<str:uid>/<str:token>/", accounts.reset_set, name="reset_set"),
]

_editions = [
    path("editions/<int:sequence>/", editions.edition, name="edition"),
    path("editions/<int:sequence>.json", editions.edition_json, name="edition_json"),
    re_path(
        r"^editions/(?P<sequence>[0-9]{1,9})/(?P<part>notice|catalogue|adjusted|retained)\.(?P<format>[a-z]{3,4})$",
        annexes.edition_file,
        name="edition_file",
    ),
    path("differences/", editions.differences, name="differences"),
    path("matters/<int:number>/history/", editions.matter_history, name="matter_history"),
]

_agency = [
    *_editions,
    path("", agencies.agency, name="agency"),
    path("list/", lists.catalogue, name="list"),
    path("list.csv", lists.catalogue_csv, name="list_csv"),
    path("list.json", lists.catalogue_json, name="list_json"),
    path("matters/<int:number>/", matters.matter, name="matter"),
    path("matters/<int:number>/guide/", guides.matter_guide, name="guide"),
    re_path(r"^annexes/(?P<kind>catalogue|adjusted|retained)/$", annexes.annex, name="annex"),
    re_path(
        r"^annexes/(?P<kind>catalogue|adjusted|retained)\.(?P<format>docx|xlsx|pdf|html|json)$",
        annexes.annex_file,
        name="annex_file",
    ),
    path("affairs/", agencies.affairs, name="affairs"),
    path("calls/", rounds.calls, name="calls"),
    path("publicity/", publicities.publicities, name="publicity"),
    path("publicity/<str:number>/", publicities.publicity, name="publicity_case"),
    path("publicity/<str:number>/object/", objecting.objection, name="publicity_object"),
    path("complain/", complaining.complain, name="complain"),
    path("complain/state/", complaining.look_up, name="complaint_state"),
    path("history/", lists.history, name="history"),
    path("search/", searching.search_agency, name="search_agency"),
]

urlpatterns = [
    path("", agencies.home, name="home"),
    path("healthz", alive, name="alive"),
    path("search/", searching.search, name="search"),
    path("about/", agencies.about, name="about"),
    path("deadline/", clocks.deadline, name="deadline"),
    path("login/", accounts.LogIn.as_view(), name="login"),
    path("logout/", accounts.LogOut.as_view(), name="logout"),
    path("register/", accounts.register, name="register"),
    path("register/<str:token>/", accounts.register_named, name="register_named"),
    path("account/", include(_account)),
    path("my/", include(_my)),
    path("desk/", include(_desk)),
    path("letters/", letters.ask, name="letter_ask"),
    path("letters/<slug:token>/", letters.check, name="letter_check"),
    path("files/", files.files, name="files"),
    path("files/<int:pk>/", files.file, name="file"),
    path("files/<int:pk>/remove/", files.file_remove, name="file_remove"),
    path("laws/", laws.instruments, name="instruments"),
    path("laws/<int:pk>/", laws.instrument, name="instrument"),
    path("<slug:agency>/", include(_agency)),
]

handler400 = "quanze.site.views.errors.bad_request"
handler403 = "quanze.site.views.errors.forbidden"
handler404 = "quanze.site.views.errors.not_found"
handler500 = "quanze.site.views.errors.server_error"

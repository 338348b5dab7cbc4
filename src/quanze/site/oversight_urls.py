"""Addresses of the desk for those who oversee an agency: complaints, ratings, the record, figures, cards,
duties, hints."""

from __future__ import annotations

from django.urls import path, re_path

from quanze.site.views import complaints, dashboard, oversight, ratings, record

URLS = [
    path("complaints/", complaints.complaints, name="desk_complaints"),
    path("complaints/new/", complaints.complaint_new, name="desk_complaint_new"),
    path("complaints/rules/", complaints.complaint_rules, name="complaint_rules"),
    path("complaints/<str:number>/", complaints.complaint, name="desk_complaint"),
    path("complaints/<str:number>/<slug:do>/", complaints.complaint_do, name="desk_complaint_do"),
    path("interference/", complaints.interference, name="interference"),
    path("ratings/", ratings.ratings, name="desk_ratings"),
    path("ratings/rules/", ratings.rating_rules, name="rating_rules"),
    path("ratings/<int:pk>/", ratings.rating, name="desk_rating"),
    path("record/", record.record, name="record"),
    path("record/state/", record.record_state, name="record_state"),
    path("record/<int:sequence>/", record.record_event, name="record_event"),
    re_path(r"^record/record\.(?P<format>csv|xlsx)$", record.record_file, name="record_file"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    re_path(r"^dashboard/figures\.(?P<format>csv|xlsx)$", dashboard.dashboard_file, name="dashboard_file"),
    re_path(
        r"^dashboard/(?P<month>[0-9]{4}-[0-9]{2})\.(?P<format>docx|pdf)$",
        dashboard.dashboard_report,
        name="dashboard_report",
    ),
    path("cards/", oversight.cards, name="cards"),
    path("cards/rules/", oversight.card_rules, name="card_rules"),
    path("duties/", oversight.duties, name="duties"),
    path("hints/", oversight.hints, name="hints"),
    path("cases/<str:number>/duties/", oversight.case_duties, name="case_duties"),
]

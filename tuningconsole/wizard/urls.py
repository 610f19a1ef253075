from django.urls import path

from tuningconsole.wizard.views import bringing, drafts, leaving, pages, review

app_name = "wizard"
urlpatterns = [
    path("", leaving.start, name="start"),
    path("import/", bringing.import_request, name="import"),
    path("clone/<uuid:job>/", bringing.clone, name="clone"),
    path("warm-start/<uuid:job>/", bringing.warm_start, name="warm-start"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/delete/", drafts.delete, name="delete-drafts"),
    path("<uuid:uuid>/rename/", drafts.rename, name="rename"),
    path("<uuid:uuid>/duplicate/", drafts.duplicate, name="duplicate"),
    path("reopen/<uuid:job>/", review.reopen, name="reopen"),
    path("<uuid:uuid>/review/", review.review, name="review"),
    path("<uuid:uuid>/create/", review.create, name="create"),
    path("<uuid:uuid>/cancel/", leaving.cancel, name="cancel"),
    path("<uuid:uuid>/<slug:page_id>/", pages.step, name="step"),
]

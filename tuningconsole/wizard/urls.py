from django.urls import path

from tuningconsole.wizard.views import leaving, pages, review

app_name = "wizard"
urlpatterns = [
    path("", leaving.start, name="start"),
    path("reopen/<uuid:job>/", review.reopen, name="reopen"),
    path("<uuid:uuid>/review/", review.review, name="review"),
    path("<uuid:uuid>/create/", review.create, name="create"),
    path("<uuid:uuid>/cancel/", leaving.cancel, name="cancel"),
    path("<uuid:uuid>/<slug:step_id>/", pages.step, name="step"),
]

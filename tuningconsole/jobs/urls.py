from django.urls import path

from tuningconsole.jobs.views import (
    acting,
    charts,
    detail,
    export,
    keeping,
    listing,
    metric_tester,
    prices,
    several,
    training_job,
)

app_name = "jobs"
urlpatterns = [
    path("", listing.jobs, name="list"),
    path("export.<str:ending>", keeping.export, name="export-list"),
    path("prices/", prices.prices, name="prices"),
    path("preferences/", keeping.preferences, name="preferences"),
    path("views/", keeping.save_view, name="save-view"),
    path("views/<int:pk>/delete/", keeping.delete_view, name="delete-view"),
    path("stop/", several.stop, name="stop-several"),
    path("tag/", several.tag, name="tag-several"),
    path("metric-tester/", metric_tester.metric_tester, name="metric-tester"),
    path("<uuid:uuid>/", detail.best, name="detail"),
    path("<uuid:uuid>/training-jobs/", detail.training_jobs, name="training-jobs"),
    path("<uuid:uuid>/charts/", charts.charts, name="charts"),
    path("<uuid:uuid>/charts/<slug:key>/", charts.chart, name="chart"),
    path("<uuid:uuid>/charts/<slug:key>/figure.json", charts.figure, name="chart-figure"),
    path("<uuid:uuid>/charts/<slug:key>/numbers.csv", charts.numbers, name="chart-numbers"),
    path("<uuid:uuid>/definition/", detail.training_job_definition, name="definition"),
    path("<uuid:uuid>/configuration/", detail.configuration, name="configuration"),
    path("<uuid:uuid>/tags/", detail.tags, name="tags"),
    path("<uuid:uuid>/export/", export.export, name="export"),
    path("<uuid:uuid>/stop/", acting.stop, name="stop"),
    path("<uuid:uuid>/retry/", acting.retry, name="retry"),
    path("<uuid:uuid>/discard/", acting.discard, name="discard"),
    path("<uuid:uuid>/training-jobs/<str:name>/", training_job.training_job, name="training-job"),
    path("<uuid:uuid>/training-jobs/<str:name>/log/", training_job.log, name="log"),
]

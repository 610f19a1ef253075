"""Errors to Sentry, traces to OpenTelemetry, where the settings say so. Neither is installed here.

A process that is told to report and cannot does not start: nobody would notice the silence.
"""

from importlib import import_module
from typing import Any

from celery.signals import worker_process_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SENTRY = "sentry-sdk[django,celery]"
OPENTELEMETRY = (
    "opentelemetry-sdk opentelemetry-exporter-otlp-proto-http opentelemetry-instrumentation-django"
    " opentelemetry-instrumentation-celery opentelemetry-instrumentation-botocore"
)
_INSTRUMENTED = (
    ("opentelemetry.instrumentation.django", "DjangoInstrumentor"),
    ("opentelemetry.instrumentation.celery", "CeleryInstrumentor"),
    ("opentelemetry.instrumentation.botocore", "BotocoreInstrumentor"),
)


def start() -> None:
    """Begin to report what the settings want reported.

    Raises:
        ImproperlyConfigured: what it takes is not installed.
    """
    if settings.SENTRY_DSN:
        _sentry()
    if settings.OPENTELEMETRY:
        _trace()
        # A thread that sends spans does not come along into a worker's children.
        worker_process_init.connect(_trace_child, dispatch_uid="operations.trace")


def _load(module: str, needed: str, variable: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ImproperlyConfigured(f"{variable} is set: pip install {needed}") from error


def _sentry() -> None:
    sdk = _load("sentry_sdk", SENTRY, "SENTRY_DSN")
    sdk.init(
        dsn=settings.SENTRY_DSN,
        # No cookies, users, addresses, bodies: a draft may hold what is nobody's business.
        send_default_pii=False,
        max_request_body_size="never",
        include_local_variables=False,
        traces_sample_rate=0.0,
    )


def _trace() -> None:
    for module, name in _INSTRUMENTED:
        instrumentor = getattr(_load(module, OPENTELEMETRY, "OTEL_EXPORTER_OTLP_ENDPOINT"), name)
        instrumentor().instrument()
    _trace_child()


def _trace_child(**_more: Any) -> None:
    trace = _load("opentelemetry.trace", OPENTELEMETRY, "OTEL_EXPORTER_OTLP_ENDPOINT")
    sdk = import_module("opentelemetry.sdk.trace")
    export = import_module("opentelemetry.sdk.trace.export")
    otlp = import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    provider = trace.get_tracer_provider()
    if not isinstance(provider, sdk.TracerProvider):
        provider = sdk.TracerProvider()
        trace.set_tracer_provider(provider)
    # Address, headers and service name are read from the OTEL_ variables by the exporter itself.
    provider.add_span_processor(export.BatchSpanProcessor(otlp.OTLPSpanExporter()))

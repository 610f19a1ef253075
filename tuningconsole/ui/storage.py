"""Static files with hashed names, ES module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # Untyped.
    """Whitenoise's storage; also rewrites `import` lines of ES modules."""

    support_js_module_import_aggregation = True
    manifest_strict = False

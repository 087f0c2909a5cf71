"""Static files under hashed, compressed names, modules' imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """A changed file changes its name, so that browsers may keep it for ever."""

    support_js_module_import_aggregation = True

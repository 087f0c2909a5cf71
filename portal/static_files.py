"""Which of the editor's files are published: the package brings ten times what is asked for."""

import re
from pathlib import Path

import ckeditor

from articles.editor import CKEDITOR_LANGUAGES, FOLDERS

PACKAGE = Path(ckeditor.__file__).parent / "static"
_languages = "|".join(CKEDITOR_LANGUAGES.values())
USED = re.compile(
    r"ckeditor/(?:ckeditor-init\.js|fixups\.js|ckeditor\.css|ckeditor/(?:"
    r"ckeditor\.js|LICENSE\.md|skins/moono-lisa/.*|plugins/icons(?:_hidpi)?\.png"
    rf"|lang/(?:{_languages})\.js"
    rf"|plugins/(?:{'|'.join(FOLDERS)})/(?:(?!plugin\.js|.*lang/).*|.*dialogs/lang/(?:{_languages})\.js)"
    r"))"
)


def unused_files() -> list[str]:
    """The package's files that no page of ours loads, for collectstatic to pass over."""
    paths = (path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*") if path.is_file())
    return [path for path in paths if not USED.fullmatch(path)]

"""Why a file is not imported. The text of each refusal is one line for the person at the shell."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ExportRefused(Exception):
    """The file cannot be imported; nothing has been written."""


class FileNotReadable(ExportRefused):
    def __init__(self, path: object, reason: str) -> None:
        super().__init__(
            _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": reason}
        )


class FileEmpty(ExportRefused):
    def __init__(self) -> None:
        super().__init__(_("The file is empty."))


class NotXml(ExportRefused):
    def __init__(self) -> None:
        super().__init__(
            _("The file is not XML; a WordPress export is the .xml file from Tools › Export.")
        )


class NotAnExport(ExportRefused):
    """Well-formed so far, but not WXR: another feed, a web page, any other XML."""

    def __init__(self) -> None:
        super().__init__(_("The file is XML but not a WordPress export: it has no wp:wxr_version."))


class UnknownVersion(ExportRefused):
    def __init__(self, version: str) -> None:
        super().__init__(
            _("Version %(version)s of the export format is not known (1.0, 1.1 and 1.2 are).")
            % {"version": version[:20] or "?"}
        )


class UnknownEncoding(ExportRefused):
    def __init__(self, encoding: str) -> None:
        super().__init__(
            _("The file says its encoding is %(encoding)s, which is not known.")
            % {"encoding": encoding[:40]}
        )


class WrongEncoding(ExportRefused):
    def __init__(self, encoding: str, line: int) -> None:
        super().__init__(
            _("Line %(line)d holds bytes that are not %(encoding)s, the file's encoding.")
            % {"line": line, "encoding": encoding}
        )


class Malformed(ExportRefused):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(
            _("Line %(line)d is not well-formed XML: %(reason)s.")
            % {"line": line, "reason": reason}
        )


class Truncated(ExportRefused):
    def __init__(self, line: int) -> None:
        super().__init__(
            _("The file is incomplete: it breaks off in line %(line)d. Export or copy it again.")
            % {"line": line}
        )


class ForbiddenDeclaration(ExportRefused):
    """A DOCTYPE: the door for entity bombs and external entities, and in no genuine export."""

    def __init__(self, line: int) -> None:
        super().__init__(
            _("Line %(line)d declares a document type or entities, which no export does.")
            % {"line": line}
        )


class TooLarge(ExportRefused):
    def __init__(self, line: int) -> None:
        super().__init__(
            _("One entry is too large to be genuine (line %(line)d).") % {"line": line}
        )

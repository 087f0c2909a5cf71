"""The journal in words: what each act was, and to what."""

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from articles.admin.words import STEPS

VERBS = {
    "create": pgettext_lazy("act", "created"),
    "change": pgettext_lazy("act", "changed"),
    "delete": pgettext_lazy("act", "deleted"),
    "edit": pgettext_lazy("act", "edited"),
    "merge": pgettext_lazy("act", "merged"),
    "arrange": pgettext_lazy("act", "put in order"),
    "move": pgettext_lazy("act", "moved"),
    "gather": pgettext_lazy("act", "articles chosen"),
    "compose": pgettext_lazy("act", "composed"),
    "automatic": pgettext_lazy("act", "made automatic"),
    "replace": pgettext_lazy("act", "replaced"),
    "approved": pgettext_lazy("act", "approved"),
    "rejected": pgettext_lazy("act", "rejected"),
    "spam": pgettext_lazy("act", "marked as spam"),
    "trash": pgettext_lazy("act", "put into the trash"),
    "pending": pgettext_lazy("act", "put back into the queue"),
}
ACTS = {
    "user.sign_in": gettext_lazy("signed in"),
    "user.sign_in_failed": gettext_lazy("sign-in failed"),
    "user.code_refused": gettext_lazy("second factor failed"),
    "user.second_factor_on": gettext_lazy("second factor set up"),
    "user.second_factor_off": gettext_lazy("second factor removed"),
    "user.recovery_codes_renewed": gettext_lazy("recovery codes renewed"),
    "user.sessions_ended": gettext_lazy("sessions ended"),
    "user.rights": gettext_lazy("rights changed"),
}


def act(action: str) -> str:
    """What the code of an act says, such as “tag: merged”; a code that nobody knows, as it is."""
    if said := ACTS.get(action) or STEPS.get(action):
        return str(said)
    kind, _dot, verb = action.partition(".")
    if verb not in VERBS:
        return action
    return gettext("%(thing)s: %(act)s") % {"thing": capfirst(_named(kind)), "act": VERBS[verb]}


def _named(kind: str) -> str:
    """The name of a model, whichever of our apps has it."""
    for model in apps.get_models():
        if model._meta.model_name == kind:
            return str(model._meta.verbose_name)
    return kind

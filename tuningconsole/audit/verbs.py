"""What is done, as the log keeps it, and as a page says it in the reader's language."""

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

VERBS = (
    _("added"),
    _("asked to stop"),
    _("asked to tag"),
    _("cancelled"),
    _("changed"),
    _("changed notices"),
    _("changed password"),
    _("changed receiver"),
    _("changed role"),
    _("could not stop"),
    _("could not tag"),
    _("create"),
    _("created"),
    _("created API token"),
    _("created model"),
    _("created receiver"),
    _("created role"),
    _("deleted"),
    _("deleted the view"),
    _("discarded"),
    _("invited"),
    _("joined"),
    _("left"),
    _("removed"),
    _("removed receiver"),
    _("removed the budget"),
    _("renamed"),
    _("reset the prices"),
    _("retried"),
    _("revoked API token"),
    _("saved the view"),
    _("set the budget"),
    _("set the prices"),
    _("signed out elsewhere"),
    _("submitted"),
    _("submitted by API"),
    _("tested"),
    _("tested receiver"),
    _("withdrew"),
)
"""All verbs that `log.record` is given; a template translates them."""


def stored(said: str) -> str:
    """Return the verb as it is kept; `said` may be it, or what it is called in any language.

    An address with a filter is passed on between people of several languages.
    """
    for code, _name in settings.LANGUAGES:
        with override(code):
            for verb in VERBS:
                if gettext(verb) == said:
                    return verb
    return said

"""Where in a draft a failed job is to be changed."""

from tuningconsole.jobs.remedies import Remedy
from tuningconsole.wizard import checking, definitions, flow
from tuningconsole.wizard.models import Draft
from tuningconsole.wizard.progress import address


def address_of(draft: Draft, remedy: Remedy) -> str:
    """Return the address of the field that the remedy names, "" where it names none."""
    number = remedy.definition if remedy.path.startswith(definitions.FIRST) else 0
    for page in flow.pages(draft.answers):
        # The first definition's role stands on the job's own page.
        is_of_it = page.number == number and (page.is_of_definition or not number)
        if is_of_it and remedy.path in checking.paths(page.step):
            return f"{address(draft, page.id)}#id_{remedy.path}"
    return ""

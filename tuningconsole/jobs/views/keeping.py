"""How a person has the list: its columns and size, its views under a name, its file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuningconsole.aws.access import SESSION_KEY
from tuningconsole.jobs import columns, freshness, list_exporting, listing, pulse, saved_views
from tuningconsole.jobs.listing import Filter
from tuningconsole.jobs.models import SavedView
from tuningconsole.teams.access import membership


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the columns and the page size that the person has chosen."""
    member = membership(request)
    columns.choose(member.user, request.POST.getlist("column"), request.POST.get("size", ""))
    return _back(request)


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list of the address under a name."""
    member = membership(request)
    name, is_shared = request.POST.get("view", ""), bool(request.POST.get("shared"))
    try:
        view = saved_views.save(member, name, Filter.read(request.GET.dict()), is_shared=is_shared)
    except saved_views.NotSaved as refused:
        messages.error(request, str(refused))
    else:
        messages.info(request, _("The view “{name}” is saved.").format(name=view.name))
    return _back(request)


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view of the person's, or as an administrator one that is shared."""
    member = membership(request)
    view = get_object_or_404(SavedView.seen_by(member), pk=pk)
    if not view.may_delete(member):
        raise Http404
    saved_views.delete(view, member.user)
    messages.info(request, _("The view “{name}” was deleted.").format(name=view.name))
    return _back(request)


@require_safe
def export(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    """Send the whole list that the filter leaves, in its order."""
    if ending not in list_exporting.FORMATS:
        raise Http404
    member = membership(request)
    wanted = Filter.read(request.GET.dict())
    own = list(freshness.with_sweeps(member.team_id))
    if not own:
        raise Http404
    of = pulse.connections_of(wanted, own, request.session.get(SESSION_KEY, 0))
    jobs, order = listing.in_order(listing.found(wanted, member.team, of), wanted)
    sign = "-" if order.is_descending else ""
    kind, written = list_exporting.FORMATS[ending]
    found = list_exporting.rows(jobs.order_by(f"{sign}{order.field}", f"{sign}pk"))
    answer = StreamingHttpResponse(written(found), content_type=kind)
    name = f"tuning-jobs-{timezone.now():%Y-%m-%d}.{ending}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the list as it was."""
    query = Filter.read(request.GET.dict()).query
    return redirect(f"{reverse('jobs:list')}{'?' if query else ''}{query}")

"""Which connection a request works with."""

from django.http import Http404, HttpRequest

from tuningconsole.aws.models import Connection
from tuningconsole.teams.access import membership

SESSION_KEY = "connection"


def current_connection(request: HttpRequest) -> Connection:
    """Return the team's connection that was chosen, else its first.

    Raises:
        Http404: the team has none.
    """
    own = list(Connection.objects.filter(team=membership(request).team_id).order_by("pk"))
    if not own:
        raise Http404("The team has no connection to AWS or to an embedded stack.")
    chosen = request.session.get(SESSION_KEY)
    return next((connection for connection in own if connection.pk == chosen), own[0])

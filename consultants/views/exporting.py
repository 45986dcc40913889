"""The lists of the room as files for a spreadsheet: the same filters, rows and order as on the screen, to the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import structlog
from django.http import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.models import Application
from consultants import exports, spreadsheets
from consultants.exports import Column, EngagementLine, FollowUpLine
from consultants.forms.engagement import EngagementsForm
from consultants.forms.follow_up_list import FollowUpsForm, only, order_of
from consultants.forms.queue import QueueFilter
from consultants.models import FollowUpVisit
from consultants.views import desk, engagement, follow_up_lists, searching

log = structlog.get_logger(__name__)

R = TypeVar("R")

FORMS = ("xlsx", "csv")


@dataclass(frozen=True)
class File:
    """What is to be sent: the title on its sheet, its name without day and ending, and "xlsx" or "csv"."""

    title: str
    name: str
    form: str


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def queue(request: AuthenticatedRequest, form: str) -> HttpResponseBase:
    """The queue as it is narrowed in the address; a choice that can't be understood is shown on the page itself."""
    today = clock.today()
    asked = QueueFilter(request.GET, user=request.user, today=today)
    if not asked.is_valid():
        return desk.queue(request)
    lines = (line for batch in _batches(asked) for line in desk.rows(batch, today))
    return _sent(request, File("Ansøgninger", "ansoegninger", form), exports.QUEUE, lines)


def _batches(asked: QueueFilter) -> Iterable[list[Application]]:
    """The whole list; of a search what the page shows of it."""
    if asked.words:
        return [searching.hits(desk.listed(asked.rows), asked.words, states=asked.states).rows]
    return exports.in_batches(desk.listed(asked.rows), asked.order)


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def engagements(request: AuthenticatedRequest, form: str) -> HttpResponseBase:
    """The engagements in the state asked for, the newest first."""
    found = engagement.narrowed(request.user, EngagementsForm(request.GET).chosen())
    batches = exports.in_batches(engagement.with_row_facts(found), engagement.ORDER)
    today = clock.today()
    lines = (EngagementLine(each, today) for batch in batches for each in batch)
    return _sent(request, File("Forløb", "forloeb", form), _for(request, exports.ENGAGEMENTS), lines)


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def follow_ups(request: AuthenticatedRequest, form: str) -> HttpResponseBase:
    """The follow-ups in the state asked for, in the order of the page."""
    asked, today = FollowUpsForm(request.GET, user=request.user), clock.today()
    found = only(asked.whose(FollowUpVisit.objects.run_by(request.user)), asked.standing, today)
    batches = exports.in_batches(follow_up_lists.with_row_facts(found), order_of(asked.standing))
    lines = (FollowUpLine(each, follow_up_lists.row(each, today).text) for batch in batches for each in batch)
    return _sent(request, File("Opfølgning", "opfoelgning", form), _for(request, exports.FOLLOW_UPS), lines)


def _for(request: AuthenticatedRequest, columns: Mapping[str, Column[R]]) -> dict[str, Column[R]]:
    """The columns that the list shows: whose an engagement is stands in the head's alone."""
    is_head = request.user.has_role(Role.HEAD)
    return {name: column for name, column in columns.items() if is_head or name != "consultant"}


def _sent(
    request: AuthenticatedRequest, file: File, columns: Mapping[str, Column[R]], lines: Iterable[R]
) -> StreamingHttpResponse:
    headings = [column.heading for column in columns.values()]
    # Who asks for the headers alone is not to wait for rows that are thrown away.
    shown = lines if request.method == "GET" else ()
    rows = ([column.value(line) for column in columns.values()] for line in shown)
    log.info("list_exported", list=file.name, form=file.form, by=request.user.pk)
    if file.form == "xlsx":
        content, mimetype = spreadsheets.xlsx_of(file.title, headings, rows), spreadsheets.XLSX
    else:
        content, mimetype = spreadsheets.csv_of(headings, rows), spreadsheets.CSV
    name = f"{file.name}-{clock.today().isoformat()}.{file.form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type=mimetype, headers=headers)

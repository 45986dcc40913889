"""The lists of the room as files for a spreadsheet: the same filters, rows and order as on the screen, to the end."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

import structlog
from django.contrib import messages
from django.http import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from applications.actions import access
from applications.models import Application, Purpose
from consultants import exports, spreadsheets
from consultants.exports import Column, EngagementLine, FollowUpLine, QueueLine
from consultants.forms.engagement import EngagementsForm
from consultants.forms.follow_up_list import FollowUpsForm, only, order_of
from consultants.forms.queue import BY_PRIORITY, QueueFilter
from consultants.models import FollowUpVisit
from consultants.views import desk, engagement, follow_up_lists, searching
from consultants.views import ticked as ticks
from consultants.views.crumbs import to_queue

log = structlog.get_logger(__name__)

R = TypeVar("R")

FORMS = ("xlsx", "csv")


@dataclass(frozen=True)
class File(Generic[R]):
    """What is to be sent.

    The title on its sheet, its name without day and ending, "xlsx" or "csv", its columns, how many cases it holds and
    its lines with the case of each, some at a time.
    """

    title: str
    name: str
    form: str
    columns: Mapping[str, Column[R]]
    cases: int
    batches: Iterable[list[tuple[UUID, R]]]


# ── Applications ────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def queue(request: AuthenticatedRequest, form: str) -> HttpResponseBase:
    """The queue as it is narrowed in the address; a choice that can't be understood is shown on the page itself."""
    asked = QueueFilter(request.GET, user=request.user, today=clock.today())
    if not asked.is_valid():
        return desk.queue(request)
    found = desk.listed(asked.rows)
    if not asked.words:
        return _sent(request, _applications(form, exports.in_batches(found, asked.order)))
    # Of a search what the page shows of it.
    hits = searching.hits(found, asked.words, states=asked.states)
    return _sent(request, _applications(form, exports.InBatches(found, [each.pk for each in hits.rows])))


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def ticked(request: AuthenticatedRequest, form: str) -> HttpResponseBase:
    """The lines that were ticked, the most urgent first: as many at once as can be handled at once."""
    found = desk.listed(Application.objects.visible_to(request.user).filter(pk__in=ticks.ids(request.GET)))
    taken = exports.in_batches(found, BY_PRIORITY)
    if not len(taken):
        messages.info(request, "Sæt kryds ved mindst én ansøgning.")
        return to_queue(request)
    return _sent(request, _applications(form, taken))


def _applications(form: str, taken: exports.InBatches[Application]) -> File[QueueLine]:
    today = clock.today()
    batches = (_lines(batch, today) for batch in taken)
    return File("Ansøgninger", "ansoegninger", form, exports.QUEUE, len(taken), batches)


def _lines(batch: list[Application], today: date) -> list[tuple[UUID, QueueLine]]:
    return [(line.application.pk, line) for line in desk.rows(batch, today)]


# ── Engagements ─────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def engagements(request: AuthenticatedRequest, form: str) -> HttpResponseBase:
    """The engagements in the state asked for, the newest first."""
    found = engagement.narrowed(request.user, EngagementsForm(request.GET).chosen())
    taken, today = exports.in_batches(engagement.with_row_facts(found), engagement.ORDER), clock.today()
    batches = ([(each.application_id, EngagementLine(each, today)) for each in batch] for batch in taken)
    columns = _for(request, exports.ENGAGEMENTS)
    return _sent(request, File("Forløb", "forloeb", form, columns, len(taken), batches))


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def follow_ups(request: AuthenticatedRequest, form: str) -> HttpResponseBase:
    """The follow-ups in the state asked for, in the order of the page."""
    asked, today = FollowUpsForm(request.GET, user=request.user), clock.today()
    found = only(asked.whose(FollowUpVisit.objects.run_by(request.user)), asked.standing, today)
    taken = exports.in_batches(follow_up_lists.with_row_facts(found), order_of(asked.standing))
    batches = ([_visit(each, today) for each in batch] for batch in taken)
    columns = _for(request, exports.FOLLOW_UPS)
    return _sent(request, File("Opfølgning", "opfoelgning", form, columns, len(taken), batches))


def _visit(visit: FollowUpVisit, today: date) -> tuple[UUID, FollowUpLine]:
    return visit.engagement.application_id, FollowUpLine(visit, follow_up_lists.row(visit, today).text)


def _for(request: AuthenticatedRequest, columns: Mapping[str, Column[R]]) -> dict[str, Column[R]]:
    """The columns that the list shows: whose an engagement is stands in the head's alone."""
    is_head = request.user.has_role(Role.HEAD)
    return {name: column for name, column in columns.items() if is_head or name != "consultant"}


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _sent(request: AuthenticatedRequest, file: File[R]) -> StreamingHttpResponse:
    headings = [column.heading for column in file.columns.values()]
    lines: Iterable[R] = ()
    # Who asks for the headers alone takes nothing out, and is not to wait for rows that are thrown away.
    if request.method == "GET":
        lines = _noted(request, file)
    rows = ([column.value(line) for column in file.columns.values()] for line in lines)
    log.info("list_exported", list=file.name, form=file.form, by=request.user.pk)
    if file.form == "xlsx":
        content, mimetype = spreadsheets.xlsx_of(file.title, headings, rows), spreadsheets.XLSX
    else:
        content, mimetype = spreadsheets.csv_of(headings, rows), spreadsheets.CSV
    name = f"{file.name}-{clock.today().isoformat()}.{file.form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(content, content_type=mimetype, headers=headers)


def _noted(request: AuthenticatedRequest, file: File[R]) -> Iterator[R]:
    """The lines of the file. Who takes it is noted first, and each case before its line leaves."""
    user, page, now = request.user, f"{file.name}.{file.form}", clock.now()
    access.note_list(user=user, purpose=Purpose.EXPORT, page=page, cases=file.cases, now=now)
    return _each_noted(user, page, file.batches)


def _each_noted(user: User, page: str, batches: Iterable[list[tuple[UUID, R]]]) -> Iterator[R]:
    for batch in batches:
        access.note_each(
            user=user, application_ids=[case for case, _ in batch], purpose=Purpose.EXPORT, page=page, now=clock.now()
        )
        yield from (line for _, line in batch)

"""The pages of the two roads in, and of the way out. A visit (GET, HEAD) changes nothing on any of them."""

from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import clock
import danish
from accounts import rooms, sealing
from accounts.actions import codes, limits, passwords, sessions
from accounts.forms import AskForCodeForm, ChoosePasswordForm, CodeForm, ForgottenPasswordForm, PasswordForm
from accounts.http import network_of, safe_next, sent, visit_or_submit
from accounts.models import SignInCode
from danish.dates import duration

# Which code this browser has asked for: the signed id of its row. Whoever lacks the cookie can't try the code.
CODE_COOKIE = "spark_kode"
_CODE_COOKIE_PURPOSE = "code-cookie"


# ── Everybody: a code by mail ───────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@never_cache
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Which address shall the code go to? Known and unknown addresses, and those of staff, get the same answer."""
    if request.user.is_authenticated:
        return redirect(rooms.landing(request.user, _wanted(request)))
    form = AskForCodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            code = codes.ask(
                email=form.cleaned_data["email"],
                replacing=_code_of(request),
                network=network_of(request),
                now=now,
            )
        except limits.TooMany as refused:
            return _too_many(request, "accounts/ask_for_code.html", form, refused.until, now)
        response = redirect(_with_next(request, "accounts:type_code"))
        _remember_code(response, code)
        return response
    return _form_page(request, "accounts/ask_for_code.html", form)


@visit_or_submit
@never_cache
def type_code(request: HttpRequest) -> HttpResponse:
    """The six digits of the letter, in the browser that asked for them."""
    if request.user.is_authenticated:
        return redirect(rooms.landing(request.user, _wanted(request)))
    code_id = _code_of(request)
    code = SignInCode.objects.filter(pk=code_id).first() if code_id else None
    if code is None:
        return redirect(_with_next(request, "accounts:ask_for_code"))
    form = CodeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = codes.redeem(code_id=code.pk, digits=form.cleaned_data["code"], now=clock.now())
        except codes.WrongCode as wrong:
            form.add_error("code", f"Koden er ikke rigtig. Se efter i den nyeste mail. {_tries(wrong.tries_left)}")
        except codes.CodeIsSpent:
            form.add_error("code", "Koden gælder ikke længere. Bed om en ny kode nedenfor.")
        else:
            sessions.sign_in(request, user)
            response = redirect(rooms.landing(user, _wanted(request)))
            response.delete_cookie(CODE_COOKIE, path=settings.LOGIN_URL)
            return response
    return _form_page(request, "accounts/type_code.html", form, email=code.email)


# ── Staff: a password ───────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@never_cache
def staff(request: HttpRequest) -> HttpResponse:
    """E-mail and password; what follows them (a second factor) is allauth's."""
    if request.user.is_authenticated:
        return redirect(rooms.landing(request.user, _wanted(request)))
    form = PasswordForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        typed = form.cleaned_data
        try:
            user = passwords.check(
                email=typed["email"], password=typed["password"], network=network_of(request), now=now
            )
        except limits.TooMany as refused:
            return _too_many(request, "accounts/staff.html", form, refused.until, now)
        except passwords.WrongPassword:
            form.add_error("password", "E-mail og adgangskode passer ikke sammen. Prøv igen.")
        else:
            login = Login(user=user, email=user.email, redirect_url=rooms.landing(user, _wanted(request)))
            response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
            return response
    return _form_page(request, "accounts/staff.html", form)


@visit_or_submit
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Where shall the link go? The answer is the same whether or not the address is one of ours."""
    form = ForgottenPasswordForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            passwords.ask_for_link(email=form.cleaned_data["email"], network=network_of(request), now=now)
        except limits.TooMany as refused:
            return _too_many(request, "accounts/forgotten.html", form, refused.until, now)
        return redirect("accounts:link_sent")
    return _form_page(request, "accounts/forgotten.html", form)


@require_safe
@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    """What happens next after asking for a new password."""
    return render(request, "accounts/link_sent.html")


@visit_or_submit
@never_cache
def choose_password(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of an invitation or a forgotten password. Only the submitted form uses the link up."""
    now = clock.now()
    try:
        link_id = sealing.signed_id(token, purpose="password-link")
        user = passwords.holder(link_id=link_id, now=now)
        form = ChoosePasswordForm(sent(request), user=user)
        if request.method == "POST" and form.is_valid():
            passwords.choose(link_id=link_id, password=form.cleaned_data["password"], now=now)
            messages.success(request, "Din adgangskode er gemt. Log ind med den her.")
            return redirect("accounts:staff")
    except (sealing.NotOurs, passwords.LinkIsSpent):
        return render(request, "accounts/link_spent.html", status=410)
    return _form_page(request, "accounts/choose_password.html", form, email=user.email)


# ── How long ────────────────────────────────────────────────────────────────────────────────────────────────────────
_PAUSE = "Om {} logger vi dig ud, fordi du ikke har brugt siden i et stykke tid. Tryk på Fortsæt, hvis du er her endnu."
_END = (
    "Om {} er der gået 12 timer, siden du loggede ind, og så logger vi dig ud. Du kan skrive videre, til det sker. "
    "Vi gemmer det, du har skrevet, og du finder det igen, når du logger ind med en ny kode."
)
_OVER = "Du er logget ud. Log ind igen for at fortsætte."


@visit_or_submit
@never_cache
def session(request: HttpRequest) -> JsonResponse:
    """Seconds until the session ends, whether somebody's being there puts it off, and all that in words.

    A POST is "I am here".
    """
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0, "extends": False, "words": _OVER})
    now = clock.now()
    if request.method == "POST":
        sessions.note_presence(request, now)
    end = sessions.ends_at(request, now)
    left = round((end - now).total_seconds())
    extends = end < sessions.last_moment(request, now)
    soon = duration(timedelta(minutes=max(1, round(left / 60))))
    return JsonResponse({"left": left, "extends": extends, "words": (_PAUSE if extends else _END).format(soon)})


# ── Out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_POST
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the browser is told to drop what it has kept from us."""
    sessions.sign_out(request)
    response = redirect("accounts:signed_out")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    """Word that one is out."""
    return render(request, "accounts/signed_out.html")


def nothing_here(request: HttpRequest, **_named: str) -> HttpResponse:
    """Stands behind names that libraries look up and that are no pages of ours."""
    raise Http404


# ── What they share ─────────────────────────────────────────────────────────────────────────────────────────────────
def _form_page(request: HttpRequest, template: str, form: forms.Form, **facts: object) -> HttpResponse:
    # 422 for a form shown again, whatever was wrong with it: a browser shows it, and a program sees that it failed.
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "query": _query(request), **facts}, status=status)


def _too_many(request: HttpRequest, template: str, form: forms.Form, until: datetime, now: datetime) -> HttpResponse:
    day = f" den {danish.danish_date(until)}" if danish.danish_date(until) != danish.danish_date(now) else ""
    form.add_error(None, f"Der har været for mange forsøg. Prøv igen efter {danish.danish_time(until)}{day}.")
    return render(request, template, {"form": form, "query": _query(request)}, status=429)


def _tries(left: int) -> str:
    return "Du har 1 forsøg tilbage." if left == 1 else f"Du har {left} forsøg tilbage."


def _wanted(request: HttpRequest) -> str:
    return safe_next(request.GET.get("next", ""))


def _query(request: HttpRequest) -> str:
    wanted = _wanted(request)
    return f"?{urlencode({'next': wanted})}" if wanted else ""


def _with_next(request: HttpRequest, name: str) -> str:
    return reverse(name) + _query(request)


def _code_of(request: HttpRequest) -> UUID | None:
    try:
        return sealing.signed_id(request.COOKIES.get(CODE_COOKIE, ""), purpose=_CODE_COOKIE_PURPOSE)
    except sealing.NotOurs:
        return None


def _remember_code(response: HttpResponse, code: SignInCode) -> None:
    response.set_cookie(
        CODE_COOKIE,
        sealing.sign(code.pk, purpose=_CODE_COOKIE_PURPOSE),
        max_age=3600,  # longer than the code lives, so that a late visitor is told what happened
        path=settings.LOGIN_URL,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

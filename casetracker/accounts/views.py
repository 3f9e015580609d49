"""Signing in, and what people who sign in see of their own account."""

from base64 import b32encode
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone as clock
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from casetracker.accounts import audit, joining, second_factor, signing_in
from casetracker.accounts.forms import CodeForm, PasswordForm, SignInForm, Slowed

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class SignIn(LoginView):
    template_name = "admin/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = False

    def form_valid(self, form: Any) -> HttpResponse:
        user, then = form.get_user(), self.get_success_url()
        step = signing_in.needs_more(user)
        if step is None:
            signing_in.sign_in(self.request, user, with_code=False)
            return HttpResponseRedirect(then)
        signing_in.begin_half(self.request, user, then)
        return redirect("sign-in-code" if step == "code" else "second-factor")

    def form_invalid(self, form: Any) -> HttpResponse:
        return _slowed(super().form_invalid(form), form)

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and admin.site.has_permission(request):
        return redirect("admin:index")
    told = {**_site(request, "Log in"), "app_path": request.get_full_path(), "username": request.user.get_username()}
    return cast(HttpResponse, SignIn.as_view(extra_context=told)(request))


class Join(PasswordResetConfirmView):
    """Django moves the secret of the address into the session, so that no other page learns it."""

    template_name = "admin/account/join.html"
    token_generator = joining.invitation
    reset_url_token = "choose"  # noqa: S105 -- it stands in the address where the secret was

    def get_success_url(self) -> str:
        return reverse("admin:login")

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """An account that was closed meanwhile takes no password: the page says so."""
        return super().post(*args, **kwargs) if self.user and self.user.is_active else self.get(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        with audit.acting(self.request, form.user):
            response = super().form_valid(form)
        messages.success(self.request, f"Your password is set. Sign in as “{form.user.get_username()}”.")
        return response


@never_cache
@sensitive_post_parameters()
def join(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Where a colleague chooses a password, once."""
    told = _site(request, "Choose your password")
    return cast(HttpResponse, Join.as_view(extra_context=told)(request, uidb64=uidb64, token=token))


@never_cache
@get_or_post
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in, for who has a second factor."""
    half = signing_in.half_of(request)
    if half is None:
        return redirect("admin:login")
    user, then = half
    form = CodeForm(request.POST or None, user=user, request=request)
    if request.method == "POST" and form.is_valid():
        signing_in.sign_in(request, user, with_code=True)
        left = second_factor.codes_left(user)
        if left < second_factor.RECOVERY_CODES // 3:
            messages.warning(
                request, f"You have {left} recovery codes left. Make new ones on the page of your account."
            )
        return HttpResponseRedirect(then)
    return _slowed(render(request, "admin/account/code.html", {**_site(request, "Second factor"), "form": form}), form)


@never_cache
@get_or_post
@sensitive_post_parameters("code")
def set_up(request: HttpRequest) -> HttpResponse:
    """A second factor for who is signed in, and knows the password; or for who must have one before they are, and has
    just typed it."""
    half = None if request.user.is_authenticated else signing_in.half_of(request)
    if half is None and not admin.site.has_permission(request):
        return redirect("admin:login")
    user, then = half if half else (cast(User, request.user), "")
    if second_factor.has_one(user):  # a new telephone: the old one is taken off first, by who knows the password
        return redirect("account" if half is None else "sign-in-code")
    device = signing_in.new_device(request, user)
    form = None if half else PasswordForm(request.POST or None, user=user, request=request)
    told = {**_site(request, "Set up a second factor"), "wrong": False, "half": half, "form": form}
    if request.method == "POST" and (form is None or form.is_valid()):
        with audit.acting(request, user):
            codes = second_factor.begin(user=user, key=device.key, code=request.POST.get("code", "")[:20])
        if codes is not None:
            signing_in.end_sessions(request, user)
            signing_in.sign_in(request, user, with_code=True)
            return _paper(request, codes, then)
        told["wrong"] = True
    plain = b32encode(device.bin_key).decode()
    told["key"] = " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    told["picture"] = second_factor.picture_of(device.config_url)
    page = render(request, "admin/account/set_up.html", told)
    return _slowed(page, form) if form else page


@never_cache
@require_http_methods(["GET", "HEAD"])
def account(request: HttpRequest) -> HttpResponse:
    return _account(request, PasswordForm(user=cast(User, request.user), request=request))


@never_cache
@require_POST
@sensitive_post_parameters("password")
def change(request: HttpRequest) -> HttpResponse:
    """`do` is "codes" (new recovery codes) or "remove" (the second factor): both ask for the password."""
    user = cast(User, request.user)
    form = PasswordForm(request.POST, user=user, request=request)
    if not form.is_valid():
        return _slowed(_account(request, form), form)
    if request.POST.get("do") == "codes" and second_factor.has_one(user):
        with audit.acting(request, user):
            return _paper(request, second_factor.new_recovery_codes(user=user), "")
    if request.POST.get("do") == "remove":
        with audit.acting(request, user):
            second_factor.end(user=user)
        request.session.pop("second_factor", None)
        messages.success(request, "The second factor is off.")
    return redirect("account")


@never_cache
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    ended = signing_in.end_sessions(request, cast(User, request.user), handle=request.POST.get("handle"))
    messages.success(request, f"{ended} session{'' if ended == 1 else 's'} ended.")
    return redirect("account")


@never_cache
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Django's own page; whose change it is stands in the log."""
    if request.method != "POST":
        return admin.site.password_change(request)
    with audit.acting(request):
        return admin.site.password_change(request)


def _account(request: HttpRequest, form: PasswordForm) -> HttpResponse:
    user = cast(User, request.user)
    rows = list(user.sessions.filter(expire_date__gt=clock.now()).order_by("-seen_at"))
    told = {
        **_site(request, "Your account"),
        "form": form,
        "sessions": [(row, row.session_key == request.session.session_key) for row in rows],
        "has_second_factor": second_factor.has_one(user),
        "must_have_one": second_factor.must_have_one(user),
        "codes_left": second_factor.codes_left(user),
    }
    return render(request, "admin/account/page.html", told)


def _paper(request: HttpRequest, codes: list[str], then: str) -> HttpResponse:
    told = {**_site(request, "Recovery codes"), "codes": codes, "then": then or reverse("account")}
    return render(request, "admin/account/codes.html", told)


def _site(request: HttpRequest, title: str) -> dict[str, Any]:
    return {**admin.site.each_context(request), "title": title, "subtitle": None, "host": settings.OTP_TOTP_ISSUER}


def _slowed(response: HttpResponse, form: Form) -> HttpResponse:
    """429 where the form was refused since there were too many attempts."""
    for errors in form.errors.as_data().values():
        for error in errors:
            if isinstance(error, Slowed):
                response.status_code = 429
                response["Retry-After"] = str(error.seconds)
    return response

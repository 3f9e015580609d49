from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed


class AccountsConfig(AppConfig):
    name = "casetracker.accounts"
    verbose_name = "accounts"

    def ready(self) -> None:
        from casetracker.accounts import audit  # it needs models, which are not there yet when this module is read

        # Django's own word of each sign-in, by whichever way it came.
        user_logged_in.connect(audit.note_sign_in)
        user_login_failed.connect(audit.note_failure)
        user_logged_out.connect(audit.note_sign_out)

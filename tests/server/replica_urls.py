"""The site's addresses, and one that tells which server its queries went to."""

from django.db import DatabaseError, connections, transaction
from django.db.models import BooleanField, Func
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from articles.models import Case
from casetracker.replicas.router import reading
from casetracker.urls import urlpatterns as of_the_site

IN_RECOVERY = Func(function="pg_is_in_recovery", output_field=BooleanField())


@csrf_exempt
@never_cache
def where(request: HttpRequest) -> JsonResponse:
    """By how it is read: whether a replica answered. A write in between, where one is asked for."""
    found = {"orm": asked(Case.objects.all())}
    with reading().cursor() as cursor:
        found["sql"] = cursor.execute("SELECT pg_is_in_recovery()").fetchone()[0]
    with transaction.atomic():
        found["in a transaction"] = asked(Case.objects.all())
        found["locked"] = asked(Case.objects.select_for_update())
    if "refused" in request.GET:
        found["refused"] = is_refused()
    if "write" in request.GET:
        Case.objects.filter(slug="nowhere").update(title="")
        found["after a write"] = asked(Case.objects.all())
    return JsonResponse(found)


def asked(cases) -> bool:
    return cases.annotate(in_recovery=IN_RECOVERY).values_list("in_recovery", flat=True)[0]


def is_refused() -> bool:
    """Whether a write to the replica is."""
    try:
        with connections["replica-1"].cursor() as cursor:
            cursor.execute("UPDATE articles_case SET title = title")
    except DatabaseError as error:
        return "read-only transaction" in str(error)
    return False


urlpatterns = [path("where/", where), *of_the_site]

"""Today, the list of clients, and a client's story."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from palpate.clinic.accounts import audit
from palpate.clinic.accounts.access import staff_only
from palpate.clinic.clients import services
from palpate.clinic.clients import today as agenda
from palpate.clinic.clients.forms import ClientForm
from palpate.clinic.clients.scope import client_of


@staff_only
def today(request: HttpRequest) -> HttpResponse:
    """What needs me now?"""
    return render(
        request, "clients/today.html", {"agenda": agenda.look(request.user, timezone.localdate())}
    )


@staff_only
def client_list(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:120]
    found = services.search_clients(request.clinic, words)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    rows_only = request.htmx and not request.htmx.history_restore_request
    template = "clients/parts/client_rows.html" if rows_only else "clients/list.html"
    response = render(request, template, {"page": page, "q": words})
    patch_vary_headers(response, ["HX-Request"])
    return response


@staff_only
def client_new(request: HttpRequest) -> HttpResponse:
    form = ClientForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("revision")
        client = services.create_client(request.clinic, **form.cleaned_data)
        audit.record(request, "create client", client_id=client.id, subject=client.name)
        return redirect("client", client.id)
    twins = []
    if form.is_bound and form.cleaned_data.get("family_name"):
        twins = list(
            services.search_clients(
                request.clinic,
                f"{form.cleaned_data.get('given_name', '')} {form.cleaned_data['family_name']}",
            )[:3]
        )
    return render(request, "clients/edit.html", {"form": form, "twins": twins})


@staff_only
def client_page(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    """The story at a glance."""
    client = client_of(request, client_id)
    audit.record(request, "read client", client_id=client.id, subject=client.name)
    now = timezone.now()
    context = {
        "client": client,
        "invitation": client.invitations.filter(
            used_at=None, revoked_at=None, expires_at__gt=now
        ).first(),
        "draft": services.current_draft(client),
        "intake": services.last_submitted(client),
    }
    if request.user.may_treat:
        context["verdict"] = services.current_verdict(client, timezone.localdate())
        context["intakes"] = client.intakes.exclude(submitted_at=None).order_by("-submitted_at")
    return render(request, "clients/client.html", context)


@staff_only
def client_edit(request: HttpRequest, client_id: uuid.UUID) -> HttpResponse:
    client = client_of(request, client_id)
    form = ClientForm(
        request.POST if request.method == "POST" else None,
        instance=client,
        initial={"revision": client.revision},
    )
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        revision = fields.pop("revision")
        try:
            services.update_client(client, revision=-1 if revision is None else revision, **fields)
        except services.EditConflictError:
            form.add_error(
                None,
                "This record was changed in another window since you opened it. What you typed is "
                "still here; save once more to keep it, or reload to see the other change.",
            )
            form.data = form.data.copy()
            form.data["revision"] = str(client_of(request, client_id).revision)
        else:
            audit.record(request, "change client", client_id=client.id, subject=client.name)
            messages.success(request, "Saved.")
            return redirect("client", client.id)
    return render(
        request, "clients/edit.html", {"form": form, "client": client_of(request, client_id)}
    )

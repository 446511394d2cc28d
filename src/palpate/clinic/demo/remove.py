"""Taking the demo clinic away, signed notes and audit entries with it.

Nothing else may be removed so: every step is bound to clinics that are marked as demo.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models, transaction

_ORDER = {
    "progress.Score": "episode__client__clinic",
    "visits.Amendment": "visit__episode__client__clinic",
    "visits.Visit": "episode__client__clinic",
    "visits.PinLock": "user__clinic",
    "charting.PlanRecord": "episode__client__clinic",
    "charting.CauseDecision": "episode__client__clinic",
    "charting.AssessmentRecord": "episode__client__clinic",
    "charting.FindingEntry": "episode__client__clinic",
    "charting.Drawing": "episode__client__clinic",
    "charting.Episode": "client__clinic",
    "clients.Clearance": "client__clinic",
    "clients.Screening": "intake__client__clinic",
    "clients.Intake": "client__clinic",
    "clients.IntakeInvitation": "client__clinic",
    "clients.Client": "clinic",
    "accounts.AuditEntry": "clinic",
    "accounts.User": "clinic",
    "accounts.Clinic": "pk",
}


@transaction.atomic
def remove() -> None:
    """Every row of every demo clinic, those that point at others first."""
    clinics = list(
        apps.get_model("accounts.Clinic").objects.filter(is_demo=True).values_list("pk", flat=True)
    )
    if not clinics:
        return
    for label, path in _ORDER.items():
        model = apps.get_model(label)
        if hasattr(model, "history"):
            _drop(model.history.model, path, clinics)
    for label, path in _ORDER.items():
        _drop(apps.get_model(label), path, clinics)


def _drop(model: type[models.Model], path: str, clinics: list[int]) -> None:
    rows = model._base_manager.filter(**{f"{path}__in": clinics}).values("pk")
    # Straight to the table: the models themselves refuse to give up signed notes.
    found = model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
    found._raw_delete(found.db)  # type: ignore[attr-defined] # Django's own, without the guards

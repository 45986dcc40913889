"""Who may do what below "Udbredelse": part of the reviewed table, see tests/permissions_table.py."""

from tests.permissions_words import DESK, EVERYBODY, PUBLIC, Row

_SPREAD = "sekretariat/udbredelse/"
_STORY = f"{_SPREAD}historier/<uuid:pk>/"

SPREAD = (
    Row(_SPREAD, get=f"200 {DESK}"),
    Row(f"{_SPREAD}telefon/", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row(f"{_SPREAD}telefon/<int:pk>/", "call", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row(f"{_SPREAD}telefon/<int:pk>/slet/", "call", post=f"302 {DESK}"),
    Row(f"{_SPREAD}kommuner/", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row(f"{_SPREAD}kommuner/<int:pk>/", "municipality", get=f"200 {DESK}"),
    Row(f"{_SPREAD}kontakt/<int:pk>/", "outreach", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row(f"{_SPREAD}kontakt/<int:pk>/slet/", "outreach", post=f"302 {DESK}"),
    Row(f"{_SPREAD}historier/", get=f"200 {DESK}"),
    Row(f"{_SPREAD}historier/ny/", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row(_STORY, "story, told story", get=f"200 {DESK}", post=f"422 {DESK}"),
    *(
        Row(f"{_STORY}{verb}/", "story, told story", post=f"302 {DESK}")
        for verb in ("offentliggoer", "tag-ned", "traek-ja-tilbage")
    ),
    Row("historier/", get=PUBLIC),
    # Without the workplace's yes it is nobody's, staff's neither.
    Row("historier/<uuid:pk>/", "told story", get=PUBLIC),
    Row("historier/<uuid:pk>/", "story", get=f"404 {EVERYBODY}"),
)

"""Who may do what: the reviewed table. Every address of the portal stands here, or the build fails.

Default deny: whoever is not named in a cell finds nothing (404). Below a room's door, the signed-out and the closed
accounts are sent to the sign-in page, and those whom the door does not admit find nothing, before any row is asked.
An empty ``get`` or ``post`` is a method that the address does not offer: 405 for those who passed the door, whether or
not the thing is there. HEAD answers as GET; PUT, PATCH, DELETE and OPTIONS are offered nowhere.

A cell reads "status people, status people". POST is sent empty. ``on``: the things of tests/world.py it is tried with.
"""

from tests.permissions_spread import SPREAD
from tests.permissions_words import DESK, EVERYBODY, GROUP, NOBODY, ONWARDS, PUBLIC, STEERING, Row

# What is not a draft is not edited: the group is led to its status page.
NOT_A_DRAFT = "awaiting, submitted, granted, expired"
ENDED = "declined, withdrawn, expired"

PAGES_FOR_EVERYBODY = (
    Row("", get=PUBLIC),
    Row("was", get=PUBLIC),
    Row("privatliv/", get=PUBLIC),
    Row("temaer/", get=PUBLIC),
    Row("temaer/<slug:key>/", "theme", get=PUBLIC),
    Row("ansoeg/", get=PUBLIC, post=f"422 {EVERYBODY}"),
    Row("ansoeg/<slug:slug>/", "advice", get=PUBLIC),
    Row("slettet/", get=PUBLIC),
    Row("livez", get=PUBLIC),
    Row("readyz", get=PUBLIC),
)

SIGNING_IN = (
    Row("log-ind/", get=f"200 {NOBODY}, {ONWARDS}", post=f"422 {NOBODY}, {ONWARDS}"),
    # Nobody has asked for a code here, so there is none to type.
    Row("log-ind/kode/", get=f"302 {NOBODY}, {ONWARDS}", post=f"302 {NOBODY}, {ONWARDS}"),
    Row("log-ind/medarbejder/", get=f"200 {NOBODY}, {ONWARDS}", post=f"422 {NOBODY}, {ONWARDS}"),
    Row("log-ind/glemt-adgangskode/", get=PUBLIC, post=f"422 {EVERYBODY}"),
    Row("log-ind/glemt-adgangskode/sendt/", get=PUBLIC),
    Row("log-ind/adgangskode/<str:token>/", "token", get=f"410 {EVERYBODY}", post=f"410 {EVERYBODY}"),
    Row("log-ind/session/", get=PUBLIC, post=PUBLIC),
    Row("log-ud/", post=f"302 {EVERYBODY}"),
    Row("logget-ud/", get=PUBLIC),
)

_LIST = "ansoegninger/<uuid:pk>/trin/1/arbejdspladser/"

WRITING = (
    Row("ansoegninger/", get=f"200 {GROUP}"),
    # Without answers to the screener: back to its questions.
    Row("ansoegninger/ny/", get=f"302 {GROUP}", post=f"302 {GROUP}"),
    Row(
        "ansoegninger/<uuid:pk>/trin/<int:number>/",
        "draft",
        get="200 signatory invited",
        post="422 signatory, 409 invited",
    ),
    Row(
        "ansoegninger/<uuid:pk>/trin/<int:number>/",
        NOT_A_DRAFT,
        get="302 signatory, 200 invited",
        post="302 signatory, 409 invited",
    ),
    Row(f"{_LIST}", "joint draft", get="200 signatory invited", post="302 signatory, 409 invited"),
    Row(f"{_LIST}liste/", "joint draft", get="200 signatory invited", post="422 signatory, 409 invited"),
    Row(f"{_LIST}<uuid:workplace>/", "joint draft", get="200 signatory invited", post="422 signatory, 409 invited"),
    Row(f"{_LIST}<uuid:workplace>/fjern/", "joint draft, joint, draft", post="302 signatory, 409 invited"),
    # One workplace has its place in the first step; what is not a draft is not edited.
    *(
        Row(f"{_LIST}{rest}", "draft, joint", get="302 signatory, 200 invited", post="302 signatory, 409 invited")
        for rest in ("", "liste/", "<uuid:workplace>/")
    ),
    # Nobody typed, nothing missing: on to the check page.
    Row("ansoegninger/<uuid:pk>/trin/5/", "draft", get="200 signatory invited", post="302 signatory, 409 invited"),
    Row(
        "ansoegninger/<uuid:pk>/trin/5/",
        "awaiting, granted",
        get="302 signatory, 200 invited",
        post="302 signatory, 409 invited",
    ),
    Row(
        "ansoegninger/<uuid:pk>/trin/5/<uuid:person>/",
        "draft",
        get="200 signatory invited",
        post="422 signatory, 409 invited",
    ),
    Row(
        "ansoegninger/<uuid:pk>/trin/5/<uuid:person>/",
        "awaiting, granted",
        get="302 signatory, 200 invited",
        post="302 signatory, 409 invited",
    ),
    Row("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/fjern/", "draft, submitted", post="302 signatory, 409 invited"),
    Row(
        "ansoegninger/<uuid:pk>/personer/<uuid:person>/inviter/",
        "draft, submitted",
        post="302 signatory, 409 invited",
    ),
    Row("ansoegninger/<uuid:pk>/tjek/", "draft", get="200 signatory invited", post="422 signatory, 409 invited"),
    Row(
        "ansoegninger/<uuid:pk>/tjek/",
        "awaiting, granted",
        get="302 signatory, 200 invited",
        post="302 signatory, 409 invited",
    ),
    Row("ansoegninger/<uuid:pk>/det-er-mig/", "draft, awaiting, submitted, waiting", post="302 signatory invited"),
    # Over: there is nothing to say yes to.
    Row("ansoegninger/<uuid:pk>/det-er-mig/", "declined, granted, expired", post="404 signatory invited"),
)

# Invited and not yet "Ja, det er mig": names, roles and the question; what they send is refused with it.
NAMED = "200 signatory invited"
SENT = "302 signatory, 409 invited"

AGREEING = (
    Row(
        "ansoegninger/<uuid:pk>/",
        "draft, awaiting, submitted, needs information, waiting, granted, declined, withdrawn, expired",
        get=NAMED,
    ),
    Row("ansoegninger/<slug:reference>/", "submitted, granted, declined", get="302 signatory invited"),
    Row("ansoegninger/<uuid:pk>/enighed/", "awaiting, submitted, granted", get=NAMED),
    Row("ansoegninger/<uuid:pk>/enighed/", "draft", get="302 signatory, 200 invited"),
    Row("ansoegninger/<uuid:pk>/svar-ja/", "draft, awaiting, granted, declined", post=SENT),
    Row("ansoegninger/<uuid:pk>/svar-nej/", "awaiting", post="422 signatory, 409 invited"),
    Row("ansoegninger/<uuid:pk>/svar-nej/", "draft, granted, declined", post=SENT),
    Row("ansoegninger/<uuid:pk>/tag-ja-tilbage/", "awaiting, submitted, granted", post=SENT),
    Row("ansoegninger/<uuid:pk>/ret/", "draft, awaiting, submitted, granted, declined", post=SENT),
    Row(
        "ansoegninger/<uuid:pk>/personer/<uuid:person>/",
        "awaiting, submitted",
        get=NAMED,
        post="422 signatory, 409 invited",
    ),
    Row(
        "ansoegninger/<uuid:pk>/personer/<uuid:person>/", "draft, granted", get="302 signatory, 200 invited", post=SENT
    ),
    Row("ansoegninger/<uuid:pk>/personer/<uuid:person>/paamind/", "awaiting, draft, granted", post=SENT),
    Row("ansoegninger/<uuid:pk>/traek-tilbage/", "draft, awaiting, submitted", get=NAMED, post=SENT),
    Row("ansoegninger/<uuid:pk>/traek-tilbage/", "granted, declined", get="302 signatory, 200 invited", post=SENT),
    # Whoever is, or ever was, named by that address; what has been received with a yes keeps the name until it is over.
    Row(
        "ansoegninger/<uuid:pk>/slet-mig/",
        "draft, awaiting, expired",
        get="200 signatory invited removed",
        post="302 signatory invited removed",
    ),
    Row(
        "ansoegninger/<uuid:pk>/slet-mig/",
        "submitted, waiting, granted, declined, withdrawn",
        get="200 signatory invited removed",
        post="409 signatory invited, 302 removed",
    ),
    Row("ansoegninger/<uuid:pk>/kvittering/", "submitted, granted", get=NAMED),
    Row("ansoegninger/<uuid:pk>/kvittering/", "draft", get="200 invited"),
    Row(
        "ansoegninger/<uuid:pk>/beskeder/",
        "submitted, granted, declined, withdrawn",
        get=NAMED,
        post="422 signatory, 409 invited",
    ),
    Row("ansoegninger/<uuid:pk>/beskeder/", "draft, awaiting", get="302 signatory, 200 invited", post=SENT),
    Row("ansoegninger/<uuid:pk>/beskeder/laest/", "draft, submitted, granted", post=SENT),
    Row("ansoegninger/<uuid:pk>/kvittering.pdf", "submitted, granted", get=NAMED),
    Row("ansoegninger/<uuid:pk>/kvittering.pdf", "draft", get="200 invited"),
    Row("ansoegninger/<uuid:pk>/svar/", "granted, declined", get=NAMED),
    Row("ansoegninger/<uuid:pk>/svar/", "draft, submitted", get="302 signatory, 200 invited"),
    Row(
        "ansoegninger/<uuid:pk>/oplysninger/",
        "needs information",
        get=NAMED,
        post="422 signatory, 409 invited",
    ),
    Row("ansoegninger/<uuid:pk>/oplysninger/", "draft, granted", get="302 signatory, 200 invited", post=SENT),
)

# A workplace's contact, once told, has this page and no other: what stands here for the group is 404 for them.
THE_CONTACTS = (
    Row("ansoegninger/<uuid:pk>/arbejdsplads/", "joint, joint granted", get="200 contact"),
    # Not told yet, or no contact of it.
    Row("ansoegninger/<uuid:pk>/arbejdsplads/", "joint draft, submitted", get="404 contact"),
    Row("ansoegninger/<uuid:pk>/arbejdsplads/ikke-mig/", "joint, joint granted", post="302 contact"),
    Row("ansoegninger/<uuid:pk>/", "joint, joint draft, joint granted", get=NAMED),
    Row("ansoegninger/<slug:reference>/", "joint, joint granted", get="302 signatory invited"),
    Row("ansoegninger/<uuid:pk>/enighed/", "joint, joint granted", get=NAMED),
    Row("ansoegninger/<uuid:pk>/svar-ja/", "joint", post=SENT),
    Row("ansoegninger/<uuid:pk>/tag-ja-tilbage/", "joint", post=SENT),
    Row("ansoegninger/<uuid:pk>/ret/", "joint", post=SENT),
    Row("ansoegninger/<uuid:pk>/traek-tilbage/", "joint", get=NAMED, post=SENT),
    Row("ansoegninger/<uuid:pk>/kvittering.pdf", "joint", get=NAMED),
    Row("ansoegninger/<uuid:pk>/svar/", "joint granted", get=NAMED),
    Row("ansoegninger/<uuid:pk>/det-er-mig/", "joint", post="302 signatory invited"),
    Row("ansoegninger/<uuid:pk>/personer/<uuid:person>/", "joint", get=NAMED, post="422 signatory, 409 invited"),
    Row("sekretariat/ansoegninger/<uuid:pk>/", "joint", get=f"200 {DESK}"),
)

_ROUND = "sekretariat/runder/<int:pk>/"

THE_DESK = (
    Row("sekretariat/", get=f"200 {DESK}"),
    Row("sekretariat/ansoegninger/", get=f"200 {DESK}"),
    Row(
        "sekretariat/ansoegninger/<uuid:pk>/beskeder/",
        "submitted, needs information, waiting, declined",
        get=f"200 {DESK}",
        post=f"422 {DESK}",
    ),
    # Once granted, the thread is the consultant's who runs the engagement.
    Row("sekretariat/ansoegninger/<uuid:pk>/beskeder/", "granted", get="200 own head", post="422 own head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/beskeder/", "withdrawn", get="200 head", post="422 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/beskeder/", "draft, awaiting", get="404 head", post="404 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/beskeder/behandlet/", "submitted", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/beskeder/behandlet/", "granted", post="302 own head"),
    Row("sekretariat/beskeder/", get=f"200 {DESK}"),
    Row("sekretariat/opgaver/", get=f"200 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/noter/", "submitted, declined", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/noter/", "granted", get="200 own head", post="422 own head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/noter/", "draft, awaiting", get="404 head", post="404 head"),
    # Nothing is ticked: back to the queue.
    Row("sekretariat/ansoegninger/genveje/", get=f"200 {DESK}", post=f"422 {DESK}"),
    # A choice that becomes a part of the address.
    Row("sekretariat/ansoegninger/kolonner/", get=f"302 {DESK}"),
    # Nothing ticked: back to the queue.
    *(Row(f"sekretariat/ansoegninger/valgte/eksport.{form}", get=f"302 {DESK}") for form in ("xlsx", "csv")),
    Row("sekretariat/ansoegninger/visninger/", get=f"200 {DESK}"),
    # Nothing chosen yet: back to the queue.
    Row("sekretariat/ansoegninger/visninger/ny/", get=f"302 {DESK}", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/visninger/<int:pk>/", "view, shared view", get="200 own", post="422 own"),
    # Somebody else's: told that it is not theirs, nothing done.
    Row("sekretariat/ansoegninger/visninger/<int:pk>/slet/", "view, shared view", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/samlet/", get=f"302 {DESK}", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/sammenlign/", "submitted, declined", get=f"200 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/sammenlign/", "granted, withdrawn", get="200 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/sammenlign/", "draft, awaiting", get="404 head"),
    # A note for the head alone: nobody else's.
    Row("sekretariat/ansoegninger/<uuid:pk>/noter/<int:note>/slet/", "noted", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/noter/<int:note>/slet/", "noted for the head", post="302 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/svar/", "declined", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/svar/", "submitted", get=f"302 {DESK}", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/svar/", "granted", get="200 own head", post="422 own head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/svar/", "draft, awaiting", get="404 head", post="404 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/svar/fortryd/", "submitted, declined", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/svar/fortryd/", "granted", post="302 own head"),
    Row("sekretariat/adgang/", get="200 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/hvem-har-set/", "submitted, granted, withdrawn", get="200 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/hvem-har-set/", "draft, awaiting, expired", get="404 head"),
    Row("sekretariat/indstillinger/", get="200 head", post="422 head"),
    Row("sekretariat/indstillinger/breve/", get="200 head"),
    Row("sekretariat/indstillinger/breve/<slug:kind>/", "letter", get="200 head", post="422 head"),
    Row("sekretariat/indstillinger/breve/<slug:kind>/nulstil/", "letter", post="302 head"),
    Row("sekretariat/indstillinger/spoergsmaal/", get="200 head", post="422 head"),
    Row("sekretariat/indstillinger/spoergsmaal/<int:pk>/", "question text", get="200 head", post="422 head"),
    Row("sekretariat/indstillinger/spoergsmaal/<int:pk>/ud/", "question text", post="302 head"),
    Row("sekretariat/indstillinger/spoergsmaal/<int:pk>/ind/", "question text", post="302 head"),
    Row("sekretariat/runder/", get=f"200 {DESK}"),
    *(
        Row(f"sekretariat/{folder}/eksport.{form}", get=f"200 {DESK}")
        for folder in ("ansoegninger", "forloeb", "opfoelgning")
        for form in ("xlsx", "csv")
    ),
    Row(_ROUND, "round, round ahead", get=f"200 {DESK}"),
    Row(f"{_ROUND}aabn/", "round ahead, round", post="302 head"),
    # Nothing chosen, or not open: back to the page of the round.
    Row(f"{_ROUND}afgoer/", "round, round ahead", get="302 head", post="302 head"),
    Row(f"{_ROUND}luk/", "round", get="200 head", post="409 head"),
    Row(f"{_ROUND}luk/", "round ahead", get="302 head", post="302 head"),
    Row(f"{_ROUND}proev-vaegte/", "round", get=f"200 {DESK}"),
    Row(f"{_ROUND}proev-vaegte/", "round ahead", get=f"302 {DESK}"),
    Row(f"{_ROUND}rapport.pdf", "round", get=f"200 {DESK}"),
    Row(f"{_ROUND}rapport.pdf", "round ahead", get=f"404 {DESK}"),
    Row("sekretariat/indstillinger/runder/", get="200 head", post="422 head"),
    Row("sekretariat/indstillinger/runder/<int:pk>/", "round ahead, round", get="200 head", post="422 head"),
    # A granted one is read at its engagement, by the consultant who runs it; what was withdrawn, by the head.
    Row("sekretariat/ansoegninger/<uuid:pk>/", "submitted, needs information, waiting, declined", get=f"200 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/", "granted", get="302 own, 200 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/", "withdrawn", get="200 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/", "draft, awaiting, expired", get=f"404 {DESK}"),
    *(
        row
        for verb in ("spoerg", "afslag", "bevilg")
        for row in (
            Row(
                f"sekretariat/ansoegninger/<uuid:pk>/{verb}/",
                "submitted",
                get=f"200 {DESK}",
                post=f"422 {DESK}",
            ),
            # That a colleague or the group was quicker is told to nobody but whoever had opened the page before.
            Row(f"sekretariat/ansoegninger/<uuid:pk>/{verb}/", "granted, withdrawn", get="302 head", post="302 head"),
            Row(f"sekretariat/ansoegninger/<uuid:pk>/{verb}/", "declined", get=f"302 {DESK}", post=f"302 {DESK}"),
            Row(
                f"sekretariat/ansoegninger/<uuid:pk>/{verb}/",
                "draft, awaiting, expired",
                get=f"404 {DESK}",
                post=f"404 {DESK}",
            ),
        )
    ),
    # On the waiting list there is nothing to ask: it is granted or declined.
    Row("sekretariat/ansoegninger/<uuid:pk>/spoerg/", "waiting", get=f"302 {DESK}", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/bevilg/", "waiting", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/venteliste/", "submitted, declined", post=f"302 {DESK}"),
    Row("sekretariat/ansoegninger/<uuid:pk>/venteliste/", "granted", post="302 head"),
    Row("sekretariat/ansoegninger/<uuid:pk>/venteliste/", "draft, awaiting", post=f"404 {DESK}"),
)

RUN = "own head"
_ENGAGEMENT = "sekretariat/forloeb/<uuid:pk>/"
_MEETING = f"{_ENGAGEMENT}moeder/<uuid:meeting>/"
_TASK = f"{_ENGAGEMENT}journal/opgaver/<int:task>/"
_TRIAL = f"{_ENGAGEMENT}proevehandlinger/<uuid:trial>/"
_VISIT = "sekretariat/opfoelgning/<uuid:pk>/"

ENGAGEMENTS = (
    Row("sekretariat/forloeb/", get=f"200 {DESK}"),
    Row(_ENGAGEMENT, "assigned, running, closed", get=f"200 {RUN}"),
    Row(_ENGAGEMENT, "running elsewhere", get="200 other head"),
    Row(f"{_ENGAGEMENT}kontakt/", "assigned", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}samarbejdsaftale/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    # No version was read: told so, and back.
    Row(f"{_ENGAGEMENT}samarbejdsaftale/ja/", "running, closed", post=f"302 {RUN}"),
    Row(f"{_ENGAGEMENT}afslut/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}aflys/", "assigned, running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}moeder/", "running, closed", get=f"200 {RUN}"),
    Row(f"{_ENGAGEMENT}moeder/flere/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    # Nothing typed where nothing stands: nothing to store, and back to the page.
    Row(_MEETING, "running", get=f"200 {RUN}", post=f"302 {RUN}"),
    Row(f"{_ENGAGEMENT}moeder/ny/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_MEETING}flyt/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_MEETING}holdt/", "running", post=f"302 {RUN}"),
    Row(f"{_MEETING}aflys/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}proevehandlinger/", "running, closed", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_TRIAL}ret/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_TRIAL}resultat/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}hovedmed/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row("sekretariat/indstillinger/hovedmed/", get="200 head", post="422 head"),
    Row(f"{_ENGAGEMENT}journal/", "running, closed", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}journal/kontakter/", "running", get=f"200 {RUN}"),
    Row(f"{_ENGAGEMENT}journal/kontakter/ny/", "running, closed", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}journal/opgaver/", "running", get=f"200 {RUN}"),
    Row(f"{_ENGAGEMENT}journal/opgaver/ny/", "running, closed", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_TASK}", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_TASK}faerdig/", "running", post=f"302 {RUN}"),
    Row(f"{_ENGAGEMENT}pause/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}genoptag/", "running", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}genaabn/", "closed", get="200 head", post="422 head"),
    Row(f"{_ENGAGEMENT}overdrag/", "running, closed", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}medkonsulent/", "running, closed", get=f"200 {RUN}", post=f"422 {RUN}"),
    # Beside the consultant stands "other"; they may take themselves off, and say nothing of anybody else.
    Row(_ENGAGEMENT, "beside", get=f"200 {DESK}"),
    Row(f"{_ENGAGEMENT}journal/", "beside", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row(f"{_ENGAGEMENT}medkonsulent/", "beside", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_ENGAGEMENT}medkonsulent/<int:person>/fjern/", "beside", post=f"302 {DESK}"),
    # Handed over by "own" to "other" a week ago: it is read, and nothing is done but finishing a note.
    Row(_ENGAGEMENT, "handed over", get=f"200 {DESK}"),
    Row(f"{_ENGAGEMENT}journal/", "handed over", get=f"200 {DESK}", post=f"422 {DESK}"),
    Row(f"{_ENGAGEMENT}journal/kontakter/", "handed over", get=f"200 {DESK}"),
    Row(f"{_ENGAGEMENT}journal/opgaver/", "handed over", get=f"200 {DESK}"),
    *(
        Row(f"{_ENGAGEMENT}{rest}", "handed over", get="200 other head", post="422 other head")
        for rest in ("kontakt/", "aflys/", "overdrag/", "medkonsulent/", "journal/kontakter/ny/", "moeder/ny/")
    ),
    # Fifteen days ago, it is gone.
    Row(_ENGAGEMENT, "handed over long ago", get="200 other head"),
    Row(f"{_ENGAGEMENT}journal/", "handed over long ago", get="200 other head", post="422 other head"),
    Row("sekretariat/opfoelgning/", get=f"200 {DESK}"),
    Row("sekretariat/opfoelgning/maaned/<slug:month>/", "month", get=f"200 {DESK}"),
    Row(f"{_VISIT}aftal/", "visit", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_VISIT}holdt/", "visit", get=f"200 {RUN}", post=f"422 {RUN}"),
    Row(f"{_VISIT}ikke-oensket/", "visit", get=f"200 {RUN}", post=f"302 {RUN}"),
    Row(f"{_VISIT}ingen-kontakt/", "visit", get=f"200 {RUN}", post=f"302 {RUN}"),
)

CALENDARS = (
    Row("sekretariat/kalender/", get="200 own other"),
    *(Row(f"sekretariat/kalender/{verb}/", post="302 own other") for verb in ("ny", "luk", "titler")),
    # Whoever holds the secret, signed in or not; any other is not there.
    Row("kalender/<str:token>.ics", "feed", get=PUBLIC),
    Row("kalender/<str:token>.ics", "token", get=f"404 {EVERYBODY}"),
)

THE_TEAM = (
    Row("sekretariat/holdet/", get=f"200 {DESK}"),
    Row("sekretariat/holdet/<int:pk>/", "colleague", get=f"200 {DESK}"),
    # One's own days: the head enters everybody's elsewhere.
    Row("sekretariat/holdet/fravaer/", get="200 own other", post="422 own other"),
    Row("sekretariat/holdet/fravaer/<int:pk>/slet/", "absence", post=f"302 {DESK}"),
    Row("sekretariat/indstillinger/fravaer/", get="200 head", post="422 head"),
    Row("sekretariat/indstillinger/fravaer/<int:pk>/", "colleague", get="200 head", post="422 head"),
)

_AGREEMENT = "ansoegninger/<uuid:pk>/forloeb/aftale/"
_WRITING = f"{_AGREEMENT}skriv/"
THE_GROUPS_OWN = (
    Row("ansoegninger/<uuid:pk>/forloeb/", "granted, granted and over", get="200 signatory"),
    Row("ansoegninger/<uuid:pk>/forloeb/", "granted elsewhere", get="200 elsewhere"),
    Row("ansoegninger/<uuid:pk>/forloeb/", "draft, submitted, declined", get="404 signatory"),
    Row(_AGREEMENT, "granted, granted and over", get="200 signatory", post="302 signatory"),
    Row(_AGREEMENT, "granted elsewhere", get="200 elsewhere", post="302 elsewhere"),
    *(Row(there, "draft, submitted", get="404 signatory", post="404 signatory") for there in (_AGREEMENT, _WRITING)),
    Row(_WRITING, "granted", get="200 signatory", post="422 signatory"),
    Row(_WRITING, "granted and over", get="302 signatory", post="422 signatory"),
    *(Row(f"ansoegninger/<uuid:pk>/forloeb/{verb}/", "granted", post="302 signatory") for verb in ("hovedmed", "sted")),
    Row("ansoegninger/<uuid:pk>/forloeb/moeder/<uuid:meeting>.ics", "granted", get="200 signatory"),
    # The signatory of the world is one of the two contacts.
    Row("ansoegninger/<uuid:pk>/opfoelgning/", "granted and over", get="200 signatory", post="422 signatory"),
    Row("ansoegninger/<uuid:pk>/opfoelgning/", "granted, submitted", get="404 signatory", post="404 signatory"),
)

# The signatory of the world is a contact, the contact of a workplace is not; nobody is asked to take over.
TAKING_OVER = (
    Row("ansoegninger/mine-forloeb/", get=f"200 {GROUP}"),
    Row("ansoegninger/<uuid:pk>/forloeb/beskeder/", "taken over", get="200 elsewhere", post="422 elsewhere"),
    Row("ansoegninger/<uuid:pk>/forloeb/beskeder/", "granted, draft", get="404 signatory", post="404 signatory"),
    Row("ansoegninger/<uuid:pk>/forloeb/beskeder/laest/", "taken over", post="302 elsewhere"),
    Row("ansoegninger/<uuid:pk>/forloeb/beskeder/laest/", "granted, draft", post="404 signatory"),
    Row("ansoegninger/<uuid:pk>/forloeb/kontaktperson/", "granted", get="200 signatory", post="422 signatory"),
    Row("ansoegninger/<uuid:pk>/forloeb/kontaktperson/ja/", "granted", post="404 signatory"),
    Row("ansoegninger/<uuid:pk>/forloeb/kontaktperson/nej/", "granted", post="404 signatory"),
)

EVALUATION = (
    # Its address is the key: who has a link that is none of ours, is told so kindly.
    Row("evaluering/<str:token>/", "token", get=f"410 {EVERYBODY}", post=f"410 {EVERYBODY}"),
    Row("sekretariat/evaluering/", get=f"200 {DESK}"),
)

ABOUT_ME = (
    Row("ansoegninger/mine-oplysninger/", get=f"200 {GROUP}"),
    Row("ansoegninger/mine-oplysninger/mine-oplysninger.pdf", get=f"200 {GROUP}"),
    Row("ansoegninger/mine-oplysninger/mine-oplysninger.json", get=f"200 {GROUP}"),
)

FIGURES = (Row("styregruppe/", get=f"200 head {STEERING}"),)

ROWS = (
    *PAGES_FOR_EVERYBODY,
    *SIGNING_IN,
    *WRITING,
    *AGREEING,
    *THE_CONTACTS,
    *THE_DESK,
    *ENGAGEMENTS,
    *CALENDARS,
    *THE_TEAM,
    *SPREAD,
    *THE_GROUPS_OWN,
    *TAKING_OVER,
    *EVALUATION,
    *ABOUT_ME,
    *FIGURES,
)

# Names that libraries look up and that are no pages of ours: 404 for everybody, whatever the method.
SHUT = "konto/"
# Django's administration, one door for all of it; its pages are tried as a group.
ADMINISTRATION = "administration/"

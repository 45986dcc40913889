"""The addresses of the secretariat's room."""

from django.urls import path

from consultants.views import (
    absences,
    access,
    agreement,
    application,
    bulk,
    calendar_feed,
    case_notes,
    closing,
    comparing,
    contact_person,
    day,
    desk,
    engagement,
    evaluation,
    evaluation_results,
    exporting,
    follow_up,
    follow_up_lists,
    follow_up_month,
    group,
    handover,
    hovedmed,
    journal,
    journal_lists,
    letter,
    letter_texts,
    meeting,
    meetings_page,
    messages,
    my_data,
    pausing,
    queue_columns,
    round_closing,
    round_deciding,
    round_page,
    round_planning,
    round_report,
    round_simulation,
    rounds,
    saved_views,
    settings,
    shortcuts,
    spread,
    stories,
    team,
    triage,
    trial_actions,
)

app_name = "consultants"

_ENGAGEMENT = "sekretariat/forloeb/<uuid:pk>/"
_MEETING = f"{_ENGAGEMENT}moeder/<uuid:meeting>/"
_TRIAL = f"{_ENGAGEMENT}proevehandlinger/<uuid:trial>/"
_FOLLOW_UP = "sekretariat/opfoelgning/<uuid:pk>/"
_ROUND = "sekretariat/runder/<int:pk>/"
_GROUP = "ansoegninger/<uuid:pk>/"

_PATTERNS = [
    # Triage
    path("sekretariat/", day.day, name="day"),
    path("sekretariat/ansoegninger/", desk.queue, name="queue"),
    path("sekretariat/ansoegninger/<uuid:pk>/", application.application, name="application"),
    path("sekretariat/ansoegninger/<uuid:pk>/spoerg/", triage.ask_information, name="ask_information"),
    path("sekretariat/ansoegninger/<uuid:pk>/venteliste/", triage.wait, name="wait"),
    path("sekretariat/ansoegninger/<uuid:pk>/afslag/", triage.decline, name="decline"),
    path("sekretariat/ansoegninger/<uuid:pk>/bevilg/", triage.grant, name="grant"),
    path("sekretariat/ansoegninger/<uuid:pk>/beskeder/", messages.page, name="messages"),
    path("sekretariat/ansoegninger/<uuid:pk>/beskeder/behandlet/", messages.see_off, name="see_off"),
    path("sekretariat/ansoegninger/samlet/", bulk.page, name="bulk"),
    path("sekretariat/ansoegninger/genveje/", shortcuts.page, name="shortcuts"),
    path("sekretariat/ansoegninger/kolonner/", queue_columns.choose, name="queue_columns"),
    path("sekretariat/ansoegninger/visninger/", saved_views.index, name="saved_views"),
    path("sekretariat/ansoegninger/visninger/ny/", saved_views.save, name="save_view"),
    path("sekretariat/ansoegninger/visninger/<int:pk>/", saved_views.rename, name="rename_view"),
    path("sekretariat/ansoegninger/visninger/<int:pk>/slet/", saved_views.delete, name="delete_view"),
    path("sekretariat/ansoegninger/<uuid:pk>/sammenlign/", comparing.page, name="compare"),
    path("sekretariat/ansoegninger/<uuid:pk>/noter/", case_notes.page, name="case_notes"),
    path("sekretariat/ansoegninger/<uuid:pk>/noter/<int:note>/slet/", case_notes.erase, name="erase_case_note"),
    path("sekretariat/ansoegninger/<uuid:pk>/svar/", letter.page, name="letter"),
    path("sekretariat/ansoegninger/<uuid:pk>/svar/fortryd/", letter.take_back, name="take_back_decision"),
    path("sekretariat/ansoegninger/<uuid:pk>/hvem-har-set/", access.of_case, name="access_of_case"),
    path("sekretariat/adgang/", access.overview, name="access"),
    path("sekretariat/beskeder/", messages.index, name="new_messages"),
    path("sekretariat/indstillinger/", settings.settings, name="settings"),
    path("sekretariat/runder/", rounds.rounds, name="rounds"),
    path(_ROUND, round_page.page, name="round"),
    path(f"{_ROUND}aabn/", round_page.open_round, name="open_round"),
    path(f"{_ROUND}afgoer/", round_deciding.decide, name="decide_round"),
    path(f"{_ROUND}luk/", round_closing.close, name="close_round"),
    path(f"{_ROUND}proev-vaegte/", round_simulation.try_weights, name="try_weights"),
    path(f"{_ROUND}rapport.pdf", round_report.pdf, name="round_report"),
    # The team
    path("sekretariat/holdet/", team.index, name="team"),
    path("sekretariat/holdet/<int:pk>/", team.calendar, name="team_calendar"),
    path("sekretariat/holdet/fravaer/", absences.own, name="own_absence"),
    path("sekretariat/holdet/fravaer/<int:pk>/slet/", absences.remove, name="remove_absence"),
    # Spread
    path("sekretariat/udbredelse/", spread.index, name="spread"),
    path("sekretariat/udbredelse/telefon/", spread.phone, name="phone"),
    path("sekretariat/udbredelse/kommuner/", spread.outreach, name="outreach"),
    path("sekretariat/udbredelse/historier/", stories.index, name="stories"),
    path("sekretariat/udbredelse/historier/ny/", stories.write, name="write_story"),
    path("sekretariat/udbredelse/historier/<uuid:pk>/", stories.one, name="story"),
    path("sekretariat/udbredelse/historier/<uuid:pk>/offentliggoer/", stories.publish, name="publish_story"),
    path("sekretariat/udbredelse/historier/<uuid:pk>/tag-ned/", stories.take_down, name="take_down_story"),
    path(
        "sekretariat/udbredelse/historier/<uuid:pk>/traek-ja-tilbage/", stories.withdraw_consent, name="withdraw_story"
    ),
    path("historier/", stories.public_index, name="public_stories"),
    path("historier/<uuid:pk>/", stories.public_one, name="public_story"),
    path("sekretariat/indstillinger/fravaer/", absences.everybodys, name="absences"),
    path("sekretariat/indstillinger/fravaer/<int:pk>/", absences.hours, name="hours"),
    path("sekretariat/indstillinger/runder/", round_planning.index, name="plan_rounds"),
    path("sekretariat/indstillinger/runder/<int:pk>/", round_planning.change, name="change_round"),
    # Engagements
    path("sekretariat/forloeb/", engagement.index, name="engagements"),
    path(_ENGAGEMENT, engagement.page, name="engagement"),
    path(f"{_ENGAGEMENT}kontakt/", engagement.contact, name="contact"),
    path(f"{_ENGAGEMENT}samarbejdsaftale/", engagement.write_agreement, name="agreement"),
    path(f"{_ENGAGEMENT}samarbejdsaftale/ja/", agreement.agree, name="agree"),
    path(f"{_ENGAGEMENT}afslut/", closing.close, name="close"),
    path(f"{_ENGAGEMENT}aflys/", engagement.cancel, name="cancel"),
    path(f"{_ENGAGEMENT}moeder/", meetings_page.index, name="meetings"),
    path(f"{_ENGAGEMENT}moeder/flere/", meetings_page.plan_several, name="plan_meetings"),
    path(_MEETING, meetings_page.one, name="meeting"),
    path(f"{_ENGAGEMENT}moeder/ny/", meeting.plan, name="plan_meeting"),
    path(f"{_MEETING}flyt/", meeting.move, name="move_meeting"),
    path(f"{_MEETING}holdt/", meeting.hold, name="hold_meeting"),
    path(f"{_MEETING}aflys/", meeting.cancel, name="cancel_meeting"),
    path(f"{_ENGAGEMENT}proevehandlinger/", trial_actions.index, name="trial_actions"),
    path(f"{_TRIAL}ret/", trial_actions.change, name="change_trial"),
    path(f"{_TRIAL}resultat/", trial_actions.tell, name="tell_trial"),
    path(f"{_ENGAGEMENT}hovedmed/", hovedmed.page, name="hovedmed"),
    path("sekretariat/indstillinger/hovedmed/", hovedmed.settings, name="hovedmed_settings"),
    # The journal
    path(f"{_ENGAGEMENT}journal/", journal.page, name="journal"),
    path(f"{_ENGAGEMENT}journal/kontakter/", journal_lists.contacts, name="contact_log"),
    path(f"{_ENGAGEMENT}journal/kontakter/ny/", journal_lists.log_contact, name="log_contact"),
    path(f"{_ENGAGEMENT}journal/opgaver/", journal_lists.tasks, name="tasks"),
    path(f"{_ENGAGEMENT}journal/opgaver/ny/", journal_lists.add_task, name="add_task"),
    path(f"{_ENGAGEMENT}journal/opgaver/<int:task>/", journal_lists.change_task, name="change_task"),
    path(f"{_ENGAGEMENT}journal/opgaver/<int:task>/faerdig/", journal_lists.set_done, name="task_done"),
    path(f"{_ENGAGEMENT}pause/", pausing.pause, name="pause"),
    path(f"{_ENGAGEMENT}genoptag/", pausing.resume, name="resume"),
    path(f"{_ENGAGEMENT}genaabn/", pausing.reopen, name="reopen"),
    # Who runs it
    path(f"{_ENGAGEMENT}overdrag/", handover.hand_over, name="hand_over"),
    path(f"{_ENGAGEMENT}medkonsulent/", handover.co_consultants, name="co_consultants"),
    path(f"{_ENGAGEMENT}medkonsulent/<int:person>/fjern/", handover.remove_co_consultant, name="remove_co_consultant"),
    # Follow-ups
    path("sekretariat/opfoelgning/", follow_up_lists.index, name="follow_ups"),
    path("sekretariat/opfoelgning/maaned/<slug:month>/", follow_up_month.page, name="follow_up_month"),
    path(f"{_FOLLOW_UP}aftal/", follow_up.book, name="book_follow_up"),
    path(f"{_FOLLOW_UP}holdt/", follow_up.hold, name="hold_follow_up"),
    path(f"{_FOLLOW_UP}ikke-oensket/", follow_up.decline, name="decline_follow_up"),
    path(f"{_FOLLOW_UP}ingen-kontakt/", follow_up.give_up, name="give_up_follow_up"),
    # A consultant's own calendar
    path("sekretariat/kalender/", calendar_feed.page, name="calendar"),
    path("sekretariat/kalender/ny/", calendar_feed.make, name="make_calendar"),
    path("sekretariat/kalender/luk/", calendar_feed.shut, name="shut_calendar"),
    path("sekretariat/kalender/titler/", calendar_feed.show_workplace, name="calendar_titles"),
    path("kalender/<str:token>.ics", calendar_feed.feed, name="calendar_feed"),
    # The words of the letters
    path("sekretariat/indstillinger/breve/", letter_texts.index, name="letter_texts"),
    path("sekretariat/indstillinger/breve/<slug:kind>/", letter_texts.letter, name="letter_text"),
    path("sekretariat/indstillinger/breve/<slug:kind>/nulstil/", letter_texts.reset, name="reset_letter_text"),
    # Lists as files
    *(
        path(f"sekretariat/{folder}/eksport.{form}", view, {"form": form}, name=f"{name}_{form}")
        for folder, view, name in (
            ("ansoegninger", exporting.queue, "queue"),
            ("ansoegninger/valgte", exporting.ticked, "ticked"),
            ("forloeb", exporting.engagements, "engagements"),
            ("opfoelgning", exporting.follow_ups, "follow_ups"),
        )
        for form in exporting.FORMS
    ),
    # Everything about me
    path("ansoegninger/mine-oplysninger/", my_data.page, name="my_data"),
    path("ansoegninger/mine-oplysninger/mine-oplysninger.pdf", my_data.as_pdf, name="my_data_pdf"),
    path("ansoegninger/mine-oplysninger/mine-oplysninger.json", my_data.as_json, name="my_data_json"),
    # The evaluation
    path("evaluering/<str:token>/", evaluation.page, name="evaluate"),
    path("sekretariat/evaluering/", evaluation_results.results, name="evaluation_results"),
    # The group
    path(f"{_GROUP}forloeb/", group.page, name="group"),
    path(f"{_GROUP}forloeb/aftale/", agreement.page, name="group_agreement"),
    path(f"{_GROUP}forloeb/hovedmed/", hovedmed.permit, name="permit_workplace"),
    path(f"{_GROUP}forloeb/sted/", group.show_place, name="show_place"),
    path(f"{_GROUP}forloeb/moeder/<uuid:meeting>.ics", group.calendar_file, name="group_calendar_file"),
    path("ansoegninger/mine-forloeb/", contact_person.own, name="own_engagements"),
    path(f"{_GROUP}forloeb/kontaktperson/", contact_person.page, name="contact_person"),
    path(f"{_GROUP}forloeb/kontaktperson/ja/", contact_person.accept, name="take_over"),
    path(f"{_GROUP}forloeb/kontaktperson/nej/", contact_person.decline, name="turn_down"),
    path(f"{_GROUP}opfoelgning/", group.answer_follow_up, name="answer_follow_up"),
]

# Each page of a case notes whom it is shown to.
urlpatterns = access.accounted(_PATTERNS)

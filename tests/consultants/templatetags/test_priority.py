from consultants.templatetags.priority import reason_lines


def test_a_line_tells_points_and_sentence_and_one_without_points_is_toned_down():
    reasons = [{"points": 12, "sentence": "Ventet i 40 dage"}, {"points": 0, "sentence": "Ikke <fælles> & ny"}]
    assert reason_lines(reasons) == (
        '<li><span class="reason-list__points">+12</span> <span>Ventet i 40 dage</span></li>'
        '<li class="reason-list__none"><span class="reason-list__points">+0</span>'
        " <span>Ikke &lt;fælles&gt; &amp; ny</span></li>"
    )


def test_no_reasons_are_no_lines():
    assert reason_lines([]) == ""

"""What no form and no address should ever be sent."""

FORM = "application/x-www-form-urlencoded"

BAD = (
    b"",
    b"   ",
    b"a" * 10_000,
    "æ".encode() * 100_000,
    b"a" * 1_100_000,
    b"\x00",
    b"navn\x00",
    b"\xed\xa0\x80",  # a lone surrogate
    b"\xff\xfe\xfa",  # no UTF-8 at all
    b"-1",
    b"0",
    b"9" * 30,
    b"9" * 5_000,
    b"1e309",
    b"NaN",
    b"0000",
    b"9999",
    b"31",
    b"12345",
    "\N{ARABIC-INDIC DIGIT THREE}".encode(),
    "\N{SUPERSCRIPT TWO}".encode(),
    b"2026-02-30",
    b"Per\r\nBcc: alle@odense.example",
    b"{{7*7}}{% debug %}%s%n{0.__class__}",
    b"<script>alert(1)</script>",
    b"' OR 1=1; --",
    "\N{RIGHT-TO-LEFT OVERRIDE}gnas\N{ZERO WIDTH SPACE}".encode(),
    b"=cmd|' /c calc'!A0",
    b"None",
    b"[]",
    b"../../../etc/passwd",
    "a\u0301".encode() * 200,
    "\N{LINE SEPARATOR}\N{NULL}\N{BELL}".encode(),
)


# Whole bodies with their kind.
SHAPES = {
    "nothing": (b"", FORM),
    "no names": (b"&&&==&%&%zz=%zz&", FORM),
    "ten thousand fields": (b"&".join(b"f%d=1" % number for number in range(10_000)), FORM),
    "two megabytes": (b"text=" + b"a" * 2_000_000, FORM),
    "not a form": (b'{"status": "granted"}', "application/json"),
    "another alphabet": ("navn=ø".encode("latin-1"), f"{FORM}; charset=latin-1"),
    "no such alphabet": (b"navn=x", f"{FORM}; charset=klingon"),
    "half a form": (
        b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nPer',
        "multipart/form-data; boundary=x",
    ),
    "a form without an end": (b"--x", "multipart/form-data; boundary=x"),
    "a form without a beginning": (b"name=x", "multipart/form-data"),
    "a file": (
        (
            b'--x\r\nContent-Disposition: form-data; name="name"; filename="../../x\x00.exe"\r\n'
            b"Content-Type: text/plain\r\n\r\nMZ\r\n--x--\r\n"
        ),
        "multipart/form-data; boundary=x",
    ),
}


# Fields that no form has: who sends them wishes for more than the page offers.
EXTRA = {
    "status": "granted",
    "reference": "SPARK-1999-0001",
    "author": "1",
    "owner": "1",
    "id": "00000000-0000-0000-0000-000000000007",
    "pk": "7",
    "roles": "admin",
    "is_active": "",
    "is_staff": "on",
    "points": "999",
    "accepted_at": "2020-01-01",
    "removed_at": "2020-01-01",
    "version_number": "9",
    "application": "7",
    "engagement": "7",
    "consultant_id": "1",
    "waiting_since": "1999-01-01",
}


# Places in lists, and filters.
KEY = "00000000-0000-0000-0000-000000000007"
BAD_MARKS = (
    *(value for value in BAD if len(value) < 20_000),
    *(
        mark.encode()
        for mark in (
            f"nan_{KEY}",
            f"inf_{KEY}",
            f"-62135596800_{KEY}",
            f"-99999999999_{KEY}",
            f"253402300799_{KEY}",
            f"1e12_{KEY}",
            "1_7",
            "~",
            "~~",
            f"0001-01-01~{KEY}",
            f"9999-12-31~{KEY}",
            f"2026-01-01T00:00:00~{KEY}",
            f"0001-01-01T00:00:00+14:00~{KEY}",
            f"9999-12-31T23:59:59-14:00~{KEY}",
            f"99999~2026-01-01T00:00:00Z~{KEY}",
            f"-1~2026-01-01T00:00:00Z~{KEY}",
            f"5~2026-01-01~{KEY}",
            "2026-01-01~7",
            "//ond.example",
            "/\\ond.example",
            "javascript:alert(1)",
        )
    ),
)

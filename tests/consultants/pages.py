"""Reading pages and sending forms as a browser does."""

import html
import re

from accounts.models import User

# The pages and forms about one engagement.
POSSIBLE_TO_READ = (
    "engagement",
    "contact",
    "agreement",
    "journal",
    "log_contact",
    "add_task",
    "close",
    "cancel",
    "plan_meeting",
)


def read(response):
    """The page in words: entities as letters."""
    return html.unescape(response.content.decode())


def post(client, address, /, **typed):
    """Send the form and follow where it leads."""
    return client.post(address, typed, follow=True)


def alone(_client, role, **fields):
    """Somebody with that one role."""
    email = f"{role}@spark.example"
    return User.objects.filter(email=email).first() or User.objects.create_user(email=email, roles=[role], **fields)


def text_of(response):
    """The page as it is read aloud: no tags, one blank between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())

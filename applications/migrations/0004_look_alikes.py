from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0003_messages_and_intake'),
    ]

    operations = [
        TrigramExtension(),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0003_article_passages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OpenRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, help_text='The sort of record, e.g. claim.', max_length=30)),
                ('number', models.BigIntegerField(editable=False, help_text='The number of the record within its table.')),
                ('since', models.DateTimeField(editable=False, help_text='Since when (UTC).')),
                ('seen_at', models.DateTimeField(editable=False, help_text='When the page last said so (UTC).')),
                ('user', models.ForeignKey(editable=False, help_text='Who has it open.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('kind', 'number', 'user'), name='openrecord_once')],
            },
        ),
    ]

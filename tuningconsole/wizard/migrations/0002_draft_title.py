from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("wizard", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="title",
            field=models.CharField(blank=True, max_length=100),
        ),
    ]

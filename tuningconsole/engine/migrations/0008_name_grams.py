from django.db import migrations

FUNCTION = r"""
CREATE FUNCTION engine_name_grams(name text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(lower(name), place, 3)), '{}')
    FROM generate_series(1, length(name) - 2) place
$$
"""
INDEX = """
CREATE INDEX training_job_name_grams ON engine_trainingjob USING gin (engine_name_grams(name))
"""


class Migration(migrations.Migration):

    dependencies = [
        ('engine', '0007_kept_counters'),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION engine_name_grams(text)"),
        migrations.RunSQL(INDEX, "DROP INDEX training_job_name_grams"),
    ]

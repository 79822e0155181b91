"""One question for the ids that stand for merged ones, however long the chain of merges."""

from django.db import migrations

CREATE = """
CREATE FUNCTION publication_standing_for(resources text[], slugs text[], at_version bigint) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH RECURSIVE merged AS NOT MATERIALIZED (
        SELECT resource, slug, merged_into
        FROM publication_withdrawal
        WHERE merged_into <> ''
        AND (
            (at_version IS NULL AND valid_to IS NULL)
            OR (valid_from <= at_version AND (valid_to IS NULL OR valid_to > at_version))
        )
    ),
    way AS (
        SELECT merged.resource, merged.slug AS given, merged.merged_into AS leads_to, 1 AS links
        FROM merged JOIN unnest(resources, slugs) AS asked (resource, slug)
        ON merged.resource = asked.resource AND merged.slug = asked.slug
        UNION ALL
        SELECT way.resource, way.given, merged.merged_into, way.links + 1
        FROM way JOIN merged ON merged.resource = way.resource AND merged.slug = way.leads_to
    ),
    ends AS (
        SELECT DISTINCT ON (resource, given) resource, given, leads_to
        FROM way ORDER BY resource, given, links DESC
    )
    SELECT coalesce(jsonb_agg(jsonb_build_array(resource, given, leads_to)), '[]') FROM ends
$$
"""


class Migration(migrations.Migration):
    dependencies = [("publication", "0004_merges")]

    operations = [
        migrations.RunSQL(
            CREATE, reverse_sql="DROP FUNCTION publication_standing_for(text[], text[], bigint)", elidable=False
        )
    ]

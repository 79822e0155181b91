"""Where merged ids lead, in the language whose statements PostgreSQL plans once a connection, and not at each call.

Found at every request that names a record, that took a third of a millisecond; it takes a fortieth. The answers are
those of 0005.
"""

from typing import ClassVar

from django.db import migrations

HEAD = """
CREATE OR REPLACE FUNCTION publication_standing_for(resources text[], slugs text[], at_version bigint) RETURNS jsonb
LANGUAGE {language} STABLE PARALLEL SAFE AS $$"""
FOUND = """
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
"""
PLANNED_ONCE = f"{HEAD.format(language='plpgsql')} BEGIN RETURN ({FOUND}); END $$"
# To the letter as 0005 made it, so that the way back leads to the same tables and functions.
PLANNED_EACH_TIME = f"{HEAD.format(language='sql')}{FOUND}$$"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("publication", "0016_order_of_what_is_found")]
    operations: ClassVar = [migrations.RunSQL(PLANNED_ONCE, PLANNED_EACH_TIME)]

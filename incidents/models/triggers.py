"""Database triggers, where a rule must hold by whichever way a row is written: admin, command, bulk or SQL."""

from typing import Any

import pgtrigger

# Publishing is not an edit: these columns move without the record's content changing.
BOOKKEEPING = ["version", "updated_at", "status", "published_version", "merged_into", "retraction_reason"]

BUMP_VERSION = pgtrigger.Trigger(
    name="bump_version",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange(exclude=BOOKKEEPING),
    func="NEW.version := OLD.version + 1; NEW.updated_at := now(); RETURN NEW;",
)

PERMANENT_SLUG = pgtrigger.Trigger(
    name="permanent_slug",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("slug"),
    condition=pgtrigger.Q(old__published_version__isnull=False, old__slug__df=pgtrigger.F("new__slug")),
    func="""
    RAISE EXCEPTION 'slug % is permanent since the record was published', OLD.slug
    USING ERRCODE = 'check_violation', HINT = 'Merge or retract the record instead.';
    """,
)

KEEP_PUBLISHED = pgtrigger.Trigger(
    name="keep_published",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    condition=pgtrigger.Q(old__published_version__isnull=False),
    func="""
    RAISE EXCEPTION '% was published and cannot be deleted', OLD.slug
    USING ERRCODE = 'check_violation', HINT = 'Retract the record instead.';
    """,
)


class NotPassedOver(pgtrigger.Condition):
    """Says before the function is called what each function asks first: whether `pgtrigger.ignore` names the trigger.

    Statements that write many rows, and do for all of them what the trigger does for one, are held up by the call
    alone. Whoever could not pass the trigger over by its function cannot do it by this, either.
    """

    def __init__(self, name: str) -> None:
        self._trigger = pgtrigger.Trigger(name=name, when=pgtrigger.After, operation=pgtrigger.Insert, func="")

    def resolve(self, model: Any) -> str:
        # A setting that was local to a transaction is left behind as an empty text.
        named = "COALESCE(NULLIF(current_setting('pgtrigger.ignore', true), ''), '{}')::text[]"
        return f"'{self._trigger.get_pgid(model)}' <> ALL ({named})"


def touches(parent_table: str, column: str) -> pgtrigger.Trigger:
    """Writing a row of this table counts as an edit of its parent, so the parent's version rises."""
    bump = f"UPDATE {parent_table} SET version = version + 1, updated_at = now() WHERE id"  # noqa: S608 - no input
    name = f"touches_{column.removesuffix('_id')}"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        condition=NotPassedOver(name),
        func=f"""
        IF TG_OP = 'INSERT' THEN {bump} = NEW.{column};
        ELSIF TG_OP = 'DELETE' THEN {bump} = OLD.{column};
        ELSIF OLD IS DISTINCT FROM NEW THEN {bump} IN (OLD.{column}, NEW.{column});
        END IF;
        RETURN NULL;
        """,
    )


HASH_TEXT = pgtrigger.Trigger(
    name="hash_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("text"),
    func="NEW.text_sha256 := encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex'); RETURN NEW;",
)

# What quotes belong to, with the article whose text they are from.
_OWNERS = {
    "claim": "incidents_claim AS claim JOIN incidents_article AS article ON article.id = claim.article_id",
    "article": "incidents_article AS article",
}


def rechecks_evidence(column: str, scope: str) -> pgtrigger.Trigger:
    """When the text below it changes, evidence that no longer fits is marked stale, and fitting evidence verified."""
    return _rechecks("evidence", "claim", column, scope)


def rechecks_passages(column: str) -> pgtrigger.Trigger:
    """The same for the passages of an article that no claim rests on."""
    return _rechecks("articlepassage", "article", column, "article.id = NEW.id")


def _rechecks(table: str, owner: str, column: str, scope: str) -> pgtrigger.Trigger:
    # PostgreSQL counts characters of UTF-8 text as code points, which is how positions are counted.
    fits = f"substr(article.text, {table}.start + 1, char_length({table}.quote)) = {table}.quote"
    return pgtrigger.Trigger(
        name=f"rechecks_{table}",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(column),
        func=f"""
        UPDATE incidents_{table} AS {table}
        SET status = CASE WHEN {fits} THEN 'verified' ELSE 'stale' END
        FROM {_OWNERS[owner]}
        WHERE {owner}.id = {table}.{owner}_id AND {scope}
          AND {table}.status <> CASE WHEN {fits} THEN 'verified' ELSE 'stale' END;
        RETURN NULL;
        """,  # noqa: S608 - assembled from the constants of this file only
    )


# What follows once the text is in `body`.
_STANDS = """
    IF NEW.start IS NULL THEN
        found := strpos(body, NEW.quote);
        IF found > 0 AND strpos(substr(body, found + 1), NEW.quote) > 0 THEN
            RAISE EXCEPTION 'quote "%" occurs more than once in the article: give its start', NEW.quote
            USING ERRCODE = 'check_violation';
        END IF;
        NEW.start := found - 1;
    END IF;
    IF NEW.start < 0 OR substr(body, NEW.start + 1, char_length(NEW.quote)) IS DISTINCT FROM NEW.quote THEN
        RAISE EXCEPTION 'quote "%" does not stand in the article at %', NEW.quote, NEW.start
        USING ERRCODE = 'check_violation';
    END IF;
    NEW."end" := NEW.start + char_length(NEW.quote);
    NEW.status := 'verified';
    RETURN NEW;
    """


def quote_stands_in_text(owner: str) -> pgtrigger.Trigger:
    """A quote is refused that does not stand in the text of its `owner`'s article; a position left out is found."""
    return pgtrigger.Trigger(
        name="quote_stands_in_text",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{owner}_id", "quote", "start", "end"),
        declare=[("body", "text"), ("found", "integer")],
        func=f"""
    SELECT article.text INTO body
    FROM {_OWNERS[owner]}
    WHERE {owner}.id = NEW.{owner}_id;{_STANDS}""",  # noqa: S608 - assembled from the constants of this file only
    )

// Reads events through types that were generated from openapi.yaml, and prints what it found as JSON.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };

type Disagreements = components["schemas"]["Disagreements"];
type Fault = components["schemas"]["Fault"];

// Lists are joined by commas: a parameter given twice is refused.
const client = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl: process.argv[2] ?? "",
  querySerializer: { array: { style: "form", explode: false } },
});

// Every id, page by page: `next` holds the cursor of the next page until there is none.
async function walk(): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const query = cursor === undefined ? { page_size: 2 } : { page_size: 2, cursor };
    const { data, error } = await client.GET("/api/v1/events/", { params: { query } });
    if (error) throw new Error(error.detail);
    ids.push(...data.results.map((event) => event.id ?? ""));
    cursor = new URL(data.next ?? "none:").searchParams.get("cursor") ?? undefined;
    more = data.next !== null;
  }
  return ids.sort();
}

const list = await client.GET("/api/v1/events/", {
  params: { query: { type: ["ASSAULT", "CONSULT"], actor: ["northland"], ordering: "-date" } },
});
const path = { id: list.data?.results[0]?.id ?? "" };
const { data: event } = await client.GET("/api/v1/events/{id}/", { params: { path } });
const disputed = await client.GET("/api/v1/events/{id}/disagreements/", { params: { path } });
const disagreements: Disagreements | undefined = disputed.data;
const missing = await client.GET("/api/v1/events/{id}/", { params: { path: { id: "nothing-like-it" } } });
const refused = await client.GET("/api/v1/events/", {
  params: { query: { date_from: "2025-12-01", date_to: "2025-11-01" } },
});
const faults: Fault[] | undefined = refused.error?.errors;
const table = await client.GET("/api/v1/events/", { params: { query: { format: "csv" } }, parseAs: "text" });
const word: "contested" | "compatible" | "agreed" | "single_source" | undefined = event?.agreement?.["intent"];
const day: string | null | undefined = event?.date?.start;

console.log(
  JSON.stringify({
    title: event?.title,
    word,
    day,
    quote: disagreements?.aspects[0]?.values[0]?.claims[0]?.evidence[0]?.quote,
    missing: missing.error?.type,
    faults: faults?.map((fault) => fault.code),
    walked: await walk(),
    rows: table.data?.trimEnd().split("\r\n").length,
  }),
);

// Reads an event through types that were generated from openapi.yaml, and prints what it found as JSON.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };

type Event = components["schemas"]["Event"];

// Lists are joined by commas: a parameter given twice is refused.
const client = createClient<paths, "application/json" | "application/problem+json">({
  baseUrl: process.argv[2] ?? "",
  querySerializer: { array: { style: "form", explode: false } },
});

const list = await client.GET("/api/v1/events/", {
  params: { query: { type: ["ASSAULT", "CONSULT"], actor: ["northland"], ordering: "-date" } },
});
const id = list.data?.results[0]?.id ?? "";
const found = await client.GET("/api/v1/events/{id}/", { params: { path: { id } } });
const missing = await client.GET("/api/v1/events/{id}/", { params: { path: { id: "nothing-like-it" } } });
const event: Event | undefined = found.data;
const word: "contested" | "compatible" | "agreed" | "single_source" | undefined = event?.agreement["intent"];
const day: string | null | undefined = event?.date.start;

console.log(JSON.stringify({ title: event?.title, word, day, missing: missing.error?.type }));

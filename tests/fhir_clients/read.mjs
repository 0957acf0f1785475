// Everything of the named types that one server holds of one person, read with fhirclient, as a line of JSON.
// node read.mjs SERVER IDENTIFIER TYPE…
import FHIR from "fhirclient"

const [server, identifier, ...types] = process.argv.slice(2)
const client = FHIR({ headers: {} }, {}).client({ serverUrl: server })
const found = []
for (const type of types) {
  const name = type === "Patient" ? "identifier" : "patient:identifier"
  const query = new URLSearchParams({ [name]: identifier, _count: "7" })
  found.push(...(await client.request(`${type}?${query}`, { pageLimit: 0, flat: true })))
}
console.log(JSON.stringify(found))

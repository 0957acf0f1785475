// Sends each message of a JSON list on standard input to the port given, the next one when anything about the one before has
// been said, and prints each acknowledgement that the client hands over, in that order.
import { Client, Message } from "node-hl7-client";
import { text } from "node:stream/consumers";

const messages = JSON.parse(await text(process.stdin));
const client = new Client({ host: "127.0.0.1" });
let waits;
let answered;
const connection = client.createConnection({ port: Number(process.argv[2]) }, async (response) => {
  const read = response.getMessage();
  const own = read.get("MSA.2").toString();
  console.log(`${read.get("MSA.1").toString()} ${own}`);
  if (own === waits) answered();
});
for (const one of messages) {
  waits = one.split("|")[9];
  const answer = new Promise((resolve) => (answered = resolve));
  await connection.sendMessage(new Message({ text: one }));
  await answer;
}
client.closeAll();
process.exit(0); // its timers would go on

// Sends each message of a JSON list on standard input to the port given, and prints what the client read of each answer.
import { Batch, Client, Message } from "node-hl7-client";
import { text } from "node:stream/consumers";

const messages = JSON.parse(await text(process.stdin));
const client = new Client({ host: "127.0.0.1" });
let answered;
const connection = client.createConnection({ port: Number(process.argv[2]) }, async (response) => {
  answered(response.getMessage());
});
for (const one of messages) {
  const answer = new Promise((resolve) => (answered = resolve));
  await connection.sendMessage(one.startsWith("BHS") ? new Batch({ text: one }) : new Message({ text: one }));
  const read = await answer;
  console.log(`${read.get("MSA.1").toString()} ${read.get("MSA.2").toString()}`);
}
client.closeAll();
process.exit(0); // its timers would go on

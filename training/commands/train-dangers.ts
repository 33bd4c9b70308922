import { writeFile } from "node:fs/promises";
import { writeDangers } from "../../shared/understanding/urgency/dangers-file.ts";
import { learnDangers } from "../dangers/learn-dangers.ts";
import { readEveryday, readMessages } from "../dangers/read-messages.ts";
import { DANGERS } from "../dangers/usual-dangers.ts";
import { runCommand } from "./run-command.ts";

await runCommand(async () => {
  const messages = readMessages();
  const everyday = readEveryday();
  const dangers = learnDangers(messages, everyday);
  const file = writeDangers(dangers);
  await writeFile(DANGERS, file);
  return `${messages.length} messages and ${everyday.length} of everyday, ${dangers.features.length} features: ${file.length} bytes.`;
});

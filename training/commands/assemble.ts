import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assembledRowSums } from "../assembled.ts";
import { runCommand } from "./run-command.ts";

const CODE = join(import.meta.dirname, "../../shared/understanding/model/row-sums-code.ts");

await runCommand(async () => {
  const code = await assembledRowSums();
  await writeFile(
    CODE,
    `/** \`row-sums.wat\`, assembled by \`npm run assemble\`. */\nexport const rowSumsCode =\n  "${code}";\n`,
  );
  return `${CODE}: ${code.length} characters.`;
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventSchemaFiles } from "./event-schemas.ts";

for (const [name, text] of eventSchemaFiles()) writeFileSync(join(import.meta.dirname, name), text);

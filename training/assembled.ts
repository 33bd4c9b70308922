import { readFile } from "node:fs/promises";
import { join } from "node:path";
import openAssembler from "wabt";

const SOURCE = join(import.meta.dirname, "../shared/understanding/model/row-sums.wat");

/** The code of `row-sums.wat`, as base64. Throws with the line of what is no WebAssembly. */
export const assembledRowSums = async (): Promise<string> => {
  const assembler = await openAssembler();
  const parsed = assembler.parseWat(SOURCE, await readFile(SOURCE, "utf8"), { simd: true });
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  return Buffer.from(buffer).toString("base64");
};

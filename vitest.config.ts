import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Commands keep copies of keys in their user's configuration: those of the tests are nobody's.
const env = { XDG_CONFIG_HOME: join(tmpdir(), "otklik-test-configuration") };

export default defineConfig({ test: { include: ["test/**/*.test.ts"], env } });

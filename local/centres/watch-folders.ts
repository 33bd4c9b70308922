import { existsSync, type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/**
 * Tells of every change in a folder and in the folders that lie in it. Each is watched for itself: a recursive watch of
 * Node.js 24 on Linux hears no more of a file once another one was renamed over it, as editors save.
 */
export const watchFolders = (folder: string, changed: () => void): { close(): void } => {
  let inner: readonly FSWatcher[] = [];
  const closeInner = () => {
    for (const each of inner) each.close();
  };
  // Anew whenever a folder comes or goes: one that came back under its name is another one.
  const watchInner = () => {
    closeInner();
    inner = (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .filter((path) => existsSync(path))
      .map((path) => watch(path, changed));
  };
  const outer = watch(folder, () => {
    watchInner();
    changed();
  });
  watchInner();
  return {
    close: () => {
      outer.close();
      closeInner();
    },
  };
};

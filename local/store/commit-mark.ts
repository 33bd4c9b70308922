import { closeSync, constants, openSync, readFileSync, writeSync } from "node:fs";

/**
 * How many commits have been promised to outlive a power cut, kept in a file beside the store. A write-ahead log that was
 * cut or overwritten reads as a shorter one, without complaint: a store that holds fewer commits than the mark says has
 * lost some. The mark itself is not synced, so it may be behind and is never ahead.
 */
export interface CommitMark {
  /** Nothing when there is no mark, or none that can be read. */
  read(): number | undefined;
  write(count: number): void;
  close(): void;
}

const digits = 16;

export function openCommitMark(file: string): CommitMark {
  const mark = openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  return {
    read() {
      const text = readFileSync(file, "latin1");
      return /^\d{16}$/.test(text) ? Number(text) : undefined;
    },
    write(count) {
      writeSync(mark, String(count).padStart(digits, "0"), 0, "latin1");
    },
    close: () => closeSync(mark),
  };
}

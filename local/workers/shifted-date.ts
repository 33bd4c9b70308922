import { WORLD_CLOCK } from "../../shared/contracts/environment.ts";

/** Cells of the clock shared with the workers: whether it is virtual (1), and the epoch milliseconds it stands at. */
const VIRTUAL = 0;
const INSTANT = 1;

/**
 * Puts the product's clock in place of this thread's `Date`. Everything that reads the present (`new Date()`,
 * `Date()`, `Date.now()`, `Intl.DateTimeFormat` formatting without an argument) follows the shared cells while the
 * clock is virtual, and real time otherwise. Timers and `performance` stay real, and so does the world's clock.
 */
export function installShiftedDate(cells: Float64Array): void {
  const RealDate = Date;
  const realNow = Date.now.bind(Date);
  const now = (): number => (cells[VIRTUAL] === 1 ? (cells[INSTANT] ?? realNow()) : realNow());

  const ShiftedDate = new Proxy(RealDate, {
    // The caller's `newTarget` keeps subclasses subclasses; the prototype stays the one that built-in code makes dates of.
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
  });
  RealDate.now = now;
  Object.defineProperty(globalThis, WORLD_CLOCK, { value: realNow });
  Object.defineProperty(RealDate.prototype, "constructor", { value: ShiftedDate, writable: true, configurable: true });
  globalThis.Date = ShiftedDate;
  shiftFormatting(now);
}

function shiftFormatting(now: () => number): void {
  const prototype = Intl.DateTimeFormat.prototype;
  const original: object = Object.create(null, Object.getOwnPropertyDescriptors(prototype));
  const shifted = new WeakMap<Intl.DateTimeFormat, (date?: Date | number) => string>();
  Object.defineProperty(prototype, "format", {
    configurable: true,
    get(this: Intl.DateTimeFormat) {
      const known = shifted.get(this);
      if (known !== undefined) return known;
      const format: (date: Date | number) => string = Reflect.get(original, "format", this);
      const shiftedFormat = (date?: Date | number): string => format(date ?? now());
      shifted.set(this, shiftedFormat);
      return shiftedFormat;
    },
  });
  prototype.formatToParts = function (this: Intl.DateTimeFormat, date?: Date | number) {
    return Reflect.apply(Reflect.get(original, "formatToParts"), this, [date ?? now()]);
  };
}

/** How many of something one message has, how many the other, and how many of them both. */
export interface Count {
  one: number;
  other: number;
  both: number;
}

export const nothing = (): Count => ({ one: 0, other: 0, both: 0 });

export const count = (into: Count, one: number, other: number, both: number): void => {
  into.one = one;
  into.other = other;
  into.both = both;
};

export const copy = (into: Count, { one, other, both }: Count): void => count(into, one, other, both);

/** Whether both have some, and none in common. */
export const unlike = ({ one, other, both }: Count): boolean => one > 0 && other > 0 && both === 0;

type Settled<Result> = { readonly result: Result } | { readonly thrown: unknown };

const settled = <Result>(work: Promise<Result>): Promise<Settled<Result>> =>
  work.then(
    (result) => ({ result }),
    (thrown: unknown) => ({ thrown }),
  );

const resultOf = <Result>(outcome: Settled<Result>): Result => {
  if ("thrown" in outcome) throw outcome.thrown;
  return outcome.result;
};

/**
 * What becomes of items, in their order, so many of them under way at once. The first that fails ends it, after those
 * under way have come to their end.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  atOnce: number,
): AsyncGenerator<Result> {
  const underWay: Promise<Settled<Result>>[] = [];
  try {
    for await (const item of items) {
      underWay.push(settled(work(item)));
      const first = underWay.length < atOnce ? undefined : underWay.shift();
      if (first !== undefined) yield resultOf(await first);
    }
    for (let first = underWay.shift(); first !== undefined; first = underWay.shift()) yield resultOf(await first);
  } finally {
    await Promise.all(underWay);
  }
}

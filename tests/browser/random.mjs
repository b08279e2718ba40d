// Numbers that tests draw at random: from SEED of the environment, or from another seed each time. It is printed, so that what
// failed can be had again.

const given = process.env.SEED;
if (given !== undefined && !/^\d+$/.test(given)) throw new Error(`SEED=${given}: no number`);

/** The seed of this run. */
export const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(BigInt(given) % 2n ** 32n);

/** A function that draws whole numbers from 0 to below what it is given: from the seed, the same each time it is made. */
export function dice() {
  console.log(`the same again: SEED=${seed}`);
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

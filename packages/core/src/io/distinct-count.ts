/** An estimate of how many different values a column has, in 4 KB: HyperLogLog. */

/** 4,096 registers: a standard error of 1.6 %. */
const precision = 12;
const registerCount = 1 << precision;
/** The longest run of zeros that is told apart, plus one: a rank is taken from 32 bits. */
const maximumRank = 33;

export interface DistinctCount {
  /** Counts a value by two independent hashes of 32 bits. */
  add(place: number, rank: number): void;
  estimate(): number;
}

/** Flajolet et al., "HyperLogLog" (2007), with the estimator of Ertl, "New cardinality estimation algorithms" (2017), algorithm 6: no range needs a correction. */
export function distinctCount(): DistinctCount {
  const registers = new Uint8Array(registerCount);
  return {
    add(place, rank) {
      const index = place >>> (32 - precision);
      const zeros = Math.clz32(rank) + 1;
      if (zeros > (registers[index] ?? 0)) registers[index] = zeros;
    },
    estimate() {
      const counts = new Float64Array(maximumRank + 1);
      for (const rank of registers) counts[rank] = (counts[rank] ?? 0) + 1;
      const share = (rank: number): number => (counts[rank] ?? 0) / registerCount;
      let sum = registerCount * tau(1 - share(maximumRank));
      for (let rank = maximumRank - 1; rank >= 1; rank--) sum = (sum + (counts[rank] ?? 0)) / 2;
      sum += registerCount * sigma(share(0));
      return Math.round(registerCount ** 2 / (2 * Math.LN2) / sum);
    },
  };
}

/** Accounts for registers that nothing has reached. */
function sigma(share: number): number {
  if (share === 1) return Number.POSITIVE_INFINITY;
  let sum = share;
  for (let x = share * share, y = 1, before = Number.NaN; sum !== before; x *= x, y += y) {
    before = sum;
    sum += x * y;
  }
  return sum;
}

/** Accounts for registers that are full. */
function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let sum = 1 - share;
  for (let x = Math.sqrt(share), y = 0.5, before = Number.NaN; sum !== before; x = Math.sqrt(x), y /= 2) {
    before = sum;
    sum -= (1 - x) ** 2 * y;
  }
  return sum / 3;
}

/** The little arithmetic that the assets share. */

/** The arithmetic mean; `NaN` of nothing. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** The element with the greatest score, the first of them where several are equal. */
export function maxBy<T>(items: readonly T[], score: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>((best, item) => (best === undefined || score(item) > score(best) ? item : best), undefined);
}

/** The straight line through the points with the least squared error, and the share of the variance that it explains. */
export function linearFit(points: readonly (readonly [x: number, y: number])[]): { slope: number; r2: number } {
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const varianceX = sum(points.map(([x]) => (x - meanX) ** 2));
  const varianceY = sum(points.map(([, y]) => (y - meanY) ** 2));
  const covariance = sum(points.map(([x, y]) => (x - meanX) * (y - meanY)));
  return { slope: covariance / varianceX, r2: covariance ** 2 / (varianceX * varianceY) };
}

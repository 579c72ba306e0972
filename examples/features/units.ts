/** Units of measurement. */

// #region units
const zero = 32;

/** From degrees Fahrenheit to degrees Celsius. */
export const normalise = (fahrenheit: number): number => (fahrenheit - zero) / 1.8;

export const toFahrenheit = (celsius: number): number => celsius * 1.8 + zero;
// #endregion

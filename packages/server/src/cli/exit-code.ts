/** What a command tells the shell. */
export const exitCode = {
  done: 0,
  /** A step or an observation failed. */
  failed: 1,
  /** Wrong usage, wrong definitions, or a database that cannot be used. */
  usage: 2,
  blocked: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

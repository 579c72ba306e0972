import { afterEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { define } from "../define/define.ts";
import { source } from "../define/source.ts";
import { createInstance } from "../instance.ts";

afterEach(() => void vi.useRealTimers());

it("gives a look up after a minute, unless the source says otherwise", async () => {
  vi.useFakeTimers();
  const seen: AbortSignal[] = [];
  const hanging = (key: string, timeout?: string) =>
    source(key, {
      schema: z.number(),
      ...(timeout === undefined ? {} : { timeout }),
      observe: ({ signal }) => {
        seen.push(signal);
        return new Promise<string>(() => undefined);
      },
      load: () => 1,
    });
  await using instance = await createInstance(define({ include: [hanging("usual"), hanging("patient", "2m")] }));
  const looks = instance.observe();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(seen.map((signal) => signal.aborted)).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await looks).map((look) => look.error?.message)).toEqual([
    'The look at source "usual" did not end within 1m, so it was given up.',
    'The look at source "patient" did not end within 2m, so it was given up.',
  ]);
});

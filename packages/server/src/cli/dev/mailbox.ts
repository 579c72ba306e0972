/** A place for one message: a newer one replaces the one that nobody has taken yet. */

export interface Mailbox<T> {
  post(message: T): void;
  /** Takes the message, as soon as there is one. `null` once it is closed. */
  take(): Promise<T | null>;
  /** Resolves as soon as there is a message to take, or when it is closed. */
  filled(): Promise<void>;
  readonly isFull: boolean;
  close(): void;
}

export function createMailbox<T>(): Mailbox<T> {
  let message: { readonly content: T } | null = null;
  let isClosed = false;
  let change = Promise.withResolvers<void>();
  const changed = (): void => {
    change.resolve();
    change = Promise.withResolvers<void>();
  };
  const filled = async (): Promise<void> => {
    while (message === null && !isClosed) await change.promise;
  };
  return {
    post(content) {
      message = { content };
      changed();
    },
    async take() {
      await filled();
      const taken = message;
      message = null;
      return taken === null || isClosed ? null : taken.content;
    },
    filled,
    get isFull() {
      return message !== null;
    },
    close() {
      isClosed = true;
      changed();
    },
  };
}

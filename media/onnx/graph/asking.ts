// Questions of the page to the server, answered by number through the extension.
import type { Answer, AskMessage, FromPage, GraphAnswer, GraphMethod, GraphParams, ToPage } from '../messages';

export type Ask = <Method extends GraphMethod>(
  method: Method,
  params: GraphParams<Method>,
  /** Ends the question; the answer is then a problem of kind `cancelled`. */
  signal?: AbortSignal,
) => Promise<GraphAnswer<Method>>;

export interface Asking {
  readonly ask: Ask;
  receive(message: Extract<ToPage, { type: 'answer' }>): void;
}

export function createAsking(post: (message: FromPage) => void): Asking {
  const waiting = new Map<number, (answer: Answer<unknown>) => void>();
  let last = 0;
  const ask = (method: GraphMethod, params: unknown, signal?: AbortSignal): Promise<Answer<unknown>> =>
    new Promise((resolve) => {
      const request = ++last;
      waiting.set(request, resolve);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the signature of `Ask` ties the two together
      post({ type: 'ask', request, method, params } as AskMessage);
      signal?.addEventListener('abort', () => post({ type: 'cancelAsk', request }));
    });
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an answer has the number of its question
    ask: ask as Ask,
    receive({ request, answer }) {
      waiting.get(request)?.(answer);
      waiting.delete(request);
    },
  };
}

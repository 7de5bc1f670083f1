// Quantities number the values we cannot know: the same expression over the same operands is the same quantity.
import type { Rows } from './rows';

export interface Quantity {
  readonly id: number;
  /** How it was made, for people: `len(⟨train.csv⟩)`, `0.8·len(⟨train.csv⟩)`. */
  readonly text: string;
  /** Its value, where it is a plain number. */
  readonly number: number | null;
  readonly operation: { readonly operator: string; readonly left: Quantity; readonly right: Quantity } | null;
}

export class Quantities {
  readonly #known = new Map<string, Quantity>();

  number(value: number): Quantity {
    return this.#intern(`n${value}`, String(value), value, null);
  }

  /** Something opaque that is the same whenever `key` is. */
  opaque(key: string): Quantity {
    return this.#intern(`o${key}`, key, null, null);
  }

  /** The number of rows. If all atoms end in `[:k]`, that is `k`. */
  length(rows: Rows): Quantity {
    let length: Quantity | null = null;
    for (const atom of rows.atoms) {
      const last = atom.steps.at(-1);
      if (last?.kind !== 'slice' || last.low !== null || last.high === null) return this.opaque(`len${rows.id}`);
      if (length !== null && length !== last.high) return this.opaque(`len${rows.id}`);
      length = last.high;
    }
    return length ?? this.number(0);
  }

  operation(operator: string, left: Quantity, right: Quantity): Quantity {
    if (left.number !== null && right.number !== null) {
      const value = arithmetic(operator, left.number, right.number);
      if (value !== null) return this.number(value);
    }
    if (right.number === 0 && (operator === '+' || operator === '-')) return left;
    const undone = operator === '-' ? withoutRoundTrip(left, right) : null;
    if (undone !== null) return undone;
    const exchanged = (operator === '+' || operator === '*') && left.id > right.id;
    const first = exchanged ? right : left;
    const second = exchanged ? left : right;
    const key = `(${first.id}${operator}${second.id})`;
    return this.#intern(key, `${first.text}${operator}${second.text}`, null, { operator, left: first, right: second });
  }

  negative(symbol: Quantity): Quantity {
    return this.operation('-', this.number(0), symbol);
  }

  #intern(key: string, text: string, value: number | null, operation: Quantity['operation']): Quantity {
    let symbol = this.#known.get(key);
    if (symbol === undefined) {
      symbol = {
        id: this.#known.size,
        text: operation !== null && text.length > 80 ? '…' : text,
        number: value,
        operation,
      };
      this.#known.set(key, symbol);
    }
    return symbol;
  }
}

/** How many rows some value has: a range up to it leaves none out. */
export function isLength({ text, operation }: Quantity): boolean {
  return operation === null && /^len\d/.test(text);
}

/** `n - (n - k)` is `k`: where a tail of `n - k` rows begins. */
function withoutRoundTrip(left: Quantity, right: Quantity): Quantity | null {
  const inner = right.operation;
  return inner !== null && inner.operator === '-' && inner.left === left ? inner.right : null;
}

/** Python's arithmetic on numbers; null where it fails or is not ours to know. */
export function arithmetic(operator: string, left: number, right: number): number | null {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? null : left / right;
    case '//':
      return right === 0 ? null : Math.floor(left / right);
    case '%':
      return right === 0 ? null : left - Math.floor(left / right) * right;
    case '**':
      return left ** right;
    default:
      return null;
  }
}

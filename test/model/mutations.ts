// Damaged models: seeded changes of the kinds that real damage and malice make.
import { randomNumbers } from '../../server/src/model/fill';

/** Number `index` of a model's damaged copies; the same for the same arguments. */
export function mutate(bytes: Uint8Array, index: number): Uint8Array {
  const random = randomNumbers(index, 'mutation');
  const below = (limit: number): number => Math.floor(random() * limit);
  let damaged = Uint8Array.from(bytes);
  for (let change = 1 + below(3) * below(2); change > 0 && damaged.length > 0; change--) {
    const at = below(damaged.length);
    const length = 1 + below(16);
    switch (below(7)) {
      case 0: // a flipped bit
        damaged[at]! ^= 1 << below(8);
        break;
      case 1: // another byte
        damaged[at] = below(256);
        break;
      case 2: // cut short
        damaged = damaged.slice(0, at);
        break;
      case 3: // a hole
        damaged = Uint8Array.from([...damaged.subarray(0, at), ...damaged.subarray(at + length)]);
        break;
      case 4: // a part twice
        damaged = Uint8Array.from([...damaged.subarray(0, at + length), ...damaged.subarray(at)]);
        break;
      case 5: // bytes that make huge numbers and lengths
        damaged.fill(0xff, at, at + length);
        break;
      default: // zeros
        damaged.fill(0, at, at + length);
    }
  }
  return damaged;
}

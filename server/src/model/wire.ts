// Protobuf's wire format over a byte source: a window that moves, so that skipped data is never read.
import type { ByteRange, ByteSource } from './bytes';
import { fail } from './problem';

/** Protobuf's own limit in C++ (`CodedInputStream`'s default recursion limit), so ONNX Runtime refuses deeper files too. */
const MAX_DEPTH = 100;
/** Names and list entries in one file; a nested message counts as three. About 100 bytes of memory each. */
const MAX_ITEMS = 6_000_000;
const MESSAGE_ITEMS = 3;
/** All text taken out of one file. */
const MAX_TEXT_BYTES = 256 * 1024 * 1024;

const SMALL_WINDOW = 4 * 1024;
const LARGE_WINDOW = 256 * 1024;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const decoder = new TextDecoder();

/** Reads fields one after another; nested messages by {@link WireReader.message}. Errors are thrown problems. */
export class WireReader {
  position: number;
  /** End of the message being read. */
  private limit: number;
  private wireType = 0;
  private depth = 0;
  private items = 0;
  private textBytes = 0;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;
  private windowSize = SMALL_WINDOW;

  constructor(
    private readonly source: ByteSource,
    range: ByteRange = { start: 0, end: source.length },
  ) {
    this.position = range.start;
    this.limit = range.end;
  }

  /** Calls `visit` with each field's number, and where its tag begins, until the message ends. `visit` reads or skips the value. */
  fields(visit: (field: number, start: number) => void): void {
    while (this.position < this.limit) {
      const start = this.position;
      const tag = this.unsigned();
      const field = Math.floor(tag / 8);
      this.wireType = tag % 8;
      if (field === 0) this.damaged('it has a field with the number 0');
      visit(field, start);
    }
  }

  /** Reads the value of the current field as a nested message. */
  message(visit: (field: number, start: number) => void): ByteRange {
    const range = this.range();
    if (this.depth >= MAX_DEPTH) {
      fail(
        'too-deep',
        'The model is nested too deeply to be read.',
        `Its messages are more than ${MAX_DEPTH} levels deep; ONNX Runtime refuses such a file too.`,
        'Export the model again; a file like this is usually damaged or made on purpose.',
      );
    }
    this.count(MESSAGE_ITEMS);
    const outer = this.limit;
    this.limit = range.end;
    this.depth++;
    this.position = range.start;
    this.fields(visit);
    this.depth--;
    this.limit = outer;
    return range;
  }

  /** Where the current length-delimited field's value lies; the position is then behind it. */
  range(): ByteRange {
    this.expect(BYTES);
    const length = this.unsigned();
    const start = this.position;
    const end = start + length;
    if (end > this.limit) this.overrun(length);
    this.position = end;
    return { start, end };
  }

  /** The current field as UTF-8; longer than `most` bytes is cut there. */
  text(most = 16 * 1024 * 1024): string {
    return this.decode(this.range(), most);
  }

  /** A range as UTF-8, as {@link text} gives it. */
  decode({ start, end }: ByteRange, most: number): string {
    const length = Math.min(end - start, most);
    this.textBytes += length;
    if (this.textBytes > MAX_TEXT_BYTES) this.tooLarge('text');
    this.count();
    if (length === 0) return '';
    return decoder.decode(this.slice(start, start + length));
  }

  skip(): void {
    switch (this.wireType) {
      case VARINT:
        this.unsigned();
        return;
      case FIXED64:
        this.advance(8);
        return;
      case BYTES:
        this.range();
        return;
      case FIXED32:
        this.advance(4);
        return;
      default:
        this.damaged(`it has a value of the unknown wire type ${this.wireType}`);
    }
  }

  /** int64 as a number, rounded beyond 2^53. */
  integer(): number {
    this.expect(VARINT);
    return this.varint();
  }

  int32(): number {
    return this.integer() | 0;
  }

  float(): number {
    this.expect(FIXED32);
    return this.view(4).getFloat32(0, true);
  }

  /** Repeated int64, packed or not. */
  eachInteger(take: (value: bigint) => void): void {
    this.eachValue(VARINT, 0, () => take(this.bigVarint()));
  }

  /** Repeated float, packed or not. */
  eachFloat(take: (value: number) => void): void {
    this.eachValue(FIXED32, 4, () => take(this.view(4).getFloat32(0, true)));
  }

  /** Repeated double, packed or not. */
  eachDouble(take: (value: number) => void): void {
    this.eachValue(FIXED64, 8, () => take(this.view(8).getFloat64(0, true)));
  }

  bigint(): bigint {
    this.expect(VARINT);
    return this.bigVarint();
  }

  /** Counts what is kept; a file with too many parts is refused before it fills the memory. */
  private count(items = 1): void {
    this.items += items;
    if (this.items > MAX_ITEMS) this.tooLarge('parts');
  }

  /** The bytes of a range, straight from the source. */
  slice(start: number, end: number): Uint8Array {
    const from = start - this.windowStart;
    if (from >= 0 && end - this.windowStart <= this.window.length) {
      return this.window.subarray(from, end - this.windowStart);
    }
    const bytes = this.source.read(start, end);
    if (bytes.length < end - start) this.overrun(end - start);
    return bytes;
  }

  private eachValue(wireType: number, size: number, readOne: () => void): void {
    if (this.wireType === wireType) {
      readOne();
      return;
    }
    const { start, end } = this.range();
    if (size > 0 && (end - start) % size !== 0) this.damaged('a packed list ends inside a value');
    const outer = this.limit;
    this.limit = end;
    this.position = start;
    while (this.position < end) readOne();
    this.limit = outer;
  }

  /** A varint that is a length or a tag. */
  private unsigned(): number {
    const value = this.varint();
    if (value < 0 || value > Number.MAX_SAFE_INTEGER) this.damaged('a length is larger than any file');
    return value;
  }

  /** Signed 64 bits in two halves, so that small numbers need no BigInt. */
  private varint(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return (high | 0) * 0x1_0000_0000 + (low >>> 0);
    }
    return this.damaged('a number is longer than ten bytes');
  }

  private bigVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      if (shift === 0n && byte < 0x80) return BigInt(byte);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    return this.damaged('a number is longer than ten bytes');
  }

  private byte(): number {
    if (this.position >= this.limit) this.overrun(1);
    const offset = this.position - this.windowStart;
    if (offset < 0 || offset >= this.window.length) {
      this.moveWindow();
      return this.byte();
    }
    this.position++;
    return this.window[offset]!;
  }

  /** A window grows while reading goes straight on, and starts small after a jump over weights. */
  private moveWindow(): void {
    const beyond = this.position - (this.windowStart + this.window.length);
    const straightOn = beyond >= 0 && beyond < SMALL_WINDOW;
    this.windowSize = straightOn ? Math.min(this.windowSize * 4, LARGE_WINDOW) : SMALL_WINDOW;
    const end = Math.min(this.position + this.windowSize, this.source.length);
    this.window = this.source.read(this.position, end);
    this.windowStart = this.position;
    if (this.window.length === 0) this.overrun(1);
  }

  private view(size: number): DataView {
    const start = this.position;
    this.advance(size);
    const bytes = this.slice(start, this.position);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  }

  private advance(size: number): void {
    if (this.position + size > this.limit) this.overrun(size);
    this.position += size;
  }

  private expect(wireType: number): void {
    if (this.wireType !== wireType) this.damaged(`a field has the wire type ${this.wireType} instead of ${wireType}`);
  }

  private overrun(length: number): never {
    const missing = this.position + length - this.source.length;
    if (missing > 0) {
      fail(
        'truncated',
        'The model file ends too early.',
        `A part of ${length} bytes begins at byte ${this.position}, and ${missing} bytes of it are missing.`,
        'Download or copy the file again, and compare its size with the original.',
      );
    }
    this.damaged('a part is longer than the part it lies in');
  }

  private damaged(why: string): never {
    fail(
      'damaged',
      'The model file is damaged.',
      `Near byte ${this.position}, ${why}.`,
      'Download or export the model again.',
    );
  }

  private tooLarge(what: string): never {
    fail(
      'too-large',
      'The structure of the model is too large to be shown.',
      `It holds too many ${what} (weights do not count).`,
      'Run it with ONNX Runtime directly; a file like this is usually damaged or made on purpose.',
    );
  }
}

// FlatBuffers over a byte source: tables, vectors and strings by offset, every offset checked.
// Layout: https://flatbuffers.dev/internals/
import type { ByteRange, ByteSource } from './bytes';
import { fail } from './problem';

const PAGE = 4096;
const MAX_PAGES = 1024;
/** Tables, names and entries in one file; offsets may point twice at one table, so the file's size is no bound. */
const MAX_ITEMS = 2_000_000;

const decoder = new TextDecoder();

export class FlatBuffer {
  private readonly pages = new Map<number, Uint8Array>();
  private items = 0;

  constructor(private readonly source: ByteSource) {}

  root(): FlatTable {
    return new FlatTable(this, this.uint32(0));
  }

  uint8 = (at: number): number => this.view(at, 1).getUint8(0);
  uint16 = (at: number): number => this.view(at, 2).getUint16(0, true);
  int32 = (at: number): number => this.view(at, 4).getInt32(0, true);
  uint32 = (at: number): number => this.view(at, 4).getUint32(0, true);
  int64 = (at: number): bigint => this.view(at, 8).getBigInt64(0, true);
  float32 = (at: number): number => this.view(at, 4).getFloat32(0, true);

  /** Follows the relative offset at `at`. */
  follow = (at: number): number => at + this.uint32(at);

  /** The content of the vector at `at`, of `count` elements of `size` bytes. */
  vector(at: number, size: number): { readonly start: number; readonly count: number; readonly range: ByteRange } {
    const count = this.uint32(at);
    const start = at + 4;
    const end = start + count * size;
    if (end > this.source.length) this.damaged(at);
    return { start, count, range: { start, end } };
  }

  string(at: number): string {
    const { range } = this.vector(at, 1);
    this.count();
    return decoder.decode(this.source.read(range.start, Math.min(range.end, range.start + 1024 * 1024)));
  }

  count(): void {
    if (++this.items > MAX_ITEMS) {
      fail(
        'too-large',
        'The structure of the model is too large to be shown.',
        'It holds too many parts (weights do not count).',
        'Run it with ONNX Runtime directly.',
      );
    }
  }

  private view(at: number, size: number): DataView {
    if (at < 0 || at + size > this.source.length) this.damaged(at);
    const page = this.page(Math.floor(at / PAGE));
    const offset = at % PAGE;
    if (offset + size <= page.length) return new DataView(page.buffer, page.byteOffset + offset, size);
    const bytes = this.source.read(at, at + size);
    if (bytes.length < size) this.damaged(at);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  }

  private page(index: number): Uint8Array {
    const known = this.pages.get(index);
    if (known) return known;
    if (this.pages.size >= MAX_PAGES) this.pages.clear();
    const page = this.source.read(index * PAGE, Math.min((index + 1) * PAGE, this.source.length));
    this.pages.set(index, page);
    return page;
  }

  private damaged(at: number): never {
    fail(
      'damaged',
      'The ORT model file is damaged or ends too early.',
      `A part near byte ${at} lies outside the file of ${this.source.length} bytes.`,
      'Convert the model to ORT format again, or download it again.',
    );
  }
}

/** A table: fields by their number in the schema, absent ones with a default. */
export class FlatTable {
  private readonly fields: number;
  private readonly fieldsEnd: number;

  constructor(
    private readonly buffer: FlatBuffer,
    private readonly at: number,
  ) {
    buffer.count();
    this.fields = at - buffer.int32(at);
    this.fieldsEnd = buffer.uint16(this.fields);
  }

  uint8 = (field: number): number => this.scalar(field, this.buffer.uint8, 0);
  int32 = (field: number): number => this.scalar(field, this.buffer.int32, 0);
  int64 = (field: number): bigint => this.scalar(field, this.buffer.int64, 0n);
  float32 = (field: number): number => this.scalar(field, this.buffer.float32, 0);

  string(field: number): string {
    const at = this.offset(field);
    return at === 0 ? '' : this.buffer.string(this.buffer.follow(at));
  }

  table(field: number): FlatTable | null {
    const at = this.offset(field);
    return at === 0 ? null : new FlatTable(this.buffer, this.buffer.follow(at));
  }

  tables(field: number): FlatTable[] {
    return this.each(field, 4, (at) => new FlatTable(this.buffer, this.buffer.follow(at)));
  }

  strings(field: number): string[] {
    return this.each(field, 4, (at) => this.buffer.string(this.buffer.follow(at)));
  }

  int64s(field: number): bigint[] {
    return this.each(field, 8, this.buffer.int64);
  }

  floats(field: number): number[] {
    return this.each(field, 4, this.buffer.float32);
  }

  /** Where a vector of bytes lies; null where there is none. */
  bytes(field: number): ByteRange | null {
    const at = this.offset(field);
    return at === 0 ? null : this.buffer.vector(this.buffer.follow(at), 1).range;
  }

  private each<T>(field: number, size: number, read: (at: number) => T): T[] {
    const at = this.offset(field);
    if (at === 0) return [];
    const { start, count } = this.buffer.vector(this.buffer.follow(at), size);
    const values: T[] = [];
    for (let index = 0; index < count; index++) {
      this.buffer.count();
      values.push(read(start + index * size));
    }
    return values;
  }

  private scalar<T>(field: number, read: (at: number) => T, absent: T): T {
    const at = this.offset(field);
    return at === 0 ? absent : read(at);
  }

  /** Where the field's value lies; 0 where it is absent. */
  private offset(field: number): number {
    const entry = 4 + field * 2;
    if (entry + 2 > this.fieldsEnd) return 0;
    const relative = this.buffer.uint16(this.fields + entry);
    return relative === 0 ? 0 : this.at + relative;
  }
}

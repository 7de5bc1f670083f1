// Advice: what looks wrong about a model or a run of it, in words for whoever asks why the result is wrong.

export interface Advice {
  /** `wrong` is certain; `suspect` is a usual cause; `note` is worth knowing. */
  readonly level: 'wrong' | 'suspect' | 'note';
  readonly what: string;
  readonly why: string;
  readonly todo: string;
  /** The tensor or node to look at, by its number. */
  readonly tensor?: string;
  readonly node?: number;
}

/** What a trace says of one tensor. */
export interface Seen {
  readonly name: string;
  readonly elementType: string;
  readonly shape: readonly number[];
  readonly statistics: {
    readonly count: number;
    readonly range: {
      readonly min: number;
      readonly max: number;
      readonly mean: number;
      readonly deviation: number;
    } | null;
    readonly zeros: number;
    readonly nan: number;
    readonly infinite: number;
  } | null;
}

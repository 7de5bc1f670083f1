// Messages about what is fed to a model and what comes out: types only.
import type { ImageRecipe } from '../model/imageRecipe';
import type { TensorStatistics } from '../model/graph/types';
import type { Detection } from '../model/results/detections';
import type { PictureKind, PictureOffer } from '../model/results/pictures';
import type { ElementType } from '../model/model';
import type { Answer } from './answers';

export type { Detection, ImageRecipe, PictureKind, PictureOffer };

/** Inputs that come from elsewhere than the keyboard. */
export type FedSpec =
  /** A picture that was decoded and brought to the recipe's size where it is shown. */
  | {
      readonly kind: 'image';
      /** `width * height` of the recipe times red, green, blue, alpha; base64. */
      readonly pixels: string;
      readonly recipe: ImageRecipe;
    }
  /** A `.npy`, `.npz` (with the name of its array) or `.pb` file; any other file, for an input of bytes. */
  | { readonly kind: 'file'; readonly file: string; readonly array?: string; readonly shape?: readonly number[] }
  /** The bytes of a text in UTF-8, cut or filled up with zeros to the input's size. */
  | { readonly kind: 'text'; readonly text: string; readonly shape?: readonly number[] };

/** What the model itself tells about its inputs: sizes, values and recipes to start with. */
export interface Suggestions {
  /** Sizes of symbolic dimensions, by name. */
  readonly symbols: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, InputSuggestion>>;
}

export interface InputSuggestion {
  /** A size for each dimension. */
  readonly shape: readonly number[];
  /** All elements are this: an input that is a setting rather than data. */
  readonly value: number | null;
  /** Integers stay below it. */
  readonly limit: number | null;
  /** For an input of pictures. */
  readonly recipe: ImageRecipe | null;
}

/** Rows of a table as values for the inputs of a model. */
export interface TableFeeds {
  readonly columns: readonly string[];
  /** Rows of the file, as far as it was read. */
  readonly rowCount: number;
  /** The file is longer than what was read. */
  readonly isCut: boolean;
  /** The rows taken: the first, and how many. */
  readonly row: number;
  readonly rows: number;
  /** By input: the columns it is made of, in order, and its values as typed text. */
  readonly inputs: Readonly<
    Record<string, { readonly columns: readonly string[]; readonly text: string; readonly shape: readonly number[] }>
  >;
  /** Columns of the first row that go to no input, with their values: the label, for instance. */
  readonly others: readonly { readonly column: string; readonly value: string }[];
  /** Inputs without a column, in words why. */
  readonly missing: readonly { readonly input: string; readonly why: string }[];
}

/** The arrays of a file. */
export interface ArrayFile {
  readonly arrays: readonly {
    /** '' in a file of one. */
    readonly name: string;
    readonly elementType: ElementType;
    readonly shape: readonly number[];
  }[];
}

/** A picture of a tensor, ready to be drawn. */
export interface TensorPicture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel; base64. */
  readonly pixels: string;
  /** What black and white, or the ends of the colours, stand for; null where pixels are drawn as they are. */
  readonly range: { readonly min: number; readonly max: number } | null;
  /** Of a map of classes: those in it, the largest share first. */
  readonly legend: readonly { readonly label: string; readonly colour: string; readonly share: number }[];
}

/** What was found in a picture. */
export interface Detections {
  /** The outputs they were read from. */
  readonly outputs: readonly string[];
  /** The input whose picture they lie on, and its size in pixels. */
  readonly input: string;
  readonly width: number;
  readonly height: number;
  /** The surest first. */
  readonly boxes: readonly Detection[];
  /** How they were read, in words. */
  readonly note: string;
}

/** Class probabilities found in an output, one per row of the batch (the first few rows). */
export interface ClassProbabilities {
  /** The output they were found in. */
  readonly output: string;
  /** The highest first, at most 20. */
  readonly rows: readonly {
    readonly classes: readonly { readonly label: string; readonly probability: number }[];
    /** Classes in all. */
    readonly count: number;
  }[];
  /** The model gives scores, of which these are the softmax. */
  readonly isSoftmax?: boolean;
}

/** What a result holds besides its values. */
export interface ResultExtras {
  /** Of each output that is one tensor of numbers, by name. */
  readonly statistics: Readonly<Record<string, TensorStatistics>>;
  readonly pictures: readonly ({ readonly output: string } & PictureOffer)[];
  /** Of what was fed; `output` names the input. */
  readonly fedPictures: readonly ({ readonly output: string } & PictureOffer)[];
  readonly detections: Detections | null;
}

export interface RunRequests {
  /** Rows of a CSV, TSV or Parquet file for the inputs of a model. Columns go to inputs by name unless `columns` says which. */
  'heldout/model/table': {
    params: {
      readonly uri: string;
      readonly file: string;
      readonly row: number;
      readonly rows: number;
      readonly columns?: Readonly<Record<string, readonly string[]>>;
    };
    result: Answer<TableFeeds>;
  };
  /** What is in a `.npy`, `.npz` or `.pb` file. */
  'heldout/model/arrays': { params: { readonly uri: string; readonly file: string }; result: Answer<ArrayFile> };
  /** An output, or what was fed, as a picture. */
  'heldout/model/picture': {
    params: {
      readonly run: string;
      readonly output: string;
      /** An input that was fed instead of an output. */
      readonly isInput?: boolean;
      readonly kind: PictureKind;
      /** Of the batch. */
      readonly row: number;
      /** For a heat map of one channel. */
      readonly channel: number;
    };
    result: Answer<TensorPicture>;
  };
}

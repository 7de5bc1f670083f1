// Statistics of a tensor, gathered piece by piece in two rounds: range and moments first, then the histogram.
import type { ElementType } from '../model';
import { decodeFloat16 } from '../small-floats';
import type { TensorData } from '../values';
import type { TensorStatistics } from './types';

const BINS = 40;

export interface Gathering {
  /** First round: each piece of the tensor once. */
  add(data: TensorData): void;
  /** Second round: the same pieces again. */
  bin(data: TensorData): void;
  result(count: number): TensorStatistics;
}

/** Text and complex numbers have no statistics: null. */
export function gatherStatistics(elementType: ElementType): Gathering | null {
  if (elementType === 'string' || elementType.startsWith('complex')) return null;
  const isHalf = elementType === 'float16';
  let seen = 0;
  let finite = 0;
  let zeros = 0;
  let nan = 0;
  let infinite = 0;
  let min = Infinity;
  let max = -Infinity;
  // Welford's running mean and sum of squared deviations: exact enough where the mean is far from zero.
  let mean = 0;
  let squares = 0;
  const histogram = Array.from({ length: BINS }, () => 0);

  const numberAt = (data: TensorData, index: number): number => {
    const value = Number(data[index]);
    return isHalf ? decodeFloat16(value) : value;
  };

  return {
    add(data) {
      seen += data.length;
      for (let index = 0; index < data.length; index++) {
        const value = numberAt(data, index);
        if (value === 0) zeros++;
        if (Number.isNaN(value)) nan++;
        else if (!Number.isFinite(value)) infinite++;
        else {
          finite++;
          if (value < min) min = value;
          if (value > max) max = value;
          const away = value - mean;
          mean += away / finite;
          squares += away * (value - mean);
        }
      }
    },
    bin(data) {
      const width = (max - min) / BINS;
      for (let index = 0; index < data.length; index++) {
        const value = numberAt(data, index);
        if (!Number.isFinite(value)) continue;
        const place = width > 0 && Number.isFinite(width) ? Math.floor((value - min) / width) : 0;
        histogram[Math.min(BINS - 1, place)]! += 1;
      }
    },
    result: (count) => ({
      count,
      seen,
      range: finite === 0 ? null : { min, max, mean, deviation: Math.sqrt(squares / finite) },
      zeros,
      nan,
      infinite,
      histogram: finite === 0 ? [] : min === max ? [finite] : histogram,
    }),
  };
}

/** Of a tensor that is all there. */
export function statisticsOf(elementType: ElementType, data: TensorData): TensorStatistics | null {
  const gathering = gatherStatistics(elementType);
  if (gathering === null) return null;
  gathering.add(data);
  gathering.bin(data);
  return gathering.result(data.length);
}

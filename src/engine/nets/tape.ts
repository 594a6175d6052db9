import * as tf from '@tensorflow/tfjs-core';

/** A tensor in a computation on a tape. */
export interface Value<T extends tf.Tensor = tf.Tensor4D> {
  readonly tensor: T;
  /** Whether gradients are to come back to it. */
  readonly learns: boolean;
}

/** Named weights of a net, in a computation. */
export type Values = ReadonlyMap<string, Value<tf.Tensor>>;

/**
 * The gradients of an operation with respect to its inputs, in their order; null where an input does not learn.
 *
 * @param dy gradient with respect to the output.
 * @param learns which inputs do.
 */
type Back<T extends tf.Tensor> = (dy: T, learns: readonly boolean[]) => readonly (tf.Tensor | null)[];

interface Step {
  readonly inputs: readonly Value<tf.Tensor>[];
  readonly output: Value<tf.Tensor>;
  readonly back: Back<tf.Tensor>;
}

/** A tensor that belongs to the caller: its weights, a picture. */
export const given = <T extends tf.Tensor>(tensor: T, learns: boolean): Value<T> => ({ tensor, learns });

/**
 * A computation as it was carried out, so that gradients can be taken back through it (reverse mode). It owns the
 * tensors that it made. In place of tfjs' own tape: here a net can stand still between forward and back while another
 * learns from its output, a gradient that nobody wants is not computed, and each value goes once it was passed.
 */
export class Tape {
  readonly #steps: Step[] = [];

  /**
   * Puts down an operation that was carried out.
   *
   * @param tensor what came out; the tape's from now on.
   */
  put<T extends tf.Tensor>(inputs: readonly Value<tf.Tensor>[], tensor: T, back: Back<T>): Value<T> {
    const output = { tensor, learns: inputs.some(({ learns }) => learns) };
    // The output is of type T, and so is its gradient.
    this.#steps.push({ inputs, output, back: back as Back<tf.Tensor> });
    return output;
  }

  /**
   * Takes gradients back to all given values that learn, and ends the tape: every tensor that it made is gone then.
   *
   * @param seeds the gradient with respect to some outputs; the tape disposes them.
   * @returns by given value; the caller disposes them.
   */
  backward(seeds: ReadonlyMap<Value<tf.Tensor>, tf.Tensor>): Map<Value<tf.Tensor>, tf.Tensor> {
    const due = new Map(seeds);
    try {
      for (let step = this.#steps.at(-1); step; step = this.#steps.at(-1)) {
        const { inputs, output, back } = step;
        const dy = due.get(output);
        if (dy) {
          if (output.learns) {
            const learns = inputs.map((input) => input.learns);
            const gradients = tf.tidy(() => back(dy, learns) as tf.Tensor[]); // nulls among them are passed over
            for (const [i, input] of inputs.entries()) arrived(due, input, gradients[i] ?? null);
          }
          due.delete(output);
          dy.dispose();
        }
        output.tensor.dispose();
        this.#steps.pop();
      }
      return due;
    } catch (error) {
      tf.dispose([...due.values()]);
      this.dispose();
      throw error;
    }
  }

  /** Frees what the tape made, where no gradient is wanted. */
  dispose(): void {
    for (const { output } of this.#steps) output.tensor.dispose();
    this.#steps.length = 0;
  }
}

function arrived(due: Map<Value<tf.Tensor>, tf.Tensor>, value: Value<tf.Tensor>, gradient: tf.Tensor | null) {
  if (!gradient) return;
  const before = due.get(value);
  if (!value.learns) {
    gradient.dispose();
  } else if (before) {
    due.set(value, tf.add(before, gradient));
    tf.dispose([before, gradient]);
  } else {
    due.set(value, gradient);
  }
}

/**
 * Why the last kernel call could not answer: a number of `codes.ts`, or 0. A kernel function that can fail sets it
 * and returns any value; generated code looks at it after each such call and takes it before the next row.
 */
export class Failure {
  static code: i32 = 0;

  /** The code, which is cleared. */
  @inline static take(): i32 {
    const code = Failure.code;
    Failure.code = 0;
    return code;
  }
}

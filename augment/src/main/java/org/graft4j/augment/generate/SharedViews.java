package org.graft4j.augment.generate;

import java.util.random.RandomGenerator;

/**
 * Random views of a batch that real and generated pictures alike go through on their way into the
 * discriminator, so that it cannot learn a few real pictures by heart: brightness, saturation,
 * contrast, a shift and a cut-out, after DiffAugment (arXiv 2006.10738). Each step is affine in the
 * pixels, and {@link #back} is the adjoint: it takes a gradient from the view to the picture.
 *
 * <p>Not mirrored: a mirrored picture may be of no class, and the generator would learn to draw it.
 * One object is one draw for one batch; confined to one thread.
 */
final class SharedViews {
  private final int channels;
  private final int size;
  private final float[] brightness;
  private final float[] saturation;
  private final float[] contrast;
  private final int[] shiftX;
  private final int[] shiftY;
  private final int[] cutX;
  private final int[] cutY;
  private final int cut;

  private SharedViews(int batch, int channels, int size, double cutShare) {
    this.channels = channels;
    this.size = size;
    this.cut = (int) Math.round(cutShare * size);
    brightness = new float[batch];
    saturation = new float[batch];
    contrast = new float[batch];
    shiftX = new int[batch];
    shiftY = new int[batch];
    cutX = new int[batch];
    cutY = new int[batch];
  }

  /** Draws for a batch of {@code [batch, channels, size, size]} values from -1 to 1. */
  static SharedViews draw(int batch, int channels, int size, RandomGenerator random) {
    SharedViews views = new SharedViews(batch, channels, size, CUT_SHARE);
    int reach = Math.max(1, size / 8);
    for (int i = 0; i < batch; i++) {
      views.brightness[i] = (float) (random.nextDouble() - 0.5);
      views.saturation[i] = channels == 1 ? 1 : (float) (2 * random.nextDouble());
      views.contrast[i] = (float) (random.nextDouble() + 0.5);
      views.shiftX[i] = random.nextInt(2 * reach + 1) - reach;
      views.shiftY[i] = random.nextInt(2 * reach + 1) - reach;
      views.cutX[i] = random.nextInt(size + 1) - views.cut / 2;
      views.cutY[i] = random.nextInt(size + 1) - views.cut / 2;
    }
    return views;
  }

  private static final double CUT_SHARE = 0.5;

  /** The views, in the place of the pictures. */
  void apply(float[] pixels) {
    float[] scratch = new float[size * size];
    for (int i = 0; i < brightness.length; i++) {
      int from = i * channels * size * size;
      for (int at = from; at < from + channels * size * size; at++) {
        pixels[at] += brightness[i];
      }
      saturate(pixels, from, saturation[i]);
      stretch(pixels, from, contrast[i]);
      for (int c = 0; c < channels; c++) {
        int plane = from + c * size * size;
        shift(pixels, plane, shiftX[i], shiftY[i], scratch);
        cutOut(pixels, plane, cutX[i], cutY[i]);
      }
    }
  }

  /** Gradients by the views become gradients by the pictures, in their place. */
  void back(float[] gradients) {
    float[] scratch = new float[size * size];
    for (int i = 0; i < brightness.length; i++) {
      int from = i * channels * size * size;
      for (int c = 0; c < channels; c++) {
        int plane = from + c * size * size;
        cutOut(gradients, plane, cutX[i], cutY[i]);
        shift(gradients, plane, -shiftX[i], -shiftY[i], scratch);
      }
      // Both mix with a mean: symmetric matrices, their own adjoints.
      stretch(gradients, from, contrast[i]);
      saturate(gradients, from, saturation[i]);
    }
  }

  private void saturate(float[] values, int from, float factor) {
    if (channels == 1) {
      return;
    }
    int plane = size * size;
    for (int p = from; p < from + plane; p++) {
      float mean = 0;
      for (int c = 0; c < channels; c++) {
        mean += values[p + c * plane];
      }
      mean /= channels;
      for (int c = 0; c < channels; c++) {
        values[p + c * plane] = mean + factor * (values[p + c * plane] - mean);
      }
    }
  }

  private void stretch(float[] values, int from, float factor) {
    int n = channels * size * size;
    double sum = 0;
    for (int at = from; at < from + n; at++) {
      sum += values[at];
    }
    float mean = (float) (sum / n);
    for (int at = from; at < from + n; at++) {
      values[at] = mean + factor * (values[at] - mean);
    }
  }

  /** What comes in at the border is 0, the middle of the range. */
  private void shift(float[] values, int plane, int dx, int dy, float[] scratch) {
    java.util.Arrays.fill(scratch, 0);
    int from = Math.max(0, dx);
    int length = size - Math.abs(dx);
    for (int y = Math.max(0, dy); y < Math.min(size, size + dy); y++) {
      int source = plane + (y - dy) * size + from - dx;
      System.arraycopy(values, source, scratch, y * size + from, length);
    }
    System.arraycopy(scratch, 0, values, plane, size * size);
  }

  private void cutOut(float[] values, int plane, int left, int top) {
    for (int y = Math.max(0, top); y < Math.min(size, top + cut); y++) {
      int row = plane + y * size;
      java.util.Arrays.fill(
          values, row + Math.max(0, left), row + Math.max(0, Math.min(size, left + cut)), 0f);
    }
  }
}

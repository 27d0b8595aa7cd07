package org.graft4j.transfer.distill;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.graft4j.data.InputSpec;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.runtime.NearestName;

/**
 * What a vertex gives for one picture.
 *
 * @param channels of a map, or numbers in a row
 * @param height 1 of a row
 * @param width 1 of a row
 */
record MapShape(int channels, int height, int width) {

  /**
   * Of a row's dimensions without the batch.
   *
   * @param what names the vertex in the message
   */
  static MapShape of(long[] row, String what) {
    if (row.length == 1) {
      return new MapShape(Math.toIntExact(row[0]), 1, 1);
    }
    if (row.length != 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must give a row or a map [channels, height, width], but gives %s",
              what,
              Arrays.toString(row)));
    }
    return new MapShape(Math.toIntExact(row[0]), Math.toIntExact(row[1]), Math.toIntExact(row[2]));
  }

  /**
   * Of a vertex of the network that learns.
   *
   * @throws IllegalArgumentException if the features do not depend on a vertex of that name
   */
  static MapShape ofStudent(Backbone backbone, String vertex) {
    Set<String> kept =
        GraphEdits.ancestors(backbone.graph().getConfiguration(), backbone.featureVertex());
    if (!kept.contains(vertex)) {
      throw new IllegalArgumentException(
          NearestName.unknown("vertex of the student's backbone", vertex, kept));
    }
    InputSpec input = backbone.input();
    InputType pictures = InputType.convolutional(input.height(), input.width(), input.depth());
    long[] row =
        backbone
            .graph()
            .getConfiguration()
            .clone()
            .getLayerActivationTypes(pictures)
            .get(vertex)
            .getShape(false);
    return of(row, "student's vertex '" + vertex + "'");
  }

  /** Places of a map. */
  int area() {
    return height * width;
  }

  int size() {
    return channels * area();
  }

  boolean isMap() {
    return area() > 1;
  }
}

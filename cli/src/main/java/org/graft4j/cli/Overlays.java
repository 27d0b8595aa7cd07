package org.graft4j.cli;

import java.util.Optional;
import org.graft4j.data.Picture;
import org.graft4j.explain.GradCam;
import org.graft4j.explain.HeatMap;
import org.graft4j.model.TrainedModel;

/**
 * What a model went by, over its pictures; nothing for a network that has no map of places.
 *
 * @param maps empty for such a network
 */
record Overlays(Optional<GradCam> maps) implements AutoCloseable {

  static Overlays of(TrainedModel model) {
    try {
      return new Overlays(Optional.of(GradCam.of(model)));
    } catch (IllegalArgumentException e) {
      // The pictures are worth showing without it.
      Terminal.note("no Grad-CAM: " + e.getMessage());
      return new Overlays(Optional.empty());
    }
  }

  /** The part that the network sees with the heat of a class over it, unless all of it is cold. */
  Optional<Picture> of(Picture picture, int label) {
    if (maps.isEmpty()) {
      return Optional.empty();
    }
    HeatMap heat = maps.get().heatMap(picture, label);
    return heat.blank() ? Optional.empty() : Optional.of(heat.over(maps.get().seen(picture)));
  }

  @Override
  public void close() {
    maps.ifPresent(GradCam::close);
  }
}

package org.graft4j.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Augmentation;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.PictureBatches;
import org.graft4j.data.Seed;
import org.graft4j.engine.Trunk;
import org.graft4j.model.Backbone;
import org.graft4j.model.BatchNormStatistics;
import org.graft4j.model.GraphEdits;
import org.graft4j.model.WeightsCard;

/**
 * Adapts a backbone to pictures of another kind by nothing but the statistics of its batch norms
 * (AdaBN, <a href="https://arxiv.org/abs/1603.04779">Li et al. 2016</a>): no training, no labels.
 */
public final class AdaBatchNorm {
  private static final int BATCH = 64;
  private static final Seed ORDER = Seed.of(0x5EED);

  private AdaBatchNorm() {}

  /**
   * The backbone with the statistics of these pictures in all its batch norms; see {@link
   * BatchNormStatistics} for how they are estimated. The pictures are gone through once, in an
   * order that is the same for the same number of them. The given backbone is not changed.
   *
   * @param items at least two, of the kind that the backbone is to see; their labels do not matter
   * @return with a card, if there was one, that says so: another id, source and digest
   * @throws IllegalArgumentException if there are fewer pictures, or the backbone has no batch norm
   * @throws IOException if a picture cannot be read
   */
  public static Backbone adapt(Backbone backbone, List<ImageItem> items) throws IOException {
    if (items.size() < 2) {
      throw new IllegalArgumentException(
          "items must be at least 2, from which statistics can be told, but were " + items.size());
    }
    if (!BatchNormForm.hasNorms(backbone)) {
      throw new IllegalArgumentException(
          "backbone must have batch norms to be adapted, but '"
              + backbone.architecture()
              + "' has none, or they were folded into its convolutions");
    }
    List<ImageItem> unlabelled =
        items.stream().map(item -> new ImageItem(item.file(), item.id(), 0)).toList();
    ComputationGraph adapted = GraphEdits.withStockLayers(backbone.graph());
    try {
      BatchNormStatistics.estimate(
          adapted,
          PictureBatches.training(
              unlabelled,
              LabelMap.of(List.of("any")),
              backbone.input(),
              BATCH,
              Augmentation.NONE,
              ORDER));
    } catch (UncheckedIOException e) {
      // Its own message names the picture.
      throw new IOException(e.getMessage(), e.getCause());
    }
    String digest = Trunk.digest(adapted, backbone.featureVertex());
    Optional<WeightsCard> card =
        backbone.card().map(before -> adapted(before, items.size(), digest));
    return new Backbone(
        backbone.architecture(),
        adapted,
        backbone.input(),
        backbone.groups(),
        backbone.featureVertex(),
        backbone.featureWidth(),
        card);
  }

  private static WeightsCard adapted(WeightsCard card, int pictures, String digest) {
    String id = card.id().contains(".") ? card.id() + "-adabn" : card.id() + ".adabn";
    return new WeightsCard(
        id,
        card.architecture(),
        card.upTo(),
        card.input(),
        card.classes(),
        card.licence(),
        String.format(
            Locale.ROOT,
            "%s; statistics of its batch norms adapted to %d pictures",
            card.source(),
            pictures),
        digest);
  }
}

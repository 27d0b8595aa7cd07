package org.graft4j.examples;

import java.io.IOException;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.data.Picture;
import org.graft4j.data.PicturePreparation;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.model.Backbone;
import org.graft4j.model.WeightsCard;
import org.graft4j.zoo.Zoo;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which weights are there, and what does a pretrained network say of a picture?
 *
 * <p>The backbone that comes with the library still has the head of its source task, so it can
 * classify pictures of that task. Weights travel with their card: size, normalisation and class
 * names are read from it and typed nowhere.
 */
public final class Example01LoadAndPredict {
  private Example01LoadAndPredict() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    System.out.println("weights that are there: " + Zoo.standard().list());
    Backbone backbone = Zoo.standard().load("slimresnet.shapes");
    WeightsCard card = backbone.card().orElseThrow();
    System.out.println(
        card.id() + ": " + card.classes().size() + " classes, licence " + card.licence());

    // A picture of 96x96 RGB pixels; yours would come from PictureReader.standard().read(file).
    DrawnTask task = DrawnTask.source();
    int label = task.labels().indexOf("heart").orElseThrow();
    Picture picture = task.draw(label, 96, Seed.of(3).stream("picture"));

    // Resized, cut and normalised as the weights expect it: [1, 3, 64, 64].
    PicturePreparation preparation = PicturePreparation.of(backbone.input());
    float[] values = new float[preparation.length()];
    preparation.write(picture, values, 0);
    int height = backbone.input().height();
    int width = backbone.input().width();
    INDArray batch = Nd4j.create(values, new long[] {1, 3, height, width}, 'c');

    // An ordinary ComputationGraph: [1, 3, 64, 64] -> [1, classes], probabilities.
    ComputationGraph graph = backbone.graph();
    float[] probabilities = graph.outputSingle(batch).toFloatVector();

    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    System.out.printf(
        Locale.ROOT,
        "a drawn %s is taken for a %s with probability %.3f%n",
        task.labels().name(label),
        card.classes().get(best),
        probabilities[best]);
  }
}

package org.graft4j.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.graft4j.data.DatasetSplit;
import org.graft4j.data.ImageFolder;
import org.graft4j.data.Seed;
import org.graft4j.data.synthetic.DrawnFolder;
import org.graft4j.data.synthetic.DrawnTask;
import org.graft4j.eval.advice.Advice;
import org.graft4j.eval.advice.Advisor;
import org.graft4j.eval.advice.Candidate;
import org.graft4j.eval.advice.CandidateAdvice;
import org.graft4j.zoo.UntrainedBackbone;
import org.graft4j.zoo.Zoo;

/**
 * Which backbone suits my pictures, and is it worth fine-tuning?
 *
 * <p>Each candidate runs once over the training pictures; a cross-validated linear probe on its
 * features, and the same probe on those of a random network, say what its weights are worth here.
 * Nothing is trained. One candidate below has random weights itself: it is not taken for better.
 */
public final class Example06Advise {
  private Example06Advise() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    // 8 classes that no candidate ever saw, 15 pictures of each. The test part has no say.
    Path pictures = Files.createTempDirectory("graft4j-example").resolve("pictures");
    Map<String, Integer> perClass = Map.of("train", 15, "test", 5);
    DrawnFolder.write(DrawnTask.target(), pictures, perClass, 96, Seed.of(2));
    ImageFolder folder = ImageFolder.scan(pictures);
    DatasetSplit split = folder.givenSplit().orElseThrow();

    List<Candidate> candidates =
        List.of(
            new Candidate("random", () -> UntrainedBackbone.of("slimresnet", 0, Seed.of(7))),
            new Candidate("shapes", () -> Zoo.standard().load("slimresnet.shapes")));

    Advice advice =
        Advisor.builder()
            .untrained(UntrainedBackbone::like) // what each is measured against
            .seed(Seed.of(42))
            .build()
            .advise(folder.labels(), split.train(), candidates);

    for (CandidateAdvice candidate : advice.ranked()) { // best first
      System.out.printf(
          Locale.ROOT,
          "%s: probe %.3f, LogME %.3f, %.1f ms a picture: %s%n  %s%n",
          candidate.id(),
          candidate.probe().accuracy(),
          candidate.logMe().value(),
          candidate.cost().forwardMillis(),
          candidate.verdict().text(),
          candidate.why());
    }
    // "shapes", far above the 0.125 of chance.
    System.out.printf(
        Locale.ROOT,
        "take %s: accuracy %.3f on %d pictures%n",
        advice.best().id(),
        advice.best().probe().accuracy(),
        advice.pictures());
  }
}

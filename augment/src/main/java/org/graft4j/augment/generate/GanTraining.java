package org.graft4j.augment.generate;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.graft4j.augment.generate.GanResult.Ending;
import org.graft4j.data.ImageItem;
import org.graft4j.data.LabelMap;
import org.graft4j.data.Picture;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Trains a class-conditional generative adversarial network on labelled pictures: DCGAN's form
 * (arXiv 1511.06434) with the class as one-hot beside the noise and as a projection in the
 * discriminator (arXiv 1802.05637), and random views of real and generated pictures alike, which
 * make do with some tens of pictures a class (arXiv 2006.10738).
 *
 * <p>The same pictures, settings and machine give the same network; ND4J's generator is left as it
 * was found. A run that was stopped cannot be resumed: it hands out what it has. Immutable; runs
 * are confined to the calling thread.
 */
public final class GanTraining {
  /** Noise of a picture. */
  static final int LATENT = 64;

  /** Checks in a run, at least 25 steps apart. */
  private static final int CHECKS = 20;

  private static final int LEAST_BETWEEN = 25;

  /** Pictures of each class that a check looks at. */
  private static final int LOOKED_AT = 32;

  private final LabelMap labels;
  private final GanSettings settings;
  private final Consumer<GanEvent> listener;
  private final BooleanSupplier stop;

  private GanTraining(
      LabelMap labels, GanSettings settings, Consumer<GanEvent> listener, BooleanSupplier stop) {
    this.labels = labels;
    this.settings = settings;
    this.listener = listener;
    this.stop = stop;
  }

  /** A training for those classes. */
  public static GanTraining of(LabelMap labels, GanSettings settings) {
    return new GanTraining(labels, settings, event -> {}, () -> false);
  }

  /** The same with someone to tell of each step and check. */
  public GanTraining withListener(Consumer<GanEvent> given) {
    return new GanTraining(labels, settings, given, stop);
  }

  /** The same, asked before each step whether to stop. */
  public GanTraining stopWhen(BooleanSupplier given) {
    return new GanTraining(labels, settings, listener, given);
  }

  /** The same with other settings. */
  public GanTraining withSettings(GanSettings given) {
    return new GanTraining(labels, given, listener, stop);
  }

  /**
   * Trains on files, each fitted to the size by its shorter side and cut to the centre.
   *
   * @throws IllegalArgumentException if a class has fewer than two pictures
   * @throws IOException if a picture cannot be read; the message names it
   */
  public GanResult run(List<ImageItem> items) throws IOException {
    return run(RealPictures.read(items, labels.size(), settings.size()));
  }

  /**
   * Trains on pictures of any size.
   *
   * @param classes index of the class of each
   * @throws IllegalArgumentException if a class has fewer than two pictures
   */
  public GanResult run(List<Picture> pictures, int[] classes) {
    return run(RealPictures.of(pictures, classes, labels.size(), settings.size()));
  }

  private GanResult run(RealPictures real) {
    requireTwoEach(real);
    GanNetworks form =
        new GanNetworks(
            settings.size(),
            real.channels(),
            labels.size(),
            LATENT,
            settings.width(),
            settings.learningRate(),
            DataType.FLOAT);
    try (Game game = new Game(form, real, settings.batch(), settings.seed());
        AveragedGenerator averaged = new AveragedGenerator(form, game.generator().network())) {
      return new Run(form, real, game, averaged).play();
    }
  }

  private void requireTwoEach(RealPictures real) {
    if (labels.size() == 0) {
      throw new IllegalArgumentException("labels must have one class at least, but had none");
    }
    for (int label = 0; label < labels.size(); label++) {
      if (real.of(label).size() < 2) {
        throw new IllegalArgumentException(
            "each class must have two pictures at least to generate more, but '"
                + labels.name(label)
                + "' had "
                + real.of(label).size());
      }
    }
  }

  /** One run. */
  private final class Run {
    private final Game game;
    private final AveragedGenerator averaged;
    private final PictureGenerator generator;
    private final CollapseWatch watch = new CollapseWatch();
    private final long began = System.nanoTime();
    private double discriminatorLoss;
    private double generatorLoss;
    private int sinceCheck;
    private final double[] realDiversity;

    Run(GanNetworks form, RealPictures real, Game game, AveragedGenerator averaged) {
      this.game = game;
      this.averaged = averaged;
      this.generator = new PictureGenerator(labels, form, averaged.network());
      this.realDiversity = new double[labels.size()];
      for (int label = 0; label < realDiversity.length; label++) {
        List<Picture> members = real.of(label);
        realDiversity[label] =
            Diversity.of(members.subList(0, Math.min(LOOKED_AT, members.size())));
      }
    }

    GanResult play() {
      for (int step = 1; step <= settings.steps(); step++) {
        if (stop.getAsBoolean()) {
          return stopped(step - 1);
        }
        Game.Losses losses = game.step(step);
        if (!losses.finite()) {
          return collapsed(
              "the loss became no number at step " + step + ": lower the learning rate", step);
        }
        averaged.follow(step, game.generator().network());
        count(losses, step);
        if (step % between() == 0 && step < settings.steps()) {
          check(step);
          Optional<String> lost = watch.lost();
          if (lost.isPresent()) {
            return collapsed(lost.get(), step);
          }
        }
      }
      return complete();
    }

    /** A check looks at all classes: where there are hundreds it costs as much as many steps. */
    private int between() {
      return Math.max(LEAST_BETWEEN, Math.max(settings.steps() / CHECKS, labels.size() / 2));
    }

    private void count(Game.Losses losses, int step) {
      discriminatorLoss += losses.discriminator();
      generatorLoss += losses.generator();
      sinceCheck++;
      double seconds = (System.nanoTime() - began) / 1e9;
      listener.accept(
          new GanEvent.StepDone(
              step,
              settings.steps(),
              losses.discriminator(),
              losses.generator(),
              seconds / step * (settings.steps() - step)));
    }

    private void check(int step) {
      double[] diversities = new double[labels.size()];
      for (int label = 0; label < diversities.length; label++) {
        diversities[label] = diversity(label);
      }
      int least = CollapseWatch.least(diversities);
      GanCheck check =
          new GanCheck(
              step,
              discriminatorLoss / sinceCheck,
              generatorLoss / sinceCheck,
              diversities[least],
              labels.name(least));
      discriminatorLoss = 0;
      generatorLoss = 0;
      sinceCheck = 0;
      if (watch.good(check)) {
        averaged.keep(step);
      }
      listener.accept(new GanEvent.Checked(check));
    }

    /** As a share of the real ones'; 1 where those are all the same. */
    private double diversity(int label) {
      double generated = Diversity.of(generator.pictures(label, LOOKED_AT, settings.seed()));
      return realDiversity[label] == 0 ? 1 : generated / realDiversity[label];
    }

    private GanResult complete() {
      Optional<String> problem = problemAtTheEnd(settings.steps());
      return problem.isPresent()
          ? collapsed(problem.get(), settings.steps())
          : result(Ending.COMPLETE, "", settings.steps(), settings.steps());
    }

    private GanResult stopped(int step) {
      String message = "stopped after step " + step + ", as asked";
      Optional<String> problem =
          step == 0 ? Optional.of("nothing was learned") : problemAtTheEnd(step);
      return problem.isPresent()
          ? result(Ending.STOPPED, message + "; " + problem.get(), step, averaged.goBack())
          : result(Ending.STOPPED, message, step, step);
    }

    /** What comes out is what was judged last: no state is handed out on trust. */
    private Optional<String> problemAtTheEnd(int step) {
      if (sinceCheck > 0) {
        check(step);
      }
      return watch.problem();
    }

    private GanResult collapsed(String why, int step) {
      return result(Ending.COLLAPSED, why, step, averaged.goBack());
    }

    private GanResult result(Ending ending, String message, int step, int kept) {
      averaged.handOut();
      return new GanResult(generator, ending, message, step, kept, watch.checks());
    }
  }
}

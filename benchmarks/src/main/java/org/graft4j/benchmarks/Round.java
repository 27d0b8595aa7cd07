package org.graft4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One question of the short set: what a child process measures, ours and the peer in turn. */
enum Round {
  TRUNK_STOCK("trunk forward against DL4J as it ships") {
    @Override
    List<Comparison> measure() {
      return List.of(forward("resnet18", Engine.STOCK, 1, 3));
    }
  },
  TRUNK_RESNET18("trunk forward, ResNet-18") {
    @Override
    List<Comparison> measure() {
      return List.of(forward("resnet18", Engine.PYTORCH, 3, 9));
    }
  },
  TRUNK_RESNET50("trunk forward, ResNet-50") {
    @Override
    List<Comparison> measure() {
      return List.of(forward("resnet50", Engine.PYTORCH, 1, 5));
    }
  },
  STEP_LAST_STAGE("training step, last stage") {
    @Override
    List<Comparison> measure() {
      return List.of(step(TrainedPart.LAST_STAGE, "last stage", 6));
    }
  },
  STEP_ALL("training step, all") {
    @Override
    List<Comparison> measure() {
      return List.of(step(TrainedPart.ALL, "all", 4));
    }
  },
  LINEAR_PROBE("linear-probe job, cold and warm") {
    @Override
    List<Comparison> measure() {
      return probe();
    }
  },
  CACHED_EPOCH("epoch over cached features") {
    @Override
    List<Comparison> measure() {
      return List.of(epoch());
    }
  },
  LATENCY("prediction latency") {
    @Override
    List<Comparison> measure() {
      return latency();
    }
  };

  private static final int BATCH = 16;
  private static final int SIZE = 224;
  private static final int PICTURES = 1000;

  private final String title;

  Round(String title) {
    this.title = title;
  }

  /** For the progress line. */
  String title() {
    return title;
  }

  /** Measures here and now. */
  abstract List<Comparison> measure();

  /** A child's main: the round's name, and the file that its rows go to. */
  public static void main(String[] arguments) throws IOException {
    Round round = valueOf(arguments[0]);
    Files.writeString(Path.of(arguments[1]), Comparison.toJson(round.measure()));
    // Threads of the engines may outlive their work.
    System.exit(0);
  }

  private static Comparison forward(String architecture, Engine peer, int warmups, int rounds) {
    try (ForwardPass ours = ForwardPass.of(Engine.GRAFT4J, architecture, BATCH, SIZE);
        ForwardPass theirs = ForwardPass.of(peer, architecture, BATCH, SIZE)) {
      ours.run();
      return Duel.of(warmups, rounds, ours::run, theirs::run)
          .rates("trunk forward, " + architecture + ", batch " + BATCH, peer.title(), BATCH);
    }
  }

  private static Comparison step(TrainedPart part, String title, int rounds) {
    String architecture = "resnet18";
    try (StepPass ours = StepPass.of(Engine.GRAFT4J, part, architecture, BATCH, SIZE);
        StepPass theirs = StepPass.of(Engine.PYTORCH, part, architecture, BATCH, SIZE)) {
      StepPass.requireAgreement(ours, theirs);
      return Duel.of(0, rounds, ours::step, theirs::step)
          .rates(
              "training step, " + title + ", " + architecture + ", batch " + BATCH,
              Engine.PYTORCH.title(),
              BATCH);
    }
  }

  /** The long job stands between two short ones, so that what slows the machine down slows both. */
  private static List<Comparison> probe() {
    try (DrawnPictures files = DrawnPictures.write(PICTURES, 160);
        ProbeCache cache = ProbeCache.temporary()) {
      warmUp();
      ProbeJob job = ProbeJob.of("resnet18", 112, files.folder(), 5);
      double before = Duel.seconds(() -> job.run(cache));
      double torch = Duel.seconds(job::torch);
      cache.clear();
      double after = Duel.seconds(() -> job.run(cache));
      double[] warm = {Duel.seconds(() -> job.run(cache)), Duel.seconds(() -> job.run(cache))};
      double cold = (before + after) / 2;
      String name = "linear-probe job, resnet18 at 112, " + PICTURES + " pictures, 5 epochs";
      return List.of(
          Duel.ofSeconds(new double[] {cold}, new double[] {torch})
              .times(name, "PyTorch (DJL), trunk in each epoch"),
          Duel.ofSeconds(warm, new double[] {after, after})
              .times(name + ", warm cache", "the first run"));
    }
  }

  /** Classes are loaded and native libraries unpacked before the first job is timed. */
  private static void warmUp() {
    try (DrawnPictures few = DrawnPictures.write(32, 64);
        ProbeCache cache = ProbeCache.temporary()) {
      ProbeJob job = ProbeJob.of("resnet18", 32, few.folder(), 1);
      job.run(cache);
      job.torch();
    }
  }

  private static Comparison epoch() {
    try (EpochPass ours = EpochPass.of(Engine.GRAFT4J, PICTURES);
        EpochPass theirs = EpochPass.of(Engine.PYTORCH, PICTURES)) {
      return Duel.of(30, 60, ours::epoch, theirs::epoch)
          .milliseconds(
              "epoch over cached features, " + PICTURES + " by " + EpochPass.WIDTH,
              Engine.PYTORCH.title(),
              0.5);
    }
  }

  private static List<Comparison> latency() {
    try (LatencyPass ours = latency(PredictionLatency.Door.CLASSIFIER);
        LatencyPass trunk = latency(PredictionLatency.Door.TRUNK);
        LatencyPass torch = latency(PredictionLatency.Door.PYTORCH)) {
      List<Comparison> rows = new ArrayList<>();
      Duel own = Duel.of(20, 60, ours::answer, trunk::answer);
      Duel peer = Duel.of(5, 60, ours::answer, torch::answer);
      String name = "prediction latency from a JPEG, resnet18, ";
      rows.add(own.milliseconds(name + "p50", "trunk alone on a tensor", 0.5));
      rows.add(peer.milliseconds(name + "p50", "PyTorch (DJL) on a tensor", 0.5));
      rows.add(peer.milliseconds(name + "p99", "PyTorch (DJL) on a tensor", 0.99));
      return rows;
    }
  }

  private static LatencyPass latency(PredictionLatency.Door door) {
    return LatencyPass.of(door, "resnet18", SIZE);
  }
}

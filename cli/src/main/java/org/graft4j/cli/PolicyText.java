package org.graft4j.cli;

/** What a ready policy does, what it is for, and what not. */
final class PolicyText {
  private PolicyText() {}

  /** In one sentence; empty for a name that has none. */
  static String of(String policy) {
    return switch (policy) {
      case "none" ->
          "leaves pictures as they are: the yardstick, and for few pictures and a frozen network"
              + " often the best";
      case "light" ->
          "crops little (85 to 100 % of the area), flips left and right, colours by 10 %: for few"
              + " pictures and short runs; not where left and right tell classes apart";
      case "cifar" ->
          "moves by up to an eighth, flips left and right: for small pictures that fill their"
              + " frame; not for photographs of which a part is enough";
      case "standard" ->
          "crops much (35 to 100 %), flips left and right, colours by 30 %: for longer runs of a"
              + " whole network; not where shades of colour tell classes apart";
      case "randaugment" ->
          "standard's crop, flips left and right, 2 operations at strength 9 of 30: for long runs"
              + " of a whole network; not where colours or slight turns tell classes apart";
      case "trivialaugment" ->
          "standard's crop, flips left and right, 1 operation of any strength: for what randaugment is, with"
              + " nothing to tune; not where position or colours tell classes apart";
      case "autoaugment-imagenet" ->
          "standard's crop, flips left and right, operations found on ImageNet: for photographs of"
              + " things and a whole network; not for other kinds of pictures";
      case "autoaugment-cifar10" ->
          "cifar's move, flips left and right, operations found on CIFAR-10: for small photographs"
              + " of things and a whole network; not for large ones";
      case "augmix" ->
          "standard's crop, flips left and right, mixes of weak operations: where pictures will be"
              + " blurred or noisy in use; not for accuracy on clean ones alone";
      case "heavy" ->
          "crops most (25 to 100 %), flips left and right, trivialaugment, hides rectangles: for"
              + " hundreds of epochs of a large network; not for short runs or frozen ones";
      default -> "";
    };
  }
}
